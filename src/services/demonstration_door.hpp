// What everybody may know of the people of a demonstration, and nobody of any other office.
#pragma once

#include <string>
#include <string_view>

#include "base/crypto.hpp"

namespace xinfang {

constexpr std::string_view kKnownPassword = "Anlan-demo-2026";

// The secret of the second factor of a demonstration's person: anybody can work it out.
Bytes known_second_factor(std::string_view login);

}  // namespace xinfang
