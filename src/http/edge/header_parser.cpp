#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include "http/edge/edge_core.ipp"
#include "http/edge/header_text.hpp"
#include "http/edge/request_head.hpp"

namespace xinfang::edge {

namespace http = boost::beast::http;

bool parse_fields(std::string_view bytes, const Head& head, Request& request) {
  http::request_parser<http::empty_body> parser;
  parser.body_limit(boost::none);  // judged by the route, not here
  parser.header_limit(static_cast<std::uint32_t>(bytes.size() + 1));
  boost::system::error_code error;
  const std::size_t used = parser.put(asio::buffer(bytes.data(), bytes.size()), error);
  // A body to come is no fault of the head.
  if (error && error != http::error::need_more) return false;
  if (!parser.is_header_done() || used != bytes.size()) return false;
  if (parser.chunked() != head.chunked) return false;
  const auto length = parser.content_length();
  if (head.length ? !length || *length != *head.length : length.has_value()) return false;
  const auto& message = parser.get();
  if (message.method_string() != head.method || message.target() != head.target) return false;
  for (const auto& field : message) {
    request.headers.emplace_back(lower(field.name_string()),
                                 std::string(trim_blanks(field.value())));
  }
  return true;
}

}  // namespace xinfang::edge
