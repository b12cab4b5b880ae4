// Answers: JSON and problem documents (RFC 9457).
#include "http/api.hpp"
#include "http/language.hpp"
#include "services/refusal_words.hpp"

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
  const std::string title = refusal.code == "internal" ? "internal"
                                                       : std::string(kind_name(refusal.kind));
  Json body = Json::object();
  body.set("type", "urn:xinfang:refusal:" + refusal.code)
      .set("title", office.messages.say(language, "problem." + title))
      .set("status", status)
      .set("code", refusal.code)
      .set("detail", refusal_sentence(refusal, office.messages, language));
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
