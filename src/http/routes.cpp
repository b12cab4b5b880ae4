// Every route of the program with who may call it. Nothing registers itself.
#include "http/handlers.hpp"

namespace xinfang {

// As OfficeSettings::attachment_limit: longer uploads are refused before they are read.
constexpr std::size_t kAttachmentLimit = 50u << 20;

namespace {

const std::vector<ApiRoute> kRoutes = {
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
    {"GET", "/api/v1/demonstration/people", Access::everyone, get_demonstration_people},
    {"POST", "/api/v1/demonstration/session", Access::everyone, post_demonstration_session, 4096},

    // People and organs.
    {"GET", "/api/v1/users", Access::security_admin, get_users},
    {.method = "POST", .pattern = "/api/v1/users", .access = Access::security_admin,
     .handler = post_users, .step_up = true},
    {.method = "PATCH", .pattern = "/api/v1/users/{user_id}", .access = Access::security_admin,
     .handler = patch_user, .step_up = true},
    {"GET", "/api/v1/colleagues", Access::staff, get_colleagues},
    {"GET", "/api/v1/organs", Access::signed_in, get_organs},
    {.method = "POST", .pattern = "/api/v1/organs", .access = Access::security_admin,
     .handler = post_organs, .idempotent_key = true, .step_up = true},
    {.method = "PATCH", .pattern = "/api/v1/organs/{organ_id}",
     .access = Access::security_admin, .handler = patch_organ, .step_up = true},
    {"GET", "/api/v1/audit", Access::auditor, get_audit},

    // Setting up the office.
    {.method = "GET", .pattern = "/api/v1/parameters", .access = Access::signed_in,
     .handler = get_parameters, .roles = {"SYS_ADMIN", "SEC_ADMIN"}},
    {.method = "PUT", .pattern = "/api/v1/parameters/{rule_set}/{key}",
     .access = Access::system_admin, .handler = put_parameter, .body_limit = 4096,
     .step_up = true},
    {.method = "DELETE", .pattern = "/api/v1/parameters/{rule_set}/{key}",
     .access = Access::system_admin, .handler = delete_parameter, .body_limit = 0,
     .step_up = true},
    {"GET", "/api/v1/calendar", Access::everyone, get_calendar},
    {.method = "PUT", .pattern = "/api/v1/calendar/{year}", .access = Access::system_admin,
     .handler = put_calendar, .step_up = true},
    {.method = "GET", .pattern = "/api/v1/changes", .access = Access::signed_in,
     .handler = get_changes, .roles = {"SYS_ADMIN", "SEC_ADMIN", "AUDITOR"}},

    // Filing and the petitioner's own petition.
    {"POST", "/api/v1/submissions", Access::everyone, post_submissions, 4096},
    {"POST", "/api/v1/submissions/attachments", Access::everyone, post_submission_attachments,
     kAttachmentLimit, true},
    {"POST", "/api/v1/petitions", Access::everyone, post_petitions},
    {"GET", "/api/v1/petitions/{item_no}", Access::petitioner, get_petition},
    {"GET", "/api/v1/petitions/{item_no}/receipt", Access::petitioner, get_petition_receipt},
    {"GET", "/api/v1/petitions/{item_no}/letters/{document_no}", Access::petitioner,
     get_petition_letter},
    {"GET", "/api/v1/petitions/{item_no}/attachments/{attachment_id}", Access::petitioner,
     get_petition_attachment},
    {"POST", "/api/v1/petitions/{item_no}/attachments", Access::petitioner,
     post_petition_attachments, kAttachmentLimit, true},
    {.method = "POST", .pattern = "/api/v1/petitions/{item_no}/supplements",
     .access = Access::petitioner, .handler = post_petition_supplements,
     .idempotent_key = true, .again = get_petition},
    {.method = "POST", .pattern = "/api/v1/petitions/{item_no}/withdrawal",
     .access = Access::petitioner, .handler = post_petition_withdrawal,
     .idempotent_key = true, .again = get_petition},
    {.method = "POST", .pattern = "/api/v1/petitions/{item_no}/evaluations",
     .access = Access::petitioner, .handler = post_petition_evaluations,
     .idempotent_key = true, .again = get_petition},

    // The desk: worklists, matters, actions.
    {.method = "POST", .pattern = "/api/v1/registrations", .access = Access::staff,
     .handler = post_registrations, .idempotent_key = true, .again = registered_again},
    {"GET", "/api/v1/worklists", Access::staff, get_worklists},
    {"GET", "/api/v1/matters", Access::staff, get_matters},
    {"GET", "/api/v1/matters/{matter_no}", Access::staff, get_matter},
    {.method = "POST", .pattern = "/api/v1/matters/{matter_no}/actions/{step}",
     .access = Access::staff, .handler = post_matter_action, .idempotent_key = true},
    {"POST", "/api/v1/matters/{matter_no}/looks", Access::staff, post_matter_looks, 16'384},
    {"GET", "/api/v1/matters/{matter_no}/looks", Access::staff, get_matter_looks},
    {"GET", "/api/v1/matters/{matter_no}/repeats", Access::staff, get_matter_repeats},
    {"GET", "/api/v1/matters/{matter_no}/letters/{document_no}", Access::staff,
     get_matter_letter},
    {"GET", "/api/v1/matters/{matter_no}/attachments/{attachment_id}", Access::staff,
     get_matter_attachment},
    {"POST", "/api/v1/matters/{matter_no}/attachments", Access::staff, post_matter_attachments,
     kAttachmentLimit, true},
    {"GET", "/api/v1/events", Access::staff, get_events},

    // Directories for everyone.
    {"GET", "/api/v1/law/{rule_set}", Access::everyone, get_law},
    {"GET", "/api/v1/organs/public", Access::everyone, get_organs_public},
    {"GET", "/api/v1/divisions", Access::everyone, get_divisions},
    {"GET", "/api/v1/categories", Access::everyone, get_categories},
    {"GET", "/api/v1/about", Access::everyone, get_about},

    // Health, for whoever keeps the server.
    {"GET", "/healthz", Access::everyone, get_healthz},
    {"GET", "/readyz", Access::everyone, get_readyz},
    {"GET", "/metrics", Access::everyone, get_metrics},
};

}  // namespace

const std::vector<ApiRoute>& api_routes() { return kRoutes; }

}  // namespace xinfang
