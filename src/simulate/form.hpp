// What a person fills in for a step: every field by its type, and what the row's guards ask for where
// a careful official would know it.
#pragma once

#include <optional>

#include "demo/demo_random.hpp"
#include "simulate/tree.hpp"

namespace xinfang {

struct FormCase {
  const Rulebook& rulebook;
  const SimulatedTree& tree;
  const Matter& matter;
  const StepRule& step;
  const Subject* part;          // null: the step makes the first part
  const Actor& actor;
  Instant now;
  const Matter* earlier;        // the same people's earlier matter; null: there is none
  bool accusation;              // it was split off as one
  DemoRandom& chance;

  Date today() const { return china_date(now); }
};

// Nothing when the step cannot be taken as things are: nobody to send it to, no earlier matter, the
// day of service not yet come.
std::optional<Json> filled_form(const FormCase& form);

// T01 of a new petition. `number`: what makes its item number its own.
Json filing_form(const SimulatedTree& tree, Id organ_id, Instant received_at, std::int64_t number,
                 DemoRandom& chance);
// T00, as an old ledger has it.
Json takeover_form(const SimulatedTree& tree, Id organ_id, Instant received_at, Date today,
                   std::int64_t number, DemoRandom& chance);

// The fields with a mistake in one of them.
Json spoilt_form(Json fields, DemoRandom& chance);
// The same with another organ, picked blindly; nothing when the form names none.
std::optional<Json> misdirected_form(Json fields, const SimulatedTree& tree, DemoRandom& chance);

}  // namespace xinfang
