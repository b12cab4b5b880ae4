// The work calendar: every day of 2005-2027, never derived from the weekday alone.
//
// Made from law/calendar/days.csv (date,kind,name; kind holiday|workday; the State Council's yearly
// notices) over the rule Monday-Friday, and law/calendar/calendar.toml (first and last year, years
// that are provisional: before 2007 and those not yet announced). Outside its years it answers as
// provisional by weekday. An office may enter the notice of such a year itself; its days lie over
// those of law/calendar until that has the notice.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace xinfang {

// A day off, or one that is worked instead, and for which occasion ("国庆节").
struct NamedDay {
  Date on;
  bool working = false;
  std::string name;
  bool own = false;  // entered by the office
};

class WorkCalendar {
 public:
  // Refusal code calendar_invalid, facts line, detail.
  static Result<WorkCalendar> parse(std::string_view days_csv, std::string_view calendar_toml);
  // The same calendar with the office's own days in place of those it had. A year of which there are
  // any is no longer provisional; those of a year that awaits no notice are left out.
  WorkCalendar with_own(const std::vector<NamedDay>& days) const;

  bool is_working_day(Date on) const;
  // The occasion for which a day is off, or worked instead of another ("国庆节"), or empty.
  std::string name(Date on) const;
  bool is_provisional(Date on) const;
  // law/calendar does not have the notice of that year.
  bool awaits_notice(int year) const;
  std::vector<NamedDay> named_days(int year) const;  // in their order

  // The n-th working day after `start`; n >= 1. The start day is not counted (Civil Code Art. 201).
  Date nth_working_day_after(Date start, int n) const;
  // The day itself when it is a working day, else the first after the rest period (Art. 203).
  Date next_working_day(Date on) const;

  Date first_on() const { return first_; }
  Date last_on() const { return last_; }
  const std::string& version() const { return version_; }  // digest of what it was made from

 private:
  struct Day {
    bool working = true;
    std::string name;
    bool provisional = true;
  };
  const Day* law_day(Date on) const;  // null outside the years of law/calendar
  const Day* day(Date on) const;      // the office's own, or the law's

  Date first_, last_;
  std::vector<Day> days_;
  std::map<Date, Day> own_;
  std::set<int> own_years_;
  std::string law_version_, version_;
};

}  // namespace xinfang
