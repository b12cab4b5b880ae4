// Roles of staff (regulation 2.5) and who may hold which together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

// SYS_ADMIN, SEC_ADMIN, AUDITOR: three people, and none of them reads a case.
bool is_administrator_role(std::string_view role);
bool is_administrator(const std::vector<std::string>& roles);

// Refusals, each on field "roles": roles_missing, role_unknown (fact "role"), role_not_for_staff
// (the petitioner's own), administrators_apart (two of the three), administrator_alone (one of the
// three together with a case role).
Result<Done> check_roles(const std::vector<std::string>& roles);

// Whether an organ of that type has use for the roles (regulation 2.2): a petition office decides no
// claim (REG2022 Art. 14), and only it has a head of petition work. Refusal role_not_in_organ, on
// field "roles" (fact "role").
Result<Done> check_roles_fit(const std::vector<std::string>& roles, std::string_view organ_type);

}  // namespace xinfang
