#include "domain/deadline.hpp"

#include <stdexcept>

namespace xinfang {
namespace {

Json why(const char* word) {
  Json step = Json::object();
  step.set("why", word);
  return step;
}

Json why_on(const char* word, Date on) { return why(word).set("on", on.iso()); }

// Says of a day why it did not count, or counted although it is a weekend.
void note_day(Date on, const WorkCalendar& calendar, Json& derivation) {
  const bool working = calendar.is_working_day(on);
  if (working && on.weekday() <= 5) return;
  Json step = why_on(working ? "extra_workday" : "rest_day", on);
  if (const auto name = calendar.name(on); !name.empty()) step.set("name", name);
  derivation.push(std::move(step));
}

void note_provisional(Date first_on, Date last_on, const WorkCalendar& calendar, Json& derivation) {
  for (int year = first_on.year(); year <= last_on.year(); ++year) {
    const Date day = year == first_on.year() ? first_on : Date::of(year, 1, 1);
    if (calendar.is_provisional(day)) derivation.push(why("provisional").set("year", year));
  }
}

// Civil Code Art. 203: the last day moves off rest days.
void move_off_rest_days(DueDates& due, const WorkCalendar& calendar) {
  due.derivation.push(why_on("strict", due.strict_on));
  due.legal_on = calendar.next_working_day(due.strict_on);
  for (Date on = due.strict_on; on < due.legal_on; on = on + 1) {
    note_day(on, calendar, due.derivation);
  }
  if (due.legal_on != due.strict_on) due.derivation.push(why_on("legal", due.legal_on));
  note_provisional(due.strict_on, due.legal_on, calendar, due.derivation);
}

void count_working_days(DueDates& due, Date start_on, int length, const WorkCalendar& calendar) {
  due.strict_on = calendar.nth_working_day_after(start_on, length);
  for (Date on = start_on + 1; on < due.strict_on; on = on + 1) {
    note_day(on, calendar, due.derivation);
  }
  if (length == 0) return move_off_rest_days(due, calendar);
  note_day(due.strict_on, calendar, due.derivation);
  due.legal_on = due.strict_on;
  due.derivation.push(why_on("strict", due.strict_on));
  note_provisional(start_on, due.strict_on, calendar, due.derivation);
}

}  // namespace

std::string_view name_of(ClockState state) {
  switch (state) {
    case ClockState::running:
      return "running";
    case ClockState::suspended:
      return "suspended";
    case ClockState::met:
      return "met";
    case ClockState::late:
      return "late";
    case ClockState::lapsed:
      return "lapsed";
    case ClockState::cancelled:
      return "cancelled";
  }
  throw std::logic_error("clock state without a name");
}

std::optional<ClockState> clock_state_of(std::string_view name) {
  for (const auto state : {ClockState::running, ClockState::suspended, ClockState::met,
                           ClockState::late, ClockState::lapsed, ClockState::cancelled}) {
    if (name_of(state) == name) return state;
  }
  return std::nullopt;
}

DueDates due_dates(Date start_on, int length, Unit unit, const WorkCalendar& calendar) {
  if (length < 0) throw std::invalid_argument("a term cannot be shorter than nothing");
  DueDates due;
  due.derivation = Json::array();
  due.derivation.push(why_on("start", start_on));
  due.derivation.push(why("length").set("n", length).set("unit", std::string(name_of(unit))));
  switch (unit) {
    case Unit::days:
      due.strict_on = start_on + length;
      move_off_rest_days(due, calendar);
      break;
    case Unit::months:
      due.strict_on = start_on.plus_months(length);
      move_off_rest_days(due, calendar);
      break;
    case Unit::working_days:
      count_working_days(due, start_on, length, calendar);
      break;
    case Unit::hours:
      // Hours of an urgent report run through rest days; those short of a day end on the same day.
      due.strict_on = due.legal_on = start_on + length / 24;
      due.derivation.push(why_on("strict", due.strict_on));
      break;
  }
  return due;
}

DueDates extended(const DueDates& earlier, int days, const WorkCalendar& calendar) {
  if (days < 0) throw std::invalid_argument("an extension cannot shorten a term");
  DueDates due = earlier;
  due.derivation.push(why("extension").set("n", days).set("from", earlier.strict_on.iso()));
  due.strict_on = earlier.strict_on + days;
  move_off_rest_days(due, calendar);
  return due;
}

DueDates suspended(const DueDates& earlier, Date from_on, Date until_on,
                   const WorkCalendar& calendar) {
  if (until_on < from_on) throw std::invalid_argument("a suspension cannot end before it begins");
  if (from_on > earlier.strict_on) throw std::invalid_argument("a suspension after the due day");
  DueDates due = earlier;
  const int days = until_on - from_on;
  due.derivation.push(
      why("suspension").set("from", from_on.iso()).set("until", until_on.iso()).set("n", days));
  due.strict_on = earlier.strict_on + days;
  move_off_rest_days(due, calendar);
  return due;
}

std::string_view lamp(Date today, Date due_strict_on, Unit unit, ClockState state,
                      const WorkCalendar&) {
  if (state == ClockState::suspended) return "paused";
  if (state == ClockState::late) return "red";
  if (state != ClockState::running) return "";
  if (today > due_strict_on) return "red";
  const int left = due_strict_on - today;
  if (unit == Unit::working_days || unit == Unit::hours) return left == 0 ? "yellow" : "green";
  if (left <= 2) return "orange";
  return left <= 5 ? "yellow" : "green";
}

}  // namespace xinfang
