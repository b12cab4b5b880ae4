// Every route of the program with who may call it. Nothing registers itself.
#include "http/handlers.hpp"

namespace xinfang {

const std::vector<ApiRoute>& api_routes() {
  static const std::vector<ApiRoute> routes = {
      // Sign-in and one's own account.
      {"POST", "/api/v1/session", Access::everyone, post_session, 4096},
      {"POST", "/api/v1/session/second-factor", Access::half_signed_in,
       post_session_second_factor, 4096},
      {"GET", "/api/v1/session", Access::half_signed_in, get_session},
      {"DELETE", "/api/v1/session", Access::half_signed_in, delete_session, 0},
      {"POST", "/api/v1/session/step-up", Access::signed_in, post_session_step_up, 4096},
      {"GET", "/api/v1/sessions", Access::signed_in, get_sessions},
      {"DELETE", "/api/v1/sessions/{session_id}", Access::signed_in, delete_sessions_one, 0},
      {"POST", "/api/v1/password", Access::half_signed_in, post_password, 4096},
      {"POST", "/api/v1/second-factor", Access::half_signed_in, post_second_factor, 4096},
      {"POST", "/api/v1/second-factor/confirm", Access::half_signed_in,
       post_second_factor_confirm, 4096},

      // People and organs.
      {"GET", "/api/v1/users", Access::security_admin, get_users},
      {.method = "POST", .pattern = "/api/v1/users", .access = Access::security_admin,
       .handler = post_users, .step_up = true},
      {.method = "PATCH", .pattern = "/api/v1/users/{user_id}", .access = Access::security_admin,
       .handler = patch_user, .step_up = true},
      {"GET", "/api/v1/organs", Access::signed_in, get_organs},
      {.method = "POST", .pattern = "/api/v1/organs", .access = Access::security_admin,
       .handler = post_organs, .idempotent_key = true, .step_up = true},
      {.method = "PATCH", .pattern = "/api/v1/organs/{organ_id}",
       .access = Access::security_admin, .handler = patch_organ, .step_up = true},
      {"GET", "/api/v1/audit", Access::auditor, get_audit},

      // Filing and the petitioner's own petition.

      // The desk: worklists, matters, actions.

      // Health, for whoever keeps the server.
      {"GET", "/healthz", Access::everyone, get_healthz},
      {"GET", "/readyz", Access::everyone, get_readyz},
      {"GET", "/metrics", Access::everyone, get_metrics},
  };
  return routes;
}

}  // namespace xinfang
