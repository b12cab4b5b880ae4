#include "jobs/neighbours.hpp"

#include <chrono>
#include <exception>
#include <set>
#include <vector>

#include "base/log.hpp"
#include "services/case_service.hpp"
#include "services/organ_service.hpp"
#include "services/own_rules_service.hpp"
#include "store/event_store.hpp"
#include "store/log_store.hpp"

namespace xinfang {

namespace {

constexpr std::chrono::milliseconds kBetweenLooks{500};
constexpr int kEventsTold = 5000;  // in one look; of more, desks learn only that something changed

}  // namespace

Neighbours::Neighbours(Office& office, const DatabaseOptions& database, std::function<void()> work)
    : office_(office),
      work_(std::move(work)),
      node_(node_of(office.ids.next())),
      on_duty_(office.database.engine() == Engine::sqlite) {
  if (!on_duty_) duty_.emplace(database);
}

void Neighbours::start() {
  if (!duty_) return;
  // Before the first desk listens: what is numbered from here on is told to it.
  look_again();
  thread_ = std::thread([this] { run(); });
}

void Neighbours::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Neighbours::run() {
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (changed_.wait_for(lock, kBetweenLooks, [this] { return stopping_; })) return;
    }
    look_again();
  }
}

void Neighbours::look_again() {
  try {
    look();
    failed_ = false;
  } catch (const std::exception& error) {
    if (!failed_) log_line(Level::warning, "neighbours_unseen", {{"why", error.what()}});
    failed_ = true;
  }
}

void Neighbours::look() {
  const bool duty = duty_->mine();
  const bool came = !on_duty_.exchange(duty) && duty;
  if (came) {
    log_line(Level::info, "on_duty");
    work_();
  }
  const Pulse now = read_pulse(office_.database);
  // What came between the start and the first look is not known, so that all is read again.
  if (!looked_ || now.organs != seen_.organs) take_organs(office_);
  if (!looked_ || now.own_rules != seen_.own_rules) take_own_rules(office_);
  if (looked_) follow_log(now.log_size);
  if (duty && now.pending) work_();
  looked_ = true;
  seen_ = now;
}

// A step taken here was told as soon as it was committed.
void Neighbours::follow_log(std::int64_t size) {
  if (!office_.publish || size == seen_.log_size) return;
  if (size - seen_.log_size > kEventsTold) {
    const auto organs = office_.organs.now();
    for (const Organ* organ : organs->all()) tell_desk(office_, {organ->organ_id, "", 0, true});
    return;
  }
  std::set<Id> matters;
  for (const LogEntry& entry : read_log(office_.database, seen_.log_size, kEventsTold)) {
    if (entry.log_index >= size) break;
    const bool elsewhere = node_of(entry.event_id) != node_;
    if (elsewhere && entry.stream == kMatterStream) matters.insert(entry.matter_id);
  }
  for (const DeskNews& news : desk_news(office_.database, {matters.begin(), matters.end()})) {
    tell_desk(office_, news);
  }
}

}  // namespace xinfang
