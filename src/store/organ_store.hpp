// Organs, users, roles, sessions, throttling, audit: rows of the office itself.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/crypto.hpp"
#include "base/date.hpp"
#include "domain/organ.hpp"
#include "store/database.hpp"

namespace xinfang {

std::vector<Organ> load_organs(Database& database, Id organ_id = 0);  // 0: all
void save_organ(ChangeSet& changes, const Organ& organ);  // insert or replace

struct User {
  Id user_id = 0;
  std::string login, name;
  Id organ_id = 0;
  std::string password_hash;
  Bytes totp_secret;  // sealed; empty: not enrolled
  std::int64_t totp_last_step = 0;
  bool must_change = false, active = true;
  std::vector<std::string> roles;
};
std::optional<User> find_user(Database& database, const std::string& login);
std::optional<User> find_user(Database& database, Id user_id);
std::vector<User> list_users(Database& database, Id organ_id);  // 0: all
std::map<Id, std::string> user_names(Database& database, const std::set<Id>& users);
void save_user(ChangeSet& changes, const User& user, Instant now);  // with its roles and its post
// Takes a one-time code's step once: false when that step or a later one was used.
bool use_totp_step(Database& database, Id user_id, std::int64_t step);

struct Session {
  Bytes token_digest;
  Id session_id = 0, user_id = 0;
  std::string csrf, address, agent;
  Instant created_at, seen_at, expires_at, stepped_up_at;
};
std::optional<Session> find_session(Database& database, const Bytes& token_digest);
std::vector<Session> sessions_of(Database& database, Id user_id, Instant now);
void save_session(Database& database, const Session& session);  // new, or replaced
// Keeps seen_at, expires_at, stepped_up_at and csrf of a session that still exists; false when it was
// ended meanwhile, so that a request in flight does not bring it back.
bool touch_session(Database& database, const Session& session);
void end_session(Database& database, Id user_id, Id session_id);
void end_all_sessions(Database& database, Id user_id);
int forget_old_sessions(Database& database, Instant now);

struct Throttle {
  std::int64_t failures = 0;
  Instant locked_until, forget_at;
};
std::optional<Throttle> find_throttle(Database& database, const Bytes& subject);
void save_throttle(Database& database, const Bytes& subject, const Throttle& throttle);
// One more failure in one durable statement, so that parallel attempts are all counted; begins again
// at 1 after forget_at. Sets the new forget_at.
Throttle count_failure(Database& database, const Bytes& subject, Instant now, Instant forget_at);
void forget_throttle(Database& database, const Bytes& subject);
int forget_old_throttles(Database& database, Instant now);

// Chained like the events; two writers cannot take the same number. A detail that says what it is
// about ("of": organ, "id") is found again by it.
void write_audit(Database& database, CryptoProfile profile, Instant at, Id user_id,
                 const std::string& act, const std::string& detail_json);
struct AuditRow {
  std::int64_t audit_no = 0;
  Instant at;
  Id user_id = 0;
  std::string act, detail;
  Bytes chain;
};
// Newest first; `before` 0: from the newest.
std::vector<AuditRow> read_audit(Database& database, std::int64_t before, int limit);
// Those about organs, say; `id` empty: about any of them.
std::vector<AuditRow> read_audit_about(Database& database, const std::string& about,
                                       const std::string& id, std::int64_t before, int limit);
// Empty when the chain holds, else the sentence naming the first bad row.
std::string check_audit(Database& database, CryptoProfile profile);

}  // namespace xinfang
