// What must hold after every step, whatever the engine says: worked out here from the rows and the
// regulation, apart from decide() and its guards.
#pragma once

#include <string>
#include <vector>

#include "domain/projection.hpp"
#include "simulate/wall_set.hpp"

namespace xinfang {

struct BrokenRule {
  std::string rule;    // i18n "simulate.rule.<rule>"
  std::string detail;
};

// Looks on while one matter takes its course.
class CourseCheck {
 public:
  CourseCheck(const Rulebook& rulebook, const SimulatedTree& tree)
      : rulebook_(&rulebook), tree_(&tree) {}

  // An event that decide() gave, before it is applied.
  void may_happen(const Matter& before, const Event& event, const Actor& actor);
  void after(const Matter& matter, const Event& event);
  // A step was refused: it has a code, and nothing is as it was not before.
  void refused(const Refusal& refusal, const Matter& matter);
  // The course is over: stored parts give the same matter; time is conserved where `sampled`.
  void at_end(const Matter& matter, const std::vector<Event>& events, Instant now, bool sampled);
  void found(std::string rule, std::string detail) {
    broken_.push_back({std::move(rule), std::move(detail)});
  }

  std::int64_t checked() const { return checked_; }
  const std::vector<BrokenRule>& broken() const { return broken_; }

 private:
  struct ClockNote {
    Date started_on, due_strict_on, due_legal_on;
    ClockState state;
  };

  void hold(bool holds, const char* rule, const std::string& detail) {
    ++checked_;
    if (!holds) found(rule, detail);
  }
  bool lawful_state(const Matter& before, const Event& event, const StepRule& row) const;
  bool lawful_person(const Matter& before, const Event& event, const StepRule& row,
                     const Actor& actor) const;
  bool related(const std::string& relation, const Matter& before, const Subject* part,
               const Actor& actor) const;
  void parts_are_timed(const Matter& matter);
  void days_stand(const Matter& matter, const Event& event);
  void claims_are_held(const Matter& matter);
  void wall_holds(const Matter& matter, const Event& event);
  void letters_reach(const Matter& matter, const Event& event);
  void time_adds_up(const std::vector<Event>& events, Instant now);

  const Rulebook* rulebook_;
  const SimulatedTree* tree_;
  std::int64_t checked_ = 0, version_ = 0;
  std::vector<ClockNote> clocks_;
  WallSet wall_;
  std::vector<Accused> accused_;   // of whom wall_ was made
  std::vector<BrokenRule> broken_;
};

}  // namespace xinfang
