// demo/courses.toml: the ways that matters take, how long each step lasts, when people come and work.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "demo/demo_random.hpp"
#include "domain/work_calendar.hpp"

namespace xinfang {

struct DemoStep {
  std::string name;          // of its delay; usually the deed
  std::string argument;      // to whom, or the ground
  std::int64_t percent = 100;
};

struct DemoCourse {
  std::string name, kind = "3";
  std::string entry = "office";      // office | organ | town | zone
  std::string place;                 // empty: any
  std::string use;                   // of stories; empty: those of no special use
  std::int64_t claims = 1;           // at least so many
  std::string repeats;               // an earlier matter that is "open" or "ended"; empty: it is new
  bool anonymous = false, alone = false;  // nobody's name; no group
  std::int64_t weight = 0;           // share of those without an age
  std::int64_t count = 0;            // of 2,000 matters; with `age` or `rest`
  std::int64_t least_age = 0, most_age = 0;  // days since it arrived, or
  std::int64_t least_rest = 0, most_rest = 0;  // since about its last step
  std::vector<std::string> channels; // empty: by the usual shares
  std::vector<DemoStep> steps;

  bool standing() const { return count > 0; }  // stays where its steps end
};

struct DemoCourses {
  std::vector<DemoCourse> courses;
  std::map<std::string, std::vector<double>> days;  // by step: percentiles 0 25 50 75 90 97 100
  std::vector<double> answer_share, answer_days;  // how soon a petition is answered, see answer_ms
  std::vector<std::int64_t> petition_hour, petition_weekday, petition_month, office_hour;
  std::vector<std::string> channels;
  std::vector<std::int64_t> channel_weights;

  // Refusal demo_texts_invalid, fact detail.
  static Result<DemoCourses> parse(std::string_view toml);
  // Milliseconds that the step waits for. Throws std::out_of_range for a step without delay.
  std::int64_t delay_ms(const std::string& step, DemoRandom& random) const;
  // Milliseconds from its arrival to an opinion on it, where no step of the course itself lasts longer.
  std::int64_t answer_ms(DemoRandom& random) const;
};

// A moment at which somebody might write, on a day chosen by the shapes from `first` to `last`.
Instant petition_time(const DemoCourses& courses, Instant first, Instant last, DemoRandom& random);
// The first moment from `from` on at which an office works, later within its day as chance has it.
Instant office_time(const DemoCourses& courses, const WorkCalendar& calendar, Instant from,
                    DemoRandom& random);

}  // namespace xinfang
