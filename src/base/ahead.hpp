// Pieces of work done ahead on other threads, their results taken in order on this one.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <future>
#include <thread>

namespace xinfang {

template <class Result>
class Ahead {
 public:
  explicit Ahead(std::function<void(Result)> take) : take_(std::move(take)) {}

  // Waits for the oldest piece when enough are under way, so that memory stays bounded. Throws what
  // that piece threw.
  void put(std::function<Result()> work) {
    if (under_way_.size() >= most_) take_oldest();
    under_way_.push_back(std::async(std::launch::async, std::move(work)));
  }
  // To be called after the last piece; until then results may be missing.
  void finish() {
    while (!under_way_.empty()) take_oldest();
  }

 private:
  void take_oldest() {
    std::future<Result> oldest = std::move(under_way_.front());
    under_way_.pop_front();
    take_(oldest.get());
  }

  const std::size_t most_ = std::max(2u, std::thread::hardware_concurrency());
  const std::function<void(Result)> take_;
  std::deque<std::future<Result>> under_way_;
};

}  // namespace xinfang
