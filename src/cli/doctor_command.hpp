// xinfang doctor: everything that is not as it should be, each in a sentence with what to do.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/office_setup.hpp"

namespace xinfang {

// 0: nothing was found; 1: something was; 2: usage. Reads only, beside a running server.
int run_doctor(OpenOffice& open, const SetupOptions& setup,
               const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace xinfang
