#include "http/api.hpp"

#include <exception>
#include <optional>

#include "base/files.hpp"
#include "base/log.hpp"
#include "http/access.hpp"
#include "http/language.hpp"
#include "http/repeat.hpp"
#include "http/security_headers.hpp"

namespace xinfang {
namespace {

Result<Done> check_content_type(const ApiRoute& route, const Request& request) {
  if (route.upload || request.body.empty()) return Done{};
  const std::string_view type = request.header("content-type");
  const std::string_view media = type.substr(0, type.find_first_of("; "));
  if (media == "application/json") return Done{};
  return refuse("content_type");
}

// The answer of the first such request, if there was one.
Result<std::optional<Response>> repeated(const ApiRoute& route, Call& call) {
  auto kept = replay(call);
  if (!kept || !*kept || !route.again) return kept;
  call.kept_answer = std::move((*kept)->body);
  Response response = route.again(call);
  response.set("Idempotent-Replay", "true");
  return std::optional(std::move(response));
}

Response run(const ApiRoute& route, Call& call) {
  auto admitted = admit(route, call);
  if (!admitted) return problem(admitted.refusal(), call);
  auto typed = check_content_type(route, call.request);
  if (!typed) return problem(typed.refusal(), call);
  if (!route.idempotent_key) return route.handler(call);

  auto key = read_answer_key(call);
  if (!key) return problem(key.refusal(), call);
  call.answer_key = std::move(*key);
  if (!call.answer_key) return route.handler(call);
  KeyInUse in_use(call.answer_key);
  if (!in_use.mine()) return problem(refuse("idempotency_running", Refusal::Kind::conflict), call);
  auto first = repeated(route, call);
  if (!first) return problem(first.refusal(), call);
  if (*first) return std::move(**first);
  Response response = route.handler(call);
  if (response.status >= 400 && response.status < 500) {
    // It may have been first on another server while this one worked on it.
    first = repeated(route, call);
    if (first && *first) return std::move(**first);
  }
  if (!route.again) keep_after(call, response);
  return response;
}

// What must not happen: the caller gets a number that stands in the log, nothing else.
Response failed(const ApiRoute& route, Call& call, const char* what) {
  const std::string reference = id_text(call.office.ids.next());
  log_line(Level::error, "request_failed",
           {{"reference", reference},
            {"method", std::string(route.method)},
            {"route", std::string(route.pattern)},
            {"what", what}});
  return problem(refuse("internal").with("reference", reference), call);
}

Response run_safely(const ApiRoute& route, Call& call) {
  try {
    return run(route, call);
  } catch (const DatabaseUnavailable& error) {
    log_line(Level::warning, "database_away",
             {{"route", std::string(route.pattern)}, {"what", error.what()}});
    return problem(refuse("database_away", Refusal::Kind::busy).with("seconds", "5"), call);
  } catch (const StorageUnavailable& error) {
    log_line(Level::warning, "storage_away",
             {{"route", std::string(route.pattern)}, {"what", error.what()}});
    return problem(refuse("storage_away", Refusal::Kind::busy).with("seconds", "5"), call);
  } catch (const std::exception& error) {
    return failed(route, call, error.what());
  } catch (...) {
    return failed(route, call, "not an exception of the program");
  }
}

void add_headers(Response& response) {
  const auto has = [&](const std::string& name) {
    for (const auto& [key, value] : response.headers)
      if (key == name) return true;
    return false;
  };
  if (!has("Cache-Control")) response.set("Cache-Control", "no-store");
  for (const auto& [name, value] : security_headers())
    if (!has(name)) response.set(name, value);
}

}  // namespace

EdgeRoute wrap_route(Office& office, const ApiRoute& route) {
  EdgeRoute wrapped;
  wrapped.method = std::string(route.method);
  wrapped.pattern = std::string(route.pattern);
  wrapped.body_limit = route.body_limit;
  wrapped.upload = route.upload;
  wrapped.handler = [&office, route](const Request& request) {
    Call call{request, office, {}, language_of(request), {}, {}, {}, false, {}};
    Response response = run_safely(route, call);
    add_headers(response);
    return response;
  };
  return wrapped;
}

std::vector<EdgeRoute> edge_routes(Office& office) {
  std::vector<EdgeRoute> routes;
  for (const ApiRoute& route : api_routes()) routes.push_back(wrap_route(office, route));
  return routes;
}

}  // namespace xinfang
