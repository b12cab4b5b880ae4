// What is held, for how long, and who may change it.
#include "store/matter_cache.hpp"

#include <gtest/gtest.h>

#include "store/event_store.hpp"

namespace xinfang {
namespace {

std::shared_ptr<const LoadedMatter> with_events(std::size_t count) {
  auto loaded = std::make_shared<LoadedMatter>();
  loaded->events.resize(count);
  loaded->matter.version = static_cast<std::int64_t>(count);
  return loaded;
}

TEST(MatterCache, WhatWasUsedLongestAgoGoesFirst) {
  MatterCache cache(10);
  cache.keep(1, with_events(4));
  cache.keep(2, with_events(4));
  ASSERT_TRUE(cache.find(1));
  cache.keep(3, with_events(4));
  EXPECT_TRUE(cache.find(1));
  EXPECT_FALSE(cache.find(2)) << "not used since";
  EXPECT_TRUE(cache.find(3));
  cache.keep(4, with_events(11));
  EXPECT_FALSE(cache.find(4)) << "larger than all there is room for";
  EXPECT_TRUE(cache.find(3));
}

TEST(MatterCache, HoldsWhatItIsTold) {
  MatterCache cache(4);
  cache.hold(12);
  for (Id id = 1; id <= 3; ++id) cache.keep(id, with_events(4));
  EXPECT_TRUE(cache.find(1));
  cache.hold(4);
  EXPECT_TRUE(cache.find(1));
  EXPECT_FALSE(cache.find(3)) << "used before the first";
}

TEST(MatterCache, ALaterReadingIsNotReplacedByAnEarlierOne) {
  MatterCache cache;
  cache.keep(1, with_events(3));
  cache.keep(1, with_events(2));
  EXPECT_EQ(cache.find(1)->events.size(), 3u);
  cache.keep(1, with_events(5));
  EXPECT_EQ(cache.find(1)->events.size(), 5u);
}

TEST(MatterCache, WhoTakesItHasItAlone) {
  MatterCache cache;
  cache.keep(1, with_events(2));
  auto known = cache.find(1);
  const LoadedMatter* place = known.get();
  const auto alone = cache.take(1, std::move(known));
  EXPECT_EQ(alone.get(), place) << "nobody else held it: no copy";
  EXPECT_FALSE(cache.find(1));

  cache.keep(1, with_events(2));
  const auto reader = cache.find(1);
  const auto copy = cache.take(1, reader);
  EXPECT_NE(copy.get(), reader.get());
  copy->events.clear();
  EXPECT_EQ(reader->events.size(), 2u) << "a reader's matter does not change";
}

TEST(MatterCache, WhatIsForgottenIsGone) {
  MatterCache cache;
  cache.keep(1, with_events(2));
  cache.forget(1);
  cache.forget(1);
  EXPECT_FALSE(cache.find(1));
}

}  // namespace
}  // namespace xinfang
