// The two engines behind one face.
//
// Reads run on a small pool of connections. Writes are change sets: statements worked out
// beforehand, committed in groups with those of other requests, each group one durable transaction
// (SQLite: one writer thread, WAL, synchronous=FULL; PostgreSQL: lanes by hash of the matter, each
// a connection in pipeline mode). A group that fails is bisected, so one bad change set never takes
// its neighbours along. commit() returns only after the group is on disk. A lost connection asks
// `proof` before it tries again.
//
// SQL is one text for both engines under these rules: $1-style parameters in any order; CAST for
// optional filters; no ::type; booleans are BIGINT 0/1; no lists (expand IN); no ILIKE; nothing
// that only one engine has. What must differ stands in the dialect. Statement text must outlive the
// program (a literal): connections cache prepared statements by it.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/crypto.hpp"
#include "base/id.hpp"

namespace xinfang {

struct Blob {
  Bytes bytes;
  friend auto operator<=>(const Blob&, const Blob&) = default;
};
// NULL, BIGINT, TEXT (UTF-8, no NUL), BYTEA.
using Param = std::variant<std::monostate, std::int64_t, std::string, Blob>;

struct Statement {
  std::string_view sql;  // a literal
  std::vector<Param> params;
};

class Row {
 public:
  explicit Row(std::vector<Param> values) : values_(std::move(values)) {}
  std::size_t size() const { return values_.size(); }
  const Param& value(std::size_t column) const { return values_.at(column); }
  bool is_null(std::size_t column) const;
  std::int64_t integer(std::size_t column) const;      // throws DatabaseError on another type
  const std::string& text(std::size_t column) const;   // throws DatabaseError on another type
  const Bytes& bytes(std::size_t column) const;        // throws DatabaseError on another type
  std::string text_or(std::size_t column, std::string_view fallback) const;   // for NULL
  std::int64_t integer_or(std::size_t column, std::int64_t fallback) const;   // for NULL

 private:
  std::vector<Param> values_;
};
using Rows = std::vector<Row>;

struct DatabaseError : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// The database cannot be reached now; the caller answers 503.
struct DatabaseUnavailable : DatabaseError {
  using DatabaseError::DatabaseError;
};

struct ChangeSet {
  Id lane = 0;  // the matter (or other aggregate) it writes to; equal lanes keep their order
  std::vector<Statement> statements;
  // Gives a row if and only if this change set has been committed (looked up by its event id or
  // idempotency key). Required when statements are not empty.
  Statement proof;

  void add(std::string_view sql, std::vector<Param> params) {
    statements.push_back({sql, std::move(params)});
  }
};

struct CommitOutcome {
  enum class Status {
    committed,  // durable
    conflict,   // a unique or primary key was taken: somebody else was first
    rejected    // another constraint or a type: a defect of the change set, nothing was written
  };
  Status status = Status::committed;
  std::string detail;  // the engine's message, for the log only
  bool committed() const { return status == Status::committed; }
};

class MatterCache;

enum class Engine { sqlite, postgres };

struct DatabaseOptions {
  // "sqlite:/path/to/file.db" or a libpq URL "postgresql://host1,host2/name?target_session_attrs=read-write".
  std::string url;
  unsigned readers = 4;        // read connections
  unsigned lanes = 4;          // write connections on PostgreSQL
  unsigned group_limit = 256;  // change sets in one transaction at most
  bool exclusive = true;       // SQLite: take the lock file; false opens for reading only
  // false: a commit may be lost with the machine's power until the database is closed (SQLite) or
  // something durable is committed after it (PostgreSQL). Only for what can be made anew at will.
  bool durable = true;
  std::string schema;          // PostgreSQL: search_path to use, created if missing; empty: default
  // PostgreSQL: a server that says nothing for so long while an answer is due is lost. Longer than
  // the lock timeout of 10 s; scripts and scans may take any time.
  std::chrono::milliseconds answer_limit{20'000};
  // PostgreSQL: attempts to reach the server again take so long together, then it is away.
  std::chrono::milliseconds retry_window{10'000};
  // Waits between such attempts; empty: a real pause, cut short when the database is closed.
  std::function<void(std::chrono::milliseconds)> pause;
};

class Database {
 public:
  virtual ~Database();

  // Throws DatabaseUnavailable with a sentence a person can act on (path, lock holder's pid, host).
  static std::unique_ptr<Database> open(const DatabaseOptions& options);

  virtual Engine engine() const = 0;

  // One statement on a pooled read connection, one snapshot. Throws DatabaseError. Booleans come as
  // 0 and 1, sums as integers.
  virtual Rows read(std::string_view sql, std::vector<Param> params = {}) = 0;
  // Several reads on one connection in one snapshot.
  using Reader = std::function<Rows(std::string_view sql, std::vector<Param> params)>;
  virtual void read_together(const std::function<void(const Reader&)>& job) = 0;
  // Streams a large result row by row; the callback may throw to stop.
  virtual void scan(std::string_view sql, std::vector<Param> params,
                    const std::function<void(const Row&)>& each) = 0;

  // Blocks until durable or refused. Throws DatabaseUnavailable when the engine is away for longer
  // than the retry window and `proof` shows that nothing was committed.
  virtual CommitOutcome commit(ChangeSet change_set) = 0;
  // Many at once in as few groups as possible, in order within a lane; for import and
  // demonstration. One outcome each; throws DatabaseUnavailable when one of them would.
  virtual std::vector<CommitOutcome> commit_all(std::vector<ChangeSet> change_sets) = 0;

  // One statement in its own durable transaction, its RETURNING rows given back: counters, leases,
  // cursors, clean-up. Not for a matter's state. Throws DatabaseError.
  virtual Rows write_now(std::string_view sql, std::vector<Param> params = {}) = 0;

  // Runs SQL text of several statements in one transaction, adapted to the engine (migrations).
  virtual void run_script(std::string_view sql) = 0;

  // Runs the job while nobody else, in this process or another server, is inside alone() on this
  // database. For migrations; inside it run_script() and read() work as usual.
  virtual void alone(const std::function<void()>& job) = 0;

  // The server is to end: from now on nobody waits for an engine that is away or silent. What is
  // answered within a moment still counts. Thread-safe; may be called any number of times.
  virtual void stop_waiting() = 0;

  struct Figures {
    std::uint64_t groups = 0, change_sets = 0, bisections = 0, conflicts = 0, reconnects = 0;
    std::size_t waiting = 0;  // change sets not answered yet
  };
  virtual Figures figures() const = 0;

  MatterCache& matter_cache() { return *matter_cache_; }

 protected:
  Database();

 private:
  const std::unique_ptr<MatterCache> matter_cache_;
};

}  // namespace xinfang
