// The server's routes: one list, each line with who may call it; closed by default.
//
// A handler turns JSON into a struct (BodyReader, with the limits of each field), calls a service or
// a store, and turns the result into JSON or a problem document (RFC 9457). Sign-in, CSRF,
// idempotency keys and language are settled before it runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "http/edge/message.hpp"
#include "services/answer_key.hpp"
#include "services/office.hpp"
#include "store/organ_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

// Who may call a route. There is no default: a line without it does not compile.
enum class Access {
  everyone,        // public pages, filing, sign-in
  petitioner,      // item number in the path {item_no} and its query code in X-Query-Code
  half_signed_in,  // password shown; to finish the sign-in. Also those signed in
  signed_in,       // second factor done, administrators included; nothing about matters
  staff,           // signed in, second factor done, and none of the three administrators
  stepped_up,      // staff who showed the second factor within the last minutes
  system_admin, security_admin, auditor
};

struct Call {
  const Request& request;
  Office& office;
  Viewer viewer;
  Language language = Language::zh;
  std::optional<Session> session;  // on routes for everyone only with its CSRF token or by GET
  std::optional<User> user;        // whose session it is
  // Set when the request carries an Idempotency-Key on a route that takes one. A handler whose
  // change set keeps the answer (keep_with) says so; otherwise a 2xx answer is kept after it.
  std::optional<AnswerKey> answer_key;
  bool answer_kept = false;
  std::string kept_answer;  // for ApiRoute::again: what was kept with the deed
};

using ApiHandler = Response (*)(Call& call);

struct ApiRoute {
  std::string_view method, pattern;
  Access access;
  ApiHandler handler;
  std::size_t body_limit = 256 * 1024;
  bool upload = false;
  bool idempotent_key = false;  // POST that takes Idempotency-Key
  // Answers a request repeated with its key anew. For answers with personal data or a query code,
  // which are not kept as they were: the handler's change set keeps a stand-in (answer_key).
  ApiHandler again = nullptr;
  std::vector<std::string_view> roles = {};  // staff: one of these; empty: any
  bool step_up = false;  // needs the second factor of the last minutes, whatever the access
};

// Every route of the program.
const std::vector<ApiRoute>& api_routes();
// For the edge: each line wrapped with language, sign-in, access, CSRF, idempotency keys, headers and
// problem documents. Nothing a handler throws gets out. `office` outlives the routes.
std::vector<EdgeRoute> edge_routes(Office& office);
EdgeRoute wrap_route(Office& office, const ApiRoute& route);

Response json_response(int status, const Json& body);
// application/problem+json: type, title, status, code, detail (sentence in the caller's language),
// field and basis where there are any. A fact "seconds" becomes Retry-After.
Response problem(const Refusal& refusal, const Office& office, Language language);
Response problem(const Refusal& refusal, const Call& call);
int status_of(Refusal::Kind kind);

}  // namespace xinfang
