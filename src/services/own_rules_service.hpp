// What an office sets for itself over law/: stricter internal terms, and the days of a year whose
// notice law/calendar does not have yet. In force at once in this server and after its next start;
// other servers on the same database take it when they start. Clocks that run keep what they began
// with.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "services/office.hpp"
#include "store/own_rules_store.hpp"

namespace xinfang {

// Lays what the database holds over law and calendar. At the start, and after each change here or on
// another server.
void take_own_rules(Office& office);

// One key of a rule set: the law's row of today where the office is, and what holds.
struct ParameterNow {
  std::string rule_set;
  ParameterRow law;
  std::string unit, value;
  std::optional<OwnParameterRow> own;  // what the office set last, perhaps for a day to come
};
std::vector<ParameterNow> parameters_now(Office& office);

// Refusals: rule_set_unknown, parameter_unknown (not_found); parameter_fixed (forbidden), when the
// row may not be tightened, and parameter_not_stricter, both with the row's basis;
// parameter_from_past (valid_from_on).
Result<ParameterNow> set_own_parameter(Office& office, Id actor_id, const std::string& rule_set,
                                       const OwnParameter& wanted, const std::string& reason);
// Back to the law's value. Refusals: as above, and parameter_not_own (not_found).
Result<ParameterNow> drop_own_parameter(Office& office, Id actor_id, const std::string& rule_set,
                                        const std::string& key);

// The own days of that year; none takes them back. Refusals: calendar_announced (conflict) for a
// year whose notice stands in law/calendar; day_outside_year, day_twice.
Result<Done> set_own_days(Office& office, Id actor_id, int year, const std::string& source,
                          const std::vector<NamedDay>& days);
// The notice that the office entered for that year; empty when none.
std::string own_source(Office& office, int year);

}  // namespace xinfang
