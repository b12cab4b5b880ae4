#include "domain/projection.hpp"

#include <algorithm>

#include "domain/effect.hpp"
#include "domain/relation.hpp"

namespace xinfang {
namespace {

// The duty clock of the part that its worker must watch first; none when only rights run.
// Clocks with a list of their own are a piece of work of their own.
bool has_own_list(const Rulebook& rulebook, const Deadline& clock) {
  const ClockRule* rule = rulebook.clock(clock.clock);
  return rule && !rule->list.empty();
}

const Deadline* first_due(const Rulebook& rulebook, const Matter& matter, const Subject& part,
                          Id worker) {
  const Deadline* first = nullptr;
  for (const Deadline& clock : matter.deadlines) {
    if (clock.subject_no != part.no || !clock.running() || clock.nature != Nature::duty) continue;
    if (clock.organ_id != worker || has_own_list(rulebook, clock)) continue;
    if (!first || clock.due_strict_on < first->due_strict_on) first = &clock;
  }
  return first;
}

const Deadline* first_lapse(const Matter& matter, const Subject& part) {
  const Deadline* first = nullptr;
  for (const Deadline& clock : matter.deadlines) {
    if (clock.subject_no != part.no || !clock.running()) continue;
    if (clock.nature != Nature::petitioner_right) continue;
    if (!first || clock.due_legal_on < first->due_legal_on) first = &clock;
  }
  return first;
}

void add_reach(Projection& projection, Id organ_id, bool open_here) {
  if (organ_id == 0) return;
  for (MatterReach& reach : projection.reach) {
    if (reach.organ_id != organ_id) continue;
    reach.open_here = reach.open_here || open_here;
    return;
  }
  projection.reach.push_back({organ_id, open_here});
}

}  // namespace

void add_own_lists(const Rulebook& rulebook, const Matter& matter, Projection& projection) {
  for (const Deadline& clock : matter.deadlines) {
    if (!clock.running() || clock.organ_id == 0 || !has_own_list(rulebook, clock)) continue;
    projection.work.push_back({clock.subject_no, clock.organ_id,
                               rulebook.clock(clock.clock)->list, clock.clock,
                               clock.due_strict_on, matter.walled()});
    if (!matter.walled()) add_reach(projection, clock.organ_id, true);
  }
}

// What the system tells the supervising office about next: the first duty that will be late.
void add_overdue(const Rulebook& rulebook, const Matter& matter, Projection& projection) {
  const Deadline* first = nullptr;
  for (const Deadline& clock : matter.deadlines) {
    const bool counts = can_be_late(rulebook, clock) && !was_raised(matter, clock);
    if (counts && (!first || clock.due_strict_on < first->due_strict_on)) first = &clock;
  }
  if (!first) return;
  projection.work.push_back({first->subject_no, 0, "overdue", first->clock, first->due_strict_on,
                             matter.walled()});
}

// The office that supervises is told once a matter, whatever number of clocks is late.
void add_triggers(const Matter& matter, Projection& projection) {
  if (matter.walled()) return;
  for (const Trigger& trigger : matter.triggers) {
    if (!trigger.open) continue;
    const bool told = std::any_of(
        projection.work.begin(), projection.work.end(), [&](const OpenWork& row) {
          return row.list == "to_supervise" && row.organ_id == trigger.organ_id;
        });
    add_reach(projection, trigger.organ_id, true);
    if (told) continue;
    projection.work.push_back({trigger.subject_no, trigger.organ_id, "to_supervise", "",
                               Date::of(2199, 12, 31), false});
  }
}

Projection project(const Rulebook& rulebook, const Matter& matter) {
  Projection projection;
  projection.shown_state = shown_state(rulebook, matter);
  projection.open = is_open(rulebook, matter);
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (!state) continue;
    const Id worker = worker_of(rulebook, part);
    const Deadline* due = first_due(rulebook, matter, part, worker);
    const bool with_staff = worker != 0;
    bool work = !state->list.empty() && with_staff && (state->open || due);
    if (work) {
      OpenWork row;
      row.subject_no = part.no;
      row.organ_id = worker;
      row.list = state->list;
      row.clock = due ? due->clock : "";
      // Nothing open is without a day: what has no duty clock stands behind all that has one.
      row.due_on = due ? due->due_strict_on : Date::of(2199, 12, 31);
      row.wall = matter.walled();
      projection.work.push_back(std::move(row));
    }
    if (const Deadline* right = first_lapse(matter, part)) {
      projection.work.push_back(
          {part.no, 0, "lapse", right->clock, right->due_legal_on, matter.walled()});
    }
    // A hop that was called back leaves nothing behind the wall.
    if (matter.walled() && !state->live) continue;
    add_reach(projection, part.organ_id, work && worker == part.organ_id);
    // Behind the wall only who holds it; otherwise also who sent it, and who reviews it.
    if (matter.walled()) continue;
    add_reach(projection, part.sender_id, work && worker == part.sender_id);
    add_reach(projection, part.review_organ_id, work && worker == part.review_organ_id);
    add_reach(projection, part.re_review_organ_id, work && worker == part.re_review_organ_id);
  }
  add_own_lists(rulebook, matter, projection);
  add_triggers(matter, projection);
  add_overdue(rulebook, matter, projection);
  return projection;
}

}  // namespace xinfang
