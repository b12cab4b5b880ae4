#include <stdexcept>

#include "base/json.hpp"
#include "store/organ_store.hpp"

namespace xinfang {
namespace {

constexpr int kAttempts = 200;

Bytes chain_of(CryptoProfile profile, const Bytes& previous, const AuditRow& row) {
  Json line = Json::array();
  line.push(row.audit_no).push(row.at.ms).push(id_text(row.user_id)).push(row.act);
  line.push(row.detail);
  return digest(profile, (previous.empty() ? Bytes(32, '\0') : previous) + line.dump());
}

struct About {
  std::string of, id;
};
About about_of(const std::string& detail_json) {
  const auto detail = Json::parse(detail_json);
  if (!detail) return {};
  return {(*detail)["of"].as_string(), (*detail)["id"].as_string()};
}

AuditRow audit_row(const Row& row) {
  return {row.integer(0), Instant{row.integer(1)}, row.integer(2),
          row.text(3),    row.text(4),             row.bytes(5)};
}

}  // namespace

// The last number is kept beside the rows, so that taking off the end shows.
void write_audit(Database& database, CryptoProfile profile, Instant at, Id user_id,
                 const std::string& act, const std::string& detail_json) {
  const About about = about_of(detail_json);
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const Rows last =
        database.read("SELECT audit_no, chain FROM audit ORDER BY audit_no DESC LIMIT 1");
    AuditRow row{last.empty() ? 1 : last[0].integer(0) + 1, at, user_id, act, detail_json, {}};
    row.chain = chain_of(profile, last.empty() ? Bytes() : last[0].bytes(1), row);
    ChangeSet changes;
    changes.add(
        "INSERT INTO audit (audit_no, at, user_id, act, detail, chain, about, about_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        {row.audit_no, at.ms, user_id, act, detail_json, Blob{row.chain}, about.of, about.id});
    changes.add(
        "INSERT INTO counters (name, value) VALUES ('audit', $1) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        {row.audit_no});
    changes.proof = {"SELECT audit_no FROM audit WHERE audit_no = $1 AND chain = $2",
                     {row.audit_no, Blob{row.chain}}};
    const CommitOutcome outcome = database.commit(std::move(changes));
    if (outcome.committed()) return;
    if (outcome.status == CommitOutcome::Status::rejected) {
      throw DatabaseError("the audit cannot be written: " + outcome.detail);
    }
  }
  throw DatabaseError("the audit cannot be written: too many write at once");
}

std::vector<AuditRow> read_audit(Database& database, std::int64_t before, int limit) {
  std::vector<AuditRow> rows;
  for (const Row& row : database.read(
           "SELECT audit_no, at, user_id, act, detail, chain FROM audit "
           "WHERE CAST($1 AS BIGINT) = 0 OR audit_no < CAST($1 AS BIGINT) "
           "ORDER BY audit_no DESC LIMIT $2",
           {before, limit})) {
    rows.push_back(audit_row(row));
  }
  return rows;
}

std::vector<AuditRow> read_audit_about(Database& database, const std::string& about,
                                       const std::string& id, std::int64_t before, int limit) {
  std::vector<AuditRow> rows;
  for (const Row& row : database.read(
           "SELECT audit_no, at, user_id, act, detail, chain FROM audit WHERE about = $1 "
           "AND (CAST($2 AS TEXT) = '' OR about_id = CAST($2 AS TEXT)) "
           "AND (CAST($3 AS BIGINT) = 0 OR audit_no < CAST($3 AS BIGINT)) "
           "ORDER BY audit_no DESC LIMIT $4",
           {about, id, before, limit})) {
    rows.push_back(audit_row(row));
  }
  return rows;
}

std::string check_audit(Database& database, CryptoProfile profile) {
  std::string problem;
  std::int64_t last = 0;
  Bytes previous;
  const Rows counted = database.read("SELECT value FROM counters WHERE name = 'audit'");
  database.scan(
      "SELECT audit_no, at, user_id, act, detail, chain, about, about_id FROM audit "
      "ORDER BY audit_no",
      {},
      [&](const Row& read) {
        if (!problem.empty()) return;
        const AuditRow row = audit_row(read);
        const About about = about_of(row.detail);
        if (row.audit_no != last + 1) {
          problem = "audit " + std::to_string(last + 1) + " is missing";
        } else if (chain_of(profile, previous, row) != row.chain) {
          problem = "audit " + std::to_string(row.audit_no) +
                    " was changed: it does not fit its chain";
        } else if (about.of != read.text(6) || about.id != read.text(7)) {
          problem = "audit " + std::to_string(row.audit_no) +
                    " was changed: it stands under something that it is not about";
        }
        last = row.audit_no;
        previous = row.chain;
      });
  if (problem.empty() && !counted.empty() && counted[0].integer(0) > last) {
    problem = "audit " + std::to_string(last + 1) + " is missing: " +
              std::to_string(counted[0].integer(0)) + " were written";
  }
  return problem;
}

}  // namespace xinfang
