#include "simulate/wall_set.hpp"

namespace xinfang {

bool hangs_below(const SimulatedTree& tree, Id below, Id above) {
  if (!tree.has(below) || below == above) return false;
  const Organ& organ = tree.organ(below);
  for (const Id upper : {organ.superior_id, organ.line_superior_id}) {
    if (upper == 0) continue;
    if (upper == above || hangs_below(tree, upper, above)) return true;
  }
  return false;
}

WallSet wall_set(const SimulatedTree& tree, const std::vector<Accused>& accused) {
  WallSet set;
  set.organs.assign(tree.list.size() + 1, false);
  set.unknown = accused.empty();
  const auto shut = [&](Id organ, bool with_all_below) {
    if (!tree.has(organ)) return;
    set.organs[static_cast<std::size_t>(organ)] = true;
    for (const Organ& other : tree.list) {
      if (with_all_below && hangs_below(tree, other.organ_id, organ)) {
        set.organs[static_cast<std::size_t>(other.organ_id)] = true;
      }
    }
  };
  for (const Accused& one : accused) {
    if (one.organ_id == 0) set.unknown = true;
    shut(one.organ_id, one.is_unit || one.leads);
    if (one.user_id == 0) continue;
    set.users.insert(one.user_id);
    for (const Post& post : tree.posts) {
      if (post.user_id == one.user_id) shut(post.organ_id, post.leads);
    }
  }
  for (const Post& post : tree.posts) {
    if (set.organ(post.organ_id)) set.users.insert(post.user_id);
  }
  return set;
}

}  // namespace xinfang
