#include "store/log_store.hpp"

#include <algorithm>

namespace xinfang {

// The first free index is read together with what is pending; a sequencer that came between took
// that index, and the whole attempt conflicts on the key of log_entries. Events that became visible
// after the reading and have a lower id are numbered too, and only what was numbered is taken out.
int sequence_log(Database& database, int limit) {
  std::int64_t first = 0, waiting = 0;
  Id last_id = 0;
  database.read_together([&](const Database::Reader& read) {
    const Rows pending = read(
        "SELECT COUNT(*), MAX(event_id) FROM "
        "(SELECT event_id FROM log_pending ORDER BY event_id LIMIT $1) AS oldest",
        {limit});
    waiting = pending[0].integer(0);
    last_id = pending[0].integer_or(1, 0);
    if (waiting > 0) {
      first = read("SELECT COALESCE(MAX(log_index) + 1, 0) FROM log_entries", {})[0].integer(0);
    }
  });
  if (waiting == 0) return 0;
  ChangeSet changes;
  changes.add(
      "INSERT INTO log_entries (log_index, event_id, matter_id, stream, seq, commitment) "
      "SELECT $1 + ROW_NUMBER() OVER (ORDER BY event_id) - 1, event_id, matter_id, stream, seq, "
      "commitment FROM log_pending WHERE event_id <= $2",
      {first, last_id});
  changes.add(
      "DELETE FROM log_pending WHERE event_id <= $2 "
      "AND event_id IN (SELECT event_id FROM log_entries WHERE log_index >= $1)",
      {first, last_id});
  changes.proof = {
      "SELECT log_index FROM log_entries WHERE log_index >= $1 AND event_id = $2",
      {first, last_id}};
  const CommitOutcome outcome = database.commit(std::move(changes));
  if (outcome.status == CommitOutcome::Status::rejected) {
    throw DatabaseError("the log cannot be numbered: " + outcome.detail);
  }
  const Rows numbered = database.read(
      "SELECT COUNT(*) FROM log_entries WHERE log_index >= $1 AND event_id <= $2",
      {first, last_id});
  return static_cast<int>(numbered[0].integer(0));
}

std::int64_t log_size(Database& database) {
  return database.read("SELECT COALESCE(MAX(log_index) + 1, 0) FROM log_entries")[0].integer(0);
}

std::int64_t log_backlog(Database& database) {
  return database.read("SELECT COUNT(*) FROM log_pending")[0].integer(0);
}

std::optional<Instant> newest_event_time(Database& database) {
  // Nearly in the order of ids: those of one moment may stand the other way round.
  constexpr std::int64_t kLast = 1000;
  Id newest =
      database.read("SELECT MAX(event_id) FROM log_pending")[0].integer_or(0, 0);
  const std::int64_t size = log_size(database);
  for (const LogEntry& entry : read_log(database, std::max<std::int64_t>(size - kLast, 0), kLast)) {
    newest = std::max(newest, entry.event_id);
  }
  if (newest == 0) return std::nullopt;
  // Milliseconds since 2020 stand above 21 bits.
  return *Instant::parse("2020-01-01T00:00:00Z") + (newest >> 21);
}

std::vector<LogEntry> read_log(Database& database, std::int64_t from_index, int limit) {
  std::vector<LogEntry> entries;
  for (const Row& row : database.read(
           "SELECT log_index, event_id, matter_id, stream, seq, commitment FROM log_entries "
           "WHERE log_index >= $1 ORDER BY log_index LIMIT $2",
           {from_index, limit})) {
    entries.push_back({row.integer(0), row.integer(1), row.integer(2),
                       static_cast<int>(row.integer(3)), row.integer(4), row.bytes(5)});
  }
  return entries;
}

std::int64_t cursor_of(Database& database, const std::string& name) {
  const Rows rows = database.read("SELECT next_index FROM log_cursors WHERE name = $1", {name});
  return rows.empty() ? 0 : rows[0].integer(0);
}

void move_cursor(Database& database, const std::string& name, std::int64_t next_index) {
  database.write_now(
      "INSERT INTO log_cursors (name, next_index) VALUES ($1, $2) "
      "ON CONFLICT (name) DO UPDATE SET next_index = excluded.next_index",
      {name, next_index});
}

}  // namespace xinfang
