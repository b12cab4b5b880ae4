#include "base/pinyin.hpp"

#include <algorithm>
#include <cctype>

#include "base/text.hpp"

namespace xinfang {
namespace {

constexpr char32_t kFirst = 0x3400;
constexpr std::string_view kLetters =
#include "base/pinyin.inc"
    ;
constexpr char kUnknown = '.';

std::size_t length_of(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

char letter_of(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) {
    return std::isalnum(byte(0)) ? static_cast<char>(std::tolower(byte(0))) : kUnknown;
  }
  if (character.size() != 3) return kUnknown;
  const char32_t c = (byte(0) & 0x0Fu) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  return c >= kFirst && c - kFirst < kLetters.size() ? kLetters[c - kFirst] : kUnknown;
}

// The longest word of the readings that the text begins with.
Readings::const_iterator word_at(const Readings& readings, std::string_view text,
                                 std::string_view first) {
  auto longest = readings.end();
  for (auto at = readings.lower_bound(first);
       at != readings.end() && at->first.starts_with(first); ++at) {
    if (!text.starts_with(at->first)) continue;
    if (longest == readings.end() || at->first.size() > longest->first.size()) longest = at;
  }
  return longest;
}

}  // namespace

Result<Readings> parse_readings(std::string_view csv) {
  Readings readings;
  const auto wrong = [](int line, const char* detail) {
    return refuse("readings_invalid").with("line", std::to_string(line)).with("detail", detail);
  };
  bool header_seen = false;
  for (int number = 1; !csv.empty(); ++number) {
    const std::string_view line = csv.substr(0, csv.find('\n'));
    csv.remove_prefix(std::min(csv.size(), line.size() + 1));
    if (line.empty() || line[0] == '#') continue;
    if (!header_seen) {
      if (line != "text,initials") return wrong(number, "the header must be text,initials");
      header_seen = true;
      continue;
    }
    const auto comma = std::min(line.find(','), line.size());
    const std::string text(line.substr(0, comma));
    const std::string initials(line.substr(std::min(line.size(), comma + 1)));
    const bool letters = !initials.empty() && std::all_of(initials.begin(), initials.end(),
                                                          [](char c) { return c >= 'a' && c <= 'z'; });
    if (!letters || !is_utf8(text) || characters(text) != initials.size()) {
      return wrong(number, "a word and one small letter for each of its characters are needed");
    }
    if (!readings.emplace(text, initials).second) return wrong(number, "the word stands twice");
  }
  return readings;
}

std::string pinyin_initials(std::string_view text, const Readings& readings) {
  std::string initials;
  while (!text.empty()) {
    const std::string_view first = text.substr(0, length_of(text[0]));
    const auto word = word_at(readings, text, first);
    if (word != readings.end()) {
      initials += word->second;
      text.remove_prefix(word->first.size());
      continue;
    }
    const char letter = letter_of(first);
    if (letter != kUnknown) initials += letter;
    text.remove_prefix(first.size());
  }
  return initials;
}

}  // namespace xinfang
