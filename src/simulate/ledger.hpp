// What came of a simulation, counted; ledgers of several threads add up.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/messages.hpp"
#include "domain/matter.hpp"

namespace xinfang {

struct ClockFigures {
  std::int64_t met = 0, late = 0, lapsed = 0, cancelled = 0, running = 0;
  std::int64_t days = 0, ended = 0;   // from start to end, of those that ended

  void add(const ClockFigures& more);
};

struct BrokenCourse {
  std::int64_t matter = 0;            // its number in the simulation
  std::string rule, detail;
  std::vector<std::string> course;    // an event a line
};

struct SimulationLedger {
  std::int64_t matters = 0, steps = 0, checked = 0, broken_count = 0, attempts = 0;
  std::int64_t idle = 0;              // open parts for which nobody found a lawful step at one time
  std::map<std::pair<std::string, std::string>, std::int64_t> ends;  // kind, state shown at the end
  std::map<std::string, std::int64_t> sets;       // matters by rule set
  std::map<std::string, std::int64_t> taken;      // by row
  std::map<std::string, std::int64_t> refused;    // by code
  std::map<std::string, std::int64_t> erred;      // what people did wrong, by kind of mistake
  std::map<std::string, std::int64_t> idle_at;    // "procedure:IN_REVIEW"
  std::map<std::string, ClockFigures> clocks;
  std::map<std::string, std::int64_t> ratings;
  std::vector<BrokenCourse> broken;               // the first few

  void add(const SimulationLedger& more);
  void count_end(const Rulebook& rulebook, const Matter& matter);
};

struct LedgerHead {
  std::int64_t seed = 0, years = 0;
  unsigned threads = 0;
  Date from_on, until_on;
  std::int64_t milliseconds = 0;
};

void print_ledger(const SimulationLedger& ledger, const LedgerHead& head, const Law& law,
                  const Messages& messages, Language language, std::ostream& out);

}  // namespace xinfang
