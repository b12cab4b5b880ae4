// xinfang simulate --store: a year of the demonstration county through the services into a database,
// to be killed at any moment; and what of it must be there afterwards.
//
// DATA/acknowledged holds a line "matter version" for each step that the store said it had, on disk
// before the next step is begun.
#pragma once

#include <iosfwd>

#include "cli/office_setup.hpp"

namespace xinfang {

struct StoredWish {
  std::int64_t matters = 300, seed = 1;
  int round = 1;              // which year; each is lived once, killed or not
};

constexpr int kMostRounds = 6;

// Both give the exit code and throw as OpenOffice does.
int live_stored(const SetupOptions& setup, const StoredWish& wish, std::ostream& out, std::ostream& err);
// 1 when a step that was acknowledged is not there.
int check_stored(const SetupOptions& setup, std::ostream& out, std::ostream& err);

}  // namespace xinfang
