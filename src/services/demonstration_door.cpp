#include "services/demonstration_door.hpp"

#include <algorithm>

#include "services/audit.hpp"
#include "services/second_factor.hpp"

namespace xinfang {
namespace {

bool is_of_demonstration(const Office& office, const User& user) {
  return user.active && !user.totp_secret.empty() &&
         open_totp_secret(office.keys, user.user_id, user.totp_secret) ==
             known_second_factor(user.login);
}

Result<Done> check_open(const Office& office) {
  if (!office.settings.demonstration.empty()) return Done{};
  return refuse("demonstration_only", Refusal::Kind::not_found);
}

}  // namespace

Bytes known_second_factor(std::string_view login) {
  return sha256("xinfang demonstration " + std::string(login)).substr(0, 20);
}

Result<std::vector<User>> demonstration_people(Office& office) {
  auto open = check_open(office);
  if (!open) return open.refusal();
  std::vector<User> people = list_users(office.database, 0);
  std::erase_if(people, [&](const User& user) { return !is_of_demonstration(office, user); });
  std::ranges::sort(people, {}, &User::user_id);
  return people;
}

Result<SignedIn> enter_demonstration(Office& office, const std::string& login,
                                     const Caller& caller) {
  auto open = check_open(office);
  if (!open) return open.refusal();
  const auto user = find_user(office.database, login);
  if (!user || !is_of_demonstration(office, *user)) {
    return refuse("demonstration_person_unknown", Refusal::Kind::not_found).on("login");
  }
  SignedIn signed_in = open_full_session(office, *user, caller);
  audit(office, user->user_id, "signed_in",
        Json::object().set("address", caller.address).set("demonstration", true));
  return signed_in;
}

}  // namespace xinfang
