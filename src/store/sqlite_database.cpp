// SQLite: one writer thread with the group committer, a few read-only connections.
#include <sqlite3.h>

#include "store/commit_queue.hpp"
#include "store/connection_pool.hpp"
#include "store/dialect.hpp"
#include "store/engine.hpp"
#include "store/lock_file.hpp"
#include "store/sqlite_connection.hpp"

namespace xinfang {
namespace {

bool engine_is_away(int code) {
  switch (code & 0xff) {
    case SQLITE_FULL:
    case SQLITE_IOERR:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
    case SQLITE_PERM:
      return true;
    default:
      return false;
  }
}

std::string away_sentence(const std::string& path, const SqliteFailure& failure) {
  const std::string reason = failure.what();
  switch (failure.code & 0xff) {
    case SQLITE_FULL:
      return "The disk of " + path + " is full (" + reason + "); free space and try again.";
    case SQLITE_BUSY:
      return "Another program holds " + path + " (" + reason + "); end it and try again.";
    default:
      return "The database file " + path + " cannot be used now (" + reason + ").";
  }
}

[[noreturn]] void rethrow(const std::string& path, const SqliteFailure& failure) {
  if (engine_is_away(failure.code)) throw DatabaseUnavailable(away_sentence(path, failure));
  throw DatabaseError(failure.what());
}

GroupAttempt::Status refusal_status(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
      return GroupAttempt::Status::conflict;
    default:
      return GroupAttempt::Status::rejected;
  }
}

// Groups on the writing connection.
class SqliteWriter final : public GroupEngine {
 public:
  SqliteWriter(const std::string& path, bool durable)
      : path_(path), connection_(path, SqliteConnection::Mode::write) {
    // Still whole after a power cut; closing moves everything to the file and flushes it.
    if (!durable) connection_.script("PRAGMA synchronous=NORMAL");
  }

  GroupAttempt try_group(Group& group, const std::function<bool()>& grow) override {
    std::size_t current = GroupAttempt::kUnknown;
    try {
      connection_.begin();
      current = 0;
      do {
        for (; current < group.size(); ++current) {
          for (const Statement& statement : group[current]->statements) {
            connection_.run(statement.sql, statement.params);
          }
        }
      } while (grow());
      current = GroupAttempt::kUnknown;
      connection_.commit();
      return {};
    } catch (const SqliteFailure& failure) {
      connection_.roll_back();
      if (engine_is_away(failure.code)) {
        return {GroupAttempt::Status::unavailable, away_sentence(path_, failure), current};
      }
      return {refusal_status(failure.code), failure.what(), current};
    } catch (const DatabaseError& error) {  // a statement that breaks the rules
      connection_.roll_back();
      return {GroupAttempt::Status::rejected, error.what(), current};
    }
  }

  // No connection to lose: an attempt never ends in doubt.
  bool recover() override { return false; }
  bool proven(const ChangeSet& change_set) override {
    return !connection_.rows(change_set.proof.sql, change_set.proof.params).empty();
  }

  // A durable transaction of its own around the job.
  template <class Job>
  void transact(Job&& job) {
    try {
      connection_.begin();
      job(connection_);
      connection_.commit();
    } catch (const SqliteFailure& failure) {
      connection_.roll_back();
      rethrow(path_, failure);
    } catch (...) {
      connection_.roll_back();
      throw;
    }
  }

 private:
  const std::string path_;
  SqliteConnection connection_;
};

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const DatabaseOptions& options, const std::string& path)
      : path_(path), readers_(options.readers, [path] {
          return std::make_unique<SqliteConnection>(path, SqliteConnection::Mode::read);
        }) {
    if (options.exclusive) {
      lock_ = std::make_unique<LockFile>(path + ".lock");
      writer_ = std::make_unique<SqliteWriter>(path, options.durable);
      queue_ = std::make_unique<CommitQueue>(*writer_, figures_, options.group_limit);
    }
    take_reader();  // a file that cannot be read is told now
  }

  Engine engine() const override { return Engine::sqlite; }

  void stop_waiting() override {}  // a lock held elsewhere is waited for some seconds at most

  Rows read(std::string_view sql, std::vector<Param> params) override {
    auto reader = take_reader();
    return guarded([&] { return checked_rows(*reader, sql, params); });
  }

  void read_together(const std::function<void(const Reader&)>& job) override {
    auto reader = take_reader();
    const RollBack at_end{*reader};
    guarded([&] { reader->run("BEGIN", {}); });
    job([&](std::string_view sql, std::vector<Param> params) {
      return guarded([&] { return checked_rows(*reader, sql, params); });
    });
  }

  void scan(std::string_view sql, std::vector<Param> params,
            const std::function<void(const Row&)>& each) override {
    auto reader = take_reader();
    guarded([&] {
      refuse_bad(params);
      reader->run(sql, params, [&](const Row& row) { each(row); });
    });
  }

  CommitOutcome commit(ChangeSet change_set) override {
    std::vector<ChangeSet> one;
    one.push_back(std::move(change_set));
    return std::move(commit_all(std::move(one)).front());
  }

  std::vector<CommitOutcome> commit_all(std::vector<ChangeSet> change_sets) override {
    return submit(std::move(change_sets), [this](const ChangeSet&) -> CommitQueue& {
      return writing_queue();
    });
  }

  Rows write_now(std::string_view sql, std::vector<Param> params) override {
    refuse_bad(params);
    Rows rows;
    writing_queue().run_alone([&] {
      writer_->transact([&](SqliteConnection& writer) { rows = writer.rows(sql, params); });
    });
    return rows;
  }

  void run_script(std::string_view sql) override {
    const std::string adapted = adapt_for_sqlite(sql);
    writing_queue().run_alone([&] {
      writer_->transact([&](SqliteConnection& writer) { writer.script(adapted); });
    });
  }

  // The lock file keeps other processes out.
  void alone(const std::function<void()>& job) override {
    writing_queue();
    std::lock_guard lock(alone_);
    job();
  }

  Figures figures() const override { return figures_.now(); }

 private:
  struct RollBack {
    SqliteConnection& connection;
    ~RollBack() { connection.roll_back(); }
  };

  ConnectionPool<SqliteConnection>::Lease take_reader() {
    auto lease = readers_.take();
    if (!lease.get()) lease.make();
    return lease;
  }

  template <class Job>
  auto guarded(Job&& job) -> decltype(job()) {
    try {
      return job();
    } catch (const SqliteFailure& failure) {
      rethrow(path_, failure);
    }
  }

  static void refuse_bad(const std::vector<Param>& params) {
    const std::string fault = check_params(params);
    if (!fault.empty()) throw DatabaseError(fault);
  }

  static Rows checked_rows(SqliteConnection& reader, std::string_view sql,
                           const std::vector<Param>& params) {
    refuse_bad(params);
    return reader.rows(sql, params);
  }

  CommitQueue& writing_queue() {
    if (!queue_) throw DatabaseError("The database " + path_ + " is open for reading only.");
    return *queue_;
  }

  const std::string path_;
  std::unique_ptr<LockFile> lock_;
  CommitFigures figures_;
  std::unique_ptr<SqliteWriter> writer_;
  ConnectionPool<SqliteConnection> readers_;
  std::mutex alone_;
  std::unique_ptr<CommitQueue> queue_;  // last: its thread uses the others
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const DatabaseOptions& options) {
  const std::string path = options.url.substr(std::string_view("sqlite:").size());
  if (path.empty() || path.starts_with(":memory:") || path.starts_with("file:")) {
    throw DatabaseUnavailable(
        "The database address needs a file path after sqlite:, for example "
        "sqlite:/var/lib/xinfang/xinfang.db.");
  }
  return std::make_unique<SqliteDatabase>(options, path);
}

}  // namespace xinfang
