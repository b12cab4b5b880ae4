#include "tests/support/exchanges.hpp"

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <stdexcept>

#include "http/api.hpp"

namespace xinfang {

namespace {

std::string_view name_of(Access access) {
  switch (access) {
    case Access::everyone: return "everyone";
    case Access::petitioner: return "petitioner";
    case Access::half_signed_in: return "half_signed_in";
    case Access::signed_in: return "signed_in";
    case Access::staff: return "staff";
    case Access::stepped_up: return "staff";  // and step_up, below
    case Access::system_admin: return "system_admin";
    case Access::security_admin: return "security_admin";
    case Access::auditor: return "auditor";
  }
  throw std::logic_error("access without a name");
}

Json routes_json() {
  Json routes = Json::array();
  for (const ApiRoute& route : api_routes()) {
    routes.push(Json::object()
                    .set("method", route.method)
                    .set("pattern", route.pattern)
                    .set("access", name_of(route.access))
                    .set("step_up", route.step_up || route.access == Access::stepped_up)
                    .set("idempotent_key", route.idempotent_key)
                    .set("upload", route.upload));
  }
  return routes;
}

Json json_or_null(const std::string& text) {
  const auto json = Json::parse(text);
  return json.ok() ? *json : Json();
}

void write_line(const Json& line) {
  static std::mutex mutex;
  std::lock_guard guard(mutex);
  static std::ofstream file;
  if (!file.is_open()) {
    file.open(std::getenv("XINFANG_EXCHANGES"), std::ios::app);
    file << Json::object().set("routes", routes_json()).dump() << "\n";
  }
  file << line.dump() << "\n" << std::flush;
  if (!file) throw std::runtime_error("the exchange could not be written");
}

}  // namespace

void record_exchange(const std::string& pattern, const Request& request,
                     const Response& response) {
  const char* path = std::getenv("XINFANG_EXCHANGES");
  if (!path || !*path) return;
  Json query = Json::object(), headers = Json::array();
  for (const auto& [name, value] : request.query) query.set(name, value);
  for (const auto& [name, value] : request.headers) headers.push(name);
  const bool binary = response.content_type.find("json") == std::string::npos;
  const bool empty = response.body.empty() && response.topics.empty();
  const bool went_well = response.status >= 200 && response.status < 300;
  write_line(Json::object()
                 .set("method", request.method)
                 .set("route", pattern)
                 .set("path", request.path)
                 .set("query", std::move(query))
                 .set("headers", std::move(headers))
                 .set("request_type", request.upload_path.empty()
                                          ? std::string(request.header("content-type"))
                                          : "upload")
                 .set("request", went_well ? json_or_null(request.body) : Json())
                 .set("status", response.status)
                 .set("answer_type", empty ? "" : response.content_type)
                 .set("answer", binary ? Json() : json_or_null(response.body)));
}

}  // namespace xinfang
