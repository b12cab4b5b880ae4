#include "domain/clock_recount.hpp"

#include "domain/law_fixture.hpp"

namespace xinfang {
namespace {

// A clock as a step would have started it under that calendar.
Deadline started(const char* id, Date on, int length, Unit unit,
                 const WorkCalendar& calendar = work_calendar()) {
  Deadline clock;
  clock.clock = id;
  clock.started_on = on;
  clock.length = length;
  clock.unit = unit;
  const auto due = due_dates(on, length, unit, calendar);
  clock.due_strict_on = due.strict_on;
  clock.due_legal_on = due.legal_on;
  clock.derivation = due.derivation;
  return clock;
}

WorkCalendar without_notice_of(const std::string& day) {
  std::istringstream lines(law_text("calendar/days.csv"));
  std::string text;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(day)) text += line + "\n";
  }
  return WorkCalendar::parse(text, law_text("calendar/calendar.toml")).value();
}

TEST(ClockRecount, TheSameCalendarGivesTheKeptDays) {
  for (const Unit unit : {Unit::days, Unit::working_days, Unit::months, Unit::hours}) {
    const auto clock = started("C09", Date::of(2024, 1, 10), 30, unit);
    EXPECT_EQ(recounted(clock, clock.length, work_calendar()), kept_days(clock)) << name_of(unit);
  }
}

TEST(ClockRecount, AWorkedSundayThatWasMissingMovesWorkingDays) {
  const auto calendar = without_notice_of("2024-02-18");  // worked, as the notice says
  const auto clock = started("C12", Date::of(2024, 2, 9), 10, Unit::working_days, calendar);
  EXPECT_EQ(clock.due_strict_on.iso(), "2024-03-01");
  EXPECT_EQ(recounted(clock, 10, work_calendar()),
            (Recount{Date::of(2024, 2, 29), Date::of(2024, 2, 29)}));
}

TEST(ClockRecount, AnExtensionAndSuspensionsAreCountedAgain) {
  auto clock = started("C09", Date::of(2024, 1, 10), 60, Unit::days);
  const auto longer = extended(due_dates(clock.started_on, 60, Unit::days, work_calendar()), 30,
                               work_calendar());
  clock.extended_days = 30;
  clock.due_strict_on = longer.strict_on;
  clock.due_legal_on = longer.legal_on;
  clock.derivation = longer.derivation;
  EXPECT_EQ(recounted(clock, 60, work_calendar()), kept_days(clock));
  EXPECT_EQ(recounted(clock, 45, work_calendar()).strict_on.iso(), "2024-03-25");

  auto hearing = started("C16", Date::of(2024, 5, 1), 30, Unit::days);
  auto due = due_dates(hearing.started_on, 30, Unit::days, work_calendar());
  due = suspended(due, Date::of(2024, 5, 10), Date::of(2024, 5, 12), work_calendar());
  due = suspended(due, Date::of(2024, 5, 20), Date::of(2024, 6, 3), work_calendar());
  hearing.derivation = due.derivation;
  hearing.suspended_days = 2 + 14;
  EXPECT_EQ(recounted(hearing, 30, work_calendar()),
            (Recount{Date::of(2024, 6, 16), Date::of(2024, 6, 17)}));
}

TEST(ClockRecount, OnlyADutyThatIsNotStandingStillCanBeLate) {
  Deadline clock;
  const Date due = Date::of(2024, 3, 16);
  const auto late = [&](ClockState state, Date ended_on, Date today) {
    clock.state = state;
    clock.ended_on = ended_on;
    return is_late(clock, due, today);
  };
  EXPECT_FALSE(late(ClockState::running, Date(), due));
  EXPECT_TRUE(late(ClockState::running, Date(), due + 1));
  EXPECT_FALSE(late(ClockState::suspended, Date(), due + 1));
  EXPECT_FALSE(late(ClockState::met, due, due + 9));
  EXPECT_TRUE(late(ClockState::met, due + 1, due + 9));   // by another calendar
  EXPECT_FALSE(late(ClockState::late, due, due + 9));
  EXPECT_FALSE(late(ClockState::cancelled, due + 1, due + 9));
  clock.nature = Nature::petitioner_right;
  EXPECT_FALSE(late(ClockState::running, Date(), due + 1));
}

TEST(ClockRecount, TheLengthOfLawFollowsRegionTierAndDay) {
  const OrganDirectory organs({county_organ(1, "县信访局", "PETITION_OFFICE", 4, 0),
                               county_organ(5, "城关镇信访办", "PETITION_OFFICE", 5, 1)});
  Matter matter;
  Subject part;
  part.no = 1;
  part.organ_id = 1;
  matter.subjects.push_back(part);
  auto clock = started("C01", Date::of(2024, 3, 1), 15, Unit::days);
  clock.subject_no = 1;
  clock.start_step = "T01";
  EXPECT_TRUE(has_length_of_law(reg2022(), clock));
  EXPECT_EQ(length_by_law(reg2022(), matter, clock, organs), 15);
  // A letter named the day; the step does not start that clock; there is no such clock.
  clock.clock = "C08";
  clock.start_step = "T08";
  EXPECT_EQ(length_by_law(reg2022(), matter, clock, organs), 0);
  clock.clock = "C09";
  clock.start_step = "T01";
  EXPECT_EQ(length_by_law(reg2022(), matter, clock, organs), 0);
  clock.clock = "C99";
  EXPECT_FALSE(has_length_of_law(reg2022(), clock));

  auto texts = law_texts("reg2022");
  texts["regions/990000.toml"] =
      "[[parameter]]\nregion_code = \"990000\"\nkey = \"c01_days\"\nvalue = 9\nbasis = \"x\"\n"
      "mark = \"P\"\nvalid_from_on = \"2024-02-01\"\n";
  const auto loaded = Rulebook::load("reg2022", texts, nullptr);
  const auto& regional = std::get<Rulebook>(loaded);
  clock.clock = "C01";
  EXPECT_EQ(length_by_law(regional, matter, clock, organs), 9);  // by the organ's region
  clock.started_on = Date::of(2024, 1, 31);
  EXPECT_EQ(length_by_law(regional, matter, clock, organs), 15);
  clock.started_on = Date::of(2024, 3, 1);
  matter.facts.set("region_code", "110000");
  EXPECT_EQ(length_by_law(regional, matter, clock, organs), 15);  // the matter's region comes first
}

}  // namespace
}  // namespace xinfang
