// How people behave: demo/simulation.toml. Of each step how often it is chosen where it is lawful and
// after how many days; of each state how often nobody does anything; how often people err.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/guard.hpp"

namespace xinfang {

struct Habit {
  int weight = 0;
  int days = 1;         // on average
  std::string when;     // trigger: only when a supervision trigger is open; empty: always
};

struct Habits {
  std::map<std::string, Habit, std::less<>> steps;  // by row id
  std::map<std::string, int, std::less<>> rest;     // by "intake:DISPATCHED": weight of doing nothing
  int wrong_form_percent = 0;      // a form with a mistake in it
  int wrong_organ_percent = 0;     // sent to somebody who is not the one
  int unlawful_percent = 0;        // a step that is not due, by somebody it does not belong to
  int late_percent = 0;            // takes eight times as long
  int forgets_per_thousand = 0;    // lies until somebody asks

  // Refusal simulation_invalid, fact detail.
  static Result<Habits> parse(std::string_view toml);
};

// A row of the law with the habit that goes with it.
struct HabitRow {
  const StepRule* step = nullptr;
  Habit habit;
  bool moves = false;   // it changes the state of a part
  std::vector<std::pair<const GuardEntry*, const Parameters*>> guards;  // that ask for no field
};

// The rows of one rule set by what they start from, so that choosing looks at few of them.
class HabitIndex {
 public:
  HabitIndex(const Rulebook& rulebook, const Habits& habits);

  const std::vector<const HabitRow*>& rows_of(SubjectKind kind, const std::string& state) const;
  int rest_of(SubjectKind kind, const std::string& state) const;
  const std::vector<HabitRow>& all() const { return rows_; }
  const HabitRow* row(std::string_view id) const;
  // Rows that the system takes by itself once this clock is over; and the row for what is late.
  const std::vector<const HabitRow*>& lapse_rows(const std::string& clock) const;
  const HabitRow* late_row() const { return late_row_; }

 private:
  struct AtState {
    std::vector<const HabitRow*> rows;
    int rest = 0;
  };
  std::vector<HabitRow> rows_;
  std::map<std::string, AtState, std::less<>> states_[3];
  std::map<std::string, std::vector<const HabitRow*>, std::less<>> lapses_;
  const HabitRow* late_row_ = nullptr;
};

}  // namespace xinfang
