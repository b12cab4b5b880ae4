#include "store/organ_store.hpp"
#include "store/post_store.hpp"
#include "store/value_rows.hpp"

namespace xinfang {
namespace {

User user_of(const Row& row) {
  User user;
  user.user_id = row.integer(0);
  user.login = row.text(1);
  user.name = row.text(2);
  user.organ_id = row.integer(3);
  user.password_hash = row.text(4);
  if (!row.is_null(5)) user.totp_secret = row.bytes(5);
  user.totp_last_step = row.integer(6);
  user.must_change = row.integer(7) == 1;
  user.active = row.integer(8) == 1;
  return user;
}

// Rows of one user stand together, one for each role, or one without.
std::vector<User> users_of(const Rows& rows) {
  std::vector<User> users;
  for (const Row& row : rows) {
    if (users.empty() || users.back().user_id != row.integer(0)) users.push_back(user_of(row));
    if (!row.is_null(9)) users.back().roles.push_back(row.text(9));
  }
  return users;
}

std::optional<User> only(std::vector<User> users) {
  if (users.empty()) return std::nullopt;
  return std::move(users.front());
}

}  // namespace

std::optional<User> find_user(Database& database, const std::string& login) {
  return only(users_of(database.read(
      "SELECT u.user_id, u.login, u.name, u.organ_id, u.password_hash, u.totp_secret, "
      "u.totp_last_step, u.must_change, u.active, r.role FROM users u "
      "LEFT JOIN user_roles r ON r.user_id = u.user_id WHERE u.login = $1 ORDER BY r.role",
      {login})));
}

std::optional<User> find_user(Database& database, Id user_id) {
  return only(users_of(database.read(
      "SELECT u.user_id, u.login, u.name, u.organ_id, u.password_hash, u.totp_secret, "
      "u.totp_last_step, u.must_change, u.active, r.role FROM users u "
      "LEFT JOIN user_roles r ON r.user_id = u.user_id WHERE u.user_id = $1 ORDER BY r.role",
      {user_id})));
}

std::vector<User> list_users(Database& database, Id organ_id) {
  return users_of(database.read(
      "SELECT u.user_id, u.login, u.name, u.organ_id, u.password_hash, u.totp_secret, "
      "u.totp_last_step, u.must_change, u.active, r.role FROM users u "
      "LEFT JOIN user_roles r ON r.user_id = u.user_id "
      "WHERE CAST($1 AS BIGINT) = 0 OR u.organ_id = CAST($1 AS BIGINT) ORDER BY u.login, r.role",
      {organ_id}));
}

std::map<Id, std::string> user_names(Database& database, const std::set<Id>& users) {
  static const IdList kNames("SELECT user_id, name FROM users WHERE user_id IN (", 0, ")");
  const std::vector<Id> ids(users.begin(), users.end());
  std::map<Id, std::string> names;
  for (const Row& row : kNames.read(database, {}, ids)) names[row.integer(0)] = row.text(1);
  return names;
}

void save_user(ChangeSet& changes, const User& user, Instant now) {
  const Param totp_secret = user.totp_secret.empty() ? Param{} : Param{Blob{user.totp_secret}};
  changes.add(
      "INSERT INTO users (user_id, login, name, organ_id, password_hash, totp_secret, "
      "totp_last_step, must_change, active, changed_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (user_id) DO UPDATE SET login = excluded.login, name = excluded.name, "
      "organ_id = excluded.organ_id, password_hash = excluded.password_hash, "
      "totp_secret = excluded.totp_secret, totp_last_step = excluded.totp_last_step, "
      "must_change = excluded.must_change, active = excluded.active, "
      "changed_at = excluded.changed_at",
      {user.user_id, user.login, user.name, user.organ_id, user.password_hash, totp_secret,
       user.totp_last_step, user.must_change ? 1 : 0, user.active ? 1 : 0, now.ms});
  changes.add("DELETE FROM user_roles WHERE user_id = $1", {user.user_id});
  for (const std::string& role : user.roles) {
    changes.add("INSERT INTO user_roles (user_id, role) VALUES ($1, $2)", {user.user_id, role});
  }
  save_post(changes, user, china_date(now));
  // Repeating it does no harm, so nothing needs to prove that it was done.
  if (changes.proof.sql.empty()) {
    changes.proof = {"SELECT user_id FROM users WHERE user_id = -1", {}};
  }
}

bool use_totp_step(Database& database, Id user_id, std::int64_t step) {
  return !database
              .write_now(
                  "UPDATE users SET totp_last_step = $2 "
                  "WHERE user_id = $1 AND totp_last_step < $2 RETURNING user_id",
                  {user_id, step})
              .empty();
}

}  // namespace xinfang
