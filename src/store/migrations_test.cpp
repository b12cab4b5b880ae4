// The schema comes up once, whole, in order, on both engines.
#include <fstream>
#include <thread>

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

std::vector<Migration> two_steps() {
  return {{1, "notes", "CREATE TABLE notes(id BIGINT PRIMARY KEY, text TEXT) -- no semicolon", "", ""},
          {2,
           "words",
           "CREATE TABLE words(id BIGINT, word TEXT, PRIMARY KEY (word, id)) WITHOUT ROWID;",
           "CREATE VIRTUAL TABLE found USING fts5(text);",
           "CREATE UNLOGGED TABLE found(text TEXT);"}};
}

class MigrationsTest : public EngineTest {
 protected:
  Rows versions() {
    return db().read("SELECT version, name, applied_at FROM schema_version ORDER BY version");
  }
};
XINFANG_ON_BOTH_ENGINES(MigrationsTest);

TEST_P(MigrationsTest, RunOnceAndTheSecondTimeThereIsNothingToDo) {
  EXPECT_EQ(migrate(db(), two_steps(), Instant{1700000000000}), 2);
  EXPECT_EQ(migrate(db(), two_steps()), 0);
  const Rows rows = versions();
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].integer(0), 2);
  EXPECT_EQ(rows[1].text(1), "words");
  EXPECT_EQ(rows[1].integer(2), 1700000000000);
  EXPECT_EQ(db().read("SELECT text FROM found").size(), 0u);
}

TEST_P(MigrationsTest, OfTwoAtOnceOneRunsThemAndTheOtherWaits) {
  // Two servers on PostgreSQL; SQLite has one, so two of its threads.
  db();
  std::unique_ptr<Database> other;
  if (GetParam() == Engine::postgres) other = Database::open(options());
  std::atomic<int> run = 0;
  std::thread first([&] { run += migrate(db(), two_steps()); });
  std::thread second([&] { run += migrate(other ? *other : db(), two_steps()); });
  first.join();
  second.join();
  EXPECT_EQ(run, 2);
  EXPECT_EQ(versions().size(), 2u);
}

TEST_P(MigrationsTest, ANewerDatabaseIsRefused) {
  migrate(db(), two_steps());
  auto older = two_steps();
  older.pop_back();
  try {
    migrate(db(), older);
    ADD_FAILURE() << "an old program on a new schema";
  } catch (const DatabaseError& error) {
    EXPECT_NE(std::string(error.what()).find("schema version 2, this program knows 1"),
              std::string::npos)
        << error.what();
  }
}

TEST_P(MigrationsTest, OneThatFailsLeavesNothingAndCanBeRunAgain) {
  auto broken = two_steps();
  broken[1].shared_sql += "CREATE TABLE broken(;";
  EXPECT_THROW(migrate(db(), broken), DatabaseError);
  EXPECT_EQ(versions().size(), 1u);
  EXPECT_THROW(db().read("SELECT id FROM words"), DatabaseError);
  EXPECT_EQ(migrate(db(), two_steps()), 1);
}

TEST_P(MigrationsTest, TypesAreStrictOnBoth) {
  migrate(db(), two_steps());
  EXPECT_THROW(db().write_now("INSERT INTO notes(id) VALUES($1)", {std::string("abc")}),
               DatabaseError);
  EXPECT_THROW(db().write_now("INSERT INTO words(id, word) VALUES($1, $2)",
                              {std::int64_t{1}, std::monostate{}}),
               DatabaseError);
}

class MigrationFolderTest : public ::testing::Test {
 protected:
  void add(const std::string& name, const std::string& sql = "SELECT 1;") {
    std::ofstream(folder() / name) << sql;
  }
  std::filesystem::path folder() { return scratch_.folder(); }
  std::string fault() {
    try {
      load_migrations(folder().string());
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "none";
  }
  ScratchDatabase scratch_{Engine::sqlite};
};

TEST_F(MigrationFolderTest, PartsOfOneVersionComeTogether) {
  add("0002_words.postgres.sql", "P");
  add("0002_words.sql", "S");
  add("0002_words.sqlite.sql", "L");
  add("0001_notes.sql", "N");
  const auto all = load_migrations(folder().string());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "notes");
  EXPECT_EQ(all[1].shared_sql + all[1].sqlite_sql + all[1].postgres_sql, "SLP");
}

TEST_F(MigrationFolderTest, AGapADoubleAndAStrangeNameAreRefused) {
  add("0001_notes.sql");
  add("0003_words.sql");
  EXPECT_NE(fault().find("migration 2 is missing"), std::string::npos) << fault();
  add("0002_a.sql");
  EXPECT_EQ(fault(), "none");
  add("0002_b.sql");
  EXPECT_NE(fault().find("Two migrations have the number 0002"), std::string::npos) << fault();
  std::filesystem::remove(folder() / "0002_b.sql");
  add("4_short.sql");
  EXPECT_NE(fault().find("4_short.sql"), std::string::npos) << fault();
  EXPECT_THROW(load_migrations("/nowhere/at/all"), std::runtime_error);
}

}  // namespace
}  // namespace xinfang
