// One question about a due day and its answer, both as data; no matter is needed.
//
// {"clock":"C09","from":"2024-01-10","extend_days":30,"region":"370000"} asks by which day. The rows
// of the law decide what may be asked of a clock: a length only where a letter names it (C08, C28), a
// level only where tiers share a term (C02), an extension within its most days, a suspension only
// where the row allows one. `xinfang law deadline` reads such questions line by line.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/deadline.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"

namespace xinfang {

struct DeadlineQuestion {
  struct Pause {
    Date from_on, until_on;  // until_on counts again
    friend auto operator<=>(const Pause&, const Pause&) = default;
  };
  std::string clock;
  Date from_on;
  std::optional<Instant> from_at;  // when an hour was given: a term in hours needs it
  std::string rule_set;            // empty: the set in force on from_on
  std::string region;              // empty: the nation
  std::optional<int> days;         // of a term that a letter sets
  std::optional<int> level;        // of a term that tiers share; none given: the county's
  int extend_days = 0;             // 0: not extended
  std::vector<Pause> suspensions;
};

struct DeadlineAnswer {
  const Rulebook* rule_set = nullptr;  // never null
  const ClockRule* clock = nullptr;    // never null
  int length = 0;
  const ParameterRow* length_row = nullptr;  // where the length stands; null: in a letter
  int level = 0;  // 0: tiers have no shares of this term
  DueDates due;
  std::optional<Instant> due_at;  // a term in hours from a known hour
};

// Keys: clock, from; rule_set, region, days, level, extend_days, suspend ([from, until] or a list of
// those). Refusals: question_not_object, field_missing, field_unknown, field_type, field_range,
// list_long.
Result<DeadlineQuestion> read_deadline_question(const Json& question);

// `is_region` says whether a code names a division. Refusals: rule_set_unknown, clock_unknown,
// region_unknown, length_set_in_letter, length_set_by_law, level_not_shared, length_unknown,
// clock_not_extendable, more_than_allowed, clock_not_suspendable, suspension_reversed,
// suspension_before_start, suspension_after_due, suspensions_overlap.
Result<DeadlineAnswer> answer_deadline(const Law& law, const WorkCalendar& calendar,
                                       const std::function<bool(std::string_view)>& is_region,
                                       const DeadlineQuestion& question);

}  // namespace xinfang
