// What goes wrong outside: a killed connection, a full disk, a lock held elsewhere, closing.
#include <libpq-fe.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <thread>

#include "store/engine_fixture.hpp"
#include "store/lock_file.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kFind = "SELECT 1 FROM notes WHERE id = $1";

ChangeSet note(std::int64_t id, const std::string& text = "路灯") {
  ChangeSet change_set;
  change_set.lane = id;
  change_set.add("INSERT INTO notes(id, text) VALUES($1, $2)", {id, text});
  change_set.add("UPDATE totals SET noted = noted + 1 WHERE id = $1", {id % 4});
  change_set.proof = {kFind, {id}};
  return change_set;
}

// Holds the whole database against writers, as another program might.
class OutsideHolder {
 public:
  OutsideHolder(const DatabaseOptions& options, Engine engine) {
    if (engine == Engine::sqlite) {
      sqlite3* handle = nullptr;
      sqlite3_open(options.url.substr(7).c_str(), &handle);
      sqlite_.reset(handle);
      EXPECT_EQ(sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    } else {
      postgres_.reset(PQconnectdb(options.url.c_str()));
      PQclear(PQexec(postgres_.get(), "BEGIN"));
      const std::string lock = "LOCK TABLE " + options.schema + ".notes IN EXCLUSIVE MODE";
      PGresult* result = PQexec(postgres_.get(), lock.c_str());
      EXPECT_EQ(PQresultStatus(result), PGRES_COMMAND_OK);
      PQclear(result);
    }
  }

 private:
  std::unique_ptr<sqlite3, int (*)(sqlite3*)> sqlite_{nullptr, sqlite3_close};
  std::unique_ptr<PGconn, void (*)(PGconn*)> postgres_{nullptr, PQfinish};
};

class EngineFaultTest : public EngineTest {
 protected:
  void open_notes() {
    db().run_script(
        "CREATE TABLE notes(id BIGINT PRIMARY KEY, text TEXT NOT NULL);"
        "CREATE TABLE totals(id BIGINT PRIMARY KEY, noted BIGINT NOT NULL);"
        "INSERT INTO totals VALUES(0, 0), (1, 0), (2, 0), (3, 0);");
  }
  std::int64_t count() { return db().read("SELECT count(*) FROM notes").at(0).integer(0); }
  std::int64_t noted() { return db().read("SELECT sum(noted) FROM totals").at(0).integer(0); }
};
XINFANG_ON_BOTH_ENGINES(EngineFaultTest);

TEST_P(EngineFaultTest, ClosingAnswersEverybodyWhoWaits) {
  open_notes();
  constexpr int kWaiting = 32;
  std::atomic<int> answered = 0;
  std::vector<std::thread> threads;
  std::thread closing;
  {
    auto holder = std::make_unique<OutsideHolder>(options(), GetParam());
    for (int i = 1; i <= kWaiting; ++i) {
      threads.emplace_back([&, i, database = &db()] {
        if (database->commit(note(i)).committed()) ++answered;
      });
    }
    while (db().figures().waiting < kWaiting) std::this_thread::yield();
    std::atomic<bool> begun = false;
    closing = std::thread([&] {
      begun = true;
      shut();
    });
    while (!begun) std::this_thread::yield();
  }
  for (std::thread& thread : threads) thread.join();
  closing.join();
  EXPECT_EQ(answered, kWaiting);
  EXPECT_EQ(count(), kWaiting);
}

TEST_P(EngineFaultTest, KilledConnectionsLoseNothingAndDoubleNothing) {
  if (GetParam() == Engine::sqlite) {
    // No connection to kill: closing and opening between commits is the like of it.
    open_notes();
    for (int i = 1; i <= 20; ++i) {
      EXPECT_TRUE(db().commit(note(i)).committed());
      if (i % 5 == 0) reopen();
    }
    EXPECT_EQ(noted(), 20);
    return;
  }
  options().pause = [](std::chrono::milliseconds) { std::this_thread::yield(); };
  open_notes();
  constexpr int kThreads = 8, kEach = 150;
  std::atomic<int> committed = 0, running = kThreads;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        const CommitOutcome outcome = db().commit(note(thread * 1000 + i));
        EXPECT_TRUE(outcome.committed()) << outcome.detail;
        committed += outcome.committed();
      }
      --running;
    });
  }
  // Kills whoever is writing a note; the kills follow the commits, not a clock.
  const std::unique_ptr<PGconn, void (*)(PGconn*)> killer(PQconnectdb(options().url.c_str()),
                                                          PQfinish);
  const std::string kill =
      "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
      " WHERE pid <> pg_backend_pid() AND application_name = 'xinfang'"
      " AND query LIKE '%totals SET noted%'";
  for (int next = 50; running > 0;) {
    if (committed >= next) {
      PQclear(PQexec(killer.get(), kill.c_str()));
      next += 150;
    }
    std::this_thread::yield();
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(committed, kThreads * kEach);
  EXPECT_EQ(count(), kThreads * kEach);
  EXPECT_EQ(noted(), kThreads * kEach) << "a change set was applied twice or not at all";
  EXPECT_GE(db().figures().reconnects, 1u);
}

TEST_P(EngineFaultTest, AfterAllConnectionsWereCutReadsAndWritesGoOn) {
  open_notes();
  EXPECT_TRUE(db().commit(note(1)).committed());
  EXPECT_EQ(count(), 1);
  if (GetParam() == Engine::postgres) {
    const std::unique_ptr<PGconn, void (*)(PGconn*)> killer(PQconnectdb(options().url.c_str()),
                                                            PQfinish);
    PQclear(PQexec(killer.get(),
                   "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                   " WHERE pid <> pg_backend_pid() AND application_name = 'xinfang'"));
  }
  EXPECT_EQ(count(), 1);
  EXPECT_EQ(db().write_now("UPDATE notes SET text = 'x' RETURNING id").size(), 1u);
  EXPECT_TRUE(db().commit(note(2)).committed());
  EXPECT_EQ(noted(), 2);
}

// What PostgreSQL is asked to do while it stays silent, as a frozen one does.
class SilenceTest : public EngineFaultTest {
 protected:
  static constexpr std::string_view kSleep = "SELECT pg_sleep(3600)";

  // The number of backends that run it.
  int sleeping() {
    const std::string ask =
        "SELECT count(*) FROM pg_stat_activity WHERE query = '" + std::string(kSleep) +
        "' AND state = 'active' AND datname = current_database()";
    PGresult* result = PQexec(outside_.get(), ask.c_str());
    const int count = std::atoi(PQgetvalue(result, 0, 0));
    PQclear(result);
    return count;
  }
  void TearDown() override {
    PQclear(PQexec(outside_.get(), ("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                                    " WHERE query = '" + std::string(kSleep) +
                                    "' AND pid <> pg_backend_pid()").c_str()));
  }

 private:
  const std::unique_ptr<PGconn, void (*)(PGconn*)> outside_{PQconnectdb(options().url.c_str()),
                                                            PQfinish};
};
INSTANTIATE_TEST_SUITE_P(PostgresOnly, SilenceTest, ::testing::Values(Engine::postgres), engine_name);

TEST_P(SilenceTest, AReadIsGivenUpAndTheNextOneIsAnswered) {
  options().answer_limit = std::chrono::milliseconds(500);
  open_notes();
  try {
    db().read(kSleep);
    ADD_FAILURE() << "an hour has passed";
  } catch (const DatabaseUnavailable& error) {
    EXPECT_NE(std::string(error.what()).find("not said a word for 500 ms"), std::string::npos)
        << error.what();
  }
  EXPECT_EQ(count(), 0);
}

TEST_P(SilenceTest, ACommitIsGivenUpAndMayBeTriedAgainWithoutDoubling) {
  options().answer_limit = std::chrono::milliseconds(300);
  options().pause = [](std::chrono::milliseconds) { std::this_thread::yield(); };
  open_notes();
  {
    const OutsideHolder holder(options(), GetParam());
    EXPECT_THROW(db().commit(note(1)), DatabaseUnavailable);
  }
  // Those that were left alone may still commit it now: then it is a conflict, never a second one.
  while (!db().commit(note(2)).committed()) std::this_thread::yield();
  const CommitOutcome again = db().commit(note(1));
  EXPECT_TRUE(again.committed() || again.status == CommitOutcome::Status::conflict) << again.detail;
  EXPECT_EQ(count(), 2);
  EXPECT_EQ(noted(), 2);
}

TEST_P(SilenceTest, AServerThatIsToEndDoesNotWaitForIt) {
  options().answer_limit = std::chrono::hours(1);
  open_notes();
  std::thread reading([&] { EXPECT_THROW(db().read(kSleep), DatabaseUnavailable); });
  while (sleeping() == 0) std::this_thread::yield();
  db().stop_waiting();
  reading.join();
  EXPECT_EQ(count(), 0) << "what is answered in time still counts";
}

class SqliteFaultTest : public ::testing::Test {
 protected:
  ScratchDatabase scratch_{Engine::sqlite};
};

TEST_F(SqliteFaultTest, AFullDiskFailsTheGroupAndTheServiceGoesOn) {
  const auto db = Database::open(scratch_.options());
  db->run_script(
      "CREATE TABLE notes(id BIGINT PRIMARY KEY, text TEXT NOT NULL);"
      "CREATE TABLE totals(id BIGINT PRIMARY KEY, noted BIGINT NOT NULL);");
  db->run_script("PRAGMA max_page_count = 20");
  try {
    db->commit(note(1, std::string(1'000'000, 'x')));
    ADD_FAILURE() << "a megabyte went into twenty pages";
  } catch (const DatabaseUnavailable& error) {
    EXPECT_NE(std::string(error.what()).find("is full"), std::string::npos) << error.what();
  }
  EXPECT_TRUE(db->commit(note(2)).committed());
  db->run_script("PRAGMA max_page_count = 100000");
  EXPECT_TRUE(db->commit(note(1, std::string(1'000'000, 'x'))).committed());
  EXPECT_EQ(db->read("SELECT count(*) FROM notes").at(0).integer(0), 2);
}

TEST_F(SqliteFaultTest, AFileInUseNamesTheHoldersPid) {
  int ready[2], finish[2];
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(finish), 0);
  const std::string path = scratch_.options().url.substr(7);
  const pid_t other = fork();
  if (other == 0) {
    const LockFile lock(path + ".lock");
    char byte = 'x';
    const bool told = write(ready[1], &byte, 1) == 1 && read(finish[0], &byte, 1) == 1;
    _exit(told ? 0 : 1);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  try {
    Database::open(scratch_.options());
    ADD_FAILURE() << "two servers on one file";
  } catch (const DatabaseUnavailable& error) {
    EXPECT_NE(std::string(error.what()).find("process " + std::to_string(other)),
              std::string::npos)
        << error.what();
  }
  ASSERT_EQ(write(finish[1], &byte, 1), 1);
  int status = 1;
  ASSERT_EQ(waitpid(other, &status, 0), other);
  EXPECT_EQ(status, 0);
  EXPECT_NO_THROW(Database::open(scratch_.options())) << "the lock outlived its holder";
  for (const int end : {ready[0], ready[1], finish[0], finish[1]}) close(end);
}

TEST_F(SqliteFaultTest, ASecondProgramMayReadWhileTheServerRuns) {
  const auto server = Database::open(scratch_.options());
  server->run_script("CREATE TABLE notes(id BIGINT PRIMARY KEY);");
  DatabaseOptions reading = scratch_.options();
  reading.exclusive = false;
  const auto program = Database::open(reading);
  EXPECT_EQ(program->read("SELECT count(*) FROM notes").at(0).integer(0), 0);
  EXPECT_THROW(program->write_now("INSERT INTO notes VALUES(1)"), DatabaseError);
  EXPECT_THROW(program->commit(note(1)), DatabaseError);
}

TEST_F(SqliteFaultTest, OnlyTheOwnerMayReadTheFiles) {
  const auto db = Database::open(scratch_.options());
  db->run_script("CREATE TABLE notes(id BIGINT PRIMARY KEY);");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(scratch_.folder())) {
    EXPECT_EQ(entry.status().permissions(), std::filesystem::perms(0600)) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 4) << "database, write-ahead log, shared memory, lock";
}

}  // namespace
}  // namespace xinfang
