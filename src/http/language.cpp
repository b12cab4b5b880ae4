#include "http/language.hpp"

#include <optional>

#include "base/json.hpp"

namespace xinfang {
namespace {

std::optional<Language> language_named(std::string_view tag) {
  const std::string_view primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary == "zh" || primary == "ZH") return Language::zh;
  if (primary == "en" || primary == "EN") return Language::en;
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// Weight of one item in thousandths; what cannot be read weighs nothing.
int weight_of(std::string_view parameters) {
  const auto at = parameters.find("q=");
  if (at == std::string_view::npos) return 1000;
  std::string_view number = trim(parameters.substr(at + 2));
  if (number.empty() || (number[0] != '0' && number[0] != '1')) return 0;
  int weight = (number[0] - '0') * 1000, place = 100;
  for (std::size_t i = 2; i < number.size() && i < 5 && number[i] >= '0' && number[i] <= '9'; ++i) {
    weight += (number[i] - '0') * place;
    place /= 10;
  }
  return weight > 1000 ? 0 : weight;
}

std::optional<Language> best_of(std::string_view accept) {
  std::optional<Language> best;
  int best_weight = 0;
  while (!accept.empty()) {
    const auto comma = accept.find(',');
    const std::string_view item = trim(accept.substr(0, comma));
    accept = comma == std::string_view::npos ? std::string_view() : accept.substr(comma + 1);
    const auto semicolon = item.find(';');
    const auto language = language_named(trim(item.substr(0, semicolon)));
    if (!language) continue;
    const int weight =
        semicolon == std::string_view::npos ? 1000 : weight_of(item.substr(semicolon + 1));
    if (weight > best_weight) {
      best = language;
      best_weight = weight;
    }
  }
  return best;
}

}  // namespace

Language language_of(const Request& request) {
  if (const auto asked = request.query_value("lang"))
    if (const auto language = language_named(*asked)) return *language;
  if (const auto language = language_named(request.cookie("xf_lang"))) return *language;
  return best_of(request.header("accept-language")).value_or(Language::zh);
}

std::string_view tag_of(Language language) { return language == Language::en ? "en" : "zh-CN"; }

std::string edge_problem(const Messages& messages, int status, std::string_view code) {
  const std::string key = "edge." + std::string(code);
  Json body = Json::object();
  body.set("type", "urn:xinfang:edge:" + std::string(code))
      .set("title", messages.say(Language::zh, "problem.edge"))
      .set("status", status)
      .set("code", code)
      .set("detail", messages.say(Language::zh, key) + " / " + messages.say(Language::en, key));
  return body.dump();
}

}  // namespace xinfang
