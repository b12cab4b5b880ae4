#include "http/edge/request_target.hpp"

#include "base/text.hpp"

namespace xinfang::edge {

namespace {

constexpr std::size_t kMostQueryPairs = 200;  // no page of ours sends more than forty

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7f; }

std::optional<std::string> decode(std::string_view raw, bool plus_is_blank) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] == '%') {
      if (i + 2 >= raw.size()) return std::nullopt;
      const int high = hex_value(raw[i + 1]), low = hex_value(raw[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      out.push_back(plus_is_blank && raw[i] == '+' ? ' ' : raw[i]);
    }
  }
  if (!is_utf8(out)) return std::nullopt;
  return out;
}

bool good_segment(std::string_view segment) {
  if (segment == "." || segment == "..") return false;
  for (const char c : segment) {
    if (is_control(static_cast<unsigned char>(c)) || c == '/' || c == '\\') return false;
  }
  return true;
}

// Line breaks and tabs may stand in a searched text; other control characters may not.
bool good_query_text(std::string_view text) {
  for (const char c : text) {
    if (is_control(static_cast<unsigned char>(c)) && c != '\n' && c != '\r' && c != '\t')
      return false;
  }
  return true;
}

bool read_path(std::string_view raw, std::string& path) {
  while (!raw.empty()) {  // each round takes "/" and one segment
    raw.remove_prefix(1);
    const auto end = raw.find('/');
    const auto segment = decode(raw.substr(0, end), false);
    if (!segment || !good_segment(*segment)) return false;
    path.push_back('/');
    path += *segment;
    raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end);
  }
  return true;
}

bool read_query(std::string_view raw, Target& target) {
  while (!raw.empty()) {
    const auto end = raw.find('&');
    const std::string_view pair = raw.substr(0, end);
    raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end + 1);
    if (pair.empty()) continue;
    const auto equals = pair.find('=');
    auto name = decode(pair.substr(0, equals), true);
    auto value = equals == std::string_view::npos ? std::optional<std::string>(std::string())
                                                  : decode(pair.substr(equals + 1), true);
    if (!name || !value || !good_query_text(*name) || !good_query_text(*value)) return false;
    if (target.query.size() == kMostQueryPairs) return false;
    target.query.emplace_back(std::move(*name), std::move(*value));
  }
  return true;
}

}  // namespace

std::optional<Target> parse_target(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') return std::nullopt;
  for (const char c : raw) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7f || c == '#') return std::nullopt;
  }
  Target target;
  const auto question = raw.find('?');
  if (!read_path(raw.substr(0, question), target.path)) return std::nullopt;
  if (question != std::string_view::npos && !read_query(raw.substr(question + 1), target)) {
    return std::nullopt;
  }
  return target;
}

}  // namespace xinfang::edge
