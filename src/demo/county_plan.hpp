// Who petitions when about what, and which way it will take: worked out before the first day.
#pragma once

#include <optional>
#include <vector>

#include "demo/county.hpp"
#include "demo/petition_writer.hpp"

namespace xinfang {

struct CountyLife {
  const DemoCourse* course = nullptr;
  const DemoStory* story = nullptr;
  DemoPlace place;
  std::string channel;
  Instant arrives;
  std::vector<std::int64_t> waits;  // before each step, in ms
  std::size_t opinion = 0;          // the step that was given its day; 0: none
  DemoRandom random{0, 0};
};

// In order of arrival.
std::vector<CountyLife> plan_county(const Office& office, const DemoTexts& texts,
                                    const DemoCourses& courses, const CountyPlan& plan);

// The organ of the county itself that is competent for a category, the most special one first; null
// when there is none. Organs below another organ's line are left out.
const Organ* competent_organ(const OrganDirectory& organs, const std::string& category);
// An organ on whose line the given one stands directly above; null when there is none.
const Organ* unit_below(const OrganDirectory& organs, Id above);

}  // namespace xinfang
