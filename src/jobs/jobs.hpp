// All timed and derived work of the program, in one list.
//
// A job does some of what is due and says how much, so that it may run again at once while there is
// more, may run twice without harm, and may run on several servers. Tests run jobs by name.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "services/office.hpp"

namespace xinfang {

struct Job {
  std::string_view name;
  int (*run_once)(Office&);    // how much was done; 0: nothing is left now
  std::int64_t every_ms;       // how often it is looked after when nothing wakes it
  bool after_commits;          // also as soon as something was committed ...
  std::int64_t rest_ms = 0;    // ... but not sooner than so long after its last run
  int full = 1;                // when so much was done there is more: it runs again at once
};

// In the order in which they run: the log first, what follows it after it.
const std::vector<Job>& jobs();
const Job* find_job(std::string_view name);

// Runs every job until none finds anything; returns how much was done in all. For tests and commands.
int run_all_jobs(Office& office);

constexpr int kSequencedAtOnce = 1000, kIndexedAtOnce = 2000;  // events in one run

int run_sequencer(Office& office);        // log_job.cpp: numbers pending events
int run_search_indexer(Office& office);   // search_job.cpp: follows the log
// The same for all that waits in one go, each matter once instead of once an event; for much that is
// new at once. Gives the number of matters.
int index_each_matter_once(Office& office);
int run_lapses(Office& office);           // lapse_job.cpp: terms of right that ran out
int run_overdue(Office& office);          // lapse_job.cpp: late duties become supervision triggers
int run_recounts(Office& office);         // recount_job.cpp: clocks counted again by a new calendar
int clear_sessions(Office& office);       // cleaning_job.cpp
int clear_answers(Office& office);
int clear_orphans(Office& office);

}  // namespace xinfang
