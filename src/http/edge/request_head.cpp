#include "http/edge/request_head.hpp"

#include <algorithm>
#include <array>

#include "http/edge/header_text.hpp"

namespace xinfang::edge {

namespace {

constexpr std::array<std::string_view, 7> kMethods = {"GET",   "HEAD",   "POST",   "PUT",
                                                      "PATCH", "DELETE", "OPTIONS"};
constexpr std::uint64_t kMostLength = std::uint64_t{1} << 53;

// What the fields say about the framing, collected before it is judged.
struct Fields {
  unsigned hosts = 0, lengths = 0, encodings = 0, expects = 0;
  std::string_view host, length, encoding, expect;
  bool close = false;
};

Head refused(int status, std::string_view code) {
  Head head;
  head.status = status;
  head.code = code;
  return head;
}

Head bad() { return refused(400, "bad_request"); }

bool good_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_' || c == ':' ||
           c == '[' || c == ']';
  });
}

// Some programs read "_" as "-": a name that would then frame the message is refused.
bool looks_like_framing(std::string_view name) {
  if (name.find('_') == std::string_view::npos) return false;
  std::string dashed(name);
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  return same_word(dashed, "content-length") || same_word(dashed, "transfer-encoding");
}

bool take_field(std::string_view line, Fields& fields) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = trim_blanks(line.substr(colon + 1));
  if (!is_token(name) || !is_field_value(value) || looks_like_framing(name)) return false;
  if (same_word(name, "host")) {
    ++fields.hosts;
    fields.host = value;
  } else if (same_word(name, "content-length")) {
    ++fields.lengths;
    fields.length = value;
  } else if (same_word(name, "transfer-encoding")) {
    ++fields.encodings;
    fields.encoding = value;
  } else if (same_word(name, "expect")) {
    ++fields.expects;
    fields.expect = value;
  } else if (same_word(name, "connection")) {
    fields.close = fields.close || list_has(value, "close");
  }
  return true;
}

std::optional<std::uint64_t> read_length(std::string_view text) {
  if (text.empty() || text.size() > 19) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  if (value > kMostLength) return std::nullopt;
  return value;
}

// The request line into `head`; its fault, if any, into status and code.
void read_request_line(std::string_view line, Head& head, bool& http11) {
  const auto first = line.find(' ');
  const auto last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return void(head = bad());
  head.method = line.substr(0, first);
  head.target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!is_token(head.method) || head.target.empty()) return void(head = bad());
  const bool shaped = version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
                      version[6] == '.' && is_digit(version[7]);
  if (!shaped) return void(head = bad());
  if (head.target.size() > kTargetLimit) return void(head = refused(414, "uri_too_long"));
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return void(head = refused(505, "version_not_supported"));
  }
  http11 = version == "HTTP/1.1";
}

void judge(const Fields& fields, bool http11, Head& head) {
  const bool host_missing = http11 ? fields.hosts != 1 : fields.hosts > 1;
  if (host_missing || (fields.hosts == 1 && !good_host(fields.host))) return void(head = bad());
  if (fields.lengths > 1 || fields.encodings > 1 || fields.expects > 1) return void(head = bad());
  if (fields.lengths == 1 && fields.encodings == 1) return void(head = bad());
  if (fields.encodings == 1) {
    if (!http11) return void(head = bad());
    if (!same_word(fields.encoding, "chunked")) return void(head = refused(501, "not_implemented"));
    head.chunked = true;
  }
  if (fields.lengths == 1) {
    head.length = read_length(fields.length);
    if (!head.length) return void(head = bad());
  }
  if (std::find(kMethods.begin(), kMethods.end(), head.method) == kMethods.end()) {
    return void(head = refused(501, "not_implemented"));
  }
  if (fields.expects == 1) {
    if (!http11 || !same_word(fields.expect, "100-continue")) {
      return void(head = refused(417, "expectation_failed"));
    }
    head.expects_continue = head.has_body();
  }
  head.keep_alive = http11 && !fields.close;
}

}  // namespace

HeadEnd find_head_end(std::string_view bytes, std::size_t& scanned) {
  HeadEnd end;
  if (!bytes.empty() && !is_letter(bytes.front()) && bytes.front() != '\r') {
    end.kind = HeadEnd::Kind::bad;
    return end;
  }
  for (std::size_t i = scanned; i < bytes.size(); ++i) {
    if (bytes[i] != '\n' && bytes[i] != '\0') continue;
    if (bytes[i] == '\0' || i == 0 || bytes[i - 1] != '\r') {
      end.kind = HeadEnd::Kind::bad;
      return end;
    }
    if (i >= 3 && bytes[i - 2] == '\n') {
      end.kind = HeadEnd::Kind::found;
      end.size = i + 1;
      return end;
    }
  }
  scanned = bytes.size();
  return end;
}

Head check_head(std::string_view bytes) {
  Head head;
  bool http11 = false;
  auto line_end = bytes.find("\r\n");
  read_request_line(bytes.substr(0, line_end), head, http11);
  if (head.status != 0) return head;
  Fields fields;
  std::size_t count = 0;
  for (bytes.remove_prefix(line_end + 2); !bytes.starts_with("\r\n");) {
    line_end = bytes.find("\r\n");
    if (line_end == std::string_view::npos) return bad();
    if (!take_field(bytes.substr(0, line_end), fields)) return bad();
    if (++count > kFieldLimit) return refused(431, "headers_too_large");
    bytes.remove_prefix(line_end + 2);
  }
  judge(fields, http11, head);
  return head;
}

}  // namespace xinfang::edge
