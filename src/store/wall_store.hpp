// The accusation wall for one person (regulation 5.2 no. 1). Which organ may hold a walled matter
// stands in the directories; whom it accuses stands in its events alone, so that no table tells it.
// Whether somebody of that organ is accused himself, or is or ever was of a unit that must not hear
// of it, is therefore asked of the events each time: few go behind the wall, and few matters stand
// there.
#pragma once

#include <map>
#include <optional>

#include "domain/matter.hpp"
#include "store/database.hpp"
#include "store/viewer.hpp"

namespace xinfang {

// For one request: the organ tree is read once, a matter asked for twice is folded once.
class WallKeeper {
 public:
  WallKeeper(Database& database, const Viewer& viewer) : database_(database), viewer_(viewer) {}

  // Always false of what is not walled, and of viewers who are not staff.
  bool keeps_out(const Matter& matter);
  bool keeps_out(Id matter_id);

 private:
  Database& database_;
  const Viewer& viewer_;
  std::optional<OrganDirectory> organs_;
  std::map<Id, bool> asked_;
};

}  // namespace xinfang
