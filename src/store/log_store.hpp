// The log: one gap-free order over all events, and cursors of what follows it.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

struct LogEntry {
  std::int64_t log_index = 0;
  Id event_id = 0, matter_id = 0;
  int stream = 0;
  std::int64_t seq = 0;
  Bytes commitment;
};

// Numbers what is pending, in order of event id; about `limit`. Two sequencers never number the same
// index or event: the second one's attempt changes nothing. Returns how many were numbered
// meanwhile, by this or another one; 0 when nothing was pending.
int sequence_log(Database& database, int limit);
std::int64_t log_size(Database& database);
std::int64_t log_backlog(Database& database);  // pending events
// When the newest events were made, numbered or pending, by their ids; none before the first.
std::optional<Instant> newest_event_time(Database& database);
std::vector<LogEntry> read_log(Database& database, std::int64_t from_index, int limit);
std::int64_t cursor_of(Database& database, const std::string& name);  // next index; 0 when new
void move_cursor(Database& database, const std::string& name, std::int64_t next_index);

}  // namespace xinfang
