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
    const int done = job.run_once(office);
    if (done > 0 && !job.after_commits) {
      log_line(Level::info, "job_ran",
               {{"job", std::string(job.name)}, {"done", std::to_string(done)}});
    }
    return done;
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

// False when the runner is to stop.
bool JobRunner::await_duty() {
  std::unique_lock lock(mutex_);
  while (!stopping_ && !on_duty_()) {
    woken_ = false;
    changed_.wait(lock, [this] { return woken_ || stopping_; });
  }
  return !stopping_;
}

void JobRunner::run() {
  std::vector<Steady::time_point> due(jobs().size(), Steady::now()), rested = due;
  bool woken = true;
  while (await_duty()) {
    bool more = false;
    for (std::size_t i = 0; i < jobs().size(); ++i) {
      const Job& job = jobs()[i];
      if (woken && job.after_commits) due[i] = std::min(due[i], rested[i]);
      if (Steady::now() < due[i]) continue;
      const int done = run_guarded(job, office_);
      const bool left = done >= job.full;
      woken = woken || (done > 0 && job.after_commits);  // what was numbered now waits for the next
      // What has more to do comes again in this round's turn, so that none starves the others.
      const Steady::time_point now = Steady::now();
      due[i] = left ? now : now + std::chrono::milliseconds(job.every_ms);
      rested[i] = now + std::chrono::milliseconds(job.rest_ms);
      more = more || left;
      std::lock_guard lock(mutex_);
      if (stopping_ || !on_duty_()) break;
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
