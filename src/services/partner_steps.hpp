// Steps that touch a second matter: a repeat joined to an earlier one or parted from it, claims split
// off into a matter of their own. Both matters change in one commit or neither does.
#pragma once

#include <optional>

#include "domain/projection.hpp"
#include "services/letter_service.hpp"
#include "services/step_context.hpp"

namespace xinfang {

struct PartnerWork {
  Office& office;
  const Viewer& viewer;
  const LoadedMatter& loaded;     // the matter of the step, before it
  const StepRequest& request;
  const StepContext& with;
  LentNumbers& numbers;
  ChangeSet& changes;
};

// A second matter after its part of the change, for the desks; nothing when the step touches one only.
struct Partner {
  Matter after;
  Projection now, before;
};

// Adds what the decided step does to the other matter. Refusals of decide() and of the letters, and
// attachment_unknown.
Result<std::optional<Partner>> add_partner_steps(const PartnerWork& work, const StepRule& row,
                                                 const Decision& decision);

}  // namespace xinfang
