// The text of answers: status line, the edge's own header fields, problem documents.
//
// I/O thread only (the Date text is kept for its second).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/edge/edge.hpp"

namespace xinfang::edge {

struct AnswerFrame {
  std::optional<std::uint64_t> length;  // absent: the body ends with the connection
  bool close = false;
};

class Answers {
 public:
  explicit Answers(const EdgeOptions& options);

  // Status line and header fields with the empty line. Date, Content-Length and Connection are the
  // edge's; default headers stand back where the response has the same name.
  std::string head(const Response& response, AnswerFrame frame);

  Response problem(int status, std::string_view code) const;

 private:
  const std::string& date();

  const EdgeOptions& options_;
  std::string date_;
  std::int64_t date_second_ = -1;
};

std::string_view refusal_code(int status);  // of the edge's own refusals, see EdgeOptions::problem

// Whether names and values can be sent as they are: no line breaks, no control characters.
bool can_be_sent(const Response& response);

std::string http_date(std::int64_t unix_seconds);  // Sun, 06 Nov 1994 08:49:37 GMT

}  // namespace xinfang::edge
