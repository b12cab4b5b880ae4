#include "store/log_store.hpp"

#include <set>
#include <thread>

#include "store/matter_fixture.hpp"

namespace xinfang {
namespace {

class LogStoreTest : public MatterTest {};
XINFANG_ON_BOTH_ENGINES(LogStoreTest);

TEST_P(LogStoreTest, EventsAreNumberedInOrderWithoutHoles) {
  std::vector<Id> filed;
  for (int i = 0; i < 7; ++i) filed.push_back(file().matter_id);
  EXPECT_EQ(log_size(db()), 0);
  EXPECT_EQ(log_backlog(db()), 7);
  EXPECT_EQ(sequence_log(db(), 3), 3);
  EXPECT_EQ(sequence_log(db(), 3), 3);
  EXPECT_EQ(sequence_log(db(), 3), 1);
  EXPECT_EQ(sequence_log(db(), 3), 0);
  EXPECT_EQ(log_backlog(db()), 0);
  const std::vector<LogEntry> log = read_log(db(), 0, 100);
  ASSERT_EQ(log.size(), 7u);
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(log[i].log_index, static_cast<std::int64_t>(i));
    EXPECT_EQ(log[i].matter_id, filed[i]);
    EXPECT_EQ(log[i].commitment, stored_events(db(), filed[i], 0)[0].commitment);
  }
  EXPECT_EQ(read_log(db(), 5, 1).at(0).log_index, 5);
  EXPECT_TRUE(read_log(db(), 7, 10).empty());
}

TEST_P(LogStoreTest, TheNewestTimeIsThatOfTheLastEventNumberedOrNot) {
  EXPECT_FALSE(newest_event_time(db()));
  file();
  const std::int64_t first = newest_event_time(db())->ms;
  EXPECT_EQ(first, clock().now().ms);
  EXPECT_EQ(sequence_log(db(), 10), 1);
  EXPECT_EQ(newest_event_time(db())->ms, first);
  clock().advance(60'000);
  file();
  EXPECT_GE(newest_event_time(db())->ms, first + 60'000);
  EXPECT_EQ(newest_event_time(db())->ms, clock().now().ms);
}

TEST_P(LogStoreTest, EightWritersAndThreeSequencersLeaveNoHoleAndNoDouble) {
  constexpr int kWriters = 8, kEach = 12;
  // Change sets are worked out beforehand; only committing runs in parallel.
  std::vector<std::vector<ChangeSet>> work(kWriters);
  for (auto& sets : work) {
    for (int i = 0; i < kEach; ++i) {
      Matter after;
      sets.push_back(filing({}, after));
    }
  }
  db();
  std::atomic<int> writing = kWriters;
  std::vector<std::thread> threads;
  for (auto& sets : work) {
    threads.emplace_back([&] {
      for (ChangeSet& changes : sets) EXPECT_TRUE(db().commit(std::move(changes)).committed());
      --writing;
    });
  }
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      while (writing > 0 || log_backlog(db()) > 0) sequence_log(db(), 5);
    });
  }
  for (std::thread& thread : threads) thread.join();

  const std::vector<LogEntry> log = read_log(db(), 0, 1000);
  ASSERT_EQ(log.size(), static_cast<std::size_t>(kWriters * kEach));
  std::set<Id> events;
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(log[i].log_index, static_cast<std::int64_t>(i));
    EXPECT_TRUE(events.insert(log[i].event_id).second);
  }
  EXPECT_EQ(said(findings()), "");
}

TEST_P(LogStoreTest, ACursorStaysWhereItWasPut) {
  EXPECT_EQ(cursor_of(db(), "notices"), 0);
  move_cursor(db(), "notices", 5);
  move_cursor(db(), "letters", 2);
  move_cursor(db(), "notices", 9);
  reopen();
  EXPECT_EQ(cursor_of(db(), "notices"), 9);
  EXPECT_EQ(cursor_of(db(), "letters"), 2);
}

}  // namespace
}  // namespace xinfang
