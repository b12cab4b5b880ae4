#include "store/recount_store.hpp"

namespace xinfang {

std::vector<Id> matters_with_clocks(Database& database, Id after, Instant changed_since,
                                    int limit) {
  std::vector<Id> found;
  for (const Row& row :
       database.read("SELECT matter_id FROM matters WHERE matter_id > $1 "
                     "AND (is_open = 1 OR changed_at >= $2) ORDER BY matter_id LIMIT $3",
                     {after, changed_since.ms, limit})) {
    found.push_back(row.integer(0));
  }
  return found;
}

std::optional<RecountPlace> recount_place(Database& database, const std::string& calendar) {
  const Rows rows = database.read(
      "SELECT last_matter, finished FROM recounts WHERE calendar = $1", {calendar});
  if (rows.empty()) return std::nullopt;
  return RecountPlace{rows[0].integer(0), rows[0].integer(1) == 1};
}

void begin_recount(Database& database, const std::string& calendar) {
  database.write_now("DELETE FROM recounts WHERE calendar <> $1", {calendar});
}

void save_recount_place(Database& database, const std::string& calendar,
                        const RecountPlace& place) {
  database.write_now(
      "INSERT INTO recounts (calendar, last_matter, finished) VALUES ($1, $2, $3) "
      "ON CONFLICT (calendar) DO UPDATE SET last_matter = excluded.last_matter, "
      "finished = excluded.finished RETURNING finished",
      {calendar, place.last_matter, place.finished ? 1 : 0});
}

}  // namespace xinfang
