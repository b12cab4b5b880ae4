// What everybody may know of the people of a demonstration, and nobody of any other office; and its
// door, through which anybody may sign in as any of them with one tap.
//
// The door opens only while the office says that it is a demonstration (OfficeSettings), and only for
// people whose second factor is the known one: who enrolled another is a person of one's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "services/office.hpp"
#include "services/sign_in_service.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

constexpr std::string_view kKnownPassword = "Anlan-demo-2026";

// The secret of the second factor of a demonstration's person: anybody can work it out.
Bytes known_second_factor(std::string_view login);

// In the order they were made, as demo/office.toml has them. Refusal: demonstration_only (not_found)
// when the office is none.
Result<std::vector<User>> demonstration_people(Office& office);
// A full session, kept in the audit as one through this door. Refusals: demonstration_only,
// demonstration_person_unknown (both not_found).
Result<SignedIn> enter_demonstration(Office& office, const std::string& login,
                                     const Caller& caller);

}  // namespace xinfang
