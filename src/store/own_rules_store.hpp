// What an office set for itself over law/: stricter values of internal terms, and the days of years
// whose notice law/calendar does not have yet. Read as a whole; there are few.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"
#include "store/database.hpp"

namespace xinfang {

struct OwnParameterRow {
  std::string rule_set;
  OwnParameter parameter;
  std::string reason;
  Id user_id = 0;  // who set it
  Instant at;
};
std::vector<OwnParameterRow> load_own_parameters(Database& database);  // by day within a key
// Takes the place of those of its key that begin on its day or later.
void save_own_parameter(ChangeSet& changes, const OwnParameterRow& row);
void drop_own_parameters(ChangeSet& changes, const std::string& rule_set, const std::string& key);

struct OwnDay {
  NamedDay day;
  std::string source;  // which notice
};
std::vector<OwnDay> load_own_days(Database& database);  // by day
// In place of the own days of that year.
void save_own_days(ChangeSet& changes, int year, const std::string& source,
                   const std::vector<NamedDay>& days);

}  // namespace xinfang
