#include "store/commit_queue.hpp"

#include <algorithm>
#include <exception>
#include <future>

#include "store/dialect.hpp"

namespace xinfang {
namespace {

constexpr int kTriesAgain = 8;   // of a group that met a deadlock, before it counts as away
constexpr int kTriesBeforeSplit = 2;
constexpr int kLosses = 5;       // lost connections in the life of one group

// The queue's thread outlives whatever the engine throws.
GroupAttempt attempt_of(GroupEngine& engine, Group& group, const std::function<bool()>& grow) {
  try {
    return engine.try_group(group, grow);
  } catch (const std::exception& error) {
    return {GroupAttempt::Status::unavailable, error.what(), GroupAttempt::kUnknown};
  }
}

}  // namespace

Submission::Submission(std::vector<ChangeSet> change_sets)
    : open_(static_cast<std::uint32_t>(change_sets.size())) {
  items_.resize(change_sets.size());
  for (std::size_t i = 0; i < items_.size(); ++i) items_[i].change_set = std::move(change_sets[i]);
}

std::vector<CommitOutcome> Submission::wait() {
  {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return open_ == 0; });
  }
  std::vector<CommitOutcome> outcomes;
  outcomes.reserve(items_.size());
  for (Item& item : items_) {
    if (item.unavailable) throw DatabaseUnavailable(item.outcome.detail);
    outcomes.push_back(std::move(item.outcome));
  }
  return outcomes;
}

void Submission::settle(std::size_t index, CommitOutcome outcome) {
  items_[index].outcome = std::move(outcome);
  std::lock_guard lock(mutex_);
  --open_;
}

Database::Figures CommitFigures::now() const {
  return {groups, change_sets, bisections, conflicts, reconnects, waiting};
}

CommitQueue::CommitQueue(GroupEngine& engine, CommitFigures& figures, unsigned group_limit)
    : engine_(engine), figures_(figures), group_limit_(std::max(group_limit, 1u)) {
  thread_ = std::thread([this] { work(); });
}

CommitQueue::~CommitQueue() {
  {
    std::lock_guard lock(mutex_);
    closing_ = true;
  }
  filled_.notify_one();
  thread_.join();
}

void CommitQueue::put(const std::shared_ptr<Submission>& submission, std::size_t index) {
  bool was_empty = false;
  {
    std::lock_guard lock(mutex_);
    was_empty = waiting_.empty();
    waiting_.push_back({submission, &submission->items_[index], {}});
    ++figures_.waiting;
  }
  if (was_empty) filled_.notify_one();
}

void CommitQueue::run_alone(const std::function<void()>& job) {
  const auto task = std::make_shared<std::packaged_task<void()>>(job);
  auto done = task->get_future();
  {
    std::lock_guard lock(mutex_);
    waiting_.push_back({nullptr, nullptr, [task] { (*task)(); }});
  }
  filled_.notify_one();
  done.get();
}

void CommitQueue::work() {
  for (;;) {
    std::function<void()> job;
    {
      std::unique_lock lock(mutex_);
      filled_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      if (waiting_.front().job) {
        job = std::move(waiting_.front().job);
        waiting_.pop_front();
      }
    }
    if (job) {
      job();
      continue;
    }
    std::vector<Entry> group;
    take(group);
    settle(std::move(group), true);
  }
}

// Moves what waits into the group, up to the limit and up to the next job.
bool CommitQueue::take(std::vector<Entry>& group) {
  const std::size_t before = group.size();
  std::lock_guard lock(mutex_);
  while (!waiting_.empty() && !waiting_.front().job && group.size() < group_limit_) {
    group.push_back(std::move(waiting_.front()));
    waiting_.pop_front();
  }
  return group.size() > before;
}

void CommitQueue::settle(std::vector<Entry> group, bool may_grow) {
  using Status = GroupAttempt::Status;
  int tries = 0;
  int losses = 0;
  while (!group.empty()) {
    Group sets;
    for (const Entry& entry : group) sets.push_back(&entry.item->change_set);
    const auto grow = [&] {
      if (!may_grow || !take(group)) return false;
      for (std::size_t i = sets.size(); i < group.size(); ++i) {
        sets.push_back(&group[i].item->change_set);
      }
      return true;
    };
    const GroupAttempt tried = attempt_of(engine_, sets, grow);
    std::string detail = tried.detail;
    may_grow = false;

    if (tried.status == Status::committed) {
      ++figures_.groups;
      figures_.change_sets += group.size();
      return answer(group, {});
    }
    if (tried.status == Status::unavailable) return answer_unavailable(group, detail);
    if (tried.status == Status::lost) {
      for (Entry& entry : group) entry.item->doubtful = true;
      ++figures_.reconnects;
      if (++losses > kLosses || !engine_.recover() || !ask_proofs(group, detail)) {
        return answer_unavailable(group, detail);
      }
      continue;
    }
    if (tried.status == Status::locked && group.size() == 1) {
      return answer_unavailable(group, detail);
    }
    if (tried.status == Status::again) {
      if (++tries < (group.size() > 1 ? kTriesBeforeSplit : kTriesAgain)) continue;
      if (group.size() == 1) return answer_unavailable(group, detail);
    }

    if (group.size() == 1) {
      if (group[0].item->doubtful && !ask_proofs(group, detail)) {
        return answer_unavailable(group, detail);
      }
      if (group.empty()) return;
      const bool conflict = tried.status == Status::conflict;
      if (conflict) ++figures_.conflicts;
      using Outcome = CommitOutcome::Status;
      return answer(group, {conflict ? Outcome::conflict : Outcome::rejected, detail});
    }
    ++figures_.bisections;
    // The one at fault is tried alone once those before it are committed: a conflict with a
    // neighbour that is itself refused in the end would be no conflict.
    const bool known = tried.culprit < group.size();
    const std::size_t cut = known ? tried.culprit : group.size() / 2;
    std::vector<Entry> rest(std::make_move_iterator(group.begin() + cut),
                            std::make_move_iterator(group.end()));
    group.resize(cut);
    settle(std::move(group), false);
    if (known) {
      std::vector<Entry> one;
      one.push_back(std::move(rest.front()));
      rest.erase(rest.begin());
      settle(std::move(one), false);
    }
    group = std::move(rest);
    tries = 0;
  }
}

// Answers those of the group that are committed already and takes them out. False when the server
// stays away, so that nothing can be said.
bool CommitQueue::ask_proofs(std::vector<Entry>& group, std::string& detail) {
  std::vector<Entry> rest;
  for (std::size_t i = 0; i < group.size(); ++i) {
    try {
      if (group[i].item->doubtful && engine_.proven(group[i].item->change_set)) {
        ++figures_.change_sets;
        answer(Entries(&group[i], 1), {});
      } else {
        rest.push_back(std::move(group[i]));
      }
    } catch (const DatabaseError& error) {
      detail = error.what();
      std::move(group.begin() + static_cast<std::ptrdiff_t>(i), group.end(),
                std::back_inserter(rest));
      group = std::move(rest);
      return false;
    }
  }
  group = std::move(rest);
  return true;
}

void CommitQueue::answer(Entries group, const CommitOutcome& outcome) {
  for (Entry& entry : group) {
    entry.item->outcome = outcome;
    release(entry);
  }
}

void CommitQueue::answer_unavailable(Entries group, const std::string& detail) {
  for (Entry& entry : group) {
    entry.item->unavailable = true;
    entry.item->outcome.detail = detail;
    release(entry);
  }
}

// The entry's share in the submission keeps it alive until after the notice.
void CommitQueue::release(Entry& entry) {
  --figures_.waiting;
  const std::shared_ptr<Submission> submission = std::move(entry.submission);
  std::lock_guard lock(submission->mutex_);
  if (--submission->open_ == 0) submission->done_.notify_all();
}

std::vector<CommitOutcome> submit(std::vector<ChangeSet> change_sets,
                                  const std::function<CommitQueue&(const ChangeSet&)>& queue_of) {
  const auto submission = std::make_shared<Submission>(std::move(change_sets));
  for (std::size_t i = 0; i < submission->size(); ++i) {
    const ChangeSet& change_set = submission->change_set(i);
    std::string fault = check_change_set(change_set);
    if (!fault.empty()) {
      submission->settle(i, {CommitOutcome::Status::rejected, std::move(fault)});
    } else if (change_set.statements.empty()) {
      submission->settle(i, {});
    } else {
      queue_of(change_set).put(submission, i);
    }
  }
  return submission->wait();
}

}  // namespace xinfang
