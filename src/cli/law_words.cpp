#include "cli/law_words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace xinfang {
namespace {

std::string value_text(const Json& value) {
  return value.is_int() ? std::to_string(value.as_int()) : value.as_string();
}

}  // namespace

std::vector<std::string> derivation_sentences(const Messages& messages, Language language,
                                              const Json& derivation) {
  std::vector<std::string> sentences;
  const auto& steps = derivation.as_array();
  const bool in_hours = std::any_of(steps.begin(), steps.end(), [](const Json& step) {
    return step["unit"].as_string() == name_of(Unit::hours);
  });
  for (const auto& step : steps) {
    Messages::Facts facts;
    for (const auto& [name, value] : step.as_object()) facts.emplace_back(name, value_text(value));
    std::string key = step["why"].as_string();
    if (key == "rest_day" && step["name"].as_string().empty()) key = "weekend";
    if (key == "start" && in_hours) key = "start_hours";
    if (key == "moved") key += "_" + step["reason"].as_string();
    if (key == "length") {
      facts.emplace_back("unit_name",
                         messages.say(language, "law.unit." + step["unit"].as_string()));
    }
    sentences.push_back(messages.say(language, "law.explain." + key, facts));
  }
  return sentences;
}

std::vector<std::string> clock_sentences(const Messages& messages, Language language,
                                         const ClockRule& clock) {
  std::vector<std::string> sentences = {messages.say(
      language, "law.explain.clock",
      {{"clock", clock.id},
       {"name", messages.say(language, "clock." + clock.id)},
       {"nature", messages.say(language, "law.nature." + std::string(name_of(clock.nature)))},
       {"basis", clock.basis}})};
  if (clock.internal) sentences.push_back(messages.say(language, "law.explain.internal"));
  return sentences;
}

std::string china_time(Instant at) {
  const Date on = china_date(at);
  const std::int64_t seconds = (at - china_midnight(on)) / 1000;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "T%02d:%02d:%02d+08:00", static_cast<int>(seconds / 3600),
                static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  return on.iso() + text.data();
}

}  // namespace xinfang
