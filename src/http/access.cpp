#include "http/access.hpp"

#include <algorithm>

#include "services/query_code.hpp"
#include "services/role.hpp"
#include "services/sign_in_service.hpp"

namespace xinfang {
namespace {

bool changes_something(const Request& request) {
  return request.method != "GET" && request.method != "HEAD" && request.method != "OPTIONS";
}

bool csrf_token_right(const Request& request, const Session& session) {
  return same_secret(session.csrf, request.header("x-csrf-token"));
}

// "https://host:port" -> "host:port"; empty for "null" and other things.
std::string_view host_of(std::string_view origin) {
  const auto at = origin.find("://");
  if (at == std::string_view::npos) return {};
  origin.remove_prefix(at + 3);
  return origin.substr(0, origin.find('/'));
}

std::optional<LiveSession> session_of(const Call& call) {
  const std::string_view name = call.request.secure ? kSecureTokenCookie : kTokenCookie;
  return find_live_session(call.office, std::string(call.request.cookie(name)));
}

Refusal forbidden(const char* code) { return refuse(code, Refusal::Kind::forbidden); }

// A half session finishes first; a full one may still have a password set by somebody else.
Result<Done> check_finished(const Session& session, const User& user) {
  const std::string next = next_step(session, user);
  if (next == "code") return forbidden("code_first");
  if (next == "enrolment") return forbidden("enrol_first");
  if (next == "password") return forbidden("password_change_first");
  return Done{};
}

bool holds_one(const User& user, const std::vector<std::string_view>& roles) {
  return roles.empty() || std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
           return std::find(user.roles.begin(), user.roles.end(), role) != user.roles.end();
         });
}

Result<Done> check_rights(const ApiRoute& route, const Call& call) {
  const User& user = *call.user;
  if (route.access != Access::half_signed_in) {
    auto finished = check_finished(*call.session, user);
    if (!finished) return finished;
  }
  switch (route.access) {
    case Access::staff:
    case Access::stepped_up:
      if (is_administrator(user.roles)) return forbidden("administrator_no_cases");
      break;
    case Access::system_admin:
      if (!holds_one(user, {"SYS_ADMIN"})) return forbidden("not_administrator");
      break;
    case Access::security_admin:
      if (!holds_one(user, {"SEC_ADMIN"})) return forbidden("not_administrator");
      break;
    case Access::auditor:
      if (!holds_one(user, {"AUDITOR"})) return forbidden("not_administrator");
      break;
    default: break;
  }
  if (!holds_one(user, route.roles)) {
    std::string roles;
    for (std::string_view role : route.roles) {
      const std::string key = "role." + std::string(role);
      roles += (roles.empty() ? "" : ", ") + call.office.messages.say(call.language, key);
    }
    return forbidden("role_missing").with("roles", roles);
  }
  const bool fresh = route.step_up || route.access == Access::stepped_up;
  if (fresh && !is_stepped_up(call.office, *call.session)) return forbidden("step_up_needed");
  return Done{};
}

Result<Done> admit_petitioner(Call& call) {
  const std::string item_no = call.request.param("item_no");
  auto place = open_item(call.office, item_no, call.request.header("x-query-code"),
                         call.request.client_address);
  if (!place) return place.refusal();
  call.viewer.kind = Viewer::Kind::petitioner;
  call.viewer.matter_id = place->matter_id;
  call.viewer.item_no = item_no;
  return Done{};
}

}  // namespace

std::string token_cookie(const Request& request, const std::string& token) {
  const std::string name(request.secure ? kSecureTokenCookie : kTokenCookie);
  return name + "=" + token + "; Path=/; HttpOnly; SameSite=Strict" +
         (request.secure ? "; Secure" : "");
}

std::string ended_token_cookie(const Request& request) {
  return token_cookie(request, "") + "; Max-Age=0";
}

Result<Done> check_same_site(const Request& request, const Office& office) {
  if (!changes_something(request)) return Done{};
  const std::string_view site = request.header("sec-fetch-site");
  if (!site.empty() && site != "same-origin" && site != "none") return forbidden("cross_site");
  const std::string_view origin = request.header("origin");
  if (origin.empty()) return Done{};
  const std::string_view host = host_of(origin);
  if (!host.empty() &&
      (host == request.header("host") || host == host_of(office.settings.public_url)))
    return Done{};
  return forbidden("cross_site");
}

Result<Done> admit(const ApiRoute& route, Call& call) {
  auto same_site = check_same_site(call.request, call.office);
  if (!same_site) return same_site;
  if (route.access == Access::petitioner) return admit_petitioner(call);

  auto live = session_of(call);
  const bool changes = changes_something(call.request);
  if (route.access == Access::everyone) {
    // A cookie without its token carries no authority: the caller stays nobody.
    if (!live || !is_full(live->session)) return Done{};
    if (changes && !csrf_token_right(call.request, live->session)) return Done{};
    if (!check_finished(live->session, live->user)) return Done{};
  } else if (!live) {
    return refuse("sign_in_needed", Refusal::Kind::unauthenticated);
  } else if (changes && !csrf_token_right(call.request, live->session)) {
    return forbidden("csrf_wrong");
  }
  call.viewer = viewer_of(call.office, live->session, live->user);
  call.session = std::move(live->session);
  call.user = std::move(live->user);
  return route.access == Access::everyone ? Result<Done>(Done{}) : check_rights(route, call);
}

}  // namespace xinfang
