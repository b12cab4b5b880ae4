// Of the servers on one PostgreSQL database exactly one is on duty; it runs the jobs.
//
// An advisory lock of a session of its own: the database takes it back with the process, with the
// connection, and from a session that was silent for five seconds, since its process is frozen or
// behind a dead network. So no clock of a server counts, and nothing is left behind by a crash. A pooler
// that shares sessions among clients must not stand between.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "store/database.hpp"

namespace xinfang {

class PostgresConnection;

// Used by one thread at a time.
class Duty {
 public:
  explicit Duty(const DatabaseOptions& options);
  ~Duty();
  Duty(const Duty&) = delete;
  Duty& operator=(const Duty&) = delete;

  static std::int64_t lock_of(const std::string& schema);  // of an office

  // Whether this one is on duty, which it becomes when nobody is; to be asked every second or so.
  // False as well when the database cannot be reached.
  bool mine();

 private:
  const DatabaseOptions options_;
  const std::int64_t lock_;
  const std::atomic<bool> closing_ = false;
  std::unique_ptr<PostgresConnection> session_;
  bool mine_ = false;
};

}  // namespace xinfang
