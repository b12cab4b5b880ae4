// Guards on where a matter is sent: reach, competence, the number of returns, who decides a dispute.
#include <algorithm>

#include "domain/guard_tables.hpp"

namespace xinfang {
namespace {

Refusal bad_target(std::string code, const Organ& organ) {
  return refuse(std::move(code)).on("targets").with("organ", organ.name);
}

Answer targets_same_level(const Trial& trial, const Parameters&) {
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    if (!own || organ->organ_id == own->organ_id) return bad_target("target_is_self", *organ);
    if (organ->level != own->level || organ->region_code != own->region_code) {
      return bad_target("target_not_same_level", *organ);
    }
  }
  return {};
}

Answer targets_below(const Trial& trial, const Parameters&) {
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    if (!own || !trial.context.organs.is_below(organ->organ_id, own->organ_id)) {
      return bad_target("target_not_below", *organ);
    }
  }
  return {};
}

Answer targets_same_level_or_below(const Trial& trial, const Parameters& parameters) {
  if (!targets_below(trial, parameters)) return {};
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    bool beside = own && organ->level == own->level && organ->region_code == own->region_code &&
                  organ->organ_id != own->organ_id;
    bool below = own && trial.context.organs.is_below(organ->organ_id, own->organ_id);
    if (!beside && !below) return bad_target("target_out_of_reach", *organ);
  }
  return {};
}

// Down the own line only: REG2022 Art. 23 ¶1 speaks of the organ's own system.
Answer targets_in_own_system(const Trial& trial, const Parameters&) {
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    bool line = false;
    for (const Organ* at = organ; at && at->line_superior_id != 0;) {
      if (own && at->line_superior_id == own->organ_id) line = true;
      at = trial.context.organs.find(at->line_superior_id);
      if (line || at == organ) break;
    }
    if (!line && !(own && organ->superior_id == own->organ_id && !own->is_petition_office())) {
      return bad_target("target_not_own_system", *organ);
    }
  }
  return {};
}

bool competent(const Organ& organ, const std::string& category) {
  if (organ.categories.empty() || category.empty()) return true;
  return std::any_of(organ.categories.begin(), organ.categories.end(), [&](const std::string& own) {
    std::size_t level = own.size() == 6 && own.substr(2) == "0000" ? 2 : 4;
    return category.compare(0, level, own, 0, level) == 0;
  });
}

Answer targets_competent(const Trial& trial, const Parameters&) {
  if (trial.targets().size() != trial.fields["targets"].as_array().size()) {
    return refuse("target_unknown").on("targets");
  }
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    if (organ->type == "VILLAGE" || organ->type == "JOINT_MEETING_OFFICE") {
      return bad_target("target_decides_nothing", *organ);
    }
    if (organ->is_petition_office() &&
        !(own && trial.context.organs.is_below(organ->organ_id, own->organ_id))) {
      return bad_target("target_decides_nothing", *organ);
    }
    if (organ->type == "DISCIPLINE_ORGAN") return bad_target("target_by_liaison_only", *organ);
    if (organ->valid_to_on.days != 0 && organ->valid_to_on < trial.today()) {
      return bad_target("target_abolished", *organ);
    }
    if (!organ->is_petition_office() && !competent(*organ, trial.matter.fact("category"))) {
      return bad_target("target_not_competent", *organ);
    }
  }
  return {};
}

// An organ whose objection was agreed does not get the same matter again by transfer (4.7 no. 6).
Answer targets_not_objected(const Trial& trial, const Parameters&) {
  for (const Organ* organ : trial.targets()) {
    for (const Subject& subject : trial.matter.subjects) {
      if (subject.kind == SubjectKind::node && subject.state == "RETURNED" &&
          subject.organ_id == organ->organ_id) {
        return bad_target("target_returned_it", *organ);
      }
    }
  }
  return {};
}

// Still in the organ's hands, or with somebody to whom it passed it on and from whom it may come back.
bool in_hand(const Trial& trial, const Subject& node) {
  const StateRule* state = trial.rulebook.state(node.kind, node.state);
  if (state && state->open) return true;
  const auto& parts = trial.matter.subjects;
  return std::any_of(parts.begin(), parts.end(), [&](const Subject& below) {
    const StateRule* its = trial.rulebook.state(below.kind, below.state);
    return below.kind == SubjectKind::node && below.parent_no == node.no && its && its->live;
  });
}

// Nobody has the same claim in two places at once: what one office sent is not sent by another too.
Answer targets_free(const Trial& trial, const Parameters&) {
  const std::vector<int> claims = claims_of(trial);
  for (const Organ* organ : trial.targets()) {
    for (const Subject& part : trial.matter.subjects) {
      const bool there = part.kind == SubjectKind::node && part.organ_id == organ->organ_id;
      if (!there || part.mode == "co" || !in_hand(trial, part)) continue;
      const bool same = std::any_of(claims.begin(), claims.end(), [&](int claim) {
        return std::find(part.claims.begin(), part.claims.end(), claim) != part.claims.end();
      });
      if (same) return bad_target("target_holds_it", *organ);
    }
  }
  return {};
}

// A matter that came back too often is not sent out again: who is competent is decided (Art. 24).
Answer returns_few(const Trial& trial, const Parameters&) {
  const int most = trial.rulebook.parameter_days("returns_before_competence",
                                                 trial.matter.fact("region_code"), trial.today());
  const auto count = std::count_if(
      trial.matter.subjects.begin(), trial.matter.subjects.end(), [](const Subject& part) {
        return part.kind == SubjectKind::node && part.state == "RETURNED";
      });
  if (most == 0 || count < most) return {};
  return conflict("returned_too_often").with("count", std::to_string(count));
}

// The common superior of all who were asked, or a joint meeting of the place or above (Art. 24).
Answer decider_fits(const Trial& trial, const Parameters&) {
  const OrganDirectory& organs = trial.context.organs;
  const Organ* decider =
      organs.find(parse_id(trial.fields["decider"].as_string()).value_or(0));
  const Organ* own = trial.holder();
  const auto unfit = [&] {
    return refuse("decider_unfit").on("decider").with("organ", decider ? decider->name : "");
  };
  if (!decider || !own || decider == own) return unfit();
  if (decider->type == "JOINT_MEETING_OFFICE") {
    if (decider->level <= own->level) return {};
    return unfit();
  }
  if (decider->is_petition_office() || !organs.is_below(own->organ_id, decider->organ_id)) {
    return unfit();
  }
  for (const Subject& part : trial.matter.subjects) {
    if (part.kind != SubjectKind::node || part.state != "RETURNED") continue;
    if (!organs.is_below(part.organ_id, decider->organ_id)) return unfit();
  }
  return {};
}

// A decision on competence binds whom it names; still nobody who decides no claim.
Answer targets_decide(const Trial& trial, const Parameters&) {
  for (const Organ* organ : trial.targets()) {
    if (organ->is_petition_office() || organ->type == "VILLAGE" ||
        organ->type == "JOINT_MEETING_OFFICE" || organ->type == "DISCIPLINE_ORGAN") {
      return bad_target("target_decides_nothing", *organ);
    }
    if (organ->valid_to_on.days != 0 && organ->valid_to_on < trial.today()) {
      return bad_target("target_abolished", *organ);
    }
  }
  return {};
}

Answer receiver_type(const Trial& trial, const Parameters& parameters) {
  const Organ* organ =
      trial.context.organs.find(parse_id(trial.fields["receiver"].as_string()).value_or(0));
  if (organ && among(of(parameters, "is"), organ->type)) return {};
  return refuse("receiver_other_type").on("receiver").with("organ", organ ? organ->name : "");
}

constexpr GuardEntry kEntries[] = {
    {"targets_below", targets_below, true},
    {"targets_same_level", targets_same_level, true},
    {"targets_same_level_or_below", targets_same_level_or_below, true},
    {"targets_in_own_system", targets_in_own_system, true},
    {"targets_competent", targets_competent, true},
    {"targets_not_objected", targets_not_objected, true},
    {"returns_few", returns_few, false},
    {"decider_fits", decider_fits, true},
    {"targets_decide", targets_decide, true},
    {"targets_free", targets_free, true},
    {"receiver_type", receiver_type, true},
};

}  // namespace

std::span<const GuardEntry> target_guards() { return kEntries; }

}  // namespace xinfang
