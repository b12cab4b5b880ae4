#include "http/edge/worker_pool.hpp"

namespace xinfang::edge {

void WorkerPool::start() {
  for (unsigned i = 0; i < threads_wanted_; ++i) threads_.emplace_back([this] { work(); });
}

bool WorkerPool::post(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return false;
    // A worker that is free takes the job at once, so only what exceeds the free ones waits.
    if (queue_.size() + busy_ >= limit_ + threads_wanted_) return false;
    queue_.push_back(std::move(job));
  }
  changed_.notify_one();
  return true;
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopped_ || !queue_.empty(); });
    if (stopped_) return;
    Job job = std::move(queue_.front());
    queue_.pop_front();
    ++busy_;
    lock.unlock();
    job(true);
    job = nullptr;  // what it holds is let go before the next wait
    lock.lock();
    --busy_;
  }
}

void WorkerPool::stop() {
  std::deque<Job> left;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    left.swap(queue_);
  }
  changed_.notify_all();
  for (auto& job : left) job(false);
  for (auto& thread : threads_) thread.join();
  threads_.clear();
}

std::size_t WorkerPool::waiting() const {
  const std::lock_guard lock(mutex_);
  return queue_.size();
}

std::size_t WorkerPool::busy() const {
  const std::lock_guard lock(mutex_);
  return busy_;
}

}  // namespace xinfang::edge
