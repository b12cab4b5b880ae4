// What a password must be (regulation 9.4), and fresh ones.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace xinfang {

// At least 8 characters, three of the four classes (lower, upper, digit, other), not containing the
// login. Refusals on field `field`: password_short, password_long, password_simple, password_is_login.
Result<Done> check_new_password(std::string_view password, std::string_view login,
                                std::string_view field);
// Sixteen characters that keep the rules, without lookalikes; to be handed over once.
std::string make_password();

}  // namespace xinfang
