// Guards: small named questions that a row may ask before its step. Each refuses with a sentence;
// the row's article is added by decide().
#pragma once

#include <optional>
#include <set>
#include <string_view>

#include "base/result.hpp"
#include "domain/decide.hpp"

namespace xinfang {

// A step on trial: the row, the part it would act on (null when it makes the first), what was
// filled in.
struct Trial {
  const Rulebook& rulebook;
  const Matter& matter;
  const StepRule& step;
  const Subject* subject;
  const Json& fields;
  const DecideContext& context;

  Date today() const { return china_date(context.now); }
  const Organ* holder() const;  // organ of the subject, or of the actor when there is none
  std::vector<const Organ*> targets() const { return organs_of("targets"); }
  std::vector<const Organ*> organs_of(std::string_view field) const;  // unknown ids left out
};

struct GuardEntry {
  std::string_view name;
  std::optional<Refusal> (*test)(const Trial&, const Parameters&);
  bool needs_fields;  // cannot be asked before the form is filled in
};

const GuardEntry* find_guard(std::string_view name);

// The claims of a part that somebody below it has: a live hop or procedure; a co-organ answers for none.
std::set<int> placed_claims(const Rulebook& rulebook, const Matter& matter, int parent_no);

// The claims a step speaks of: field "claims" when given, else the subject's, else all.
std::vector<int> claims_of(const Trial& trial);

}  // namespace xinfang
