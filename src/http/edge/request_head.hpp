// A strict reading of a request's head, before any parser sees it.
//
// Parsers forgive: bare line feeds, folded lines, two lengths. Whatever two programs may read
// differently is refused here with a status, and the connection is closed, so that no byte after it
// is ever taken for a request. What passes is framed by exactly one rule: no body, one
// Content-Length, or exactly "chunked".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace xinfang::edge {

// Limits inside the head; its whole size is EdgeOptions::header_limit.
inline constexpr std::size_t kTargetLimit = 8 * 1024;
inline constexpr std::size_t kFieldLimit = 100;

struct HeadEnd {
  enum class Kind { more, bad, found } kind = Kind::more;
  std::size_t size = 0;  // with the empty line, when found
};

// Looks for the empty line; `scanned` remembers where to go on when more bytes have come. Bad as
// soon as a NUL or a line feed without carriage return is seen, or a first byte no method has.
HeadEnd find_head_end(std::string_view bytes, std::size_t& scanned);

struct Head {
  // 0: good. Otherwise the refusal: 400, 414, 417, 431, 501 or 505 and its code.
  int status = 0;
  std::string_view code;

  std::string_view method, target;
  bool keep_alive = false;
  bool chunked = false;
  bool expects_continue = false;
  std::optional<std::uint64_t> length;  // of Content-Length

  bool has_body() const { return chunked || length.value_or(0) > 0; }
};

// Needs a head as found by find_head_end; the views point into it.
Head check_head(std::string_view head);

}  // namespace xinfang::edge
