// A bounded pool of threads for ordinary blocking work.
//
// A job is called once: with true to be done, or with false when the pool gives it up at stop, so
// that whoever waits for it is always told.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace xinfang::edge {

class WorkerPool {
 public:
  using Job = std::function<void(bool run)>;

  WorkerPool(unsigned threads, std::size_t queue_limit)
      : threads_wanted_(threads), limit_(queue_limit) {}
  ~WorkerPool() { stop(); }

  void start();
  // False when the queue is full or the pool has stopped; the job was then not taken.
  bool post(Job job);
  // Gives up what waits, lets what runs end, joins.
  void stop();

  std::size_t waiting() const;
  std::size_t busy() const;

 private:
  void work();

  const unsigned threads_wanted_;
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  std::size_t busy_ = 0;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace xinfang::edge
