// Effects: what a step does to the parts of a matter, as changes an event can carry.
//
// A Draft is the matter as it becomes while the step is worked out, with the changes so far; every
// effect and clock speaks through it, so that a later one sees what an earlier one did.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/guard.hpp"

namespace xinfang {

struct Draft {
  const Trial& trial;
  Matter matter;                  // as it becomes
  Changes changes;
  std::vector<VaultText> texts;
  int self_no = 0;                // the part acted on, or the first one made
  std::vector<int> new_nodes, new_procedures;
  bool past_clock = false;        // a clock of this row was over before it began (take-over)

  // Puts a part into a state (or adds a new one when its number is 0) and returns its number.
  int put(Subject after);
  void put(Deadline after, std::string op);
  Subject& self();                // throws std::logic_error when the step made no part
  int parent_no();                // 0 when there is none
};

// The stage of a procedure that a state belongs to: handling, review, re_review; empty: none.
std::string stage_of(const StateRule* state);

struct EffectEntry {
  std::string_view name;
  void (*run)(Draft&, const Parameters&);
};
const EffectEntry* find_effect(std::string_view verb);

// Clocks of the row: stopped and started on the parts that it names.
void stop_clocks(Draft& draft, const std::vector<ClockStop>& stops);
void start_clocks(Draft& draft, const std::vector<ClockStart>& starts);
// What a clock's days are by this calendar: from its start, length, suspensions and extension.
DueDates recounted(const Deadline& clock, const WorkCalendar& calendar);
// Whether lateness of that running clock is told to the supervising office; whether it was.
bool can_be_late(const Rulebook& rulebook, const Deadline& clock);
bool was_raised(const Matter& matter, const Deadline& clock);
// Duties that are late on that day and of which no supervision trigger was raised yet.
std::vector<const Deadline*> late_duties(const Rulebook& rulebook, const Matter& matter, Date today);
// Ends one running clock on a day: met or late by its strict day, or as said.
void end_clock(Draft& draft, const Deadline& clock, std::string_view as, Date on);

}  // namespace xinfang
