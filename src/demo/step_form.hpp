// What people of the demonstration enter at a step: fields by deed, from the petition's own story.
#pragma once

#include <string>

#include "demo/county_people.hpp"
#include "demo/demo_course.hpp"
#include "demo/demo_office.hpp"
#include "demo/petition_writer.hpp"
#include "domain/matter.hpp"
#include "services/office.hpp"

namespace xinfang {

struct StepForm {
  Office& office;
  const DemoTexts& texts;
  const CountyPeople& people;
  const OrganDirectory& organs;
  const WrittenPetition& petition;
  const Matter& matter;
  const Subject& part;    // on which the step is taken
  const DemoStep& step;
  const Organ* holder;    // of the part; null: none
  const Organ* target;    // to whom it goes; null: the deed names nobody
  std::string officer;    // who acts, by name
  std::string earlier_no; // item number of the matter that this one repeats; empty: it is new
  DemoRandom& random;
};

// The deed of a step of demo/courses.toml: its own name, but for a few that last differently.
std::string deed_of(const DemoStep& step);

// Fields that the law's row of that deed takes.
Json step_fields(const StepForm& form);

}  // namespace xinfang
