// Whom an accusation must not reach, worked out from the regulation (5.2) alone and not by the engine,
// so that the engine can be held to it.
#pragma once

#include <set>
#include <vector>

#include "simulate/tree.hpp"

namespace xinfang {

struct WallSet {
  bool unknown = true;               // somebody accused is not known, or nobody is named
  std::vector<bool> organs;          // by id
  std::set<Id> users;

  bool organ(Id id) const {
    return id > 0 && id < static_cast<Id>(organs.size()) && organs[static_cast<std::size_t>(id)];
  }
};

WallSet wall_set(const SimulatedTree& tree, const std::vector<Accused>& accused);

// Whether `below` hangs under `above`, by administration or by line.
bool hangs_below(const SimulatedTree& tree, Id below, Id above);

}  // namespace xinfang
