#include "store/matter_store.hpp"

namespace xinfang {

std::int64_t take_numbers(Database& database, const std::string& counter, std::int64_t count) {
  const Rows rows = database.write_now(
      "INSERT INTO counters (name, value) VALUES ($1, $2) "
      "ON CONFLICT (name) DO UPDATE SET value = counters.value + excluded.value RETURNING value",
      {counter, count});
  return rows.at(0).integer(0) - count + 1;
}

}  // namespace xinfang
