#include "store/wall_store.hpp"

#include "store/event_store.hpp"
#include "store/organ_store.hpp"
#include "store/post_store.hpp"

namespace xinfang {

bool WallKeeper::keeps_out(const Matter& matter) {
  if (viewer_.kind != Viewer::Kind::staff || !matter.walled()) return false;
  if (!organs_) organs_.emplace(load_organs(database_));
  std::set<Id> users{viewer_.user_id};
  for (const Accused& accused : matter.wall.accused) {
    if (accused.user_id != 0) users.insert(accused.user_id);
  }
  const Forbidden forbidden =
      forbidden_recipients(matter.wall.accused, posts_for(database_, users, {}), *organs_);
  return forbidden.user(viewer_.user_id) || forbidden.organ(viewer_.organ_id);
}

bool WallKeeper::keeps_out(Id matter_id) {
  if (viewer_.kind != Viewer::Kind::staff) return false;
  const auto [asked, first] = asked_.try_emplace(matter_id, false);
  if (first) {
    const auto loaded = load_matter(database_, Viewer::system(), matter_id);
    asked->second = loaded && keeps_out(loaded->matter);
  }
  return asked->second;
}

}  // namespace xinfang
