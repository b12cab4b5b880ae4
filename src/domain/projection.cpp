#include "domain/projection.hpp"

#include <algorithm>

namespace xinfang {
namespace {

// The duty clock of the part that its worker must watch first; none when only rights run.
const Deadline* first_due(const Matter& matter, const Subject& part, Id worker) {
  const Deadline* first = nullptr;
  for (const Deadline& clock : matter.deadlines) {
    if (clock.subject_no != part.no || !clock.running() || clock.nature != Nature::duty) continue;
    if (clock.organ_id != worker) continue;
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

Projection project(const Rulebook& rulebook, const Matter& matter) {
  Projection projection;
  projection.shown_state = shown_state(rulebook, matter);
  projection.open = is_open(rulebook, matter);
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (!state) continue;
    Id worker = state->worked_by == "sender" ? part.sender_id : part.organ_id;
    const Deadline* due = first_due(matter, part, worker);
    bool with_staff = state->worked_by == "holder" || state->worked_by == "sender";
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
    add_reach(projection, part.organ_id, work && worker == part.organ_id);
    add_reach(projection, part.sender_id, work && worker == part.sender_id);
  }
  return projection;
}

}  // namespace xinfang
