// Who is calling, and whether the route lets him: the door in front of every handler.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "http/api.hpp"

namespace xinfang {

constexpr std::string_view kTokenCookie = "xf_session";
// A browser takes the prefix only over TLS, for this host and path "/": nobody can plant it.
constexpr std::string_view kSecureTokenCookie = "__Host-xf_session";

// Set-Cookie values: HttpOnly, SameSite=Strict, for the browser's session; Secure over TLS.
std::string token_cookie(const Request& request, const std::string& token);
std::string ended_token_cookie(const Request& request);

// Refuses requests that another site makes a browser send: Sec-Fetch-Site, Origin against Host and
// the public address. Programs that send neither header pass. Refusal: cross_site (forbidden).
Result<Done> check_same_site(const Request& request, const Office& office);

// Fills viewer, session and user of the call, or refuses: sign_in_needed, session half done
// (code_first, enrol_first, password_change_first), csrf_wrong, role_missing, step_up_needed,
// administrator_no_cases, not_administrator, and those of open_item().
Result<Done> admit(const ApiRoute& route, Call& call);

}  // namespace xinfang
