// Signing in and out, one's own sessions, password and second factor.
#include "http/access.hpp"
#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "services/demonstration_door.hpp"
#include "services/sign_in_service.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kPasswordBytes = 256;

Caller caller_of(const Request& request) {
  return {request.client_address, std::string(request.header("user-agent"))};
}

Json roles_json(const User& user) {
  Json roles = Json::array();
  for (const std::string& role : user.roles) roles.push(role);
  return roles;
}

Json session_json(const Call& call, const Session& session, const User& user) {
  const OfficeSettings& settings = call.office.settings;
  Json body = Json::object();
  body.set("session_id", id_text(session.session_id))
      .set("user_id", id_text(user.user_id))
      .set("login", user.login)
      .set("name", user.name)
      .set("organ_id", user.organ_id ? Json(id_text(user.organ_id)) : Json())
      .set("roles", roles_json(user))
      .set("next", next_step(session, user))
      .set("csrf", session.csrf)
      .set("created_at", session.created_at.iso())
      .set("expires_at", session.expires_at.iso())
      .set("idle_seconds", settings.session_idle_ms / 1000)
      .set("stepped_up_until", is_stepped_up(call.office, session)
                                   ? Json((session.stepped_up_at + settings.step_up_ms).iso())
                                   : Json());
  return body;
}

Response signed_in(const Call& call, const SignedIn& result) {
  Response response = json_response(201, session_json(call, result.session, result.user));
  response.set("Set-Cookie", token_cookie(call.request, result.token));
  return response;
}

Response no_content() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace

Response post_session(Call& call) {
  BodyReader in(call.request);
  const std::string login = in.text("login", 1, 64);
  const std::string password = in.secret("password", kPasswordBytes);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto result = sign_in(call.office, login, password, caller_of(call.request));
  if (!result) return problem(result.refusal(), call);
  return signed_in(call, *result);
}

Response post_session_second_factor(Call& call) {
  BodyReader in(call.request);
  const std::string code = in.text("code", 6, 6);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto result = finish_sign_in(call.office, *call.session, *call.user, code,
                               caller_of(call.request));
  if (!result) return problem(result.refusal(), call);
  return signed_in(call, *result);
}

Response get_demonstration_people(Call& call) {
  const auto people = demonstration_people(call.office);
  if (!people) return problem(people.refusal(), call);
  const auto organs = call.office.organs.now();
  Json list = Json::array();
  for (const User& user : *people) {
    const Organ* organ = organs->find(user.organ_id);
    list.push(Json::object()
                  .set("login", user.login)
                  .set("name", user.name)
                  .set("organ", organ ? organ->short_name : "")
                  .set("roles", roles_json(user)));
  }
  return json_response(200, Json::object().set("people", std::move(list)));
}

Response post_demonstration_session(Call& call) {
  BodyReader in(call.request);
  const std::string login = in.text("login", 1, 64);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto result = enter_demonstration(call.office, login, caller_of(call.request));
  if (!result) return problem(result.refusal(), call);
  return signed_in(call, *result);
}

Response get_session(Call& call) {
  return json_response(200, session_json(call, *call.session, *call.user));
}

Response delete_session(Call& call) {
  sign_out(call.office, *call.session);
  Response response = no_content();
  response.set("Set-Cookie", ended_token_cookie(call.request));
  return response;
}

Response post_session_step_up(Call& call) {
  BodyReader in(call.request);
  const std::string code = in.text("code", 6, 6);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto session = step_up(call.office, *call.session, *call.user, code);
  if (!session) return problem(session.refusal(), call);
  return json_response(200, session_json(call, *session, *call.user));
}

Response get_sessions(Call& call) {
  Json list = Json::array();
  for (const Session& session :
       sessions_of(call.office.database, call.user->user_id, call.office.clock.now())) {
    list.push(Json::object()
                  .set("session_id", id_text(session.session_id))
                  .set("this", session.session_id == call.session->session_id)
                  .set("address", session.address)
                  .set("agent", session.agent)
                  .set("created_at", session.created_at.iso())
                  .set("seen_at", session.seen_at.iso())
                  .set("expires_at", session.expires_at.iso()));
  }
  return json_response(200, Json::object().set("sessions", std::move(list)));
}

Response delete_sessions_one(Call& call) {
  const auto id = parse_id(call.request.param("session_id"));
  auto ended = end_other_session(call.office, *call.user, id.value_or(0));
  if (!ended) return problem(ended.refusal(), call);
  return no_content();
}

Response post_password(Call& call) {
  BodyReader in(call.request);
  const std::string current = in.secret("current", kPasswordBytes);
  const std::string next = in.secret("new", kPasswordBytes);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto changed = change_password(call.office, *call.session, *call.user, current, next);
  if (!changed) return problem(changed.refusal(), call);
  return no_content();
}

Response post_second_factor(Call& call) {
  auto enrolment = begin_enrolment(call.office, *call.session, *call.user);
  if (!enrolment) return problem(enrolment.refusal(), call);
  return json_response(200, Json::object()
                                .set("secret", enrolment->secret)
                                .set("url", enrolment->url)
                                .set("enrolment", enrolment->enrolment));
}

Response post_second_factor_confirm(Call& call) {
  BodyReader in(call.request);
  const std::string enrolment = in.text("enrolment", 1, 1000);
  const std::string code = in.text("code", 6, 6);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto result = confirm_enrolment(call.office, *call.session, *call.user, enrolment, code,
                                  caller_of(call.request));
  if (!result) return problem(result.refusal(), call);
  return signed_in(call, *result);
}

}  // namespace xinfang
