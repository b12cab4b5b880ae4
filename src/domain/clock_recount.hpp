// Kept clocks counted again: under today's calendar, under another length. Nothing is changed here.
//
// A clock keeps the due days that were worked out when it began (regulation 11.2 no. 2). What the
// same start, length, extension and suspensions give now may differ when the calendar was corrected;
// `xinfang law recheck` says where, `xinfang law what-if` tries a length that is not law.
#pragma once

#include "domain/deadline.hpp"
#include "domain/matter.hpp"
#include "domain/organ.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"

namespace xinfang {

struct Recount {
  Date strict_on, legal_on;
  friend bool operator==(const Recount&, const Recount&) = default;
};

inline Recount kept_days(const Deadline& clock) {
  return {clock.due_strict_on, clock.due_legal_on};
}

// The due days by the clock's start, unit, extension and suspensions, and this length in place of its
// own (effect.hpp). Needs length >= 0.
Recount recounted(const Deadline& clock, int length, const WorkCalendar& calendar);

// Whether the organ is late by that strict day: a duty that ended after it, or runs on beyond it
// `today`. A suspended clock is not late while it stands still; rights lapse and nobody is late.
bool is_late(const Deadline& clock, Date strict_on, Date today);

// Whether its length came from the clock's parameter: not from a letter, nor from what was left of an
// earlier term.
bool has_length_of_law(const Rulebook& rulebook, const Deadline& clock);

// The length that the rulebook gives for the day the clock started, the matter's region and the
// holder's tier; 0 when has_length_of_law does not hold or no value is valid on that day.
int length_by_law(const Rulebook& rulebook, const Matter& matter, const Deadline& clock,
                  const OrganDirectory& organs);

}  // namespace xinfang
