// The program's log: one JSON object a line on standard error, for journald and log collectors.
//
// Never personal or secret values: ids, codes, counts and durations only. A line is written at once
// and whole; when the reader of standard error does not keep up, lines are dropped rather than the
// service held up, and the next line that gets through says how many ("dropped").
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace xinfang {

enum class Level { debug, info, warning, error };

using LogField = std::pair<std::string_view, std::string>;

// {"at":"2024-03-01T02:03:04.567Z","level":"info","event":"server_started","port":"8080"}
// Thread-safe. Fields that would make the line longer than 4,000 bytes are left out ("cut":true).
void log_line(Level level, std::string_view event, std::initializer_list<LogField> fields = {});

void set_log_level(Level lowest);    // lines below it are not written; info at the start
void set_log_file(int descriptor);   // where lines go; standard error at the start

}  // namespace xinfang
