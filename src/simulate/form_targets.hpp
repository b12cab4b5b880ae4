// To whom a step goes and which claims go along (form.hpp).
#pragma once

#include "simulate/form.hpp"

namespace xinfang {

std::optional<Json> targets(const FormCase& form);
std::optional<Json> co_organs(const FormCase& form);
std::optional<Json> placed_claims(const FormCase& form);
std::optional<Json> receiver(const FormCase& form);
std::optional<Json> decider(const FormCase& form);
std::optional<Json> review_organ(const FormCase& form);

// One accused, or two; in so many of a hundred cases known by a name only.
std::optional<Json> accused_list(const FormCase& form, int unresolved_percent);
std::string earlier_standing(const FormCase& form);  // empty: there is no earlier matter

}  // namespace xinfang
