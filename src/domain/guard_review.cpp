// Guards of refusals, review and re-review: grounds, reviewers, results.
#include <algorithm>

#include "domain/effect.hpp"
#include "domain/guard_tables.hpp"
#include "domain/relation.hpp"
#include "domain/standing.hpp"

namespace xinfang {
namespace {

bool listed(const std::vector<std::string>& values, const std::string& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

Refusal bad_ground(const GroundRule& ground, std::string code) {
  return refuse(std::move(code)).on("ground").with("ground", ground.id).by(ground.basis);
}

std::string bound_as(const Trial& trial) {
  if (trial.subject && trial.subject->kind == SubjectKind::procedure) return "review_organ";
  const Organ* own = trial.holder();
  return own && own->is_petition_office() ? "petition_office" : "organ";
}

// The ground speaks of an earlier matter: it is named, and stands as the ground says; one that
// stands in another system is named by its organ and paper.
Answer earlier_fits(const Trial& trial, const GroundRule& ground) {
  if (ground.earlier.empty()) return {};
  const Matter* other = trial.context.other;
  if (!other) {
    if (!trial.fields["final_organ"].as_string().empty()) return {};
    return bad_ground(ground, "ground_needs_earlier");
  }
  if (standing_of(trial.rulebook, *other) == ground.earlier) return {};
  return bad_ground(ground, "ground_earlier_" + ground.earlier);
}

// There is no free-text refusal: refusing a competent matter is a violation (REG2022 Art. 44(2)).
Answer ground_fits(const Trial& trial, const Parameters&) {
  std::string id = trial.fields["ground"].as_string();
  const GroundRule* ground = trial.rulebook.ground(id);
  if (!ground) return refuse("ground_unknown").on("ground").with("ground", id);
  if (!ground->handed_over_by.empty()) {
    return bad_ground(*ground, "ground_is_handover").with("step", ground->handed_over_by);
  }
  if (!trial.rulebook.is_on(*ground, trial.matter.fact("region_code"), trial.today())) {
    return refuse("ground_unknown").on("ground").with("ground", id);
  }
  const Organ* own = trial.holder();
  if (!listed(ground->binds, bound_as(trial))) return bad_ground(*ground, "ground_other_organ");
  if (!listed(ground->levels, std::to_string(own ? own->level : 0))) {
    return bad_ground(*ground, "ground_other_level");
  }
  if (!listed(ground->channels, trial.matter.fact("channel"))) {
    return refuse("ground_other_channel").on("ground").with("ground", id).by(ground->basis);
  }
  if (!listed(ground->kinds, trial.matter.fact("kind"))) {
    return refuse("ground_other_kind").on("ground").with("ground", id).by(ground->basis);
  }
  const Actor& actor = trial.context.actor;
  bool may_sign = ground->signers.empty() ||
                  std::any_of(ground->signers.begin(), ground->signers.end(),
                              [&](const std::string& role) { return actor.has_role(role); });
  if (!may_sign) {
    return refuse("ground_other_signer", Refusal::Kind::forbidden)
        .on("ground")
        .with("ground", id)
        .by(ground->basis);
  }
  return earlier_fits(trial, *ground);
}

Answer way_is(const Trial& trial, const Parameters& parameters) {
  if (trial.subject && trial.subject->way == of(parameters, "is")) return {};
  return conflict("way_has_no_review").with("way", trial.subject ? trial.subject->way : "");
}

Answer result_is(const Trial& trial, const Parameters& parameters) {
  const std::string result = trial.subject ? trial.subject->result : "";
  if (among(of(parameters, "is"), result)) return {};
  return conflict("result_other").with("result", result);
}

int stage_rank(const std::string& stage) {
  return stage == "handling" ? 1 : stage == "review" ? 2 : stage == "re_review" ? 3 : 0;
}

// The reviewer is nobody who handled an earlier stage (5.3).
Answer not_handler(const Trial& trial, const Parameters&) {
  if (!trial.subject) return {};
  const StateRule* state = trial.rulebook.state(trial.subject->kind, trial.subject->state);
  const int now = stage_rank(stage_of(state));
  for (const Handler& handler : trial.matter.handlers) {
    if (handler.subject_no != trial.subject->no) continue;
    if (handler.user_id != trial.context.actor.user_id) continue;
    if (stage_rank(handler.stage) < now) {
      return refuse("handled_before", Refusal::Kind::forbidden).by("REG2022 Art. 28 ¶3");
    }
  }
  return {};
}

std::string stage_asked(const Trial& trial) {
  for (const EffectRule& effect : trial.step.effects) {
    if (effect.verb == "set_reviewer") return of(effect.parameters, "stage");
  }
  return "review";
}

// The next higher organ of the one whose opinion is challenged (Arts 35, 36).
Answer review_organ_fits(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  const bool second = stage_asked(trial) == "re_review";
  const Id below = !trial.subject ? 0
                   : second       ? trial.subject->review_organ_id
                                  : trial.subject->organ_id;
  const std::vector<Id> fit = review_organs_of(below, trial.context.organs);
  if (fit.empty()) return conflict("review_organ_missing");
  const auto asked = parse_id(trial.fields[field].as_string());
  if (!asked || std::find(fit.begin(), fit.end(), *asked) != fit.end()) return {};
  std::string names;
  for (const Id id : fit) {
    names += (names.empty() ? "" : "、") + trial.context.organs.find(id)->name;
  }
  return refuse("review_organ_unfit").on(field).with("organs", names);
}

constexpr GuardEntry kEntries[] = {
    {"ground_fits", ground_fits, true},
    {"way_is", way_is, false},
    {"result_is", result_is, false},
    {"not_handler", not_handler, false},
    {"review_organ_fits", review_organ_fits, true},
};

}  // namespace

std::span<const GuardEntry> review_guards() { return kEntries; }

}  // namespace xinfang
