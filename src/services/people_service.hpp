// People of the office: accounts and roles, by the security administrator or the command line.
//
// System, security and audit administrator are three accounts; none of them holds a case role or
// belongs to an organ. Passwords set by somebody else must be changed at the first sign-in. What
// takes rights away ends the person's sessions at once. Every act stands in the audit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "services/office.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

struct NewUser {
  std::string login, name;
  Id organ_id = 0;
  std::vector<std::string> roles;
  std::string password;  // empty: one is made
};
struct CreatedUser {
  User user;
  std::string password;  // to be handed over once; empty when it was given
};
// `actor_id` 0: the command line. Refusals: login_form, login_taken (conflict), organ_unknown,
// organ_missing, organ_not_for_administrators, those of check_roles and check_new_password.
Result<CreatedUser> create_user(Office& office, Id actor_id, const NewUser& wanted);

struct UserChange {
  std::optional<std::string> name;
  std::optional<Id> organ_id;
  std::optional<std::vector<std::string>> roles;
  std::optional<bool> active;
  bool reset_password = false;       // a new one is made
  std::string password;              // with reset_password: this one instead
  bool reset_second_factor = false;  // lost: enrolled anew at the next sign-in
};
// Refusals: user_unknown (not_found), not_yourself (forbidden: nobody changes his own rights),
// last_administrator (conflict), and those of create_user.
Result<CreatedUser> change_user(Office& office, Id actor_id, Id user_id, const UserChange& change);

// The three administrators under these logins; nothing is made when one of them cannot be.
struct AdministratorLogins {
  std::string system = "sysadmin", security = "secadmin", audit = "auditor";
};
// Refusal: administrators_exist (conflict), and those of create_user.
Result<std::vector<CreatedUser>> create_administrators(Office& office,
                                                       const AdministratorLogins& logins);

// A second factor set from the command line, for scripts and demonstration. Gives the secret.
// Refusal: user_unknown, already_enrolled (conflict).
Result<Bytes> enrol_directly(Office& office, const std::string& login);

// Commits the row with its roles. Refusal: login_taken (conflict).
Result<Done> write_user(Office& office, const User& user);

}  // namespace xinfang
