// xinfang verify | rebuild: what can be said about an office from outside.
#pragma once

#include <string>
#include <vector>

#include "services/office.hpp"

namespace xinfang {

// Each prints sentences and returns 0 when all is well, 1 when something is wrong, 2 usage.
int run_verify(Office& office, const std::vector<std::string>& arguments);
int run_rebuild(Office& office, const std::vector<std::string>& arguments);  // [--write]

// A sentence when the clock is behind the newest event by more than clocks differ; else nothing.
std::string clock_behind(const Office& office);

}  // namespace xinfang
