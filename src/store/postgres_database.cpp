// PostgreSQL: lanes that write, a pool that reads, one more connection for scripts and counters.
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "store/commit_queue.hpp"
#include "store/connection_pool.hpp"
#include "store/dialect.hpp"
#include "store/engine.hpp"
#include "store/postgres_connection.hpp"

namespace xinfang {
namespace {

using Role = PostgresConnection::Role;
using Status = GroupAttempt::Status;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr int kTriesAgain = 5;  // of one write that met a deadlock

// Neighbouring ids must not fall into one lane.
std::size_t spread(Id lane) {
  auto x = static_cast<std::uint64_t>(lane) + 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return static_cast<std::size_t>(x ^ (x >> 31));
}

[[noreturn]] void rethrow(const PostgresFailure& failure) {
  if (failure.status == Status::conflict || failure.status == Status::rejected) {
    throw DatabaseError(failure.what());
  }
  throw DatabaseUnavailable(failure.what());
}

// Makes connections, and keeps trying while the server is away for a moment.
class Connector {
 public:
  explicit Connector(const DatabaseOptions& options) : options_(options) {}

  std::unique_ptr<PostgresConnection> once(Role role) const {
    return std::make_unique<PostgresConnection>(options_, role, closing_);
  }

  // Pauses of 50 ms, doubled up to 1 s, until the retry window is over. Once it was in vain, the
  // next ones try once and say so at once, until one succeeds: waiting would only hold workers.
  std::unique_ptr<PostgresConnection> patiently(Role role) {
    const milliseconds window = away_ ? milliseconds{0} : options_.retry_window;
    const auto began = Steady::now();
    milliseconds paused{0};
    for (milliseconds pause{50};; pause = std::min(pause * 2, milliseconds{1000})) {
      try {
        auto connection = once(role);
        away_ = false;
        return connection;
      } catch (const DatabaseUnavailable&) {
        // An attempt takes time too: of a server that does not answer, most of it.
        if (paused >= window || Steady::now() - began >= window) away_ = true;
        if (away_ || !wait(pause)) throw;
        paused += pause;
      }
    }
  }

  bool closing() const { return closing_; }

  void close() {
    {
      std::lock_guard lock(mutex_);
      closing_ = true;
    }
    closed_.notify_all();
  }

 private:
  bool wait(milliseconds pause) {
    std::unique_lock lock(mutex_);
    if (options_.pause) {
      if (closing_) return false;
      lock.unlock();
      options_.pause(pause);
      return true;
    }
    return !closed_.wait_for(lock, pause, [this] { return closing_.load(); });
  }

  const DatabaseOptions options_;
  std::mutex mutex_;
  std::condition_variable closed_;
  std::atomic<bool> closing_ = false, away_ = false;
};

// One write connection with the change sets of its matters.
class Lane final : public GroupEngine {
 public:
  Lane(Connector& connector, CommitFigures& figures, unsigned group_limit)
      : connector_(connector),
        connection_(connector.once(Role::write)),
        queue_(*this, figures, group_limit) {}

  CommitQueue& queue() { return queue_; }

  GroupAttempt try_group(Group& group, const std::function<bool()>&) override {
    if (!connection_ && !recover()) {
      return {Status::unavailable, away_, GroupAttempt::kUnknown};
    }
    return connection_->commit_group(group);
  }

  bool recover() override {
    connection_.reset();
    try {
      connection_ = connector_.patiently(Role::write);
      return true;
    } catch (const DatabaseUnavailable& error) {
      away_ = error.what();
      return false;
    }
  }

  bool proven(const ChangeSet& change_set) override {
    for (int tries = 0;; ++tries) {
      try {
        return !connection_->rows(change_set.proof.sql, change_set.proof.params).empty();
      } catch (const PostgresFailure& failure) {
        if (failure.status != Status::lost || tries == kTriesAgain || !recover()) throw;
      }
    }
  }

 private:
  Connector& connector_;
  std::unique_ptr<PostgresConnection> connection_;
  std::string away_;
  CommitQueue queue_;  // last: its thread uses the others
};

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(const DatabaseOptions& options)
      : connector_(options),
        readers_(options.readers, [this] { return connector_.patiently(Role::read); }),
        script_(connector_.once(Role::write)) {
    for (unsigned lane = 0; lane < std::max(options.lanes, 1u); ++lane) {
      lanes_.push_back(std::make_unique<Lane>(connector_, figures_, options.group_limit));
    }
    lock_key_ = static_cast<std::int64_t>(
        spread(static_cast<Id>(std::hash<std::string>{}("xinfang " + options.schema))));
  }

  ~PostgresDatabase() override { connector_.close(); }

  void stop_waiting() override { connector_.close(); }

  Engine engine() const override { return Engine::postgres; }

  Rows read(std::string_view sql, std::vector<Param> params) override {
    refuse_bad(params);
    auto reader = take_reader();
    try {
      return reader->rows(sql, params);
    } catch (const PostgresFailure& failure) {
      if (failure.status != Status::lost || connector_.closing()) rethrow(failure);
    }
    // Reading twice does no harm.
    reader.discard();
    reader.make();
    return with(reader, [&] { return reader->rows(sql, params); });
  }

  void read_together(const std::function<void(const Reader&)>& job) override {
    auto reader = take_reader();
    with(reader, [&] { reader->script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"); });
    try {
      job([&](std::string_view sql, std::vector<Param> params) {
        refuse_bad(params);
        return with(reader, [&] { return reader->rows(sql, params); });
      });
    } catch (...) {
      reader.discard();
      throw;
    }
    with(reader, [&] { reader->script("COMMIT"); });
  }

  void scan(std::string_view sql, std::vector<Param> params,
            const std::function<void(const Row&)>& each) override {
    refuse_bad(params);
    auto reader = take_reader();
    with(reader, [&] { reader->each(sql, params, each); });
  }

  CommitOutcome commit(ChangeSet change_set) override {
    std::vector<ChangeSet> one;
    one.push_back(std::move(change_set));
    return std::move(commit_all(std::move(one)).front());
  }

  std::vector<CommitOutcome> commit_all(std::vector<ChangeSet> change_sets) override {
    return submit(std::move(change_sets), [this](const ChangeSet& change_set) -> CommitQueue& {
      return lanes_[spread(change_set.lane) % lanes_.size()]->queue();
    });
  }

  Rows write_now(std::string_view sql, std::vector<Param> params) override {
    refuse_bad(params);
    std::lock_guard lock(script_mutex_);
    for (int tries = 1;; ++tries) {
      try {
        return script_connection().rows(sql, params);
      } catch (const PostgresFailure& failure) {
        if (failure.status != Status::again || tries == kTriesAgain) rethrow(failure);
      }
    }
  }

  void run_script(std::string_view sql) override {
    std::lock_guard lock(script_mutex_);
    try {
      script_connection().long_script(adapt_for_postgres(sql));
    } catch (const PostgresFailure& failure) {
      rethrow(failure);
    }
  }

  void alone(const std::function<void()>& job) override {
    std::lock_guard lock(script_mutex_);
    const std::string key = std::to_string(lock_key_);
    run_script("SET lock_timeout = 0");  // the other server's migration may take its time
    run_script("SELECT pg_advisory_lock(" + key + ")");
    inside_alone_ = true;
    try {
      run_script("SET lock_timeout = '10s'");
      job();
    } catch (...) {
      inside_alone_ = false;
      script_.reset();  // and with it the lock
      throw;
    }
    inside_alone_ = false;
    run_script("SELECT pg_advisory_unlock(" + key + ")");
  }

  Figures figures() const override { return figures_.now(); }

 private:
  using Lease = ConnectionPool<PostgresConnection>::Lease;

  Lease take_reader() {
    Lease lease = readers_.take();
    if (lease.get() && !lease->alive()) lease.discard();
    if (!lease.get()) lease.make();
    return lease;
  }

  // Throws a lost connection away and turns failures into the exceptions of Database.
  template <class Job>
  static auto with(Lease& lease, Job&& job) -> decltype(job()) {
    try {
      return job();
    } catch (const PostgresFailure& failure) {
      if (failure.status == Status::lost) lease.discard();
      rethrow(failure);
    }
  }

  // A lost connection inside alone() has lost the lock as well, so it is not replaced there.
  PostgresConnection& script_connection() {
    if (script_ && !script_->alive()) script_.reset();
    if (!script_) {
      if (inside_alone_) throw DatabaseUnavailable("The connection to PostgreSQL broke.");
      script_ = connector_.patiently(Role::write);
    }
    return *script_;
  }

  static void refuse_bad(const std::vector<Param>& params) {
    const std::string fault = check_params(params);
    if (!fault.empty()) throw DatabaseError(fault);
  }

  CommitFigures figures_;
  Connector connector_;
  ConnectionPool<PostgresConnection> readers_;
  std::recursive_mutex script_mutex_;
  std::unique_ptr<PostgresConnection> script_;
  bool inside_alone_ = false;
  std::int64_t lock_key_ = 0;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const DatabaseOptions& options) {
  return std::make_unique<PostgresDatabase>(options);
}

}  // namespace xinfang
