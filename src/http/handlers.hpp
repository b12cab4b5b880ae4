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
Response get_demonstration_people(Call& call);
Response post_demonstration_session(Call& call);

// admin_api.cpp
Response get_users(Call& call);
Response post_users(Call& call);
Response patch_user(Call& call);
Response get_audit(Call& call);
Response get_colleagues(Call& call);

// organ_api.cpp
Response get_organs(Call& call);
Response post_organs(Call& call);
Response patch_organ(Call& call);

// set_up_api.cpp
Response get_parameters(Call& call);
Response put_parameter(Call& call);
Response delete_parameter(Call& call);
Response get_calendar(Call& call);
Response put_calendar(Call& call);
Response get_changes(Call& call);

// health_api.cpp
Response get_healthz(Call& call);
Response get_readyz(Call& call);
Response get_metrics(Call& call);

// submission_api.cpp, petition_api.cpp, attachment_api.cpp
Response post_submissions(Call& call);
Response post_submission_attachments(Call& call);
Response post_petitions(Call& call);
Response get_petition(Call& call);
Response get_petition_receipt(Call& call);
Response get_petition_letter(Call& call);
Response get_petition_attachment(Call& call);
Response post_petition_attachments(Call& call);
Response post_petition_supplements(Call& call);
Response post_petition_withdrawal(Call& call);
Response post_petition_evaluations(Call& call);

// registration_api.cpp, worklist_api.cpp, matter_api.cpp, letter_api.cpp, attachment_api.cpp
Response post_registrations(Call& call);
Response registered_again(Call& call);  // by the kept matter id
Response get_worklists(Call& call);
Response get_matters(Call& call);
Response get_matter(Call& call);
Response post_matter_action(Call& call);
Response post_matter_looks(Call& call);
Response get_matter_looks(Call& call);
Response get_matter_repeats(Call& call);
Response get_matter_letter(Call& call);
Response get_matter_attachment(Call& call);
Response post_matter_attachments(Call& call);

// events_api.cpp, law_api.cpp, directory_api.cpp
Response get_events(Call& call);
Response get_law(Call& call);
Response get_organs_public(Call& call);
Response get_divisions(Call& call);
Response get_categories(Call& call);
Response get_about(Call& call);

// Answers shared by several of them.
Response pdf_response(const std::string& pdf, const std::string& name);
Response attachment_response(Call& call, Id matter_id, Id attachment_id);

}  // namespace xinfang
