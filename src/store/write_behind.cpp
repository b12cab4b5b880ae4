#include "store/write_behind.hpp"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <unordered_map>

#include "store/matter_cache.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kGroup = 96;   // handed on without anybody waiting
// Years pass within minutes: all that is under way for a month or two is wanted again soon. About 8 KB
// each.
constexpr std::size_t kCachedEvents = 100'000;
constexpr std::size_t kMost = 2048;  // not handed on yet: whoever writes more waits

// What a statement touches, by its text.
struct Touched {
  std::set<std::string> tables;
  std::size_t matter_param = 0;  // n of "matter_id = $n"; 0: none
};

Touched touched_by(std::string_view sql) {
  Touched touched;
  for (const std::string_view before : {"FROM ", "JOIN ", "INTO ", "UPDATE "}) {
    for (std::size_t at = sql.find(before); at != sql.npos; at = sql.find(before, at + 1)) {
      const std::size_t from = at + before.size();
      const std::size_t end = std::min(sql.find_first_of(" ,()", from), sql.size());
      if (end > from) touched.tables.emplace(sql.substr(from, end - from));
    }
  }
  constexpr std::string_view kNamed = "matter_id = $";
  const std::size_t at = sql.find(kNamed);
  if (at != sql.npos) {
    const char* digits = sql.data() + at + kNamed.size();
    std::from_chars(digits, sql.data() + sql.size(), touched.matter_param);
  }
  return touched;
}

// Events of another matter than its lane's.
bool writes_elsewhere(const ChangeSet& change_set) {
  return std::any_of(change_set.statements.begin(), change_set.statements.end(),
                     [&](const Statement& statement) {
                       return statement.sql.starts_with("INSERT INTO events (matter_id,") &&
                              statement.params[0] != Param(change_set.lane);
                     });
}

class WriteBehind final : public Database {
 public:
  explicit WriteBehind(std::unique_ptr<Database> database)
      : database_(std::move(database)), thread_([this] { work(); }) {
    matter_cache().hold(kCachedEvents);
  }

  ~WriteBehind() override {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  Engine engine() const override { return database_->engine(); }

  Rows read(std::string_view sql, std::vector<Param> params) override {
    wait_for(sql, params);
    return database_->read(sql, std::move(params));
  }
  void read_together(const std::function<void(const Reader&)>& job) override {
    database_->read_together([&](const Reader& read) {
      job([&](std::string_view sql, std::vector<Param> params) {
        wait_for(sql, params);
        return read(sql, std::move(params));
      });
    });
  }
  void scan(std::string_view sql, std::vector<Param> params,
            const std::function<void(const Row&)>& each) override {
    wait_for(sql, params);
    database_->scan(sql, std::move(params), each);
  }

  CommitOutcome commit(ChangeSet change_set) override {
    // Of no matter, or of two: in its turn, and answered when it is there.
    if (change_set.lane == 0 || writes_elsewhere(change_set) || change_set.statements.empty()) {
      wait_for_all();
      return database_->commit(std::move(change_set));
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() < kMost || !failure_.empty(); });
    say_failure();
    for (const Statement& statement : change_set.statements) note_tables(statement.sql);
    ++pending_[change_set.lane];
    waiting_.push_back(std::move(change_set));
    if (waiting_.size() >= kGroup) changed_.notify_all();
    return {};
  }
  std::vector<CommitOutcome> commit_all(std::vector<ChangeSet> change_sets) override {
    wait_for_all();
    return database_->commit_all(std::move(change_sets));
  }

  Rows write_now(std::string_view sql, std::vector<Param> params) override {
    wait_for(sql, params);
    return database_->write_now(sql, std::move(params));
  }
  void run_script(std::string_view sql) override {
    wait_for_all();
    database_->run_script(sql);
  }
  void alone(const std::function<void()>& job) override { database_->alone(job); }
  void stop_waiting() override { database_->stop_waiting(); }
  Figures figures() const override { return database_->figures(); }

 private:
  const Touched& touched(std::string_view sql) {
    const auto known = texts_.find(sql);
    if (known != texts_.end()) return known->second;
    return texts_.emplace(std::string(sql), touched_by(sql)).first->second;
  }

  void note_tables(std::string_view sql) {
    if (noted_.insert(sql.data()).second) written_.merge(std::set(touched(sql).tables));
  }

  void wait_for(std::string_view sql, const std::vector<Param>& params) {
    std::unique_lock lock(mutex_);
    const Touched& asked = touched(sql);
    const bool written = std::any_of(asked.tables.begin(), asked.tables.end(),
                                     [&](const std::string& table) { return written_.contains(table); });
    if (!written) return;
    const std::size_t at = asked.matter_param;
    const auto* matter_id =
        at == 0 || at > params.size() ? nullptr : std::get_if<std::int64_t>(&params[at - 1]);
    wait(lock, [&] { return matter_id ? !pending_.contains(*matter_id) : pending_.empty(); });
  }

  void wait_for_all() {
    std::unique_lock lock(mutex_);
    wait(lock, [&] { return pending_.empty(); });
  }

  template <class Done>
  void wait(std::unique_lock<std::mutex>& lock, Done done) {
    if (!done() && failure_.empty()) {
      ++asked_;
      changed_.notify_all();
      changed_.wait(lock, [&] { return done() || !failure_.empty(); });
      --asked_;
    }
    say_failure();
  }

  void say_failure() const {
    if (!failure_.empty()) throw DatabaseError(failure_);
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] {
        return closing_ || waiting_.size() >= kGroup || (asked_ > 0 && !waiting_.empty());
      });
      if (waiting_.empty() && closing_) return;
      if (!failure_.empty()) {  // what came after a refusal would stand on nothing
        waiting_.clear();
        continue;
      }
      std::vector<ChangeSet> group = std::move(waiting_);
      waiting_.clear();
      std::vector<Id> lanes;
      for (const ChangeSet& change_set : group) lanes.push_back(change_set.lane);
      lock.unlock();
      std::string failure = hand_on(std::move(group));
      lock.lock();
      failure_ = std::move(failure);
      for (const Id lane : lanes) {
        const auto count = pending_.find(lane);
        if (--count->second == 0) pending_.erase(count);
      }
      if (pending_.empty()) {
        noted_.clear();
        written_.clear();
      }
      changed_.notify_all();
    }
  }

  // Empty when all of it is written.
  std::string hand_on(std::vector<ChangeSet> group) {
    try {
      for (const CommitOutcome& outcome : database_->commit_all(std::move(group))) {
        if (!outcome.committed()) return "refused after it was answered: " + outcome.detail;
      }
      return {};
    } catch (const std::exception& error) {
      return error.what();
    }
  }

  const std::unique_ptr<Database> database_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<ChangeSet> waiting_;
  std::unordered_map<Id, int> pending_;  // lane -> its change sets that are not written yet
  std::map<std::string, Touched, std::less<>> texts_;
  std::set<const void*> noted_;          // statement texts are literals
  std::set<std::string> written_;        // tables of what is pending, and of some that was
  std::string failure_;
  int asked_ = 0;  // readers that wait
  bool closing_ = false;
  std::thread thread_;  // last: it uses the others
};

}  // namespace

std::unique_ptr<Database> write_behind(std::unique_ptr<Database> database) {
  return std::make_unique<WriteBehind>(std::move(database));
}

}  // namespace xinfang
