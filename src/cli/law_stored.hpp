// xinfang law explain MATTER_NO | recheck | what-if: the law over the stored matters. Nothing is
// written, so these run beside a server.
//
// explain  each part of a matter: its clocks with how the due days came about, and the steps that the
//          table allows from its state, with who takes them and the article
// recheck  counts every stored clock again under the calendar and rulebook of now and says what
//          differs; ended clocks with whether they were late as known then and are by now's days
// what-if  --set C09=45 [--set C02.3=2] --from DAY: who would be late if clocks that started on or
//          after that day had had these lengths
// Each takes --language zh|en.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "services/office.hpp"

namespace xinfang {

// Whether these words after "law" need an office: those above; explain with a number, not a clock.
bool asks_stored_matters(const std::vector<std::string>& args);

// Returns the exit status: 0, 1 refused (a sentence on `err`), a matter cannot be read or, for
// recheck, a running clock differs; 2 usage.
int run_law_stored(Office& office, const std::vector<std::string>& args, std::ostream& out,
                   std::ostream& err);

}  // namespace xinfang
