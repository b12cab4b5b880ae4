#include "domain/organ.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace xinfang {

OrganDirectory::OrganDirectory(std::vector<Organ> organs) {
  for (auto& organ : organs) {
    const Id id = organ.organ_id;
    organs_.insert_or_assign(id, std::move(organ));
  }
}

const Organ* OrganDirectory::find(Id organ_id) const {
  const auto found = organs_.find(organ_id);
  return found == organs_.end() ? nullptr : &found->second;
}

std::vector<const Organ*> OrganDirectory::all() const {
  std::vector<const Organ*> list;
  list.reserve(organs_.size());
  for (const auto& [id, organ] : organs_) list.push_back(&organ);
  std::sort(list.begin(), list.end(), [](const Organ* a, const Organ* b) {
    return std::tie(a->level, a->region_code, a->code, a->organ_id) <
           std::tie(b->level, b->region_code, b->code, b->organ_id);
  });
  return list;
}

bool OrganDirectory::is_below(Id below, Id above) const {
  if (below == above || !find(above)) return false;
  // Both lines are followed; `seen` ends the walk should the data hold a circle.
  std::set<Id> seen;
  std::vector<Id> next{below};
  while (!next.empty()) {
    const Organ* organ = find(next.back());
    next.pop_back();
    if (!organ || !seen.insert(organ->organ_id).second) continue;
    for (const Id upper : {organ->superior_id, organ->line_superior_id}) {
      if (upper == above) return true;
      if (upper != 0) next.push_back(upper);
    }
  }
  return false;
}

const Organ* OrganDirectory::petition_office_of(std::string_view region_code) const {
  const Organ* best = nullptr;
  for (const auto& [id, organ] : organs_) {
    if (!organ.is_petition_office() || organ.region_code != region_code) continue;
    if (organ.valid_to_on.days != 0) continue;
    if (!best || organ.level < best->level) best = &organ;
  }
  return best;
}

}  // namespace xinfang
