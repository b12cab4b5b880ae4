#include "domain/standing.hpp"

#include <map>

namespace xinfang {

std::string standing_of(const Rulebook& rulebook, const Matter& matter) {
  static const std::map<std::string, std::string, std::less<>> kByState = {
      {"CLOSED_OPEN_TERM", "term"},   {"REVIEW_OPEN_TERM", "term"},
      {"IN_REVIEW", "term"},          {"IN_RE_REVIEW", "term"},
      {"LAPSED", "lapsed"},           {"SETTLED", "settled"},
      {"CONCLUDED", "concluded"},     {"IN_STATUTORY_ROUTE", "route"},
      {"IN_DISCIPLINE", "route"},     {"IN_LITIGATION_SYSTEM", "route"},
      {"ROUTE_CLOSED", "route"},      {"HANDED_OVER_CLOSED", "route"}};
  const auto found = kByState.find(shown_state(rulebook, matter));
  if (found != kByState.end()) return found->second;
  return is_open(rulebook, matter) ? "open" : "answered";
}

}  // namespace xinfang
