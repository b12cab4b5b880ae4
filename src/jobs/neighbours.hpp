// The other servers on the same database, followed by looking twice a second: whether this one is on
// duty, what administrators changed elsewhere, which open desks a step taken elsewhere concerns.
//
// Nothing is sent from one to another, so nothing is lost with a connection: after the database was
// away the next look goes on where the last one ended. SQLite has one server, and no looking.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "services/office.hpp"
#include "store/duty.hpp"
#include "store/neighbour_store.hpp"

namespace xinfang {

class Neighbours {
 public:
  // `database` is the office's own. `work` is called when this server is on duty and there may be
  // something for its jobs.
  Neighbours(Office& office, const DatabaseOptions& database, std::function<void()> work);
  ~Neighbours() { stop(); }
  Neighbours(const Neighbours&) = delete;
  Neighbours& operator=(const Neighbours&) = delete;

  void start();  // looks once before it returns: what is numbered afterwards is told
  void stop();
  bool on_duty() const { return on_duty_; }
  void look();  // once, on PostgreSQL; what start() does again and again. Throws DatabaseError.

 private:
  void run();
  void look_again();  // a failure is logged once, until it works again
  void follow_log(std::int64_t size);

  Office& office_;
  const std::function<void()> work_;
  const unsigned node_;
  std::optional<Duty> duty_;  // none on SQLite
  std::atomic<bool> on_duty_;
  Pulse seen_;
  bool looked_ = false, failed_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace xinfang
