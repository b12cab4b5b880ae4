// Days and instants.
//
// Date is a calendar day of China Standard Time (UTC+8, no daylight saving), the day that law
// counts in; Instant is UTC milliseconds since 1970. `_on` names a Date, `_at` an Instant.
// Nothing here reads a clock: time comes in through Clock, which main.cpp or a test provides.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace xinfang {

struct Date {
  std::int32_t days = 0;  // since 1970-01-01

  // Refuses anything but a real day written YYYY-MM-DD, years 1900-2199.
  static std::optional<Date> parse(std::string_view iso);
  static Date of(int year, unsigned month, unsigned day);  // needs a real day

  std::string iso() const;  // 2024-03-01
  int year() const;
  unsigned month() const;
  unsigned day() const;
  int weekday() const;  // 1 Monday ... 7 Sunday
  // Same day number n months later, or the last day of a shorter month (Civil Code Art. 202).
  Date plus_months(int n) const;

  friend Date operator+(Date d, int n) { return {d.days + n}; }
  friend Date operator-(Date d, int n) { return {d.days - n}; }
  friend int operator-(Date a, Date b) { return a.days - b.days; }
  friend auto operator<=>(const Date&, const Date&) = default;
};

struct Instant {
  std::int64_t ms = 0;  // UTC, since 1970-01-01T00:00Z

  static std::optional<Instant> parse(std::string_view iso);  // RFC 3339; without zone: China time
  std::string iso() const;                                    // 2024-03-01T02:03:04.567Z

  friend Instant operator+(Instant i, std::int64_t ms) { return {i.ms + ms}; }
  friend std::int64_t operator-(Instant a, Instant b) { return a.ms - b.ms; }
  friend auto operator<=>(const Instant&, const Instant&) = default;
};

Date china_date(Instant at);         // the legal day on which the instant falls
Instant china_midnight(Date on);     // 00:00 of that day in China

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
  Date today() const { return china_date(now()); }
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

// A clock that stands until it is set: tests, demonstration, simulation.
class SetClock final : public Clock {
 public:
  explicit SetClock(Instant at) : at_(at.ms) {}
  Instant now() const override;
  void set(Instant at);
  void advance(std::int64_t ms);

 private:
  std::int64_t at_;  // read and written atomically
};

}  // namespace xinfang
