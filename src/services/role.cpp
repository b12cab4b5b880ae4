#include "services/role.hpp"

#include <algorithm>
#include <set>

#include "domain/vocabulary.hpp"

namespace xinfang {
namespace {

struct RolePlace {
  std::string_view role;
  bool only;  // in these types; else in any other
  std::vector<std::string_view> types;
};

const std::vector<RolePlace>& places() {
  static const std::vector<std::string_view> undeciding = {"PETITION_OFFICE", "JOINT_MEETING_OFFICE",
                                                           "VILLAGE"};
  static const std::vector<RolePlace> list = {
      {"OFFICE_HEAD", true, {"PETITION_OFFICE"}},
      {"JOINT_MEETING_SECRETARY", true, {"PETITION_OFFICE", "JOINT_MEETING_OFFICE"}},
      {"CASE_OFFICER", false, undeciding},
      {"ORGAN_HEAD", false, undeciding},
      {"SIGNING_LEADER", false, undeciding}};
  return list;
}

bool is_petitioner_role(std::string_view role) {
  return role == "PETITIONER" || role == "AGENT" || role == "PUBLIC";
}

}  // namespace

bool is_administrator_role(std::string_view role) {
  return role == "SYS_ADMIN" || role == "SEC_ADMIN" || role == "AUDITOR";
}

bool is_administrator(const std::vector<std::string>& roles) {
  return std::any_of(roles.begin(), roles.end(),
                     [](const std::string& role) { return is_administrator_role(role); });
}

Result<Done> check_roles(const std::vector<std::string>& roles) {
  const std::set<std::string> held(roles.begin(), roles.end());
  if (held.empty()) return refuse("roles_missing").on("roles");
  int administrators = 0;
  for (const std::string& role : held) {
    if (std::find(kRoles.begin(), kRoles.end(), role) == kRoles.end())
      return refuse("role_unknown").on("roles").with("role", role);
    if (is_petitioner_role(role)) return refuse("role_not_for_staff").on("roles").with("role", role);
    if (is_administrator_role(role)) ++administrators;
  }
  if (administrators > 1) return refuse("administrators_apart").on("roles");
  if (administrators == 1 && held.size() > 1) return refuse("administrator_alone").on("roles");
  return Done{};
}

Result<Done> check_roles_fit(const std::vector<std::string>& roles, std::string_view organ_type) {
  for (const RolePlace& place : places()) {
    if (std::find(roles.begin(), roles.end(), place.role) == roles.end()) continue;
    const auto& types = place.types;
    const bool named = std::find(types.begin(), types.end(), organ_type) != types.end();
    if (named != place.only)
      return refuse("role_not_in_organ").on("roles").with("role", std::string(place.role));
  }
  return Done{};
}

}  // namespace xinfang
