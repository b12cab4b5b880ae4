// Three years of a fictional county, lived through the services under a moving clock: petitions come
// in, people of its offices take the steps of the law one after the other, terms run out.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "demo/demo_course.hpp"
#include "demo/demo_texts.hpp"
#include "services/office.hpp"

namespace xinfang {

struct CountyPlan {
  std::int64_t matters = 2000;
  std::uint64_t seed = 1;
  Instant until;              // now: the last that happens lies before it
  int years = 3;
  // Told of each step that stands in the store, its matter and version: before the next is begun.
  std::function<void(Id matter_id, std::int64_t version)> acknowledged = {};
};

struct CountyFigures {
  std::int64_t matters = 0, steps = 0;  // steps: of people, filing included; without terms run out
  // Steps that the services refused, by code, deed and course. None, unless law/ has changed.
  std::map<std::string, int> refused;
};

// How far it is: "plan" and "search" when that is done, "live" at the end of each simulated month and of
// all of them.
struct CountyProgress {
  std::string_view phase;
  Date on;
  const CountyFigures& figures;
};
using TellProgress = std::function<void(const CountyProgress&)>;

// `clock` is the office's own, and stands at plan.until in the end. The same plan gives the same county.
// Needs the offices of make_demo_office.
CountyFigures live_county(Office& office, SetClock& clock, const DemoTexts& texts,
                          const DemoCourses& courses, const CountyPlan& plan,
                          const TellProgress& progress = {});

}  // namespace xinfang
