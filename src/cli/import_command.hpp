// xinfang import FILE: takes over messages and petitions kept elsewhere, with a line-by-line report.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "services/office.hpp"

namespace xinfang {

// `arguments` after "import". Figures go to `out`, refusals and (where `terminal`) progress to
// `err`. Returns the exit status: 0, 1 not done or cut short (a sentence on `err`), 2 usage. Records
// refused one by one do not change it: they stand in the figures and in the report.
int run_import(Office& office, const std::vector<std::string>& arguments, std::ostream& out,
               std::ostream& err, bool terminal);

}  // namespace xinfang
