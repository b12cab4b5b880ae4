// Guards on clocks: running, over, suspended, in term, late.
#include <algorithm>

#include "domain/effect.hpp"
#include "domain/guard_tables.hpp"

namespace xinfang {
namespace {

Answer clock_not_over(const Trial& trial, const Parameters& parameters) {
  std::string clock = of(parameters, "clock");
  const Deadline* running =
      trial.subject ? trial.matter.running_clock(trial.subject->no, clock) : nullptr;
  if (!running) return conflict("clock_not_running").with("clock", clock);
  if (trial.today() <= running->due_legal_on) return {};
  return conflict("clock_over").with("clock", clock).with("due_on", running->due_legal_on.iso());
}

Answer clock_over(const Trial& trial, const Parameters& parameters) {
  std::string clock = of(parameters, "clock");
  const Deadline* running =
      trial.subject ? trial.matter.running_clock(trial.subject->no, clock) : nullptr;
  if (!running) return conflict("clock_not_running").with("clock", clock);
  if (trial.today() > running->due_legal_on) return {};
  return conflict("clock_still_running")
      .with("clock", clock)
      .with("due_on", running->due_legal_on.iso());
}

Answer not_extended(const Trial& trial, const Parameters& parameters) {
  std::string clock = of(parameters, "clock");
  const Deadline* running =
      trial.subject ? trial.matter.running_clock(trial.subject->no, clock) : nullptr;
  if (running && running->extended_days == 0) return {};
  return conflict("extended_before").with("clock", clock);
}

Answer rating_open(const Trial& trial, const Parameters&) {
  const Deadline* window =
      trial.subject ? trial.matter.running_clock(trial.subject->no, "C17") : nullptr;
  if (!window) return conflict("rating_not_open");
  if (trial.today() > window->due_legal_on) {
    return conflict("rating_over").with("due_on", window->due_legal_on.iso());
  }
  return {};
}

const Deadline* running(const Trial& trial, const Parameters& parameters) {
  return trial.subject ? trial.matter.running_clock(trial.subject->no, of(parameters, "clock"))
                       : nullptr;
}

Answer clock_running(const Trial& trial, const Parameters& parameters) {
  if (running(trial, parameters)) return {};
  return conflict("clock_not_running").with("clock", of(parameters, "clock"));
}

Answer clock_not_running(const Trial& trial, const Parameters& parameters) {
  if (!running(trial, parameters)) return {};
  return conflict("clock_is_running").with("clock", of(parameters, "clock"));
}

// Stands still, and the day told does not lie before it began to.
Answer clock_suspended(const Trial& trial, const Parameters& parameters) {
  const Deadline* clock = running(trial, parameters);
  if (!clock || clock->state != ClockState::suspended) {
    return conflict("clock_not_suspended").with("clock", of(parameters, "clock"));
  }
  const std::string field = of(parameters, "field");
  const auto until = Date::parse(trial.fields[field].as_string());
  if (!until || *until >= clock->suspended_on) return {};
  return refuse("suspended_after_end").on(field).with("from", clock->suspended_on.iso());
}

// A lawful pause begins within the term, not after it (11.2 no. 3).
Answer clock_not_late(const Trial& trial, const Parameters& parameters) {
  const Deadline* clock = running(trial, parameters);
  if (!clock) return conflict("clock_not_running").with("clock", of(parameters, "clock"));
  if (trial.today() <= clock->due_strict_on) return {};
  return conflict("clock_over")
      .with("clock", clock->clock)
      .with("due_on", clock->due_strict_on.iso());
}

Answer clock_not_suspended(const Trial& trial, const Parameters& parameters) {
  const Deadline* clock = running(trial, parameters);
  if (!clock || clock->state != ClockState::suspended) return {};
  return conflict("clock_suspended_now").with("clock", of(parameters, "clock"));
}

// A request is in time by the day it was posted (Civil Procedure Law Art. 85 ¶4 by analogy).
Answer in_term(const Trial& trial, const Parameters& parameters) {
  const std::string name = of(parameters, "clock");
  const Deadline* clock = trial.subject ? trial.matter.last_clock(trial.subject->no, name) : nullptr;
  if (!clock) return conflict("clock_not_running").with("clock", name);
  const std::string field = of(parameters, "field");
  const Date on = Date::parse(trial.fields[field].as_string()).value_or(trial.today());
  if (on <= clock->due_legal_on) return {};
  return refuse("term_over_posted")
      .on(field)
      .with("clock", name)
      .with("due_on", clock->due_legal_on.iso());
}

// Of the two terms for review and re-review the one that ran out last.
Answer term_lapsed(const Trial& trial, const Parameters& parameters) {
  const std::string name = of(parameters, "clock");
  const Deadline* last = nullptr;
  for (const char* term : {"C13", "C15"}) {
    const Deadline* clock =
        trial.subject ? trial.matter.last_clock(trial.subject->no, term) : nullptr;
    if (clock && clock->state == ClockState::lapsed && (!last || clock->no > last->no)) last = clock;
  }
  if (last && last->clock == name) return {};
  return conflict("term_not_lapsed").with("clock", name);
}

Answer duty_late(const Trial& trial, const Parameters&) {
  if (!late_duties(trial.rulebook, trial.matter, trial.today()).empty()) return {};
  return conflict("no_late_duty");
}

Answer clocks_differ(const Trial& trial, const Parameters&) {
  for (const Deadline& clock : trial.matter.deadlines) {
    if (!clock.running()) continue;
    const DueDates now = recounted(clock, trial.context.calendar);
    if (now.strict_on != clock.due_strict_on || now.legal_on != clock.due_legal_on) return {};
  }
  return conflict("clocks_same");
}

constexpr GuardEntry kEntries[] = {
    {"clock_not_late", clock_not_late, false},
    {"clock_not_over", clock_not_over, false},
    {"clock_over", clock_over, false},
    {"clock_running", clock_running, false},
    {"clock_not_running", clock_not_running, false},
    {"clock_suspended", clock_suspended, true},
    {"clock_not_suspended", clock_not_suspended, false},
    {"in_term", in_term, true},
    {"term_lapsed", term_lapsed, false},
    {"duty_late", duty_late, false},
    {"clocks_differ", clocks_differ, false},
    {"not_extended", not_extended, false},
    {"rating_open", rating_open, false},
};

}  // namespace

std::span<const GuardEntry> clock_guards() { return kEntries; }

}  // namespace xinfang
