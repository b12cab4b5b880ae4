// What a handler sees of HTTP: a complete request in, a complete response out.
//
// A handler is an ordinary blocking function on a bounded worker; slow clients never hold one.
// No Boost here.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xinfang {

struct Request {
  std::string method;  // GET, POST, ...; HEAD arrives as GET, its body is cut by the edge
  std::string path;    // decoded, always starting with "/"
  std::vector<std::pair<std::string, std::string>> query;    // decoded, in order
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::map<std::string, std::string> path_params;            // {name} of the route's pattern
  std::string body;            // complete; empty when the route takes an upload
  std::string upload_path;     // a private temporary file holding the body of an upload
  std::uint64_t upload_size = 0;
  std::string client_address;  // of the peer, or the last untrusted hop named by a trusted proxy
  bool secure = false;         // TLS here or said so by a trusted proxy

  // Empty when absent. `name` in lower case.
  std::string_view header(std::string_view name) const;
  std::string_view cookie(std::string_view name) const;
  std::optional<std::string> query_value(std::string_view name) const;
  std::string param(std::string_view name) const;  // of path_params
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // A file sent instead of `body`, with ETag, ranges and conditional requests handled by the edge.
  std::string file_path;
  // Not empty: the connection becomes a server-sent event stream of these topics.
  std::vector<std::string> topics;

  Response& set(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

using RequestHandler = std::function<Response(const Request&)>;

// One line of the server's route list as the edge needs it. `pattern` has {name} segments.
struct EdgeRoute {
  std::string method;
  std::string pattern;
  std::size_t body_limit = 256 * 1024;  // bytes; longer bodies get 413 before they are read
  bool upload = false;                  // stream the body to a file (body_limit still holds)
  RequestHandler handler;
};

}  // namespace xinfang
