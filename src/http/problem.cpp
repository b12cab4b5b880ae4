// Answers: JSON and problem documents (RFC 9457).
#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>

#include "http/api.hpp"
#include "http/language.hpp"

namespace xinfang {
namespace {

std::string_view kind_name(Refusal::Kind kind) {
  switch (kind) {
    case Refusal::Kind::invalid: return "invalid";
    case Refusal::Kind::unauthenticated: return "unauthenticated";
    case Refusal::Kind::forbidden: return "forbidden";
    case Refusal::Kind::not_found: return "not_found";
    case Refusal::Kind::conflict: return "conflict";
    case Refusal::Kind::too_large: return "too_large";
    case Refusal::Kind::too_many: return "too_many";
    case Refusal::Kind::busy: return "busy";
  }
  return "invalid";
}

std::string fact_of(const Refusal& refusal, std::string_view name) {
  for (const auto& [key, value] : refusal.facts)
    if (key == name) return value;
  return {};
}

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

int status_of(Refusal::Kind kind) {
  switch (kind) {
    case Refusal::Kind::invalid: return 422;
    case Refusal::Kind::unauthenticated: return 401;
    case Refusal::Kind::forbidden: return 403;
    case Refusal::Kind::not_found: return 404;
    case Refusal::Kind::conflict: return 409;
    case Refusal::Kind::too_large: return 413;
    case Refusal::Kind::too_many: return 429;
    case Refusal::Kind::busy: return 503;
  }
  return 422;
}

Response json_response(int status, const Json& body) {
  Response response;
  response.status = status;
  response.body = body.dump();
  return response;
}

Response problem(const Refusal& refusal, const Office& office, Language language) {
  // Two codes have a status of their own that no kind stands for.
  const int status = refusal.code == "content_type" ? 415
                     : refusal.code == "internal"   ? 500
                                                    : status_of(refusal.kind);
  const Messages::Facts facts = named_facts(refusal, office.messages, language);
  const std::string title = refusal.code == "internal" ? "internal"
                                                       : std::string(kind_name(refusal.kind));
  Json body = Json::object();
  body.set("type", "urn:xinfang:refusal:" + refusal.code)
      .set("title", office.messages.say(language, "problem." + title))
      .set("status", status)
      .set("code", refusal.code)
      .set("detail", office.messages.say(language, "refusal." + refusal.code, facts));
  if (!refusal.field.empty()) body.set("field", refusal.field);
  if (!refusal.basis.empty()) body.set("basis", refusal.basis);

  Response response = json_response(status, body);
  response.content_type = "application/problem+json";
  response.set("Content-Language", std::string(tag_of(language)));
  const std::string seconds = fact_of(refusal, "seconds");
  if (!seconds.empty()) response.set("Retry-After", seconds);
  else if (status == 503) response.set("Retry-After", "5");
  return response;
}

Response problem(const Refusal& refusal, const Call& call) {
  return problem(refusal, call.office, call.language);
}

}  // namespace xinfang
