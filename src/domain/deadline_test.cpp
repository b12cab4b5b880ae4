#include "domain/deadline.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <fstream>
#include <sstream>

namespace xinfang {
namespace {

std::string read_shipped(const std::string& path) {
  std::ifstream file(XINFANG_ROOT "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const WorkCalendar& calendar() {
  static const WorkCalendar loaded = WorkCalendar::parse(read_shipped("law/calendar/days.csv"),
                                                         read_shipped("law/calendar/calendar.toml"))
                                         .value();
  return loaded;
}

TEST(Deadline, TheDerivationSaysStartLengthAndTheRestDaysPassed) {
  const auto due = due_dates(Date::of(2024, 9, 6), 30, Unit::days, calendar());
  EXPECT_EQ(
      due.derivation.dump(),
      R"([{"why":"start","on":"2024-09-06"},{"why":"length","n":30,"unit":"days"},)"
      R"({"why":"strict","on":"2024-10-06"},{"why":"rest_day","on":"2024-10-06","name":"国庆节"},)"
      R"({"why":"rest_day","on":"2024-10-07","name":"国庆节"},{"why":"legal","on":"2024-10-08"}])");
}

TEST(Deadline, AWorkedSundayStandsInTheDerivation) {
  const auto due = due_dates(Date::of(2024, 4, 26), 1, Unit::working_days, calendar());
  const auto& steps = due.derivation.as_array();
  ASSERT_EQ(steps.size(), 5u);
  EXPECT_EQ(steps[2]["why"].as_string(), "rest_day");
  EXPECT_EQ(steps[3]["why"].as_string(), "extra_workday");
  EXPECT_EQ(steps[3]["on"].as_string(), "2024-04-28");
}

TEST(Deadline, ADayInAYearNotYetAnnouncedIsCalledProvisional) {
  const auto due = due_dates(Date::of(2026, 12, 30), 15, Unit::days, calendar());
  EXPECT_EQ(due.derivation.as_array().back().dump(), R"({"why":"provisional","year":2027})");
}

TEST(Deadline, AnExtensionKeepsTheEarlierDerivation) {
  const auto first = due_dates(Date::of(2024, 1, 10), 60, Unit::days, calendar());
  const auto longer = extended(first, 30, calendar());
  const auto& before = first.derivation.as_array();
  const auto& after = longer.derivation.as_array();
  ASSERT_GT(after.size(), before.size());
  for (std::size_t i = 0; i < before.size(); ++i) EXPECT_EQ(after[i], before[i]);
  EXPECT_EQ(after[before.size()].dump(), R"({"why":"extension","n":30,"from":"2024-03-10"})");
}

TEST(Deadline, ASuspensionThatBeginsAfterTheDueDayMustNotHappen) {
  const auto due = due_dates(Date::of(2024, 5, 1), 30, Unit::days, calendar());
  EXPECT_THROW((void)suspended(due, Date::of(2024, 6, 1), Date::of(2024, 6, 5), calendar()),
               std::invalid_argument);
  EXPECT_THROW((void)suspended(due, Date::of(2024, 5, 20), Date::of(2024, 5, 19), calendar()),
               std::invalid_argument);
  EXPECT_THROW((void)extended(due, -1, calendar()), std::invalid_argument);
  EXPECT_THROW((void)due_dates(Date::of(2024, 5, 1), -1, Unit::days, calendar()),
               std::invalid_argument);
}

TEST(Deadline, LampsTurnYellowAtFiveDaysOrangeAtTwoRedWhenOver) {
  const Date due = Date::of(2024, 3, 16);
  const auto shown = [&](int left, Unit unit, ClockState state = ClockState::running) {
    return lamp(due - left, due, unit, state, calendar());
  };
  EXPECT_EQ(shown(6, Unit::days), "green");
  EXPECT_EQ(shown(5, Unit::days), "yellow");
  EXPECT_EQ(shown(3, Unit::days), "yellow");
  EXPECT_EQ(shown(2, Unit::days), "orange");
  EXPECT_EQ(shown(0, Unit::days), "orange");
  EXPECT_EQ(shown(-1, Unit::days), "red");
  EXPECT_EQ(shown(1, Unit::working_days), "green");
  EXPECT_EQ(shown(0, Unit::working_days), "yellow");
  EXPECT_EQ(shown(-1, Unit::working_days), "red");
  EXPECT_EQ(shown(-9, Unit::days, ClockState::suspended), "paused");
  EXPECT_EQ(shown(9, Unit::days, ClockState::late), "red");
  EXPECT_EQ(shown(9, Unit::days, ClockState::met), "");
}

TEST(Deadline, StatesOfAClockHaveNames) {
  for (const char* name : {"running", "suspended", "met", "late", "lapsed", "cancelled"}) {
    EXPECT_EQ(name_of(clock_state_of(name).value()), name);
  }
  EXPECT_FALSE(clock_state_of("over"));
}

Date some_day() { return Date::of(2005, 1, 1) + *rc::gen::inRange(0, 23 * 365); }

RC_GTEST_PROP(DeadlineProperty, TheNthWorkingDayEqualsCountingDayByDay, ()) {
  const Date start = some_day();
  const int n = *rc::gen::inRange(1, 40);
  Date on = start;
  for (int counted = 0; counted < n;) {
    on = on + 1;
    if (calendar().is_working_day(on)) ++counted;
  }
  RC_ASSERT(calendar().nth_working_day_after(start, n) == on);
  RC_ASSERT(due_dates(start, n, Unit::working_days, calendar()).strict_on == on);
}

RC_GTEST_PROP(DeadlineProperty, TheLegalDayIsAWorkingDayNotBeforeTheStrictOne, ()) {
  const auto unit = *rc::gen::element(Unit::days, Unit::working_days, Unit::months);
  const auto due = due_dates(some_day(), *rc::gen::inRange(0, 90), unit, calendar());
  RC_ASSERT(due.legal_on >= due.strict_on);
  RC_ASSERT(calendar().is_working_day(due.legal_on));
  for (Date on = due.strict_on; on < due.legal_on; on = on + 1)
    RC_ASSERT(!calendar().is_working_day(on));
}

RC_GTEST_PROP(DeadlineProperty, AnExtensionOrSuspensionAddsExactlyItsDays, ()) {
  const auto due = due_dates(some_day(), *rc::gen::inRange(1, 90), Unit::days, calendar());
  const int days = *rc::gen::inRange(0, 40);
  RC_ASSERT(extended(due, days, calendar()).strict_on - due.strict_on == days);
  const Date from = due.strict_on - *rc::gen::inRange(0, 30);
  RC_ASSERT(suspended(due, from, from + days, calendar()).strict_on - due.strict_on == days);
}

RC_GTEST_PROP(DeadlineProperty, ALongerTermNeverEndsEarlier, ()) {
  const Date start = some_day();
  const int n = *rc::gen::inRange(0, 90);
  const auto unit = *rc::gen::element(Unit::days, Unit::working_days, Unit::months, Unit::hours);
  RC_ASSERT(due_dates(start, n, unit, calendar()).strict_on <=
            due_dates(start, n + 1, unit, calendar()).strict_on);
}

}  // namespace
}  // namespace xinfang
