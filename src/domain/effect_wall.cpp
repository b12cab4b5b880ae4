// Effects of the accusation wall, of recusal and of review: who may hold a part, who stays away.
#include "domain/effect_tables.hpp"
#include "domain/relation.hpp"
#include "domain/step_fields.hpp"

namespace xinfang {
namespace {

// Holder and clocks go to another office; where it was filed is kept.
void move_intake(Draft& draft, Id holder, Id origin) {
  Subject after = draft.self();
  if (after.organ_id == holder) return;
  const Id before = after.organ_id;
  after.organ_id = holder;
  after.sender_id = holder == origin ? 0 : origin;
  draft.put(std::move(after));
  for (const Deadline& clock : std::vector<Deadline>(draft.matter.deadlines)) {
    if (!clock.running() || clock.subject_no != draft.self_no || clock.organ_id != before) continue;
    Deadline moved = clock;
    moved.organ_id = holder;
    draft.put(std::move(moved), "move");
  }
}

// Who is accused, and with that who may hold the matter (5.2, 11.4): the office it came to, or the
// nearest above when that one is concerned or it is not known yet who is.
void name_accused(Draft& draft, const Parameters&) {
  const Trial& trial = draft.trial;
  Wall wall = draft.matter.wall;
  const auto named = accused_of(trial.fields["accused"]);
  if (!named.empty()) wall.accused = named;
  if (const Json* inside = trial.fields.find("contains_accusation")) {
    wall.inside = !draft.matter.walled() && inside->as_bool();
  }
  if (wall == draft.matter.wall && named.empty()) return;
  draft.matter.wall = wall;
  draft.changes.wall = wall;
  if (!draft.matter.walled()) return;
  const Subject& intake = draft.self();
  const Id origin = intake.sender_id ? intake.sender_id : intake.organ_id;
  const Id holder = wall_holder(origin, forbidden_now(trial), trial.context.organs);
  move_intake(draft, holder ? holder : origin, origin);
}

void recuse(Draft& draft, const Parameters& parameters) {
  const std::string when = of(parameters, "when");
  if (!when.empty() && !draft.trial.fields[when].as_bool()) return;
  const auto user = parse_id(draft.trial.fields[of(parameters, "field")].as_string());
  if (!user) return;
  draft.matter.recused.push_back(*user);
  draft.changes.recused.push_back(*user);
}

void set_reviewer(Draft& draft, const Parameters& parameters) {
  const std::string stage = of(parameters, "stage");
  const auto asked = parse_id(draft.trial.fields[of(parameters, "field")].as_string());
  Subject after = draft.self();
  Id& organ = stage == "re_review" ? after.re_review_organ_id : after.review_organ_id;
  organ = 0;
  const Id usual = reviewer_of(after, stage, draft.trial.context.organs);
  organ = asked.value_or(usual);
  draft.put(std::move(after));
}

constexpr EffectEntry kEntries[] = {
    {"name_accused", name_accused},
    {"recuse", recuse},
    {"set_reviewer", set_reviewer},
};

}  // namespace

std::span<const EffectEntry> wall_effects() { return kEntries; }

}  // namespace xinfang
