#include "store/organ_store.hpp"

namespace xinfang {
namespace {

Session session_of(const Row& row) {
  Session session;
  session.token_digest = row.bytes(0);
  session.session_id = row.integer(1);
  session.user_id = row.integer(2);
  session.csrf = row.text(3);
  session.created_at = Instant{row.integer(4)};
  session.seen_at = Instant{row.integer(5)};
  session.expires_at = Instant{row.integer(6)};
  session.stepped_up_at = Instant{row.integer(7)};
  session.address = row.text(8);
  session.agent = row.text(9);
  return session;
}

}  // namespace

std::optional<Session> find_session(Database& database, const Bytes& token_digest) {
  const Rows rows = database.read(
      "SELECT token_digest, session_id, user_id, csrf, created_at, seen_at, expires_at, "
      "stepped_up_at, address, agent FROM sessions WHERE token_digest = $1",
      {Blob{token_digest}});
  if (rows.empty()) return std::nullopt;
  return session_of(rows[0]);
}

std::vector<Session> sessions_of(Database& database, Id user_id, Instant now) {
  std::vector<Session> sessions;
  for (const Row& row : database.read(
           "SELECT token_digest, session_id, user_id, csrf, created_at, seen_at, expires_at, "
           "stepped_up_at, address, agent FROM sessions "
           "WHERE user_id = $1 AND expires_at > $2 ORDER BY seen_at DESC, session_id DESC",
           {user_id, now.ms})) {
    sessions.push_back(session_of(row));
  }
  return sessions;
}

// Only what may change is replaced: a session never gets another owner.
void save_session(Database& database, const Session& session) {
  database.write_now(
      "INSERT INTO sessions (token_digest, session_id, user_id, csrf, created_at, seen_at, "
      "expires_at, stepped_up_at, address, agent) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) "
      "ON CONFLICT (token_digest) DO UPDATE SET csrf = excluded.csrf, "
      "seen_at = excluded.seen_at, expires_at = excluded.expires_at, "
      "stepped_up_at = excluded.stepped_up_at, address = excluded.address, "
      "agent = excluded.agent",
      {Blob{session.token_digest}, session.session_id, session.user_id, session.csrf,
       session.created_at.ms, session.seen_at.ms, session.expires_at.ms, session.stepped_up_at.ms,
       session.address, session.agent});
}

bool touch_session(Database& database, const Session& session) {
  return !database
              .write_now(
                  "UPDATE sessions SET seen_at = $2, expires_at = $3, stepped_up_at = $4, "
                  "csrf = $5 WHERE token_digest = $1 RETURNING session_id",
                  {Blob{session.token_digest}, session.seen_at.ms, session.expires_at.ms,
                   session.stepped_up_at.ms, session.csrf})
              .empty();
}

void end_session(Database& database, Id user_id, Id session_id) {
  database.write_now("DELETE FROM sessions WHERE user_id = $1 AND session_id = $2",
                     {user_id, session_id});
}

void end_all_sessions(Database& database, Id user_id) {
  database.write_now("DELETE FROM sessions WHERE user_id = $1", {user_id});
}

int forget_old_sessions(Database& database, Instant now) {
  return static_cast<int>(
      database
          .write_now("DELETE FROM sessions WHERE expires_at <= $1 RETURNING session_id", {now.ms})
          .size());
}

std::optional<Throttle> find_throttle(Database& database, const Bytes& subject) {
  const Rows rows = database.read(
      "SELECT failures, locked_until, forget_at FROM throttle WHERE subject = $1",
      {Blob{subject}});
  if (rows.empty()) return std::nullopt;
  return Throttle{rows[0].integer(0), Instant{rows[0].integer(1)}, Instant{rows[0].integer(2)}};
}

void save_throttle(Database& database, const Bytes& subject, const Throttle& throttle) {
  database.write_now(
      "INSERT INTO throttle (subject, failures, locked_until, forget_at) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, "
      "locked_until = excluded.locked_until, forget_at = excluded.forget_at",
      {Blob{subject}, throttle.failures, throttle.locked_until.ms, throttle.forget_at.ms});
}

Throttle count_failure(Database& database, const Bytes& subject, Instant now, Instant forget_at) {
  const Rows rows = database.write_now(
      "INSERT INTO throttle (subject, failures, locked_until, forget_at) VALUES ($1, 1, 0, $3) "
      "ON CONFLICT (subject) DO UPDATE SET "
      "failures = CASE WHEN throttle.forget_at <= $2 THEN 1 ELSE throttle.failures + 1 END, "
      "locked_until = CASE WHEN throttle.forget_at <= $2 THEN 0 ELSE throttle.locked_until END, "
      "forget_at = excluded.forget_at RETURNING failures, locked_until, forget_at",
      {Blob{subject}, now.ms, forget_at.ms});
  return {rows.at(0).integer(0), Instant{rows[0].integer(1)}, Instant{rows[0].integer(2)}};
}

void forget_throttle(Database& database, const Bytes& subject) {
  database.write_now("DELETE FROM throttle WHERE subject = $1", {Blob{subject}});
}

int forget_old_throttles(Database& database, Instant now) {
  return static_cast<int>(
      database
          .write_now("DELETE FROM throttle WHERE forget_at <= $1 AND locked_until <= $1 "
                     "RETURNING failures",
                     {now.ms})
          .size());
}

}  // namespace xinfang
