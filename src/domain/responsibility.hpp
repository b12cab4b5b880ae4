// Responsibility time: whose turn it was, minute by minute (regulation 11.4).
//
// A track is one procedure with the hops and the intake it came from. Every minute of it belongs to
// exactly one organ, to the petitioner, or to a lawful pause, so that the parts add up to the whole
// and no organ's waiting can be counted as another's. What has no procedure yet is a track too.
// Pure: from the events and the table of states.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domain/event.hpp"
#include "domain/rulebook.hpp"

namespace xinfang {

// closed: all was over for a while, before it was opened again.
enum class Turn { organ, petitioner, pause, closed };
std::string_view name_of(Turn turn);

struct ResponsibilitySpan {
  Instant from, until;       // whole minutes
  Turn turn = Turn::organ;
  Id organ_id = 0;           // turn == organ: whose; pause: who keeps the file meanwhile
  int subject_no = 0;        // the part that decided; 0: none (closed)
  std::string state;         // its state

  std::int64_t minutes() const { return (until - from) / 60'000; }
  friend bool operator==(const ResponsibilitySpan&, const ResponsibilitySpan&) = default;
};

struct ResponsibilityTotal {
  Turn turn = Turn::organ;
  Id organ_id = 0;           // 0 unless turn == organ
  std::int64_t minutes = 0;

  friend bool operator==(const ResponsibilityTotal&, const ResponsibilityTotal&) = default;
};

struct ResponsibilityTrack {
  int subject_no = 0;        // the procedure; without one the hop or intake it has come to
  Instant from, until;       // until: its end, or now
  bool running = false;
  std::vector<ResponsibilitySpan> spans;    // without gap or overlap from `from` to `until`
  std::vector<ResponsibilityTotal> totals;  // one a holder, in the order of their first turn

  std::int64_t minutes() const { return (until - from) / 60'000; }
};

// `events`: the matter's course, in order.
std::vector<ResponsibilityTrack> responsibility(const Rulebook& rulebook,
                                                const std::vector<Event>& events, Instant now);

}  // namespace xinfang
