#include "base/date.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "base/id.hpp"

namespace xinfang {
namespace {

Date on(std::string_view iso) { return Date::parse(iso).value(); }

TEST(Date, ReadsRealDaysAndRefusesTheRest) {
  for (const char* real : {"1900-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "2199-12-31"}) {
    ASSERT_TRUE(Date::parse(real)) << real;
    EXPECT_EQ(on(real).iso(), real);
  }
  for (const char* wrong :
       {"", "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "2024-1-1",
        "2024/01/01", "20240101", "1899-12-31", "2200-01-01", "2024-01-0a", "+024-01-01",
        " 2024-01-01", "2024-01-01 ", "２024-01-01"}) {
    EXPECT_FALSE(Date::parse(wrong)) << wrong;
  }
  EXPECT_THROW(Date::of(2023, 2, 29), std::invalid_argument);
}

TEST(Date, EveryDayOfThreeCenturiesGoesThereAndBack) {
  int weekday = 1;  // 1900-01-01 was a Monday
  for (Date day = on("1900-01-01"); day <= on("2199-12-31"); day = day + 1) {
    ASSERT_EQ(on(day.iso()), day);
    ASSERT_EQ(Date::of(day.year(), day.month(), day.day()), day);
    ASSERT_EQ(day.weekday(), weekday);
    weekday = weekday % 7 + 1;
  }
}

TEST(Date, AMonthLaterIsTheSameDayOrTheLastOfTheMonth) {
  struct Case {
    const char* from;
    int months;
    const char* expected;
  };
  for (const Case& c : {Case{"2024-01-31", 1, "2024-02-29"},
                        {"2023-01-31", 1, "2023-02-28"},
                        {"2024-12-31", 2, "2025-02-28"},
                        {"2024-02-29", 12, "2025-02-28"},
                        {"2024-03-15", 1, "2024-04-15"},
                        {"2024-03-31", -1, "2024-02-29"},
                        {"2024-11-30", 3, "2025-02-28"},
                        {"2024-05-31", 0, "2024-05-31"}}) {
    EXPECT_EQ(on(c.from).plus_months(c.months).iso(), c.expected) << c.from << " + " << c.months;
  }
}

TEST(Instant, ReadsRfc3339AndTakesChinaTimeWithoutAZone) {
  struct Case {
    const char* text;
    const char* expected;
  };
  for (const Case& c : {Case{"2024-03-01T02:03:04.567Z", "2024-03-01T02:03:04.567Z"},
                        {"2024-03-01T10:03:04+08:00", "2024-03-01T02:03:04.000Z"},
                        {"2024-03-01T10:03:04", "2024-03-01T02:03:04.000Z"},
                        {"2024-03-01 10:03:04.5", "2024-03-01T02:03:04.500Z"},
                        {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
                        {"2024-02-29T20:00:00.123456789-05:30", "2024-03-01T01:30:00.123Z"}}) {
    auto at = Instant::parse(c.text);
    ASSERT_TRUE(at) << c.text;
    EXPECT_EQ(at->iso(), c.expected);
  }
  for (const char* wrong :
       {"", "2024-03-01", "2024-03-01T24:00:00Z", "2024-03-01T10:60:00Z", "2024-03-01T10:00:60Z",
        "2024-03-01T10:00Z", "2024-03-01T10:00:00.Z", "2024-03-01T10:00:00+0800",
        "2024-03-01T10:00:00+24:00", "2024-02-30T10:00:00Z", "2024-03-01T10:00:00Zx",
        "2024-03-01x10:00:00Z"}) {
    EXPECT_FALSE(Instant::parse(wrong)) << wrong;
  }
}

TEST(Instant, TheLegalDayTurnsAtMidnightInChina) {
  EXPECT_EQ(china_date(*Instant::parse("2024-03-01T15:59:59.999Z")).iso(), "2024-03-01");
  EXPECT_EQ(china_date(*Instant::parse("2024-03-01T16:00:00Z")).iso(), "2024-03-02");
  EXPECT_EQ(china_midnight(on("2024-03-02")).iso(), "2024-03-01T16:00:00.000Z");
  EXPECT_EQ(china_date(china_midnight(on("1950-06-01"))).iso(), "1950-06-01");
}

TEST(Clock, ASetClockStandsUntilItIsMoved) {
  SetClock clock(*Instant::parse("2024-03-01T10:00:00"));
  EXPECT_EQ(clock.today().iso(), "2024-03-01");
  clock.advance(14 * 3'600'000);
  EXPECT_EQ(clock.today().iso(), "2024-03-02");
  clock.set(*Instant::parse("2020-01-01T00:00:00"));
  EXPECT_EQ(clock.now().iso(), "2019-12-31T16:00:00.000Z");
}

TEST(Clock, TheSystemClockIsOfThisCentury) {
  Date today = SystemClock().today();
  EXPECT_GT(today, on("2024-01-01"));
  EXPECT_LT(today, on("2100-01-01"));
}

TEST(Id, RisesEvenWhenTheClockStandsOrGoesBack) {
  SetClock clock(*Instant::parse("2024-03-01T10:00:00"));
  IdMaker maker(clock, 7);
  Id last = 0;
  for (int i = 0; i < 30'000; ++i) {  // more than the 13 bits of one millisecond
    Id id = maker.next();
    ASSERT_GT(id, last);
    ASSERT_EQ((id >> 13) & 255, 7);
    last = id;
  }
  clock.advance(-86'400'000);
  EXPECT_GT(maker.next(), last);
  clock.advance(2 * 86'400'000);
  EXPECT_EQ(maker.next() >> 21, clock.now().ms - 1'577'836'800'000);
}

TEST(Id, IsNeverNoneEvenBeforeTheEpoch) {
  SetClock clock(*Instant::parse("1990-01-01T00:00:00"));
  EXPECT_GT(IdMaker(clock, 0).next(), 0);
  EXPECT_THROW(IdMaker(clock, 256), std::invalid_argument);
}

TEST(Id, HasOneSpelling) {
  EXPECT_EQ(parse_id("9223372036854775807"), 9223372036854775807);
  EXPECT_EQ(parse_id(id_text(42)), 42);
  for (const char* wrong :
       {"", "0", "01", "-1", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808"}) {
    EXPECT_FALSE(parse_id(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace xinfang
