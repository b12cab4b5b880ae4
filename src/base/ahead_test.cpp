#include "base/ahead.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>
#include <vector>

namespace xinfang {
namespace {

TEST(AheadTest, ResultsComeInOrderThoughLaterPiecesAreDoneFirst) {
  std::vector<int> taken;
  std::atomic<int> done = 0;
  Ahead<int> ahead([&](int result) { taken.push_back(result); });
  // The first piece ends only when the second one has.
  ahead.put([&] {
    done.wait(0);
    return 1;
  });
  ahead.put([&] {
    done = 1;
    done.notify_all();
    return 2;
  });
  for (int i = 3; i <= 50; ++i) ahead.put([i] { return i; });
  ahead.finish();
  ASSERT_EQ(taken.size(), 50u);
  for (int i = 0; i < 50; ++i) EXPECT_EQ(taken[static_cast<std::size_t>(i)], i + 1);
}

TEST(AheadTest, WhatAPieceThrowsIsThrownInItsTurn) {
  int taken = 0;
  Ahead<int> ahead([&](int) { ++taken; });
  ahead.put([] { return 1; });
  ahead.put([]() -> int { throw std::runtime_error("damaged"); });
  EXPECT_THROW(ahead.finish(), std::runtime_error);
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace xinfang
