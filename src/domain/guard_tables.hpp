// Internal to the guards: what their files share, and the table of each.
#pragma once

#include <span>
#include <string>

#include "domain/guard.hpp"

namespace xinfang {

using Answer = std::optional<Refusal>;

inline std::string of(const Parameters& parameters, const std::string& name) {
  auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

inline Refusal conflict(std::string code) {
  return refuse(std::move(code), Refusal::Kind::conflict);
}

// Whether one of the words of a list written with blanks is this one.
bool among(const std::string& words, const std::string& word);
// Of the accused of the matter, or of those named in the form when there are some.
Forbidden forbidden_now(const Trial& trial);

std::span<const GuardEntry> target_guards();
std::span<const GuardEntry> clock_guards();
std::span<const GuardEntry> wall_guards();
std::span<const GuardEntry> review_guards();

}  // namespace xinfang
