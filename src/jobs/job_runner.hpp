// The thread that runs the jobs: woken by commits, else when a job's time has come. Of several servers
// only the one on duty runs any.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "services/office.hpp"

namespace xinfang {

class JobRunner {
 public:
  // Whoever changes what `on_duty` says to true has to wake().
  JobRunner(Office& office, std::function<bool()> on_duty)
      : office_(office), on_duty_(std::move(on_duty)) {}
  ~JobRunner() { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  void start();
  void wake();  // something was committed; thread-safe, never blocks for long
  void stop();  // lets the running piece of work finish

 private:
  void run();

  bool await_duty();

  Office& office_;
  const std::function<bool()> on_duty_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace xinfang
