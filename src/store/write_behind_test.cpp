// Databases that answer before the disk has it: who writes reads his own writes all the same.
#include "store/write_behind.hpp"

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kInsert = "INSERT INTO events (matter_id, no) VALUES($1, $2)";
constexpr std::string_view kOfMatter = "SELECT count(*) FROM events WHERE matter_id = $1";
constexpr std::string_view kAll = "SELECT count(*) FROM events";

ChangeSet paper(Id matter_id, std::int64_t no) {
  ChangeSet change_set;
  change_set.lane = matter_id;
  change_set.add(kInsert, {matter_id, no});
  change_set.proof = {"SELECT 1 FROM events WHERE matter_id = $1 AND no = $2", {matter_id, no}};
  return change_set;
}

class WriteBehindTest : public EngineTest {
 protected:
  void SetUp() override {
    open_again();
    db().run_script(
        "CREATE TABLE events(matter_id BIGINT NOT NULL, no BIGINT NOT NULL,"
        " PRIMARY KEY (matter_id, no));"
        "CREATE TABLE pages(matter_id BIGINT NOT NULL, no BIGINT NOT NULL,"
        " FOREIGN KEY (matter_id, no) REFERENCES events(matter_id, no));");
  }
  Database& db() { return *behind_; }
  void open_again() {
    behind_.reset();
    behind_ = write_behind(Database::open(options()));
  }
  std::int64_t count(std::string_view sql, std::vector<Param> params = {}) {
    return db().read(sql, std::move(params)).at(0).integer(0);
  }

 private:
  std::unique_ptr<Database> behind_;
};
XINFANG_ON_BOTH_ENGINES(WriteBehindTest);

TEST_P(WriteBehindTest, WhoeverWroteReadsIt) {
  for (std::int64_t no = 1; no <= 300; ++no) {
    for (const Id matter : {7, 8}) EXPECT_TRUE(db().commit(paper(matter, no)).committed());
    EXPECT_EQ(count(kOfMatter, {Id{7}}), no);
  }
  EXPECT_EQ(count(kAll), 600);
  std::int64_t together = 0;
  db().commit(paper(9, 1));
  db().read_together([&](const Database::Reader& read) { together = read(kAll, {})[0].integer(0); });
  EXPECT_EQ(together, 601);
  db().commit(paper(9, 2));
  std::int64_t scanned = 0;
  db().scan("SELECT no FROM events", {}, [&](const Row&) { ++scanned; });
  EXPECT_EQ(scanned, 602);
  db().commit(paper(9, 3));
  EXPECT_EQ(db().write_now("DELETE FROM events WHERE matter_id = $1 RETURNING no", {Id{9}}).size(), 3u);
}

TEST_P(WriteBehindTest, WhatWritesToTwoMattersStandsInItsTurn) {
  db().commit(paper(7, 1));
  ChangeSet both;
  both.lane = 8;
  both.add(kInsert, {Id{8}, std::int64_t{1}});
  both.add(kInsert, {Id{7}, std::int64_t{2}});
  // Refused when the paper of the other matter's lane is not there yet.
  both.add("INSERT INTO pages(matter_id, no) VALUES($1, $2)", {Id{7}, std::int64_t{1}});
  both.proof = {"SELECT 1 FROM events WHERE matter_id = $1", {Id{8}}};
  EXPECT_TRUE(db().commit(both).committed());
  db().commit(paper(7, 3));
  EXPECT_EQ(count(kAll), 4);
}

TEST_P(WriteBehindTest, ARefusalIsToldByTheNextCall) {
  db().commit(paper(7, 1));
  db().commit(paper(7, 1));
  EXPECT_THROW(count(kAll), DatabaseError);
  EXPECT_THROW(db().commit(paper(8, 1)), DatabaseError);
  open_again();
  EXPECT_EQ(count(kAll), 1);
}

TEST_P(WriteBehindTest, ClosedItHasWrittenEverything) {
  for (std::int64_t no = 1; no <= 50; ++no) db().commit(paper(7, no));
  open_again();
  EXPECT_EQ(count(kAll), 50);
}

}  // namespace
}  // namespace xinfang
