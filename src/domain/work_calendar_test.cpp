#include "domain/work_calendar.hpp"

#include <gtest/gtest.h>

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

WorkCalendar shipped() {
  return WorkCalendar::parse(read_shipped("law/calendar/days.csv"),
                             read_shipped("law/calendar/calendar.toml"))
      .value();
}

TEST(WorkCalendar, EveryDayFrom2005To2027HasARow) {
  const auto calendar = shipped();
  EXPECT_EQ(calendar.first_on().iso(), "2005-01-01");
  EXPECT_EQ(calendar.last_on().iso(), "2027-12-31");
  EXPECT_EQ(calendar.version().size(), 16u);
}

TEST(WorkCalendar, DaysOfTheNoticesStandOverTheWeekday) {
  const auto calendar = shipped();
  EXPECT_FALSE(calendar.is_working_day(Date::of(2012, 9, 30)));  // Sunday, holiday
  EXPECT_TRUE(calendar.is_working_day(Date::of(2024, 9, 29)));   // Sunday, worked
  EXPECT_FALSE(calendar.is_working_day(Date::of(2020, 1, 31)));  // lengthened in January 2020
  EXPECT_FALSE(calendar.is_working_day(Date::of(2020, 2, 2)));
  EXPECT_TRUE(calendar.is_working_day(Date::of(2020, 2, 3)));
  EXPECT_TRUE(calendar.is_working_day(Date::of(2023, 1, 3)));
  EXPECT_FALSE(calendar.is_working_day(Date::of(2015, 9, 3)));
  EXPECT_FALSE(calendar.is_working_day(Date::of(2015, 9, 4)));
  EXPECT_EQ(calendar.name(Date::of(2024, 10, 1)), "国庆节");
  EXPECT_EQ(calendar.name(Date::of(2024, 3, 1)), "");
}

TEST(WorkCalendar, YearsWithoutANoticeAreProvisional) {
  const auto calendar = shipped();
  EXPECT_TRUE(calendar.is_provisional(Date::of(2006, 12, 31)));
  EXPECT_FALSE(calendar.is_provisional(Date::of(2007, 1, 1)));
  EXPECT_FALSE(calendar.is_provisional(Date::of(2026, 12, 31)));
  EXPECT_TRUE(calendar.is_provisional(Date::of(2027, 1, 1)));
  EXPECT_FALSE(calendar.is_working_day(Date::of(2027, 10, 1)));
  EXPECT_TRUE(calendar.is_provisional(Date::of(2031, 5, 5)));
  EXPECT_TRUE(calendar.is_working_day(Date::of(2031, 5, 5)));   // Monday
  EXPECT_FALSE(calendar.is_working_day(Date::of(2031, 5, 4)));  // Sunday
}

TEST(WorkCalendar, AnOfficeEntersTheNoticeOfAYearThatAwaitsOne) {
  const auto law = shipped();
  EXPECT_TRUE(law.awaits_notice(2027));
  EXPECT_TRUE(law.awaits_notice(2031));
  EXPECT_FALSE(law.awaits_notice(2026));
  const std::vector<NamedDay> notice = {{Date::of(2027, 10, 4), false, "国庆节"},
                                        {Date::of(2027, 10, 9), true, "国庆节"},
                                        {Date::of(2026, 3, 3), false, "元宵节"}};
  const auto own = law.with_own(notice);
  EXPECT_FALSE(own.is_working_day(Date::of(2027, 10, 4)));  // Monday
  EXPECT_TRUE(own.is_working_day(Date::of(2027, 10, 9)));   // Saturday
  EXPECT_FALSE(own.is_working_day(Date::of(2027, 10, 1)));  // law/calendar's stays
  EXPECT_FALSE(own.is_provisional(Date::of(2027, 1, 1)));
  EXPECT_TRUE(own.is_provisional(Date::of(2031, 5, 5)));
  EXPECT_TRUE(own.is_working_day(Date::of(2026, 3, 3)));  // that year has its notice
  EXPECT_NE(own.version(), law.version());

  const auto days = own.named_days(2027);
  ASSERT_FALSE(days.empty());
  EXPECT_EQ(days.front().on.iso(), "2027-01-01");
  EXPECT_FALSE(days.front().own);
  EXPECT_EQ(days.back().on.iso(), "2027-10-09");
  EXPECT_TRUE(days.back().own);
  EXPECT_TRUE(days.back().working);

  const auto taken_back = own.with_own({});
  EXPECT_TRUE(taken_back.is_provisional(Date::of(2027, 1, 1)));
  EXPECT_TRUE(taken_back.is_working_day(Date::of(2027, 10, 4)));
  EXPECT_EQ(taken_back.version(), law.version());
}

TEST(WorkCalendar, TheVersionFollowsTheText) {
  const std::string years = "first_year = 2024\nlast_year = 2024\n";
  const auto a = WorkCalendar::parse("date,kind,name\n2024-01-01,holiday,元旦\n", years);
  const auto b = WorkCalendar::parse("date,kind,name\n2024-01-02,holiday,元旦\n", years);
  EXPECT_NE(a->version(), b->version());
}

TEST(WorkCalendar, ARowThatIsWrongIsRefusedWithItsLine) {
  const auto refused = [](const std::string& rows, const std::string& years) {
    const auto parsed = WorkCalendar::parse(rows, years);
    if (parsed) return std::string();
    return parsed.refusal().facts[0].second + ": " + parsed.refusal().facts[1].second;
  };
  const std::string years = "first_year = 2024\nlast_year = 2024\n";
  const std::string head = "# note\ndate,kind,name\n";
  EXPECT_EQ(refused(head + "2024-01-01,holiday,元旦\n", years), "");
  EXPECT_EQ(refused("day,kind\n", years), "1: the header must be date,kind,name");
  EXPECT_EQ(refused(head + "2024-02-30,holiday,x\n", years), "3: not a day: 2024-02-30");
  EXPECT_EQ(refused(head + "2024-01-01,feast,x\n", years), "3: kind must be holiday or workday");
  EXPECT_EQ(refused(head + "2024-01-01,holiday,\n", years),
            "3: the name of the occasion is missing");
  EXPECT_EQ(refused(head + "2024-01-01\n", years), "3: a row needs date,kind,name");
  EXPECT_EQ(refused(head + "2024-01-01,holiday,x\n2024-01-01,workday,x\n", years),
            "4: the day 2024-01-01 stands twice");
  EXPECT_EQ(refused(head + "2025-01-01,holiday,x\n", years),
            "0: 2025-01-01 is outside the years of calendar.toml");
  EXPECT_NE(refused(head, "first_year = 2024\n"), "");
  EXPECT_NE(refused(head, "first_year ="), "");
}

}  // namespace
}  // namespace xinfang
