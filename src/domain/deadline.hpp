// Due dates, worked out once and kept with how they came about.
//
// Calendar days: strict = start + n; legal = strict moved off rest days (Civil Code Arts 201, 203).
// Working days: the n-th working day after the start (strict == legal). Months: same day number or
// the month's last (Art. 202), then as calendar days. Hours: the day on which they end.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"

namespace xinfang {

enum class ClockState { running, suspended, met, late, lapsed, cancelled };
std::string_view name_of(ClockState state);
std::optional<ClockState> clock_state_of(std::string_view name);

struct DueDates {
  Date strict_on, legal_on;
  // What a person may unfold: [{"why":"start","on":..},{"why":"length","n":15,"unit":"days"},
  // {"why":"rest_day","on":..,"name":"国庆节"},{"why":"provisional","year":2027}, ...]. Others:
  // extra_workday (on, name), strict (on), legal (on), extension (n), suspension (from, until, n).
  Json derivation;
};

// Needs length >= 0; throws std::invalid_argument otherwise.
DueDates due_dates(Date start_on, int length, Unit unit, const WorkCalendar& calendar);
// The same length after the due date was lengthened by n days (C09: Art. 34) or lawfully suspended
// from a day until another (C16: Art. 36 ¶2). The derivation keeps the earlier one. Throw
// std::invalid_argument for days < 0, until_on < from_on, or a suspension that begins after the
// strict due day (regulation 11.2).
DueDates extended(const DueDates& earlier, int days, const WorkCalendar& calendar);
DueDates suspended(const DueDates& earlier, Date from_on, Date until_on, const WorkCalendar& calendar);

// Lamp of regulation 4.17: green, yellow (<= 5 days), orange (<= 2), red (overdue), paused. Clocks in
// working days or hours are yellow on their last day only. A late clock stays red; one that was
// met, lapsed or cancelled has no lamp (empty).
std::string_view lamp(Date today, Date due_strict_on, Unit unit, ClockState state,
                      const WorkCalendar& calendar);

}  // namespace xinfang
