#include "jobs/jobs.hpp"

namespace xinfang {

namespace {

constexpr std::int64_t kSecond = 1000, kMinute = 60 * kSecond;

}  // namespace

const std::vector<Job>& jobs() {
  static const std::vector<Job> list = {
      // Under load many steps are numbered, and each matter is indexed, together.
      {"log", run_sequencer, 5 * kSecond, true, 50, kSequencedAtOnce},
      {"search", run_search_indexer, 5 * kSecond, true, kSecond / 2, kIndexedAtOnce},
      // A day is over for the whole country at once; within the quarter of an hour is prompt.
      {"lapse", run_lapses, 15 * kMinute, false},
      {"overdue", run_overdue, 15 * kMinute, false},
      {"recounts", run_recounts, kMinute, false},
      {"sessions", clear_sessions, 10 * kMinute, false},
      {"answers", clear_answers, 60 * kMinute, false},
      {"orphans", clear_orphans, 60 * kMinute, false},
  };
  return list;
}

const Job* find_job(std::string_view name) {
  for (const Job& job : jobs()) {
    if (job.name == name) return &job;
  }
  return nullptr;
}

int run_all_jobs(Office& office) {
  int done = 0;
  for (bool again = true; again;) {
    again = false;
    for (const Job& job : jobs()) {
      const int part = job.run_once(office);
      done += part;
      again = again || part > 0;
    }
  }
  return done;
}

}  // namespace xinfang
