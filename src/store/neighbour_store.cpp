#include "store/neighbour_store.hpp"

#include "store/matter_store.hpp"
#include "store/value_rows.hpp"

namespace xinfang {
namespace {

constexpr unsigned kNodes = 256, kCounterBits = 13;  // of an id
constexpr std::int64_t kNodeLocks = 0x78696e00;  // the first of their advisory locks

}  // namespace

void mark_changed(ChangeSet& changes, Shared what) {
  changes.add(
      "INSERT INTO counters (name, value) VALUES ($1, 1) "
      "ON CONFLICT (name) DO UPDATE SET value = counters.value + 1",
      {std::string(what == Shared::organs ? "changes.organs" : "changes.own_rules")});
}

Pulse read_pulse(Database& database) {
  const Rows rows = database.read(
      "SELECT (SELECT COALESCE(MAX(log_index) + 1, 0) FROM log_entries), "
      "(SELECT COUNT(*) FROM (SELECT event_id FROM log_pending LIMIT 1) AS waiting), "
      "(SELECT COALESCE(MAX(value), 0) FROM counters WHERE name = 'changes.organs'), "
      "(SELECT COALESCE(MAX(value), 0) FROM counters WHERE name = 'changes.own_rules')");
  return {rows[0].integer(0), rows[0].integer(2), rows[0].integer(3), rows[0].integer(1) != 0};
}

std::vector<DeskNews> desk_news(Database& database, const std::vector<Id>& matters) {
  static const IdList kOnPath(
      "SELECT a.organ_id, m.matter_no, m.version, m.wall FROM matters m "
      "JOIN matter_access a ON a.matter_id = m.matter_id WHERE m.matter_id IN (", 0,
      ") ORDER BY m.matter_id, a.organ_id");
  std::vector<DeskNews> news;
  for (const Row& row : kOnPath.read(database, {}, matters)) {
    news.push_back({row.integer(0), row.text(1), row.integer(2), row.integer(3) != 0});
  }
  return news;
}

// The lock keeps a node from a second process once the count has gone round.
unsigned take_node(Database& database) {
  if (database.engine() == Engine::sqlite) return 0;
  for (unsigned tries = 0; tries < kNodes; ++tries) {
    const std::int64_t node = take_numbers(database, "node", 1) % kNodes;
    const Rows held = database.write_now("SELECT pg_try_advisory_lock($1)", {kNodeLocks + node});
    if (held[0].integer(0) != 0) return static_cast<unsigned>(node);
  }
  throw DatabaseUnavailable("There are 256 servers and commands on this database, and no more may be.");
}

unsigned node_of(Id id) { return static_cast<unsigned>(id >> kCounterBits) % kNodes; }

bool fits_first_mark(Database& database, const std::string& name, std::int64_t mark, bool keep) {
  const auto kept = [&] {
    return database.read("SELECT value FROM counters WHERE name = $1", {name});
  };
  Rows rows = kept();
  if (rows.empty() && keep) {
    database.write_now(
        "INSERT INTO counters (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
        {name, mark});
    rows = kept();
  }
  return rows.empty() || rows[0].integer(0) == mark;
}

}  // namespace xinfang
