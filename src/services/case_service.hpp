// One step of the law on one matter, taken by a person: read, decide, write once.
//
// The events table decides who was first. A step that finds another one committed meanwhile is
// worked out again once on what is there now; if it named the version it saw, it is told instead.
#pragma once

#include <optional>
#include <string>

#include "domain/decide.hpp"
#include "domain/projection.hpp"
#include "services/answer_key.hpp"
#include "services/office.hpp"
#include "store/neighbour_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

struct StepTaken {
  Id event_id = 0;
  std::int64_t version = 0;
  std::string state;   // shown for the matter now
  std::string answer;  // JSON that is kept with the answer key: {matter_no, version, state, event_id}
};

// Refusals: matter_unknown (not_found, also for what the viewer may not see), stale_version
// (conflict; fact version), changed_meanwhile (conflict), region_unknown, category_unknown,
// attachment_unknown, those of decide() and of the letters.
Result<StepTaken> take_step(Office& office, const Viewer& viewer, Id matter_id,
                            const StepRequest& request,
                            std::optional<std::int64_t> seen_version,
                            const AnswerKey* answer_key = nullptr, int answer_status = 200);

Actor actor_of(const Viewer& viewer);
// How the acting official is called in letters; the organ's short name for petitioner and system.
std::string person_name(const Office& office, const Viewer& viewer);

// Codes whose lists the rows only name ("@region", "@category").
Result<Done> check_codes(const Office& office, const StepRule& step, const Json& fields);
// Open desks of all organs on the path, before and after. Nothing about walled matters but that
// something is to be looked at.
void tell_desks(const Office& office, const Matter& matter, const Projection& after,
                const Projection& before);
void tell_desk(const Office& office, const DeskNews& news);

}  // namespace xinfang
