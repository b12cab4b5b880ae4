#include "demo/county_people.hpp"

#include <algorithm>

#include "domain/relation.hpp"

namespace xinfang {

namespace {

constexpr const char* kLiaison = "DISCIPLINE_LIAISON";

bool holds(const std::vector<std::string>& list, const std::string& word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Behind the wall nobody but the liaison sees anything.
std::vector<std::string> roles_there(const ActorRule& rule, const Matter& matter) {
  if (!matter.walled()) return rule.roles;
  if (holds(rule.roles, kLiaison)) return {kLiaison};
  return {};
}

}  // namespace

std::vector<const User*> CountyPeople::with_role(Id organ_id, const std::string& role) const {
  std::vector<const User*> found;
  for (const User& user : users_) {
    if (user.organ_id == organ_id && holds(user.roles, role)) found.push_back(&user);
  }
  return found;
}

std::optional<DemoActor> CountyPeople::of_organ(Id organ_id, const std::vector<std::string>& roles,
                                                const std::vector<Id>& away,
                                                DemoRandom& random) const {
  for (const std::string& role : roles) {
    std::vector<const User*> fitting = with_role(organ_id, role);
    std::erase_if(fitting, [&](const User* user) {
      return std::find(away.begin(), away.end(), user->user_id) != away.end();
    });
    if (fitting.empty()) continue;
    const User& user = *random.pick(fitting);
    DemoActor actor;
    actor.viewer.kind = Viewer::Kind::staff;
    actor.viewer.user_id = user.user_id;
    actor.viewer.organ_id = organ_id;
    actor.viewer.roles = user.roles;
    actor.viewer.stepped_up = role == kLiaison;
    actor.name = user.name;
    return actor;
  }
  return std::nullopt;
}

std::vector<Id> CountyPeople::organs_meant(const ActorRule& rule, const Matter& matter,
                                           const Subject& part) const {
  const std::string& relation = rule.relation;
  if (relation == "holder") return {part.organ_id};
  if (relation == "sender") return {part.sender_id};
  if (relation == "reviewer") return {reviewer_of(part, "review", organs_)};
  if (relation == "re_reviewer") return {reviewer_of(part, "re_review", organs_)};
  if (relation == "superior") {
    const Organ* holder = organs_.find(part.organ_id);
    return {holder ? holder->superior_id : 0};
  }
  if (relation == "supervisor") {
    const Organ* office = supervisor_of(part.organ_id, organs_);
    return {office ? office->organ_id : 0};
  }
  if (relation == "decider") {
    const Deadline* asked = matter.running_clock(part.no, "C07");
    return {asked ? asked->organ_id : 0};
  }
  std::vector<Id> found;
  if (relation == "trigger") {
    for (const Trigger& trigger : matter.triggers) {
      if (trigger.open) found.push_back(trigger.organ_id);
    }
  }
  if (relation == "path") {  // whoever was last in it speaks first
    for (auto at = matter.subjects.rbegin(); at != matter.subjects.rend(); ++at) {
      found.push_back(at->organ_id);
    }
  }
  return found;
}

std::optional<DemoActor> CountyPeople::for_step(const StepRule& row, const Matter& matter,
                                                const Subject& part,
                                                const std::vector<MatterReach>& reach,
                                                const std::string& item_no,
                                                const DemoRandom& choice) const {
  for (const ActorRule& rule : row.who) {
    if (!rule.states.empty() && !holds(rule.states, part.state)) continue;
    if (rule.relation == "petitioner") {
      DemoActor actor;
      actor.viewer.kind = Viewer::Kind::petitioner;
      actor.viewer.matter_id = matter.matter_id;
      actor.viewer.item_no = item_no;
      return actor;
    }
    for (const Id organ_id : organs_meant(rule, matter, part)) {
      const bool sees = std::any_of(reach.begin(), reach.end(), [&](const MatterReach& one) {
        return one.organ_id == organ_id;
      });
      if (!sees) continue;
      DemoRandom again = choice;
      auto actor = of_organ(organ_id, roles_there(rule, matter), matter.recused, again);
      if (actor) return actor;
    }
  }
  return std::nullopt;
}

}  // namespace xinfang
