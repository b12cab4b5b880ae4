// The life of some hundred matters side by side under one clock: who does what next and when, what the
// system does by itself, mistakes, repeats, splits, a calendar that changes. One thread; the same seed
// gives the same life.
#pragma once

#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "demo/demo_random.hpp"
#include "simulate/course_check.hpp"
#include "simulate/habits.hpp"
#include "simulate/ledger.hpp"

namespace xinfang {

// A notice in the middle of a holiday: from that day on another calendar holds.
struct CalendarChange {
  Date on;
  WorkCalendar calendar;
};

// What all lives share and none changes.
struct World {
  const Law& law;
  const Habits& habits;
  const SimulatedTree& tree;
  std::map<std::string, HabitIndex> rows;     // by rule set
  std::vector<CalendarChange> calendars;      // the first holds from the beginning
  Date from_on, until_on;
};

struct LifePlan {
  std::uint64_t seed = 1, stream = 0;
  std::int64_t first_matter = 0, matters = 0;   // numbers of the matters filed in it
};

SimulationLedger live(const World& world, const LifePlan& plan);

}  // namespace xinfang
