// Effects on clocks that run: extended, suspended, counted again.
#include <algorithm>

#include "domain/effect_tables.hpp"
#include "domain/relation.hpp"

namespace xinfang {
namespace {

void set_due(Deadline& clock, const DueDates& due) {
  clock.due_strict_on = due.strict_on;
  clock.due_legal_on = due.legal_on;
  clock.derivation = due.derivation;
}

DueDates due_of(const Deadline& clock) {
  return {clock.due_strict_on, clock.due_legal_on, clock.derivation};
}

void extend_clock(Draft& draft, const Parameters& parameters) {
  const Deadline* clock = draft.matter.running_clock(draft.self_no, of(parameters, "clock"));
  if (!clock) return;
  int days = static_cast<int>(draft.trial.fields[of(parameters, "field")].as_int());
  Deadline after = *clock;
  set_due(after, extended(due_of(after), days, draft.trial.context.calendar));
  after.extended_days += days;
  draft.put(std::move(after), "extend");
}

void suspend_clock(Draft& draft, const Parameters& parameters) {
  const Deadline* clock = draft.matter.running_clock(draft.self_no, of(parameters, "clock"));
  if (!clock || clock->state == ClockState::suspended) return;
  Deadline after = *clock;
  after.state = ClockState::suspended;
  after.suspended_on = draft.trial.today();
  after.derivation.push(
      Json::object().set("why", "suspended_since").set("on", after.suspended_on.iso()));
  draft.put(std::move(after), "suspend");
}

void resume_clock(Draft& draft, const Parameters& parameters) {
  const Deadline* clock = draft.matter.running_clock(draft.self_no, of(parameters, "clock"));
  if (!clock || clock->state != ClockState::suspended) return;
  Deadline after = *clock;
  const std::string& told = draft.trial.fields[of(parameters, "field")].as_string();
  const Date until = Date::parse(told).value_or(draft.trial.today());
  const Date from = after.suspended_on;
  set_due(after, suspended(due_of(after), from, until, draft.trial.context.calendar));
  after.state = ClockState::running;
  after.suspended_on = Date{};
  after.suspended_days += until - from;
  draft.put(std::move(after), "resume");
}

// The earlier days stay on record with the reason for the move.
void move_clock(Draft& draft, const Deadline& clock, DueDates due, const char* reason) {
  if (due.strict_on == clock.due_strict_on && due.legal_on == clock.due_legal_on) return;
  for (const Json& step : clock.derivation.as_array()) {
    const std::string& why = step["why"].as_string();
    if (why == "moved" || why == "presumed_acceptance" || why == "released") {
      due.derivation.push(step);
    }
  }
  due.derivation.push(Json::object()
                          .set("why", "moved")
                          .set("reason", reason)
                          .set("on", draft.trial.today().iso())
                          .set("strict", clock.due_strict_on.iso())
                          .set("legal", clock.due_legal_on.iso()));
  Deadline after = clock;
  set_due(after, due);
  draft.put(std::move(after), "move");
}

void recount_clocks(Draft& draft, const Parameters&) {
  for (const Deadline& clock : std::vector<Deadline>(draft.matter.deadlines)) {
    if (!clock.running()) continue;
    move_clock(draft, clock, recounted(clock, draft.trial.context.calendar), "calendar");
  }
}

void raise_triggers(Draft& draft, const Parameters&) {
  const Trial& trial = draft.trial;
  for (const Deadline* clock : late_duties(trial.rulebook, trial.matter, trial.today())) {
    Trigger trigger;
    trigger.no = static_cast<int>(draft.matter.triggers.size()) + 1;
    trigger.code = trial.rulebook.clock(clock->clock)->trigger;
    trigger.subject_no = clock->subject_no;
    trigger.clock_no = clock->no;
    const Organ* office = supervisor_of(clock->organ_id, trial.context.organs);
    trigger.organ_id = office ? office->organ_id : clock->organ_id;
    trigger.raised_on = trial.today();
    draft.matter.triggers.push_back(trigger);
    draft.changes.triggers.push_back(trigger);
  }
}

// Supervision was opened on the part, or the office has seen that none is needed.
void settle_triggers(Draft& draft, const Parameters& parameters) {
  const bool all = of(parameters, "all") == "yes";
  for (Trigger& trigger : draft.matter.triggers) {
    if (!trigger.open || trigger.organ_id != draft.trial.context.actor.organ_id) continue;
    if (!all && trigger.subject_no != draft.self_no) continue;
    trigger.open = false;
    draft.changes.triggers.push_back(trigger);
  }
}

bool counts_from_receipt(const Rulebook& rulebook, const Deadline& clock) {
  const StepRule* step = rulebook.step(clock.start_step);
  return step && std::any_of(step->starts.begin(), step->starts.end(), [&](const ClockStart& start) {
    return start.clock == clock.clock && start.from == "received";
  });
}

constexpr EffectEntry kEntries[] = {
    {"extend_clock", extend_clock},       {"suspend_clock", suspend_clock},
    {"resume_clock", resume_clock},       {"recount_clocks", recount_clocks},
    {"raise_triggers", raise_triggers},   {"settle_triggers", settle_triggers},
};

}  // namespace

void move_receipt(Draft& draft, const std::string& received_at) {
  const auto at = Instant::parse(received_at);
  if (!at) return;
  for (const Deadline& clock : std::vector<Deadline>(draft.matter.deadlines)) {
    if (!clock.running() || !counts_from_receipt(draft.trial.rulebook, clock)) continue;
    Deadline moved = clock;
    moved.started_on = china_date(*at);
    const DueDates due = recounted(moved, draft.trial.context.calendar);
    moved.due_strict_on = clock.due_strict_on;
    moved.due_legal_on = clock.due_legal_on;
    move_clock(draft, moved, due, "correction");
  }
}

DueDates recounted(const Deadline& clock, const WorkCalendar& calendar) {
  DueDates due = due_dates(clock.started_on, clock.length, clock.unit, calendar);
  if (clock.suspended_days > 0) {
    // The days that did not count, wherever they lay: they lengthen the term by their number.
    due = suspended(due, due.strict_on, due.strict_on + clock.suspended_days, calendar);
  }
  if (clock.extended_days > 0) due = extended(due, clock.extended_days, calendar);
  return due;
}

bool can_be_late(const Rulebook& rulebook, const Deadline& clock) {
  const ClockRule* rule = rulebook.clock(clock.clock);
  if (!rule || rule->trigger.empty() || clock.state != ClockState::running) return false;
  // A term that went on as one of ours when nobody could be told raises nothing.
  return clock.nature == Nature::duty && clock.internal == rule->internal && clock.organ_id != 0;
}

bool was_raised(const Matter& matter, const Deadline& clock) {
  return std::any_of(matter.triggers.begin(), matter.triggers.end(),
                     [&](const Trigger& trigger) { return trigger.clock_no == clock.no; });
}

std::vector<const Deadline*> late_duties(const Rulebook& rulebook, const Matter& matter,
                                         Date today) {
  std::vector<const Deadline*> late;
  for (const Deadline& clock : matter.deadlines) {
    if (!can_be_late(rulebook, clock) || today <= clock.due_strict_on) continue;
    if (!was_raised(matter, clock)) late.push_back(&clock);
  }
  return late;
}

std::span<const EffectEntry> clock_effects() { return kEntries; }

}  // namespace xinfang
