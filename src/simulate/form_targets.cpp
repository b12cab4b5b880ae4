#include "simulate/form_targets.hpp"

#include <algorithm>

#include "domain/relation.hpp"
#include "domain/standing.hpp"
#include "simulate/wall_set.hpp"

namespace xinfang {
namespace {

bool has_guard(const StepRule& step, std::string_view name) {
  return std::any_of(step.guards.begin(), step.guards.end(),
                     [&](const GuardRule& guard) { return guard.name == name; });
}

const Organ& holder_of(const FormCase& form) { return form.tree.organ(form.part->organ_id); }

bool beside(const Organ& one, const Organ& other) {
  return one.organ_id != other.organ_id && one.level == other.level &&
         one.region_code == other.region_code;
}

bool competent(const Organ& organ, const std::string& category) {
  if (organ.categories.empty() || category.empty()) return true;
  for (const std::string& own : organ.categories) {
    if (own.compare(0, 2, category, 0, 2) == 0) return true;
  }
  return false;
}

bool in_reach(const FormCase& form, const Organ& organ) {
  const Organ& own = holder_of(form);
  const StepRule& step = form.step;
  const bool below = hangs_below(form.tree, organ.organ_id, own.organ_id);
  if (has_guard(step, "targets_same_level")) return beside(organ, own);
  if (has_guard(step, "targets_below")) return below;
  if (has_guard(step, "targets_same_level_or_below")) return beside(organ, own) || below;
  if (has_guard(step, "targets_in_own_system")) return organ.line_superior_id == own.organ_id;
  return organ.region_code == own.region_code || below;
}

bool decides(const Organ& organ) {
  return !organ.is_petition_office() && organ.type != "DISCIPLINE_ORGAN" &&
         organ.type != "JOINT_MEETING_OFFICE" && organ.type != "COURT";
}

bool came_back_from(const Matter& matter, Id organ_id) {
  return std::any_of(matter.subjects.begin(), matter.subjects.end(), [&](const Subject& part) {
    return part.kind == SubjectKind::node && part.state == "RETURNED" && part.organ_id == organ_id;
  });
}

bool has_it(const FormCase& form, Id organ_id) {
  return std::any_of(form.matter.subjects.begin(), form.matter.subjects.end(), [&](const Subject& part) {
    const StateRule* state = form.rulebook.state(part.kind, part.state);
    return part.kind == SubjectKind::node && part.organ_id == organ_id && part.mode != "co" && state &&
           state->open;
  });
}

// Organs that a careful official would take.
std::vector<Id> fit_targets(const FormCase& form) {
  std::vector<Id> fit;
  const std::string category = form.matter.fact("category");
  const bool by_decision = form.step.id == "T20d";
  WallSet shut;
  if (!form.matter.wall.accused.empty()) shut = wall_set(form.tree, form.matter.wall.accused);
  for (const Organ& organ : form.tree.list) {
    if (organ.organ_id == form.part->organ_id || !in_reach(form, organ)) continue;
    // Which posts the accused once held, and what another office sent, not everybody knows.
    if (shut.organ(organ.organ_id) && !form.chance.chance(40)) continue;
    const bool office = organ.is_petition_office();
    if (office && (by_decision || form.matter.walled())) continue;
    if (office && !hangs_below(form.tree, organ.organ_id, form.part->organ_id)) continue;
    if (!office && !decides(organ)) continue;
    if (!office && !by_decision && !competent(organ, category)) continue;
    if (!by_decision && came_back_from(form.matter, organ.organ_id)) continue;
    if (has_it(form, organ.organ_id) && !form.chance.chance(50)) continue;
    fit.push_back(organ.organ_id);
  }
  return fit;
}

// Claims of the part that nobody below has yet.
std::vector<int> free_claims(const FormCase& form) {
  std::vector<int> free = form.part->claims;
  for (const Subject& part : form.matter.subjects) {
    if (part.parent_no != form.part->no || part.mode == "co") continue;
    const StateRule* state = form.rulebook.state(part.kind, part.state);
    if (!state || !state->live) continue;
    std::erase_if(free, [&](int claim) {
      return std::count(part.claims.begin(), part.claims.end(), claim) != 0;
    });
  }
  return free;
}

}  // namespace

std::optional<Json> targets(const FormCase& form) {
  // What holds an accusation is split first; now and then somebody does not think of it.
  if (form.matter.wall.inside && has_guard(form.step, "no_accusation_inside") &&
      !form.chance.chance(4)) {
    return {};
  }
  std::vector<Id> fit = fit_targets(form);
  if (fit.empty()) return {};
  form.chance.shuffle(fit);
  Json list = Json::array();
  list.push(id_text(fit[0]));
  if (fit.size() > 1 && form.chance.chance(18)) list.push(id_text(fit[1]));
  return list;
}

std::optional<Json> co_organs(const FormCase& form) {
  if (!form.chance.chance(6)) return Json(nullptr);
  const Organ& own = holder_of(form);
  for (const Organ& organ : form.tree.list) {
    if (beside(organ, own) && decides(organ) && form.chance.chance(40)) {
      return Json::array().push(id_text(organ.organ_id));
    }
  }
  return Json(nullptr);
}

std::optional<Json> placed_claims(const FormCase& form) {
  Json list = Json::array();
  if (form.step.id == "T52") {
    if (form.part->claims.size() < 2) return {};
    return list.push(form.part->claims.back());
  }
  const std::vector<int> free = free_claims(form);
  if (free.empty()) return {};
  if (free.size() == form.part->claims.size() && (free.size() == 1 || form.chance.chance(60))) {
    return Json(nullptr);  // all of them
  }
  if (free.size() > 1 && form.chance.chance(50)) return list.push(free.front());
  for (const int claim : free) list.push(claim);
  return list;
}

std::optional<Json> receiver(const FormCase& form) {
  const bool discipline = has_guard(form.step, "receiver_fits");
  WallSet shut;
  if (!form.matter.wall.accused.empty()) shut = wall_set(form.tree, form.matter.wall.accused);
  if (discipline && shut.unknown) return {};
  int level = 9;
  for (const Accused& one : form.matter.wall.accused) {
    if (!form.tree.has(one.organ_id)) return {};
    const Organ& organ = form.tree.organ(one.organ_id);
    int own = one.cadre_level ? one.cadre_level : organ.level;
    const bool heads = organ.type == "DISCIPLINE_ORGAN" && (one.is_unit || one.leads);
    level = std::min(level, heads ? std::max(1, std::min(own, organ.level - 1)) : own);
  }
  std::vector<Id> fit;
  for (const Organ& organ : form.tree.list) {
    if (shut.organ(organ.organ_id)) continue;
    if (discipline && organ.type == "DISCIPLINE_ORGAN" && organ.level == level) {
      fit.push_back(organ.organ_id);
    }
    const bool court = organ.type == "COURT" || organ.type == "PUBLIC_SECURITY";
    if (!discipline && court && organ.region_code.starts_with("9901")) fit.push_back(organ.organ_id);
  }
  if (fit.empty()) return {};
  return id_text(form.chance.pick(fit));
}

std::optional<Json> decider(const FormCase& form) {
  const Organ& own = holder_of(form);
  std::vector<Id> fit;
  for (const Organ& organ : form.tree.list) {
    const bool meeting = organ.type == "JOINT_MEETING_OFFICE" && organ.region_code == own.region_code;
    if (meeting || organ.organ_id == own.superior_id) fit.push_back(organ.organ_id);
  }
  if (fit.empty()) return {};
  return id_text(form.chance.pick(fit));
}

std::optional<Json> review_organ(const FormCase& form) {
  const bool second = form.step.deed.starts_with("re_");
  const std::vector<Id> fit = review_organs_of(
      second ? form.part->review_organ_id : form.part->organ_id, form.tree.organs);
  if (fit.empty()) return {};
  // A reviewer that took the request in names itself.
  if (form.actor.kind == "staff") {
    const bool own = std::find(fit.begin(), fit.end(), form.actor.organ_id) != fit.end();
    return own ? Json(id_text(form.actor.organ_id)) : Json(nullptr);
  }
  if (!form.chance.chance(50)) return Json(nullptr);
  return id_text(form.chance.pick(fit));
}

std::optional<Json> accused_list(const FormCase& form, int unresolved_percent) {
  Json list = Json::array();
  const auto count = form.chance.chance(85) ? 1 : 2;
  for (int i = 0; i < count; ++i) {
    Json one = Json::object();
    if (form.chance.chance(unresolved_percent)) {
      list.push(one.set("name", "某主任"));
      continue;
    }
    // Mostly somebody of the place, now and then the office itself or somebody far away.
    std::vector<Id> near;
    const std::string& region = holder_of(form).region_code;
    for (const Organ& organ : form.tree.list) {
      if (organ.region_code.starts_with(region.substr(0, 4))) near.push_back(organ.organ_id);
    }
    if (near.empty()) near.push_back(form.part->organ_id);
    const Id id = form.chance.chance(5) ? form.part->organ_id : form.chance.pick(near);
    const auto& people = form.tree.people_of(id);
    one.set("organ_id", id_text(id));
    if (form.chance.chance(30)) {
      one.set("is_unit", true);
    } else if (!people.empty()) {
      const Actor& person = form.chance.pick(people);
      one.set("name", "某某").set("user_id", id_text(person.user_id));
      one.set("leads", leads_organ(person.roles));
      one.set("cadre_level", form.tree.organ(id).level);
    }
    list.push(std::move(one));
  }
  return list;
}

std::string earlier_standing(const FormCase& form) {
  return form.earlier ? standing_of(form.rulebook, *form.earlier) : "";
}

}  // namespace xinfang
