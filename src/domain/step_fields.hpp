// The form of a step: its fields checked against the row, and put where the row says.
#pragma once

#include <optional>
#include <vector>

#include "domain/event.hpp"
#include "domain/guard.hpp"

namespace xinfang {

// Unknown, missing, mistyped, too short, too long: the first refusal, with its field's path.
std::optional<Refusal> check_fields(const Trial& trial);

// A person of a registration or a correction: an object of known members within their lengths.
std::optional<Refusal> check_person(const Json& person, const std::string& path);

// Those named in a field of type "accused"; resolved: their organ stands in the directory, or a
// person said that it does not.
std::vector<Accused> accused_of(const Json& list);

// Field values into the event's parts; vault fields leave as texts under their path:
// "title", "text", "claims[1]", "petitioners[0]" for a registration, else "event[<seq>].<name>".
// A corrected person stands under its own path only: texts of steps are shown and searched.
void place_fields(const Trial& trial, Event& event, std::vector<VaultText>& texts);

}  // namespace xinfang
