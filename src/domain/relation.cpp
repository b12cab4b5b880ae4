#include "domain/relation.hpp"

#include <algorithm>

namespace xinfang {
namespace {

// The part of a region code that all places within it share.
std::string_view place_of(const Organ& office) {
  static constexpr std::size_t kDigits[] = {0, 0, 2, 4, 6, 9, 12};
  const auto level = static_cast<std::size_t>(std::clamp(office.level, 0, 6));
  return std::string_view(office.region_code).substr(0, kDigits[level]);
}

bool covers(const Organ& office, const Organ& organ) {
  return organ.level >= office.level && organ.region_code.starts_with(place_of(office));
}

bool on_path(const Matter& matter, Id organ_id) {
  for (const Subject& part : matter.subjects) {
    if (part.organ_id == organ_id || part.review_organ_id == organ_id) return true;
    if (part.re_review_organ_id == organ_id) return true;
    if (part.sender_id == organ_id && !matter.walled()) return true;
  }
  return false;
}

bool supervises(const Actor& actor, const Subject& part, const OrganDirectory& organs) {
  const Organ* office = organs.find(actor.organ_id);
  const Organ* organ = organs.find(part.organ_id);
  return office && organ && office != organ && office->is_petition_office() &&
         covers(*office, *organ);
}

bool has_trigger(const Matter& matter, Id organ_id) {
  return std::any_of(matter.triggers.begin(), matter.triggers.end(), [&](const Trigger& trigger) {
    return trigger.open && trigger.organ_id == organ_id;
  });
}

}  // namespace

std::vector<Id> review_organs_of(Id organ_id, const OrganDirectory& organs) {
  std::vector<Id> found;
  const Organ* own = organs.find(organ_id);
  if (!own) return found;
  for (const Id id : {own->review_organ_id, own->line_superior_id, own->superior_id}) {
    const Organ* organ = organs.find(id);
    if (!organ || organ->is_petition_office()) continue;
    if (std::find(found.begin(), found.end(), id) == found.end()) found.push_back(id);
  }
  return found;
}

Id reviewer_of(const Subject& part, std::string_view stage, const OrganDirectory& organs) {
  const bool second = stage == "re_review";
  const Id asked = second ? part.re_review_organ_id : part.review_organ_id;
  if (asked) return asked;
  const Id below = second ? part.review_organ_id : part.organ_id;
  const std::vector<Id> usual = review_organs_of(below, organs);
  return usual.empty() ? 0 : usual.front();
}

const Organ* supervisor_of(Id organ_id, const OrganDirectory& organs) {
  const Organ* organ = organs.find(organ_id);
  const Organ* nearest = nullptr;
  if (!organ) return nullptr;
  for (const Organ* office : organs.all()) {
    if (!office->is_petition_office() || office == organ || !covers(*office, *organ)) continue;
    if (organ->is_petition_office() && office->level == organ->level) continue;
    if (!nearest || office->level > nearest->level) nearest = office;
  }
  return nearest;
}

Id worker_of(const Rulebook& rulebook, const Subject& part) {
  const StateRule* state = rulebook.state(part.kind, part.state);
  if (!state || state->worked_by == "holder") return part.organ_id;
  if (state->worked_by == "sender") return part.sender_id;
  if (state->worked_by == "reviewer") return part.review_organ_id;
  if (state->worked_by == "re_reviewer") return part.re_review_organ_id;
  return state->worked_by.empty() ? part.organ_id : 0;
}

bool stands_in(const ActorRule& rule, const Actor& actor, const Matter& matter,
               const Subject* part, const OrganDirectory& organs) {
  const std::string& relation = rule.relation;
  if (part && !rule.states.empty() &&
      std::find(rule.states.begin(), rule.states.end(), part->state) == rule.states.end()) {
    return false;
  }
  if (relation == "petitioner") return actor.kind == "petitioner";
  if (relation == "system") return actor.kind == "system";
  if (actor.kind != "staff" || actor.organ_id == 0) return false;
  if (relation == "registrar") return true;
  if (!part) return false;
  if (relation == "holder") return actor.organ_id == part->organ_id;
  if (relation == "sender") return actor.organ_id == part->sender_id;
  if (relation == "superior") return organs.is_below(part->organ_id, actor.organ_id);
  if (relation == "supervisor") return supervises(actor, *part, organs);
  if (relation == "reviewer") return actor.organ_id == reviewer_of(*part, "review", organs);
  if (relation == "re_reviewer") return actor.organ_id == reviewer_of(*part, "re_review", organs);
  if (relation == "trigger") return has_trigger(matter, actor.organ_id);
  if (relation == "path") return on_path(matter, actor.organ_id);
  if (relation == "decider") {
    const Deadline* asked = matter.running_clock(part->no, "C07");
    return asked && asked->organ_id == actor.organ_id;
  }
  return false;
}

}  // namespace xinfang
