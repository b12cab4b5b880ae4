// Every handler of the route list (routes.cpp), by the file that holds it.
#pragma once

#include "http/api.hpp"

namespace xinfang {

// session_api.cpp
Response post_session(Call& call);
Response post_session_second_factor(Call& call);
Response get_session(Call& call);
Response delete_session(Call& call);
Response post_session_step_up(Call& call);
Response get_sessions(Call& call);
Response delete_sessions_one(Call& call);
Response post_password(Call& call);
Response post_second_factor(Call& call);
Response post_second_factor_confirm(Call& call);

// admin_api.cpp
Response get_users(Call& call);
Response post_users(Call& call);
Response patch_user(Call& call);
Response get_audit(Call& call);

// organ_api.cpp
Response get_organs(Call& call);
Response post_organs(Call& call);
Response patch_organ(Call& call);

// health_api.cpp
Response get_healthz(Call& call);
Response get_readyz(Call& call);
Response get_metrics(Call& call);

}  // namespace xinfang
