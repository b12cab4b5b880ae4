#include "base/date.hpp"

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace xinfang {
namespace {

constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kChinaOffsetMs = 8 * 3'600'000;
constexpr int kFirstYear = 1900;
constexpr int kLastYear = 2199;

std::chrono::year_month_day civil(std::int32_t days) {
  return std::chrono::year_month_day{std::chrono::sys_days{std::chrono::days{days}}};
}

Date from_civil(std::chrono::year_month_day day) {
  return {static_cast<std::int32_t>(std::chrono::sys_days{day}.time_since_epoch().count())};
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Exactly `count` ASCII digits at `from`; -1 when there is anything else.
int digits(std::string_view text, std::size_t from, std::size_t count) {
  if (from + count > text.size()) return -1;
  int value = 0;
  for (char c : text.substr(from, count)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

// Takes a fraction of a second (".5", ".123456") off the front: its milliseconds, cut, not rounded.
std::optional<int> take_fraction(std::string_view& rest) {
  if (rest.empty() || rest.front() != '.') return 0;
  std::size_t end = 1;
  int value = 0;
  int unit = 100;
  for (; end < rest.size() && rest[end] >= '0' && rest[end] <= '9'; ++end, unit /= 10) {
    value += (rest[end] - '0') * unit;
  }
  if (end == 1 || end > 10) return std::nullopt;
  rest.remove_prefix(end);
  return value;
}

// Milliseconds by which local time is ahead of UTC.
std::optional<std::int64_t> zone_offset(std::string_view zone) {
  if (zone.empty()) return kChinaOffsetMs;
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  int hours = digits(zone, 1, 2);
  int minutes = digits(zone, 4, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  std::int64_t offset = (hours * 60 + minutes) * std::int64_t{60'000};
  return zone[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<Date> Date::parse(std::string_view iso) {
  if (iso.size() != 10 || iso[4] != '-' || iso[7] != '-') return std::nullopt;
  int year = digits(iso, 0, 4);
  int month = digits(iso, 5, 2);
  int day = digits(iso, 8, 2);
  if (year < kFirstYear || year > kLastYear || month < 0 || day < 0) return std::nullopt;
  std::chrono::year_month_day civil_day{std::chrono::year{year},
                                        std::chrono::month{static_cast<unsigned>(month)},
                                        std::chrono::day{static_cast<unsigned>(day)}};
  if (!civil_day.ok()) return std::nullopt;
  return from_civil(civil_day);
}

Date Date::of(int year, unsigned month, unsigned day) {
  std::chrono::year_month_day civil_day{std::chrono::year{year}, std::chrono::month{month},
                                        std::chrono::day{day}};
  if (!civil_day.ok()) throw std::invalid_argument("Date::of: not a day of the calendar");
  return from_civil(civil_day);
}

std::string Date::iso() const {
  // By hand: due days are written by the hundred thousand. Years have four digits (kLastYear).
  auto day = civil(days);
  std::string text = "0000-00-00";
  const auto put = [&text](int end, unsigned number) {
    for (; number != 0; number /= 10) text[--end] = static_cast<char>('0' + number % 10);
  };
  put(4, static_cast<unsigned>(static_cast<int>(day.year())) % 10000);
  put(7, static_cast<unsigned>(day.month()));
  put(10, static_cast<unsigned>(day.day()));
  return text;
}

int Date::year() const { return static_cast<int>(civil(days).year()); }
unsigned Date::month() const { return static_cast<unsigned>(civil(days).month()); }
unsigned Date::day() const { return static_cast<unsigned>(civil(days).day()); }

int Date::weekday() const {
  return static_cast<int>(
      std::chrono::weekday{std::chrono::sys_days{std::chrono::days{days}}}.iso_encoding());
}

Date Date::plus_months(int n) const {
  auto moved = civil(days) + std::chrono::months{n};
  if (!moved.ok()) moved = moved.year() / moved.month() / std::chrono::last;
  return from_civil(moved);
}

std::optional<Instant> Instant::parse(std::string_view iso) {
  // YYYY-MM-DDTHH:MM:SS, then an optional fraction and an optional zone.
  if (iso.size() < 19) return std::nullopt;
  auto day = Date::parse(iso.substr(0, 10));
  char between = iso[10];
  if (!day || (between != 'T' && between != 't' && between != ' ')) return std::nullopt;
  int hour = digits(iso, 11, 2);
  int minute = digits(iso, 14, 2);
  int second = digits(iso, 17, 2);
  if (iso[13] != ':' || iso[16] != ':') return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  std::string_view rest = iso.substr(19);
  auto fraction = take_fraction(rest);
  if (!fraction) return std::nullopt;
  auto offset = zone_offset(rest);
  if (!offset) return std::nullopt;
  std::int64_t seconds = (hour * 60 + minute) * 60 + second;
  return Instant{day->days * kDayMs + seconds * 1000 + *fraction - *offset};
}

std::string Instant::iso() const {
  std::int64_t day = floor_div(ms, kDayMs);
  std::int64_t rest = ms - day * kDayMs;
  char text[32];
  std::snprintf(text, sizeof text, "T%02d:%02d:%02d.%03dZ", static_cast<int>(rest / 3'600'000),
                static_cast<int>(rest / 60'000 % 60), static_cast<int>(rest / 1000 % 60),
                static_cast<int>(rest % 1000));
  return Date{static_cast<std::int32_t>(day)}.iso() + text;
}

Date china_date(Instant at) {
  return {static_cast<std::int32_t>(floor_div(at.ms + kChinaOffsetMs, kDayMs))};
}

Instant china_midnight(Date on) { return {on.days * kDayMs - kChinaOffsetMs}; }

Instant SystemClock::now() const {
  auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count()};
}

Instant SetClock::now() const { return {__atomic_load_n(&at_, __ATOMIC_ACQUIRE)}; }
void SetClock::set(Instant at) { __atomic_store_n(&at_, at.ms, __ATOMIC_RELEASE); }
void SetClock::advance(std::int64_t ms) { __atomic_fetch_add(&at_, ms, __ATOMIC_ACQ_REL); }

}  // namespace xinfang
