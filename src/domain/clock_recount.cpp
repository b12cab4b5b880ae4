#include "domain/clock_recount.hpp"

#include "domain/effect.hpp"

namespace xinfang {

Recount recounted(const Deadline& clock, int length, const WorkCalendar& calendar) {
  Deadline other = clock;
  other.length = length;
  const DueDates due = recounted(other, calendar);
  return {due.strict_on, due.legal_on};
}

bool is_late(const Deadline& clock, Date strict_on, Date today) {
  if (clock.nature != Nature::duty) return false;
  if (clock.state == ClockState::running) return today > strict_on;
  const bool ended = clock.state == ClockState::met || clock.state == ClockState::late;
  return ended && clock.ended_on > strict_on;
}

bool has_length_of_law(const Rulebook& rulebook, const Deadline& clock) {
  const ClockRule* row = rulebook.clock(clock.clock);
  const StepRule* step = rulebook.step(clock.start_step);
  if (!row || row->parameter.empty() || !step) return false;
  bool started = false;
  for (const ClockStart& start : step->starts) {
    if (start.clock != clock.clock) continue;
    started = true;
    if (!start.until.empty() || start.from == "rest" || start.from == "restored") return false;
  }
  return started;
}

int length_by_law(const Rulebook& rulebook, const Matter& matter, const Deadline& clock,
                  const OrganDirectory& organs) {
  if (!has_length_of_law(rulebook, clock)) return 0;
  const ClockRule& row = *rulebook.clock(clock.clock);
  const Subject* part = matter.subject(clock.subject_no);
  const Organ* organ = part ? organs.find(part->organ_id) : nullptr;
  std::string key = row.parameter;
  if (row.by_level && organ) key += "." + std::to_string(organ->level);
  std::string region = matter.fact("region_code");
  if (region.empty() && organ) region = organ->region_code;
  return rulebook.parameter_days(key, region, clock.started_on);
}

}  // namespace xinfang
