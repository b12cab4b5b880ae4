#include "store/matter_store.hpp"

namespace xinfang {

std::optional<KeptAnswer> find_answer(Database& database, const std::string& caller,
                                      const std::string& key, Instant now) {
  const Rows rows = database.read(
      "SELECT body_digest, status, answer, expires_at FROM idempotency "
      "WHERE caller = $1 AND key = $2",
      {caller, key});
  if (rows.empty()) return std::nullopt;
  if (Instant{rows[0].integer(3)} <= now) {
    database.write_now(
        "DELETE FROM idempotency WHERE caller = $1 AND key = $2 AND expires_at <= $3",
        {caller, key, now.ms});
    return std::nullopt;
  }
  return KeptAnswer{rows[0].bytes(0), static_cast<int>(rows[0].integer(1)), rows[0].text(2)};
}

void keep_answer(ChangeSet& changes, const std::string& caller, const std::string& key,
                 const KeptAnswer& answer, Instant expires_at) {
  changes.add(
      "INSERT INTO idempotency (caller, key, body_digest, status, answer, expires_at) "
      "VALUES ($1, $2, $3, $4, $5, $6)",
      {caller, key, Blob{answer.body_digest}, answer.status, answer.answer, expires_at.ms});
  if (changes.proof.sql.empty()) {
    changes.proof = {
        "SELECT key FROM idempotency WHERE caller = $1 AND key = $2 AND body_digest = $3",
        {caller, key, Blob{answer.body_digest}}};
  }
}

int forget_old_answers(Database& database, Instant now) {
  return static_cast<int>(
      database.write_now("DELETE FROM idempotency WHERE expires_at <= $1 RETURNING key", {now.ms})
          .size());
}

}  // namespace xinfang
