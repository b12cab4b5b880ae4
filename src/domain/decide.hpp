// decide(rulebook, matter, step, context): the event, or why not. Pure: no clock, no I/O.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "domain/event.hpp"
#include "domain/organ.hpp"

namespace xinfang {

struct Actor {
  std::string kind = "staff";  // staff | petitioner | system
  Id user_id = 0;
  Id organ_id = 0;
  std::vector<std::string> roles;  // held in organ_id
  bool has_role(std::string_view role) const;
};

struct DecideContext {
  Instant now;
  Actor actor;
  const OrganDirectory& organs;
  const WorkCalendar& calendar;
  // Posts of the accused and of the actor, past ones too; null: none known (protection.hpp).
  const std::vector<Post>* posts = nullptr;
  // The matter that a field of type "matter" names, and its rule set; null: none is named.
  const Matter* other = nullptr;
};

struct StepRequest {
  std::string step;    // deed ("transfer") or row id ("T06")
  int subject_no = 0;  // 0 for steps that create the first subject
  Json fields = Json::object();
};

// Refusals: unknown_step (not_found); subject_unknown (not_found); step_not_from_state (conflict;
// facts step, state); step_not_yours (forbidden; facts step, who); field_* (invalid, with field);
// and those of the guards (guard.hpp), each with the row's article in `basis`.
Result<Decision> decide(const Rulebook& rulebook, const Matter& matter, const StepRequest& request,
                        const DecideContext& context);

// One step that could be asked for on one subject by this person now.
struct Action {
  const StepRule* step = nullptr;
  int subject_no = 0;
  bool allowed = true;
  Refusal blocked;     // why not, when !allowed
};
// Steps whose row fits the subject's state and the person's role and relation; guards that need no
// field are tried, so `blocked` says what stands in the way.
std::vector<Action> actions(const Rulebook& rulebook, const Matter& matter,
                            const DecideContext& context);

}  // namespace xinfang
