#include "domain/work_calendar.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "base/crypto.hpp"

namespace xinfang {
namespace {

struct Years {
  int first = 0, last = 0;
  std::vector<int> provisional;
};

struct Notice {
  bool working = false;
  std::string name;
};

Refusal not_calendar(int line, std::string detail) {
  return refuse("calendar_invalid")
      .with("line", std::to_string(line))
      .with("detail", std::move(detail));
}

Result<Years> read_years(std::string_view calendar_toml) {
  try {
    const auto table = toml::parse(calendar_toml, std::string_view("calendar.toml"));
    Years years;
    years.first = table["first_year"].value_or(0);
    years.last = table["last_year"].value_or(0);
    if (years.first < 1900 || years.last > 2199 || years.first > years.last) {
      return not_calendar(0, "calendar.toml needs first_year and last_year between 1900 and 2199");
    }
    if (const auto* list = table["provisional_years"].as_array()) {
      for (const auto& year : *list) years.provisional.push_back(year.value_or(0));
    }
    return years;
  } catch (const toml::parse_error& error) {
    return not_calendar(static_cast<int>(error.source().begin.line),
                        std::string(error.description()));
  }
}

Result<Notice> read_notice(std::string_view kind, std::string_view name, int line) {
  if (kind != "holiday" && kind != "workday") {
    return not_calendar(line, "kind must be holiday or workday");
  }
  if (name.empty()) return not_calendar(line, "the name of the occasion is missing");
  return Notice{kind == "workday", std::string(name)};
}

Result<std::map<Date, Notice>> read_notices(std::string_view days_csv) {
  std::map<Date, Notice> notices;
  std::istringstream lines{std::string(days_csv)};
  std::string line;
  bool header_seen = false;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    if (!header_seen) {
      if (line != "date,kind,name")
        return not_calendar(number, "the header must be date,kind,name");
      header_seen = true;
      continue;
    }
    const auto first = line.find(',');
    const auto second = first == line.npos ? line.npos : line.find(',', first + 1);
    if (second == line.npos) return not_calendar(number, "a row needs date,kind,name");
    const auto on = Date::parse(std::string_view(line).substr(0, first));
    if (!on) return not_calendar(number, "not a day: " + line.substr(0, first));
    auto notice = read_notice(std::string_view(line).substr(first + 1, second - first - 1),
                              std::string_view(line).substr(second + 1), number);
    if (!notice) return notice.refusal();
    if (!notices.emplace(*on, std::move(notice.value())).second) {
      return not_calendar(number, "the day " + on->iso() + " stands twice");
    }
  }
  if (!header_seen) return not_calendar(1, "the header must be date,kind,name");
  return notices;
}

bool is_monday_to_friday(Date on) { return on.weekday() <= 5; }

}  // namespace

Result<WorkCalendar> WorkCalendar::parse(std::string_view days_csv,
                                         std::string_view calendar_toml) {
  auto years = read_years(calendar_toml);
  if (!years) return years.refusal();
  auto notices = read_notices(days_csv);
  if (!notices) return notices.refusal();

  WorkCalendar calendar;
  calendar.first_ = Date::of(years->first, 1, 1);
  calendar.last_ = Date::of(years->last, 12, 31);
  for (const auto& [on, notice] : *notices) {
    if (on < calendar.first_ || on > calendar.last_) {
      return not_calendar(0, on.iso() + " is outside the years of calendar.toml");
    }
  }
  calendar.days_.reserve(static_cast<std::size_t>(calendar.last_ - calendar.first_ + 1));
  for (Date on = calendar.first_; on <= calendar.last_; on = on + 1) {
    Day day;
    day.working = is_monday_to_friday(on);
    const auto& provisional = years->provisional;
    day.provisional =
        std::find(provisional.begin(), provisional.end(), on.year()) != provisional.end();
    if (auto notice = notices->find(on); notice != notices->end()) {
      day.working = notice->second.working;
      day.name = notice->second.name;
    }
    calendar.days_.push_back(std::move(day));
  }
  calendar.version_ = calendar.law_version_ =
      hex(sha256(std::string(days_csv) + '\0' + std::string(calendar_toml))).substr(0, 16);
  return calendar;
}

WorkCalendar WorkCalendar::with_own(const std::vector<NamedDay>& days) const {
  WorkCalendar calendar = *this;
  calendar.own_.clear();
  calendar.own_years_.clear();
  std::string text = law_version_;
  for (const NamedDay& day : days) {
    if (!awaits_notice(day.on.year())) continue;
    calendar.own_[day.on] = Day{day.working, day.name, false};
    calendar.own_years_.insert(day.on.year());
    text += "\n" + day.on.iso() + (day.working ? ",workday," : ",holiday,") + day.name;
  }
  calendar.version_ =
      calendar.own_.empty() ? law_version_ : hex(sha256(text)).substr(0, law_version_.size());
  return calendar;
}

const WorkCalendar::Day* WorkCalendar::law_day(Date on) const {
  if (days_.empty() || on < first_ || on > last_) return nullptr;
  return &days_[static_cast<std::size_t>(on - first_)];
}

const WorkCalendar::Day* WorkCalendar::day(Date on) const {
  if (!own_.empty()) {
    if (const auto own = own_.find(on); own != own_.end()) return &own->second;
  }
  return law_day(on);
}

bool WorkCalendar::is_working_day(Date on) const {
  const Day* known = day(on);
  return known ? known->working : is_monday_to_friday(on);
}

std::string WorkCalendar::name(Date on) const {
  const Day* known = day(on);
  return known ? known->name : std::string();
}

bool WorkCalendar::is_provisional(Date on) const {
  return awaits_notice(on.year()) && !own_years_.count(on.year());
}

bool WorkCalendar::awaits_notice(int year) const {
  const Day* known = law_day(Date::of(year, 1, 1));
  return !known || known->provisional;
}

std::vector<NamedDay> WorkCalendar::named_days(int year) const {
  std::vector<NamedDay> days;
  for (Date on = Date::of(year, 1, 1); on.year() == year; on = on + 1) {
    const Day* known = day(on);
    if (!known || known->name.empty()) continue;
    days.push_back({on, known->working, known->name, own_.count(on) != 0});
  }
  return days;
}

Date WorkCalendar::nth_working_day_after(Date start, int n) const {
  Date on = start;
  while (n > 0) {
    on = on + 1;
    if (is_working_day(on)) --n;
  }
  return on;
}

Date WorkCalendar::next_working_day(Date on) const {
  while (!is_working_day(on)) on = on + 1;
  return on;
}

}  // namespace xinfang
