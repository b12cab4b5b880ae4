#include "store/backup_store.hpp"

#include <algorithm>

namespace xinfang {
namespace {

constexpr std::int64_t kAtOnce = 5000;
// More than an office gives in a day through one channel; nine restores of one day fit in six digits.
constexpr std::int64_t kSetOn = 100'000;

std::string set_on_name(Date on) { return "restored." + on.iso(); }

std::int64_t one_number(const Database::Reader& read, std::string_view sql) {
  return read(sql, {}).at(0).integer_or(0, 0);
}

// Of the newest pending event, or else of the last one in the log; both orders are nearly that of time.
Instant newest_event_at(const Database::Reader& read) {
  Rows place = read("SELECT matter_id, stream, seq FROM log_pending"
                    " WHERE event_id = (SELECT MAX(event_id) FROM log_pending)", {});
  if (place.empty()) {
    place = read("SELECT matter_id, stream, seq FROM log_entries"
                 " WHERE log_index = (SELECT MAX(log_index) FROM log_entries)", {});
  }
  if (place.empty()) return {};
  const Rows at = read("SELECT at FROM events WHERE matter_id = $1 AND stream = $2 AND seq = $3",
                       {place[0].value(0), place[0].value(1), place[0].value(2)});
  return at.empty() ? Instant{} : Instant{at[0].integer(0)};
}

}  // namespace

SnapshotFigures snapshot_figures(const Database::Reader& read) {
  SnapshotFigures figures;
  figures.schema_version = one_number(read, "SELECT MAX(version) FROM schema_version");
  figures.matters = one_number(read, "SELECT COUNT(matter_id) FROM matters");
  figures.events = one_number(read, "SELECT COUNT(matter_id) FROM events");
  figures.attachments = one_number(read, "SELECT COUNT(matter_id) FROM attachments");
  figures.log_entries = one_number(read, "SELECT MAX(log_index) + 1 FROM log_entries");
  figures.newest_event_at = newest_event_at(read);
  return figures;
}

void each_attachment(const Database::Reader& read,
                     const std::function<void(const AttachmentRow&)>& each) {
  AttachmentRow last;
  for (std::size_t got = kAtOnce; got == kAtOnce;) {
    const Rows rows = read(
        "SELECT matter_id, attachment_id, digest, bound FROM attachments"
        " WHERE (matter_id, attachment_id) > ($1, $2) ORDER BY matter_id, attachment_id LIMIT $3",
        {last.matter_id, last.attachment_id, kAtOnce});
    got = rows.size();
    for (const Row& row : rows) {
      last.matter_id = row.integer(0);
      last.attachment_id = row.integer(1);
      last.digest = row.bytes(2);
      last.bound = row.integer(3) != 0;
      each(last);
    }
  }
}

std::string first_of_log(DatabaseOptions options) {
  options.exclusive = false;
  options.readers = options.lanes = 1;
  const Rows first = Database::open(options)->read(
      "SELECT commitment FROM log_entries WHERE log_index = 0");
  return first.empty() ? std::string() : hex(first[0].bytes(0));
}

KeyFigures key_figures(const Database::Reader& read) {
  KeyFigures figures;
  const Rows root = read("SELECT profile FROM key_root WHERE root_no = 1", {});
  if (!root.empty()) figures.profile = root[0].text(0);
  figures.keys = one_number(read, "SELECT COUNT(key_id) FROM matter_keys");
  return figures;
}

void begin_after_restore(Database& database, Date today) {
  ChangeSet changes;
  changes.add("DELETE FROM sessions", {});
  changes.add("INSERT INTO counters (name, value) VALUES ($1, $2) "
              "ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value",
              {set_on_name(today), kSetOn});
  // Done again it leaves one more gap, which does no harm.
  changes.proof = {"SELECT value FROM counters WHERE name = $1 AND value < 0", {set_on_name(today)}};
  const CommitOutcome outcome = database.commit(std::move(changes));
  if (!outcome.committed()) throw DatabaseError("The restored database: " + outcome.detail);
}

std::int64_t numbers_set_on(Database& database, Date on) {
  const Rows rows =
      database.read("SELECT value FROM counters WHERE name = $1", {set_on_name(on)});
  return rows.empty() ? 0 : rows[0].integer(0);
}

}  // namespace xinfang
