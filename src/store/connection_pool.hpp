// A small fixed pool of connections, made when first needed and given to one thread at a time.
//
// A thread that already holds one and asks again (a callback that reads while it scans) gets an
// extra connection when none is idle, instead of waiting for itself.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace xinfang {

template <class Connection>
class ConnectionPool {
 public:
  using Maker = std::function<std::unique_ptr<Connection>()>;

  class Lease {
   public:
    Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept
        : pool_(std::exchange(other.pool_, nullptr)), connection_(std::move(other.connection_)) {}
    Lease& operator=(Lease&&) = delete;
    ~Lease() {
      if (pool_) pool_->give_back(std::move(connection_));
    }

    // Null when the pool has no idle one and the holder has to make it with make().
    Connection* get() { return connection_.get(); }
    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    void make() { connection_ = pool_->maker_(); }
    void discard() { connection_.reset(); }

   private:
    ConnectionPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  ConnectionPool(unsigned size, Maker maker) : size_(size ? size : 1), maker_(std::move(maker)) {}

  // Waits until a connection, or the right to make one, is free. The lease may be without a
  // connection yet: making one can fail, and the holder decides how often to try.
  Lease take() {
    std::unique_lock lock(mutex_);
    if (held_by_this_thread() == 0) {
      freed_.wait(lock, [this] { return taken_ < size_; });
    }
    ++taken_;
    ++held_by_this_thread();
    std::unique_ptr<Connection> connection;
    if (!idle_.empty()) {
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
    return Lease(*this, std::move(connection));
  }

 private:
  // Counted over all pools of a type; only an extra connection more is the worst of it.
  static int& held_by_this_thread() {
    thread_local int held = 0;
    return held;
  }

  void give_back(std::unique_ptr<Connection> connection) {
    std::unique_ptr<Connection> surplus;  // closed outside the lock
    {
      std::lock_guard lock(mutex_);
      --taken_;
      if (connection && idle_.size() < size_) {
        idle_.push_back(std::move(connection));
      } else {
        surplus = std::move(connection);
      }
    }
    --held_by_this_thread();
    freed_.notify_one();
  }

  const unsigned size_;
  const Maker maker_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<std::unique_ptr<Connection>> idle_;
  unsigned taken_ = 0;
};

}  // namespace xinfang
