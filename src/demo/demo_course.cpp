#include "demo/demo_course.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <stdexcept>

namespace xinfang {

namespace {

constexpr std::int64_t kHour = 3'600'000, kDay = 24 * kHour;
constexpr std::array<double, 7> kPercentiles = {0, 0.25, 0.5, 0.75, 0.9, 0.97, 1};

[[noreturn]] void wrong(const std::string& detail) { throw std::invalid_argument(detail); }

std::vector<std::int64_t> counts(const toml::table& table, std::string_view key,
                                 std::size_t size) {
  std::vector<std::int64_t> list;
  if (const auto* array = table[key].as_array()) {
    for (const auto& item : *array) list.push_back(item.value_or(std::int64_t{0}));
  }
  if (list.size() != size) wrong("shape." + std::string(key) + " is not complete");
  return list;
}

std::vector<double> numbers(const toml::table& table, std::string_view key) {
  std::vector<double> list;
  if (const auto* array = table[key].as_array()) {
    for (const auto& item : *array) list.push_back(item.value_or(0.0));
  }
  return list;
}

// Between what is told for the shares on both sides.
std::int64_t drawn_ms(const double* shares, std::size_t count, const std::vector<double>& days,
                      DemoRandom& random) {
  const double at = random.unit();
  std::size_t i = 1;
  while (i + 1 < count && at > shares[i]) ++i;
  const double part = (at - shares[i - 1]) / (shares[i] - shares[i - 1]);
  return static_cast<std::int64_t>((days[i - 1] + (days[i] - days[i - 1]) * part) *
                                   static_cast<double>(kDay));
}

DemoStep step_of(const std::string& word) {
  DemoStep step;
  std::string rest = word;
  if (const auto chance = rest.find('?'); chance != rest.npos) {
    step.percent = std::stol(rest.substr(chance + 1));
    rest.resize(chance);
  }
  if (const auto to = rest.find(':'); to != rest.npos) {
    step.argument = rest.substr(to + 1);
    rest.resize(to);
  }
  step.name = rest;
  return step;
}

void days_of(const toml::table& table, std::string_view key, std::int64_t& least,
             std::int64_t& most) {
  const auto* days = table[key].as_array();
  if (!days || days->size() != 2) return;
  least = (*days)[0].value_or(std::int64_t{0});
  most = (*days)[1].value_or(std::int64_t{0});
}

DemoCourse course_of(const toml::table& table) {
  DemoCourse course;
  course.name = table["name"].value_or(std::string());
  course.kind = table["kind"].value_or(course.kind);
  course.entry = table["entry"].value_or(course.entry);
  course.place = table["place"].value_or(std::string());
  course.use = table["use"].value_or(std::string());
  course.claims = table["claims"].value_or(course.claims);
  course.repeats = table["repeats"].value_or(std::string());
  course.anonymous = table["anonymous"].value_or(false);
  course.alone = table["alone"].value_or(false);
  course.weight = table["weight"].value_or(std::int64_t{0});
  course.count = table["count"].value_or(std::int64_t{0});
  days_of(table, "age", course.least_age, course.most_age);
  days_of(table, "rest", course.least_rest, course.most_rest);
  if (const auto* channels = table["channels"].as_array()) {
    for (const auto& channel : *channels) course.channels.push_back(channel.value_or(std::string()));
  }
  if (const auto* steps = table["steps"].as_array()) {
    for (const auto& step : *steps) course.steps.push_back(step_of(step.value_or(std::string())));
  }
  if (course.name.empty() || (course.weight > 0) == course.standing()) {
    wrong("course " + course.name + " needs a name and either weight or count");
  }
  return course;
}

DemoCourses read(const toml::table& file) {
  DemoCourses read;
  const auto* courses = file["course"].as_array();
  const auto* days = file["days"].as_table();
  const auto* shape = file["shape"].as_table();
  if (!courses || !days || !shape) wrong("course, days or shape is missing");
  for (const auto& [key, node] : *days) {
    const auto& list = read.days[std::string(key.str())] = numbers(*days, key.str());
    if (list.size() != kPercentiles.size()) wrong("days." + std::string(key.str()));
  }
  for (const auto& course : *courses) {
    if (!course.is_table()) wrong("a course is a table");
    read.courses.push_back(course_of(*course.as_table()));
    for (const DemoStep& step : read.courses.back().steps) {
      if (!read.days.contains(step.name)) wrong("there are no days for " + step.name);
    }
  }
  read.answer_share = numbers(*shape, "answer_share");
  read.answer_days = numbers(*shape, "answer_days");
  if (read.answer_share.size() < 2 || read.answer_share.size() != read.answer_days.size()) {
    wrong("shape.answer_share and shape.answer_days are not of one length");
  }
  read.petition_hour = counts(*shape, "petition_hour", 24);
  read.petition_weekday = counts(*shape, "petition_weekday", 7);
  read.petition_month = counts(*shape, "petition_month", 12);
  read.office_hour = counts(*shape, "office_hour", 24);
  const auto* channels = (*shape)["channels"].as_table();
  if (!channels || channels->empty()) wrong("shape.channels is missing");
  for (const auto& [key, node] : *channels) {
    read.channels.emplace_back(key.str());
    read.channel_weights.push_back(node.value_or(std::int64_t{0}));
  }
  return read;
}

Instant at_hour(Date on, std::size_t hour, DemoRandom& random) {
  return china_midnight(on) + static_cast<std::int64_t>(hour) * kHour + random.between(0, kHour - 1);
}

}  // namespace

Result<DemoCourses> DemoCourses::parse(std::string_view toml_text) {
  const auto refused = [](std::string detail) {
    return refuse("demo_texts_invalid").with("detail", std::move(detail));
  };
  try {
    return read(toml::parse(toml_text, std::string_view("courses.toml")));
  } catch (const toml::parse_error& error) {
    return refused("line " + std::to_string(error.source().begin.line) + ": " +
                   std::string(error.description()));
  } catch (const std::logic_error& error) {  // what is missing, or no number
    return refused(error.what());
  }
}

std::int64_t DemoCourses::delay_ms(const std::string& step, DemoRandom& random) const {
  return drawn_ms(kPercentiles.data(), kPercentiles.size(), days.at(step), random);
}

std::int64_t DemoCourses::answer_ms(DemoRandom& random) const {
  return drawn_ms(answer_share.data(), answer_share.size(), answer_days, random);
}

Instant petition_time(const DemoCourses& courses, Instant first, Instant last,
                      DemoRandom& random) {
  const Date first_on = china_date(first), last_on = china_date(last);
  const std::int64_t most_weekday = *std::max_element(courses.petition_weekday.begin(),
                                                      courses.petition_weekday.end());
  const std::int64_t most_month =
      *std::max_element(courses.petition_month.begin(), courses.petition_month.end());
  for (int tries = 0; tries < 1000; ++tries) {
    const Date on = first_on + static_cast<int>(random.between(0, last_on - first_on));
    const auto weekday = courses.petition_weekday[static_cast<std::size_t>(on.weekday() - 1)];
    const auto month = courses.petition_month[on.month() - 1];
    const bool day_kept = random.between(0, most_weekday - 1) < weekday &&
                          random.between(0, most_month - 1) < month;
    const Instant at = at_hour(on, random.weighted(courses.petition_hour), random);
    if (day_kept && at >= first && at <= last) return at;
  }
  return first + random.between(0, last - first);  // a span of hours in which nobody writes
}

Instant office_time(const DemoCourses& courses, const WorkCalendar& calendar, Instant from,
                    DemoRandom& random) {
  Date on = china_date(from);
  for (bool first_day = true;; first_day = false, on = on + 1) {
    if (!calendar.is_working_day(on)) continue;
    const auto now_hour = static_cast<std::size_t>((from - china_midnight(on)) / kHour);
    std::vector<std::int64_t> hours = courses.office_hour;
    if (first_day) {
      for (std::size_t hour = 0; hour <= now_hour && hour < hours.size(); ++hour) hours[hour] = 0;
    }
    if (std::all_of(hours.begin(), hours.end(), [](std::int64_t n) { return n == 0; })) continue;
    return at_hour(on, random.weighted(hours), random);
  }
}

}  // namespace xinfang
