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
#include "services/office.hpp"
#include "store/organ_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

// Who may call a route. There is no default: a line without it does not compile.
enum class Access {
  everyone,        // public pages, filing, sign-in
  petitioner,      // item number in the path and its query code in the header X-Query-Code
  staff,           // signed in, second factor done
  stepped_up,      // staff who showed the second factor within the last minutes
  system_admin, security_admin, auditor
};

struct Call {
  const Request& request;
  Office& office;
  Viewer viewer;
  Language language = Language::zh;
  std::optional<Session> session;
};

using ApiHandler = Response (*)(Call& call);

struct ApiRoute {
  std::string_view method, pattern;
  Access access;
  ApiHandler handler;
  std::size_t body_limit = 256 * 1024;
  bool upload = false;
  bool idempotent_key = false;  // POST that takes Idempotency-Key
};

// Every route of the program.
const std::vector<ApiRoute>& api_routes();
// For the edge: each line wrapped with sign-in, access, CSRF, idempotency, problem documents.
std::vector<EdgeRoute> edge_routes(Office& office);

Response json_response(int status, const Json& body);
// application/problem+json: type, title, status, code, detail (sentence in the caller's language),
// field and basis where there are any.
Response problem(const Refusal& refusal, const Office& office, Language language);
int status_of(Refusal::Kind kind);

}  // namespace xinfang
