// One line in the audit of administration and sign-in: who did what, never a secret.
#pragma once

#include <string>

#include "base/json.hpp"
#include "services/office.hpp"

namespace xinfang {

// `user_id` 0: the command line, or nobody yet known.
void audit(Office& office, Id user_id, const std::string& act, Json detail);
// A line of the history of an organ, user, parameter or calendar: the fields that differ, as they
// were and as they are. null: it was not there before, or is not there any more.
void audit_change(Office& office, Id user_id, const std::string& act, const std::string& of,
                  const std::string& id, const Json& before, const Json& after);

}  // namespace xinfang
