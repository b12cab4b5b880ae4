// xinfang admin: people and organs from the command line, through the same services as the API.
//
// Passwords are made and printed once, or read from --password-file ("-": standard input).
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "services/office.hpp"

namespace xinfang {

// `arguments` after "admin". Returns the exit status: 0, 1 refused (a sentence on `err`), 2 usage.
int run_admin(Office& office, const std::vector<std::string>& arguments, std::istream& in,
              std::ostream& out, std::ostream& err);

}  // namespace xinfang
