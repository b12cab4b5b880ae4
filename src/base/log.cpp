#include "base/log.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <mutex>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kLongestLine = 4000;  // below PIPE_BUF: a pipe takes it whole or not at all
constexpr auto kPatience = std::chrono::milliseconds(50);
constexpr const char* kNames[] = {"debug", "info", "warning", "error"};

std::atomic<Level> lowest_level{Level::info};
std::atomic<int> log_file{STDERR_FILENO};
std::timed_mutex write_mutex;
std::atomic<std::int64_t> dropped_lines{0};

// What a hostile value may hold must not break the line: bytes that are not UTF-8 become '?'.
std::string clean(std::string_view text) {
  std::string value(text);
  if (is_utf8(value)) return value;
  for (char& c : value) {
    if (static_cast<unsigned char>(c) >= 0x80) c = '?';
  }
  return value;
}

bool write_whole(int file, std::string_view line) {
  while (!line.empty()) {
    pollfd ready{file, POLLOUT, 0};
    if (poll(&ready, 1, static_cast<int>(kPatience.count())) <= 0) return false;
    ssize_t written = write(file, line.data(), line.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    line.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

void log_line(Level level, std::string_view event, std::initializer_list<LogField> fields) {
  if (level < lowest_level.load()) return;
  Json line;
  line.set("at", SystemClock().now().iso());
  line.set("level", kNames[static_cast<int>(level)]);
  line.set("event", clean(event.substr(0, 200)));
  std::size_t size = line.dump().size() + 64;  // room for "dropped" and "cut"
  bool cut = false;
  for (const auto& [name, value] : fields) {
    Json text(clean(value));
    std::size_t more = name.size() + 4 + text.dump().size();
    if (size + more > kLongestLine) {
      cut = true;
      continue;
    }
    size += more;
    line.set(std::string(name), std::move(text));
  }
  if (cut) line.set("cut", true);

  std::unique_lock lock(write_mutex, kPatience);
  if (!lock.owns_lock()) {
    ++dropped_lines;
    return;
  }
  std::int64_t dropped = dropped_lines.load();
  if (dropped > 0) line.set("dropped", dropped);
  if (write_whole(log_file.load(), line.dump() + "\n")) {
    dropped_lines -= dropped;
  } else {
    ++dropped_lines;
  }
}

void set_log_level(Level lowest) { lowest_level = lowest; }
void set_log_file(int descriptor) { log_file = descriptor; }

}  // namespace xinfang
