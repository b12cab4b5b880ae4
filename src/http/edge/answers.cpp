#include "http/edge/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "base/date.hpp"
#include "http/edge/header_text.hpp"

namespace xinfang::edge {

namespace {

constexpr std::array<std::pair<int, std::string_view>, 38> kReasons = {{
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {416, "Range Not Satisfiable"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {423, "Locked"},
    {428, "Precondition Required"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
}};

std::string_view reason(int status) {
  for (const auto& [known, text] : kReasons) {
    if (known == status) return text;
  }
  return "Unknown";
}

// Fields that frame the message belong to the edge alone.
bool is_framing(std::string_view name) {
  return same_word(name, "content-length") || same_word(name, "transfer-encoding") ||
         same_word(name, "connection") || same_word(name, "date") || same_word(name, "trailer");
}

bool has(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return same_word(header.first, name); });
}

void add(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string_view refusal_code(int status) {
  switch (status) {
    case 400:
      return "bad_request";
    case 404:
      return "not_found";
    case 405:
      return "method_not_allowed";
    case 408:
      return "request_timeout";
    case 413:
      return "payload_too_large";
    case 414:
      return "uri_too_long";
    case 416:
      return "range_not_satisfiable";
    case 417:
      return "expectation_failed";
    case 431:
      return "headers_too_large";
    case 501:
      return "not_implemented";
    case 503:  // whoever is overloaded says so with its own code
      return "storage_away";
    case 505:
      return "version_not_supported";
    default:
      return "internal";
  }
}

std::string http_date(std::int64_t unix_seconds) {
  constexpr std::array<const char*, 7> kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<const char*, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto seconds = static_cast<std::time_t>(unix_seconds);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[parts.tm_wday],
                     parts.tm_mday, kMonths[parts.tm_mon], parts.tm_year + 1900, parts.tm_hour,
                     parts.tm_min, parts.tm_sec);
}

bool can_be_sent(const Response& response) {
  if (!is_field_value(response.content_type)) return false;
  if (response.status < 200 || response.status > 599) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return is_token(header.first) && is_field_value(header.second);
  });
}

Answers::Answers(const EdgeOptions& options) : options_(options) {}

const std::string& Answers::date() {
  const std::int64_t second = options_.clock->now().ms / 1000;
  if (second != date_second_) {
    date_second_ = second;
    date_ = http_date(second);
  }
  return date_;
}

std::string Answers::head(const Response& response, AnswerFrame frame) {
  std::string out;
  out.reserve(512);
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", response.status,
                 reason(response.status));
  add(out, "Date", date());
  for (const auto& [name, value] : response.headers) {
    if (!is_framing(name)) add(out, name, value);
  }
  for (const auto& [name, value] : options_.default_headers) {
    if (!has(response, name)) add(out, name, value);
  }
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless && !response.content_type.empty() && !has(response, "Content-Type")) {
    add(out, "Content-Type", response.content_type);
  }
  if (!bodiless && frame.length) add(out, "Content-Length", std::to_string(*frame.length));
  if (frame.close) add(out, "Connection", "close");
  out += "\r\n";
  return out;
}

Response Answers::problem(int status, std::string_view code) const {
  Response response;
  response.status = status;
  response.content_type = "application/problem+json";
  if (options_.problem) {
    response.body = options_.problem(status, code);
  } else {
    response.body = fmt::format(R"({{"type":"about:blank","title":"{}","status":{},"code":"{}"}})",
                                reason(status), status, code);
  }
  if (status == 503) response.set("Retry-After", "2");
  return response;
}

}  // namespace xinfang::edge
