// The thread that runs the jobs: woken by commits, else when a job's time has come.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "services/office.hpp"

namespace xinfang {

class JobRunner {
 public:
  explicit JobRunner(Office& office) : office_(office) {}
  ~JobRunner() { stop(); }
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;

  void start();
  void wake();  // something was committed; thread-safe, never blocks for long
  void stop();  // lets the running piece of work finish

 private:
  void run();

  Office& office_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false, stopping_ = false;
  std::thread thread_;
};

}  // namespace xinfang
