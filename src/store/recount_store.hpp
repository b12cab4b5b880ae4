// How far the running clocks were counted again by a calendar. One row a calendar; the pass may run
// twice without harm.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

// Matters after that one, in order, in which a clock may run: the open ones, and those that changed
// since then (ratings and reports outlast a matter).
std::vector<Id> matters_with_clocks(Database& database, Id after, Instant changed_since, int limit);

struct RecountPlace {
  Id last_matter = 0;
  bool finished = false;
};
std::optional<RecountPlace> recount_place(Database& database, const std::string& calendar);
// A pass by this calendar begins: how far those by other calendars came no longer holds, also when the
// office goes back to one of them.
void begin_recount(Database& database, const std::string& calendar);
void save_recount_place(Database& database, const std::string& calendar, const RecountPlace& place);

}  // namespace xinfang
