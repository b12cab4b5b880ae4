// Internal to the effects: what their files share, and the table of each.
#pragma once

#include <span>
#include <string>

#include "domain/effect.hpp"
#include "domain/guard_tables.hpp"

namespace xinfang {

// A value of a row: "field:<name>" is what was filled in, all else is meant as written.
inline std::string told(const Trial& trial, const std::string& value) {
  return value.starts_with("field:") ? trial.fields[value.substr(6)].as_string() : value;
}

// Clocks that count from the day of receipt are counted again from the corrected one.
void move_receipt(Draft& draft, const std::string& received_at);

std::span<const EffectEntry> clock_effects();
std::span<const EffectEntry> wall_effects();

}  // namespace xinfang
