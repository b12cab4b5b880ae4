// One line in the audit of administration and sign-in: who did what, never a secret.
#pragma once

#include <string>

#include "base/json.hpp"
#include "services/office.hpp"

namespace xinfang {

// `user_id` 0: the command line, or nobody yet known.
void audit(Office& office, Id user_id, const std::string& act, Json detail);

}  // namespace xinfang
