// Guards of the accusation wall (REG2022 Art. 30; regulation 5.2, 11.4).
#include <algorithm>

#include "domain/guard_tables.hpp"
#include "domain/step_fields.hpp"

namespace xinfang {
namespace {

Answer not_walled(const Trial& trial, const Parameters&) {
  if (!trial.matter.walled()) return {};
  return refuse("accusation_by_liaison_only", Refusal::Kind::forbidden);
}

Answer walled(const Trial& trial, const Parameters&) {
  if (trial.matter.walled()) return {};
  return conflict("not_an_accusation");
}

std::vector<const Organ*> recipients(const Trial& trial) {
  std::vector<const Organ*> found;
  const auto add = [&](const Json& value) {
    const auto id = parse_id(value.as_string());
    if (const Organ* organ = id ? trial.context.organs.find(*id) : nullptr) found.push_back(organ);
  };
  for (const char* list : {"targets", "co_organs"}) {
    for (const Json& target : trial.fields[list].as_array()) add(target);
  }
  add(trial.fields["receiver"]);
  return found;
}

// Nobody whom the accusation is aimed at, or who belongs to such a unit or stands below it. The
// sentence does not say that somebody is accused.
Answer targets_not_forbidden(const Trial& trial, const Parameters&) {
  if (trial.matter.wall.accused.empty()) return {};
  const Forbidden forbidden = forbidden_now(trial);
  for (const Organ* organ : recipients(trial)) {
    if (!forbidden.organ(organ->organ_id)) continue;
    return refuse("target_forbidden", Refusal::Kind::forbidden)
        .on(trial.fields.find("targets") ? "targets" : "receiver")
        .with("organ", organ->name)
        .by("REG2022 Art. 30 ¶3");
  }
  return {};
}

// 5.2 no. 2: an appeal with an accusation in it is split before any of it goes out; afterwards the
// sender confirms that what goes out holds none of it.
Answer no_accusation_inside(const Trial& trial, const Parameters&) {
  if (trial.matter.wall.inside) {
    return refuse("split_accusation_first", Refusal::Kind::conflict).by("REG2022 Art. 30 ¶3");
  }
  const Json* told = trial.fields.find("no_accusation");
  if (!trial.matter.wall.split || (told && told->as_bool())) return {};
  return refuse("not_confirmed").on("no_accusation").by("REG2022 Art. 30 ¶3");
}

// An accusation names whom it is aimed at, known or not; and there is an office that may hold it.
Answer accused_named(const Trial& trial, const Parameters&) {
  const std::string& told = trial.fields["kind"].as_string();
  const bool accusation = told.empty() ? trial.matter.walled() : told == "2";
  const Json& accused = trial.fields["accused"];
  if (!accusation) {
    if (accused.as_array().empty()) return {};
    return refuse("accused_without_accusation").on("accused");
  }
  if (accused.as_array().empty()) return refuse("accused_needed").on("accused");
  const Forbidden forbidden = forbidden_now(trial);
  const Id origin = trial.subject && trial.subject->sender_id ? trial.subject->sender_id
                    : trial.subject                           ? trial.subject->organ_id
                                                              : 0;
  if (wall_holder(origin, forbidden, trial.context.organs) != 0) return {};
  if (forbidden.unknown && !forbidden.organ(origin)) return {};  // nobody above in the directory
  return refuse("accused_is_here", Refusal::Kind::forbidden).on("accused");
}

Answer accused_resolved(const Trial& trial, const Parameters&) {
  if (!forbidden_now(trial).unknown) return {};
  return conflict("accused_unresolved");
}

// By the authority over the cadre (5.2 no. 3): the level of the discipline organ follows from it.
Answer receiver_fits(const Trial& trial, const Parameters&) {
  const Forbidden forbidden = forbidden_now(trial);
  if (forbidden.unknown) return conflict("accused_unresolved");
  const Organ* organ =
      trial.context.organs.find(parse_id(trial.fields["receiver"].as_string()).value_or(0));
  if (!organ || organ->type != "DISCIPLINE_ORGAN") {
    return refuse("receiver_other_type").on("receiver").with("organ", organ ? organ->name : "");
  }
  if (forbidden.organ(organ->organ_id)) {
    return refuse("target_forbidden", Refusal::Kind::forbidden)
        .on("receiver")
        .with("organ", organ->name)
        .by("REG2022 Art. 30 ¶3");
  }
  const int level = discipline_level(trial.matter.wall.accused, trial.context.organs);
  if (level == 0 || organ->level == level) return {};
  return refuse("receiver_other_level").on("receiver").with("level", std::to_string(level));
}

Answer nothing_dispatched(const Trial& trial, const Parameters&) {
  for (const Subject& part : trial.matter.subjects) {
    if (part.kind != SubjectKind::intake) return conflict("dispatched_before");
  }
  return {};
}

constexpr GuardEntry kEntries[] = {
    {"not_walled", not_walled, false},
    {"walled", walled, false},
    {"targets_not_forbidden", targets_not_forbidden, true},
    {"no_accusation_inside", no_accusation_inside, true},
    {"accused_named", accused_named, true},
    {"accused_resolved", accused_resolved, false},
    {"receiver_fits", receiver_fits, true},
    {"nothing_dispatched", nothing_dispatched, false},
};

}  // namespace

Forbidden forbidden_now(const Trial& trial) {
  static const std::vector<Post> kNone;
  const auto& posts = trial.context.posts ? *trial.context.posts : kNone;
  const Json& told = trial.fields["accused"];
  const auto accused = told.as_array().empty() ? trial.matter.wall.accused : accused_of(told);
  return forbidden_recipients(accused, posts, trial.context.organs);
}

std::span<const GuardEntry> wall_guards() { return kEntries; }

}  // namespace xinfang
