#include "services/refusal_words.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <vector>

namespace xinfang {
namespace {

// A text with each code in it replaced by its name from the first section that has one.
std::string with_names(std::string_view text, const std::vector<std::string>& sections,
                       const Messages& messages, Language language) {
  for (const std::string& one : sections) {  // a code with brackets in it: the way "31(2)"
    const std::string whole = one + std::string(text);
    if (messages.has(language, whole)) return messages.say(language, whole);
  }
  const auto in_code = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; };
  std::string named;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    while (end < text.size() && in_code(text[end])) ++end;
    if (end == i) {
      named += text[i++];
      continue;
    }
    const std::string code(text.substr(i, end - i));
    const auto section = std::find_if(
        sections.begin(), sections.end(),
        [&](const std::string& one) { return messages.has(language, one + code); });
    named += section == sections.end() ? code : messages.say(language, *section + code);
    i = end;
  }
  return named;
}

// "petitioners[0].id_number" as people count: 信访人 1 · 身份号码.
std::string field_name(const std::string& path, const Messages& messages, Language language) {
  std::string counted;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '.') {
      counted += " · ";
    } else if (path[i] == '[') {
      counted += " " + std::to_string(std::atoi(path.c_str() + i + 1) + 1);
      i = std::min(path.find(']', i), path.size() - 1);
    } else {
      counted += path[i];
    }
  }
  return with_names(counted, {"field."}, messages, language);
}

// Codes among the facts are shown by their names: step "transfer" as 转送.
Messages::Facts named_facts(const Refusal& refusal, const Messages& messages, Language language) {
  static const std::map<std::string, std::vector<std::string>, std::less<>> sections = {
      {"step", {"step."}},     {"state", {"state."}},     {"clock", {"clock."}},
      {"kind", {"kind."}},     {"ground", {"ground."}},   {"role", {"role."}},
      {"roles", {"role."}},    {"who", {"role.", "relation."}}, {"expected", {"type."}},
      {"mode", {"mode."}},     {"way", {"way."}},         {"result", {"result."}},
      {"value", {"channel."}}, {"level", {"level."}}};
  Messages::Facts facts = refusal.facts;
  for (auto& [name, value] : facts) {
    const auto known = sections.find(name);
    if (known != sections.end()) value = with_names(value, known->second, messages, language);
  }
  facts.emplace_back("field", field_name(refusal.field, messages, language));
  return facts;
}

}  // namespace

std::string refusal_sentence(const Refusal& refusal, const Messages& messages, Language language) {
  return messages.say(language, "refusal." + refusal.code,
                      named_facts(refusal, messages, language));
}

}  // namespace xinfang
