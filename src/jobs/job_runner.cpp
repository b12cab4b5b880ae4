#include "jobs/job_runner.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <vector>

#include "base/log.hpp"
#include "jobs/jobs.hpp"

namespace xinfang {

namespace {

using Steady = std::chrono::steady_clock;

// A job that fails is tried again at its next time; the others go on.
int run_guarded(const Job& job, Office& office) {
  try {
    return job.run_once(office);
  } catch (const std::exception& error) {
    log_line(Level::error, "job_failed", {{"job", std::string(job.name)}, {"why", error.what()}});
    return 0;
  }
}

}  // namespace

void JobRunner::start() {
  thread_ = std::thread([this] { run(); });
}

void JobRunner::wake() {
  {
    std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void JobRunner::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void JobRunner::run() {
  std::vector<Steady::time_point> due(jobs().size(), Steady::now());
  bool woken = true;
  while (true) {
    bool more = false;
    for (std::size_t i = 0; i < jobs().size(); ++i) {
      const Job& job = jobs()[i];
      if (Steady::now() < due[i] && !(woken && job.after_commits)) continue;
      const bool left = run_guarded(job, office_) > 0;
      // What has more to do comes again in this round's turn, so that none starves the others.
      due[i] = left ? Steady::now() : Steady::now() + std::chrono::milliseconds(job.every_ms);
      more = more || left;
      std::lock_guard lock(mutex_);
      if (stopping_) return;
    }
    std::unique_lock lock(mutex_);
    if (!more && !woken_ && !stopping_) {
      Steady::time_point next = due[0];
      for (const Steady::time_point& one : due) next = std::min(next, one);
      changed_.wait_until(lock, next, [this] { return woken_ || stopping_; });
    }
    if (stopping_) return;
    woken = woken_;
    woken_ = false;
  }
}

}  // namespace xinfang
