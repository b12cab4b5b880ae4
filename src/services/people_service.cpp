#include "services/people_service.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"
#include "services/audit.hpp"
#include "services/password.hpp"
#include "services/role.hpp"
#include "services/second_factor.hpp"
#include "services/throttle.hpp"

namespace xinfang {
namespace {

bool is_login(std::string_view login) {
  if (login.size() < 3 || login.size() > 64) return false;
  return std::all_of(login.begin(), login.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

// Roles and organ must go together.
Result<Done> check_place(const Office& office, const std::vector<std::string>& roles, Id organ_id) {
  auto good = check_roles(roles);
  if (!good) return good;
  if (is_administrator(roles)) {
    if (organ_id != 0) return refuse("organ_not_for_administrators").on("organ_id");
    return Done{};
  }
  if (organ_id == 0) return refuse("organ_missing").on("organ_id");
  const auto organs = office.organs.now();
  const Organ* organ = organs->find(organ_id);
  if (!organ) return refuse("organ_unknown").on("organ_id");
  if (organ->valid_to_on.days != 0 && organ->valid_to_on < office.clock.today())
    return refuse("organ_closed").on("organ_id").with("closed_on", organ->valid_to_on.iso());
  return check_roles_fit(roles, organ->type);
}

Json role_list(const std::vector<std::string>& roles) {
  Json list = Json::array();
  for (const std::string& role : roles) list.push(role);
  return list;
}

// What the history of a person shows: never the password, never the second factor.
Json history_of(const User& user) {
  return Json::object()
      .set("login", user.login)
      .set("name", user.name)
      .set("organ_id", user.organ_id ? Json(id_text(user.organ_id)) : Json())
      .set("roles", role_list(user.roles))
      .set("active", user.active);
}

std::vector<std::string> sorted(std::vector<std::string> roles) {
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

// A password by somebody else: given or made, to be changed at the first sign-in.
Result<std::string> set_password(User& user, const std::string& given) {
  if (!given.empty()) {
    auto good = check_new_password(given, user.login, "password");
    if (!good) return good.refusal();
  }
  std::string password = given.empty() ? make_password() : given;
  user.password_hash = hash_password(password);
  user.must_change = true;
  return given.empty() ? password : std::string();
}

Result<User> checked_user(Office& office, const NewUser& wanted) {
  if (!is_login(wanted.login)) return refuse("login_form").on("login");
  if (tidy(wanted.name).empty()) return refuse("field_missing").on("name");
  auto place = check_place(office, wanted.roles, wanted.organ_id);
  if (!place) return place.refusal();
  if (find_user(office.database, wanted.login))
    return refuse("login_taken", Refusal::Kind::conflict).on("login");
  User user;
  user.user_id = office.ids.next();
  user.login = wanted.login;
  user.name = tidy(wanted.name);
  user.organ_id = wanted.organ_id;
  user.roles = sorted(wanted.roles);
  return user;
}

// Each of the three must stay with somebody, or nobody could ever put it right.
bool is_last_administrator(Office& office, const User& user) {
  if (!is_administrator(user.roles)) return false;
  const auto all = list_users(office.database, 0);
  return std::none_of(all.begin(), all.end(), [&](const User& other) {
    return other.user_id != user.user_id && other.active && other.roles == user.roles;
  });
}

}  // namespace

Result<Done> write_user(Office& office, const User& user) {
  ChangeSet changes;
  changes.lane = user.user_id;
  save_user(changes, user, office.clock.now());
  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (outcome.status == CommitOutcome::Status::conflict)
    return refuse("login_taken", Refusal::Kind::conflict).on("login");
  if (!outcome.committed()) throw std::logic_error("a user's row was rejected: " + outcome.detail);
  return Done{};
}

Result<CreatedUser> create_user(Office& office, Id actor_id, const NewUser& wanted) {
  auto user = checked_user(office, wanted);
  if (!user) return user.refusal();
  auto password = set_password(*user, wanted.password);
  if (!password) return password.refusal();
  auto written = write_user(office, *user);
  if (!written) return written.refusal();
  audit_change(office, actor_id, "user_created", "user", id_text(user->user_id), Json(),
               history_of(*user));
  return CreatedUser{*user, *password};
}

Result<CreatedUser> change_user(Office& office, Id actor_id, Id user_id, const UserChange& change) {
  auto user = find_user(office.database, user_id);
  if (!user) return refuse("user_unknown", Refusal::Kind::not_found);
  const bool rights = change.organ_id || change.roles || change.active;
  if (actor_id == user_id && (rights || change.reset_password || change.reset_second_factor))
    return refuse("not_yourself", Refusal::Kind::forbidden);
  const bool leaves = (change.active && !*change.active) ||
                      (change.roles && sorted(*change.roles) != user->roles);
  if (user->active && leaves && is_last_administrator(office, *user))
    return refuse("last_administrator", Refusal::Kind::conflict);

  const Json before = history_of(*user);
  if (change.name) user->name = tidy(*change.name);
  if (user->name.empty()) return refuse("field_missing").on("name");
  if (change.organ_id) user->organ_id = *change.organ_id;
  if (change.roles) user->roles = sorted(*change.roles);
  if (change.active) user->active = *change.active;
  if (change.organ_id || change.roles || change.active.value_or(false)) {
    auto place = check_place(office, user->roles, user->organ_id);
    if (!place) return place.refusal();
  }

  CreatedUser result;
  if (change.reset_password) {
    auto password = set_password(*user, change.password);
    if (!password) return password.refusal();
    result.password = *password;
  }
  if (change.reset_second_factor) user->totp_secret.clear();
  auto written = write_user(office, *user);
  if (!written) return written.refusal();
  if (rights || change.reset_password || change.reset_second_factor)
    end_all_sessions(office.database, user_id);
  if (change.reset_password) lift_lock(office, kLoginThrottle, user->login);
  if (change.reset_second_factor) lift_lock(office, kSecondFactorThrottle, id_text(user_id));
  Json after = history_of(*user);
  if (change.reset_password) after.set("password_reset", true);
  if (change.reset_second_factor) after.set("second_factor_reset", true);
  audit_change(office, actor_id, "user_changed", "user", id_text(user_id), before, after);
  result.user = std::move(*user);
  return result;
}

Result<std::vector<CreatedUser>> create_administrators(Office& office,
                                                       const AdministratorLogins& logins) {
  for (const User& user : list_users(office.database, 0)) {
    if (is_administrator(user.roles))
      return refuse("administrators_exist", Refusal::Kind::conflict).with("login", user.login);
  }
  const std::vector<NewUser> wanted = {
      {logins.system, office.messages.say(Language::zh, "role.SYS_ADMIN"), 0, {"SYS_ADMIN"}, ""},
      {logins.security, office.messages.say(Language::zh, "role.SEC_ADMIN"), 0, {"SEC_ADMIN"}, ""},
      {logins.audit, office.messages.say(Language::zh, "role.AUDITOR"), 0, {"AUDITOR"}, ""}};
  if (logins.system == logins.security || logins.system == logins.audit ||
      logins.security == logins.audit)
    return refuse("login_taken", Refusal::Kind::conflict).on("login");
  for (const NewUser& each : wanted) {
    if (auto user = checked_user(office, each); !user) return user.refusal();
  }
  std::vector<CreatedUser> made;
  for (const NewUser& each : wanted) {
    auto user = create_user(office, 0, each);
    if (!user) return user.refusal();
    made.push_back(std::move(*user));
  }
  return made;
}

Result<Bytes> enrol_directly(Office& office, const std::string& login) {
  auto user = find_user(office.database, login);
  if (!user) return refuse("user_unknown", Refusal::Kind::not_found);
  if (!user->totp_secret.empty()) return refuse("already_enrolled", Refusal::Kind::conflict);
  const Bytes secret = make_totp_secret();
  user->totp_secret = seal_totp_secret(office.keys, user->user_id, secret);
  auto written = write_user(office, *user);
  if (!written) return written.refusal();
  audit(office, 0, "second_factor_enrolled",
        Json::object().set("user_id", id_text(user->user_id)));
  return secret;
}

}  // namespace xinfang
