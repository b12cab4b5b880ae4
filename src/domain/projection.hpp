// What is derived from a matter for lists and reach: pure, so that `rebuild` and the services get
// the same rows from the same events.
#pragma once

#include <string>
#include <vector>

#include "domain/matter.hpp"
#include "domain/organ.hpp"

namespace xinfang {

// One open piece of work: in the worklist `list` of `organ_id` (0: the system's own lapsing work,
// list "lapse").
struct OpenWork {
  int subject_no = 0;
  Id organ_id = 0;
  std::string list;
  std::string clock;        // the clock that is due first; empty: none
  Date due_on;              // its due_strict_on (lapse: due_legal_on)
  bool wall = false;
};

// An organ on the matter's path (2.6): may see it in full.
struct MatterReach {
  Id organ_id = 0;
  bool open_here = false;   // it still has work or a part in its hands
};

struct Projection {
  std::string shown_state;
  bool open = true;
  std::vector<OpenWork> work;
  std::vector<MatterReach> reach;
};

Projection project(const Rulebook& rulebook, const Matter& matter);

}  // namespace xinfang
