// Groups of change sets on both engines: all there, only the bad one refused, order kept.
#include <thread>

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kInsert = "INSERT INTO notes(id, text) VALUES($1, $2)";
constexpr std::string_view kInsertCode = "INSERT INTO notes(id, text, code) VALUES($1, $2, $3)";
constexpr std::string_view kFind = "SELECT 1 FROM notes WHERE id = $1";

ChangeSet note(std::int64_t id, const std::string& text = "路灯") {
  ChangeSet change_set;
  change_set.lane = id;
  change_set.add(kInsert, {id, text});
  change_set.proof = {kFind, {id}};
  return change_set;
}

class CommitTest : public EngineTest {
 protected:
  void SetUp() override { open_notes(); }

  void open_notes() {
    db().run_script(
        "CREATE TABLE notes(id BIGINT PRIMARY KEY, text TEXT NOT NULL, code BIGINT UNIQUE,"
        " parent BIGINT REFERENCES notes(id) DEFERRABLE INITIALLY DEFERRED,"
        " CHECK (text <> 'forbidden'));"
        "CREATE INDEX notes_parent ON notes(parent);");
  }

  std::int64_t count() { return db().read("SELECT count(*) FROM notes").at(0).integer(0); }
  bool has(std::int64_t id) { return !db().read(kFind, {id}).empty(); }
};
XINFANG_ON_BOTH_ENGINES(CommitTest);

TEST_P(CommitTest, AThousandChangeSetsFromSixteenThreadsAreAllThere) {
  std::atomic<int> committed = 0;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 16; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = thread; i < 1000; i += 16) {
        if (db().commit(note(i + 1)).committed()) ++committed;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(committed, 1000);
  EXPECT_EQ(count(), 1000);
  const Database::Figures figures = db().figures();
  EXPECT_EQ(figures.change_sets, 1000u);
  EXPECT_LE(figures.groups, 1000u);
  EXPECT_EQ(figures.waiting, 0u);
}

TEST_P(CommitTest, OneBadAmongAHundredIsRefusedAlone) {
  std::vector<ChangeSet> all;
  for (int i = 1; i <= 100; ++i) {
    all.push_back(note(i, i == 42 ? "forbidden" : "路灯"));
    all.back().lane = 7;
  }
  const auto outcomes = db().commit_all(std::move(all));
  ASSERT_EQ(outcomes.size(), 100u);
  for (int i = 1; i <= 100; ++i) {
    EXPECT_EQ(outcomes[i - 1].committed(), i != 42) << i << ": " << outcomes[i - 1].detail;
  }
  EXPECT_EQ(outcomes[41].status, CommitOutcome::Status::rejected);
  EXPECT_EQ(count(), 99);
  EXPECT_GE(db().figures().bisections, 1u);
}

TEST_P(CommitTest, AFaultThatShowsOnlyAtTheEndIsFoundByHalving) {
  std::vector<ChangeSet> all;
  for (int i = 1; i <= 64; ++i) all.push_back(note(i));
  all[20].statements[0] = {"INSERT INTO notes(id, text, parent) VALUES($1, $2, $3)",
                           {std::int64_t{21}, std::string("孤"), std::int64_t{999}}};
  for (ChangeSet& change_set : all) change_set.lane = 7;
  const auto outcomes = db().commit_all(std::move(all));
  for (int i = 0; i < 64; ++i) EXPECT_EQ(outcomes[i].committed(), i != 20) << i;
  EXPECT_EQ(outcomes[20].status, CommitOutcome::Status::rejected);
  EXPECT_EQ(count(), 63);
  EXPECT_GE(db().figures().bisections, 1u);
}

TEST_P(CommitTest, OfTwoThatTakeOneKeyTheFirstWinsAndTheOtherIsAConflict) {
  EXPECT_TRUE(db().commit(note(1)).committed());
  EXPECT_EQ(db().commit(note(1)).status, CommitOutcome::Status::conflict);

  std::vector<ChangeSet> pair{note(2), note(3)};
  for (ChangeSet& change_set : pair) {
    change_set.lane = 7;
    change_set.statements[0] = {
        kInsertCode, {change_set.proof.params[0], std::string("同码"), std::int64_t{5}}};
  }
  const auto outcomes = db().commit_all(std::move(pair));
  EXPECT_TRUE(outcomes[0].committed());
  EXPECT_EQ(outcomes[1].status, CommitOutcome::Status::conflict);
  EXPECT_EQ(db().figures().conflicts, 2u);
}

TEST_P(CommitTest, AConflictWithANeighbourThatIsItselfRefusedIsNone) {
  std::vector<ChangeSet> pair{note(1), note(2)};
  pair[0].statements[0] = {
      "INSERT INTO notes(id, text, code, parent) VALUES($1, $2, $3, $4)",
      {std::int64_t{1}, std::string("孤"), std::int64_t{5}, std::int64_t{999}}};
  pair[1].statements[0] = {kInsertCode, {std::int64_t{2}, std::string("码"), std::int64_t{5}}};
  for (ChangeSet& change_set : pair) change_set.lane = 7;
  const auto outcomes = db().commit_all(std::move(pair));
  EXPECT_EQ(outcomes[0].status, CommitOutcome::Status::rejected);
  EXPECT_TRUE(outcomes[1].committed()) << outcomes[1].detail;
}

TEST_P(CommitTest, AllOfAChangeSetOrNothing) {
  ChangeSet change_set = note(1);
  change_set.add(kInsert, {std::int64_t{2}, std::string("forbidden")});
  EXPECT_EQ(db().commit(std::move(change_set)).status, CommitOutcome::Status::rejected);
  EXPECT_EQ(count(), 0);
}

TEST_P(CommitTest, OrderWithinALaneIsKept) {
  std::vector<ChangeSet> all;
  all.push_back(note(1, "0"));
  for (int i = 1; i <= 600; ++i) {
    ChangeSet step;
    step.lane = 1;
    step.add("UPDATE notes SET text = $1 WHERE id = 1 AND text = $2",
             {std::to_string(i), std::to_string(i - 1)});
    step.proof = {kFind, {std::int64_t{1}}};
    all.push_back(std::move(step));
  }
  db().commit_all(std::move(all));
  EXPECT_EQ(db().read("SELECT text FROM notes WHERE id = 1").at(0).text(0), "600");
  EXPECT_GE(db().figures().groups, 3u) << "the limit of a group is 256";
}

TEST_P(CommitTest, WrongTypesAndTextsAreRejectedOnBoth) {
  const auto status = [&](Param id, Param text) {
    ChangeSet change_set = note(1);
    change_set.statements[0].params = {std::move(id), std::move(text)};
    return db().commit(std::move(change_set)).status;
  };
  using Outcome = CommitOutcome::Status;
  EXPECT_EQ(status(std::string("abc"), std::string("x")), Outcome::rejected);
  EXPECT_EQ(status(std::int64_t{1}, std::monostate{}), Outcome::rejected);
  EXPECT_EQ(status(std::int64_t{1}, Blob{"x"}), Outcome::rejected);
  EXPECT_EQ(status(std::int64_t{1}, std::string("a\0b", 3)), Outcome::rejected);
  EXPECT_EQ(status(std::int64_t{1}, std::string("\xff\xfe")), Outcome::rejected);
  EXPECT_EQ(status(std::int64_t{1}, std::string("x")), Outcome::committed);
  EXPECT_EQ(count(), 1);
}

TEST_P(CommitTest, AStatementThatDoesNotExistSparesItsNeighbours) {
  std::vector<ChangeSet> all{note(1), note(2), note(3)};
  for (ChangeSet& change_set : all) change_set.lane = 7;
  all[1].statements[0] = {"INSERT INTO nowhere(id) VALUES($1)", {std::int64_t{2}}};
  auto outcomes = db().commit_all(std::move(all));
  EXPECT_TRUE(outcomes[0].committed());
  EXPECT_EQ(outcomes[1].status, CommitOutcome::Status::rejected);
  EXPECT_TRUE(outcomes[2].committed());

  ChangeSet fewer = note(4);
  fewer.statements[0].params.pop_back();
  EXPECT_EQ(db().commit(std::move(fewer)).status, CommitOutcome::Status::rejected);
}

TEST_P(CommitTest, AChangeSetWithoutProofIsRejectedAndAnEmptyOneIsCommitted) {
  ChangeSet change_set = note(1);
  change_set.proof = {};
  EXPECT_EQ(db().commit(std::move(change_set)).status, CommitOutcome::Status::rejected);
  EXPECT_TRUE(db().commit(ChangeSet{}).committed());
  EXPECT_TRUE(db().commit_all({}).empty());
}

TEST_P(CommitTest, WhatIsCommittedIsThereAfterARestart) {
  EXPECT_TRUE(db().commit(note(1)).committed());
  reopen();
  EXPECT_TRUE(has(1));
}

TEST_P(CommitTest, LargeGroupsDoNotStall) {
  std::vector<ChangeSet> all;
  const std::string large(200'000, 'x');
  for (int i = 1; i <= 120; ++i) {
    ChangeSet change_set = note(i, large);
    change_set.lane = 7;
    // RETURNING makes the answers as large as the questions.
    change_set.statements[0].sql = "INSERT INTO notes(id, text) VALUES($1, $2) RETURNING text";
    all.push_back(std::move(change_set));
  }
  for (const CommitOutcome& outcome : db().commit_all(std::move(all))) {
    EXPECT_TRUE(outcome.committed()) << outcome.detail;
  }
  EXPECT_EQ(count(), 120);
}

}  // namespace
}  // namespace xinfang
