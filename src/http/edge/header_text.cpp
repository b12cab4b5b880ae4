#include "http/edge/header_text.hpp"

#include <algorithm>

namespace xinfang::edge {

namespace {

char lower_letter(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// "gzip;q=0", "gzip; q=0.000": a weight of zero forbids.
bool forbidden(std::string_view parameters) {
  const auto q = parameters.find("q=");
  if (q == std::string_view::npos) return false;
  const std::string_view weight = trim_blanks(parameters.substr(q + 2));
  return weight.starts_with('0') && weight.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool is_token(std::string_view text) {
  constexpr std::string_view kOther = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_letter(c) || is_digit(c) || kOther.find(c) != std::string_view::npos;
  });
}

bool is_field_value(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || c == '\t';
  });
}

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_letter(x) == lower_letter(y); });
}

std::string lower(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower_letter);
  return out;
}

std::string_view trim_blanks(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> list_items(std::string_view list) {
  std::vector<std::string_view> items;
  while (!list.empty()) {
    const auto end = list.find(',');
    const std::string_view item = trim_blanks(list.substr(0, end));
    if (!item.empty()) items.push_back(item);
    list = end == std::string_view::npos ? std::string_view{} : list.substr(end + 1);
  }
  return items;
}

bool list_has(std::string_view list, std::string_view word) {
  const auto items = list_items(list);
  return std::any_of(items.begin(), items.end(),
                     [&](std::string_view item) { return same_word(item, word); });
}

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  bool any = false;
  for (const std::string_view item : list_items(accept_encoding)) {
    const auto semicolon = item.find(';');
    const std::string_view name = trim_blanks(item.substr(0, semicolon));
    const std::string_view rest =
        semicolon == std::string_view::npos ? std::string_view{} : item.substr(semicolon + 1);
    if (same_word(name, coding)) return !forbidden(rest);
    if (name == "*") any = !forbidden(rest);
  }
  return any;
}

}  // namespace xinfang::edge
