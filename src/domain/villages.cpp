#include "domain/villages.hpp"

#include <algorithm>

namespace xinfang {
namespace {

constexpr std::size_t kTownship = 9, kOwnDigits = 3;

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == text.npos;
}

std::string_view next_field(std::string_view& rest) {
  const auto comma = std::min(rest.find(','), rest.size());
  const auto field = rest.substr(0, comma);
  rest.remove_prefix(std::min(rest.size(), comma + 1));
  return field;
}

// What is wrong with a township's line; null when nothing is.
const char* fault(std::string_view line, std::string_view before) {
  const auto township = next_field(line);
  if (township.size() != kTownship || !all_digits(township)) return "a township has 9 digits";
  if (township <= before) return "townships stand by code, each once";
  std::string_view last;
  while (!line.empty()) {
    const auto village = next_field(line);
    const auto digits = village.substr(0, kOwnDigits);
    if (village.size() <= kOwnDigits || !all_digits(digits)) {
      return "a village is three digits and a name";
    }
    if (digits <= last) return "villages stand by code, each once";
    last = digits;
  }
  return nullptr;
}

}  // namespace

Result<Villages> Villages::parse(std::string text) {
  Villages villages;
  villages.text_ = std::move(text);
  std::string_view rest = villages.text_, before;
  const auto wrong = [](int line, const char* detail) {
    return refuse("villages_invalid").with("line", std::to_string(line)).with("detail", detail);
  };
  bool header_seen = false;
  for (int number = 1; !rest.empty(); ++number) {
    const auto begin = villages.text_.size() - rest.size();
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (line.empty() || line[0] == '#') continue;
    if (!header_seen) {
      if (line != "township,villages") return wrong(number, "the header must be township,villages");
      header_seen = true;
      continue;
    }
    if (const char* detail = fault(line, before)) return wrong(number, detail);
    before = line.substr(0, kTownship);
    villages.lines_.push_back(static_cast<std::uint32_t>(begin));
  }
  return villages;
}

std::string_view Villages::line_of(std::string_view township) const {
  const auto code_at = [&](std::uint32_t begin) {
    return std::string_view(text_).substr(begin, kTownship);
  };
  const auto found =
      std::lower_bound(lines_.begin(), lines_.end(), township,
                       [&](std::uint32_t begin, std::string_view code) {
                         return code_at(begin) < code;
                       });
  if (found == lines_.end() || code_at(*found) != township) return {};
  auto line = std::string_view(text_).substr(*found);
  line = line.substr(0, line.find('\n'));
  next_field(line);
  return line;
}

std::vector<std::pair<std::string, std::string>> Villages::of(std::string_view township) const {
  std::vector<std::pair<std::string, std::string>> list;
  for (auto line = line_of(township); !line.empty();) {
    const auto village = next_field(line);
    list.emplace_back(std::string(township) + std::string(village.substr(0, kOwnDigits)),
                      village.substr(kOwnDigits));
  }
  return list;
}

std::string Villages::name(std::string_view code) const {
  if (code.size() != kTownship + kOwnDigits) return {};
  for (auto line = line_of(code.substr(0, kTownship)); !line.empty();) {
    const auto village = next_field(line);
    if (village.substr(0, kOwnDigits) == code.substr(kTownship)) {
      return std::string(village.substr(kOwnDigits));
    }
  }
  return {};
}

}  // namespace xinfang
