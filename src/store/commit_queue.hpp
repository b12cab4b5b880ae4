// The group committer, one algorithm for both engines.
//
// Callers put change sets in and wait; one thread takes what is waiting and has the engine commit
// it as one group, all or nothing. While the disk is flushed the next group gathers by itself, so
// there is no artificial delay. A group that is refused is split: before and after the change set
// at fault when the engine can tell, in halves when it cannot; only what is refused when alone is
// refused. After a lost connection each change set's proof is asked before it is tried again, and a
// refusal is believed only when the proof shows that it was not our own first attempt that won.
// Order is kept throughout.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

// How one attempt ended. In every status but `committed` and `lost` nothing was written.
struct GroupAttempt {
  enum class Status {
    committed,
    conflict,
    rejected,
    again,       // a deadlock or the like: the same may pass next time
    locked,      // somebody outside holds a row for too long
    lost,        // the connection broke, and whether it was written is not known
    unavailable  // the engine cannot write now (disk full)
  };
  static constexpr std::size_t kUnknown = static_cast<std::size_t>(-1);

  Status status = Status::committed;
  std::string detail;
  std::size_t culprit = kUnknown;  // the change set at fault, when those before it went through
};

using Group = std::vector<const ChangeSet*>;

// What an engine gives; all three are called on the queue's thread only.
class GroupEngine {
 public:
  virtual ~GroupEngine() = default;
  // `grow` appends what has come in meanwhile to the group and says whether there was anything.
  virtual GroupAttempt try_group(Group& group, const std::function<bool()>& grow) = 0;
  // After `lost`: connects again; false when the server stays away for the whole retry window.
  virtual bool recover() = 0;
  // Whether the proof gives a row. Throws DatabaseUnavailable when it cannot be asked.
  virtual bool proven(const ChangeSet& change_set) = 0;
};

// Change sets handed in together, and their answers.
class Submission {
 public:
  explicit Submission(std::vector<ChangeSet> change_sets);

  std::size_t size() const { return items_.size(); }
  const ChangeSet& change_set(std::size_t index) const { return items_[index].change_set; }
  // Answers without a queue.
  void settle(std::size_t index, CommitOutcome outcome);
  // Waits for every answer. Throws DatabaseUnavailable if that was one of them.
  std::vector<CommitOutcome> wait();

 private:
  friend class CommitQueue;
  struct Item {
    ChangeSet change_set;
    CommitOutcome outcome;
    bool unavailable = false;
    bool doubtful = false;  // was in an attempt whose end is not known
  };
  std::vector<Item> items_;
  // A condition and not the waiting of std::atomic, which gives up the processor again and again
  // before it sleeps: a commit takes longer than that.
  std::mutex mutex_;
  std::condition_variable done_;
  std::uint32_t open_;
};

struct CommitFigures {
  std::atomic<std::uint64_t> groups = 0, change_sets = 0, bisections = 0, conflicts = 0,
                             reconnects = 0;
  std::atomic<std::size_t> waiting = 0;
  Database::Figures now() const;
};

class CommitQueue {
 public:
  CommitQueue(GroupEngine& engine, CommitFigures& figures, unsigned group_limit);
  ~CommitQueue();  // commits what waits, answers everybody, ends the thread

  // Hands in one change set of a submission; all of them must be handed in before wait().
  void put(const std::shared_ptr<Submission>& submission, std::size_t index);
  // Runs a job on the queue's thread, between groups and in its turn; gives its exception back.
  void run_alone(const std::function<void()>& job);

 private:
  struct Entry {
    std::shared_ptr<Submission> submission;
    Submission::Item* item = nullptr;
    std::function<void()> job;  // instead of a change set
  };
  using Entries = std::span<Entry>;

  void work();
  bool take(std::vector<Entry>& group);
  void settle(std::vector<Entry> group, bool may_grow);
  bool ask_proofs(std::vector<Entry>& group, std::string& detail);
  void answer(Entries group, const CommitOutcome& outcome);
  void answer_unavailable(Entries group, const std::string& detail);
  void release(Entry& entry);

  GroupEngine& engine_;
  CommitFigures& figures_;
  const unsigned group_limit_;
  std::mutex mutex_;
  std::condition_variable filled_;
  std::deque<Entry> waiting_;
  bool closing_ = false;
  std::thread thread_;
};

// Checks the change sets, puts each in the queue chosen for it and waits. Those that cannot be
// stored on both engines are rejected at once, those without statements are committed at once.
std::vector<CommitOutcome> submit(std::vector<ChangeSet> change_sets,
                                  const std::function<CommitQueue&(const ChangeSet&)>& queue_of);

}  // namespace xinfang
