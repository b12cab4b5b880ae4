#include "domain/protection.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>

namespace xinfang {
namespace {

// The units and all that hangs below them, by administration or line, at any distance.
std::set<Id> with_all_below(const std::set<Id>& roots, const OrganDirectory& organs) {
  std::multimap<Id, Id> below;
  for (const Organ* organ : organs.all()) {
    for (const Id upper : {organ->superior_id, organ->line_superior_id}) {
      if (upper != 0) below.emplace(upper, organ->organ_id);
    }
  }
  std::set<Id> reached;
  std::vector<Id> next(roots.begin(), roots.end());
  while (!next.empty()) {
    const Id at = next.back();
    next.pop_back();
    if (!reached.insert(at).second) continue;
    const auto [first, last] = below.equal_range(at);
    for (auto each = first; each != last; ++each) next.push_back(each->second);
  }
  return reached;
}

// The regions that hold a region, nearest first: GB/T 2260 codes lie within one another.
std::vector<std::string> regions_above(std::string_view code) {
  std::vector<std::string> regions;
  for (const std::size_t digits : {9u, 6u}) {
    if (code.size() > digits) regions.emplace_back(code.substr(0, digits));
  }
  if (code.size() < 6) return regions;
  for (const std::size_t digits : {4u, 2u, 0u}) {
    std::string region = std::string(code.substr(0, digits)) + std::string(6 - digits, '0');
    if (region != code) regions.push_back(std::move(region));
  }
  return regions;
}

// Petition offices as one goes up from an organ, nearest first: on each rung the organ itself, else
// the office of its place; at the end the offices of the regions around, for a directory in which
// the offices do not hang under one another.
std::vector<const Organ*> offices_upward(const Organ& from, const OrganDirectory& organs) {
  std::vector<const Organ*> offices;
  std::vector<const Organ*> rungs{&from};
  std::set<Id> seen{from.organ_id};
  const auto climb = [&](const Organ* to) {
    if (to && seen.insert(to->organ_id).second) rungs.push_back(to);
  };
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    const Organ* at = rungs[i];
    if (at->is_petition_office()) {
      offices.push_back(at);
    } else if (const Organ* office = organs.petition_office_of(at->region_code)) {
      offices.push_back(office);
      climb(office);
    }
    climb(organs.find(at->superior_id));
    climb(organs.find(at->line_superior_id));
  }
  for (const std::string& region : regions_above(from.region_code)) {
    if (const Organ* office = organs.petition_office_of(region)) offices.push_back(office);
  }
  return offices;
}

}  // namespace

bool leads_organ(const std::vector<std::string>& roles) {
  static const std::set<std::string_view> kLeading = {"ORGAN_HEAD", "SIGNING_LEADER", "OFFICE_HEAD",
                                                      "LEADER"};
  return std::any_of(roles.begin(), roles.end(),
                     [](const std::string& role) { return kLeading.count(role) != 0; });
}

Forbidden forbidden_recipients(const std::vector<Accused>& accused, const std::vector<Post>& posts,
                               const OrganDirectory& organs) {
  Forbidden forbidden;
  forbidden.unknown = accused.empty();
  std::set<Id> led, belonged_to, accused_users;
  for (const Accused& each : accused) {
    // Resolved without an organ: somebody outside the directory, whom nobody in it belongs to.
    if (!each.resolved || (each.organ_id != 0 && !organs.find(each.organ_id)))
      forbidden.unknown = true;
    if (each.organ_id != 0) (each.is_unit || each.leads ? led : belonged_to).insert(each.organ_id);
    if (each.user_id != 0) accused_users.insert(each.user_id);
  }
  // Past posts count like present ones: the facts may lie in that time, and friends stay.
  for (const Post& post : posts) {
    if (accused_users.count(post.user_id)) (post.leads ? led : belonged_to).insert(post.organ_id);
  }
  forbidden.organs = with_all_below(led, organs);
  forbidden.organs.insert(belonged_to.begin(), belonged_to.end());
  forbidden.users = accused_users;
  for (const Post& post : posts) {
    if (forbidden.organ(post.organ_id)) forbidden.users.insert(post.user_id);
  }
  return forbidden;
}

Id wall_holder(Id organ_id, const Forbidden& forbidden, const OrganDirectory& organs) {
  const Organ* from = organs.find(organ_id);
  if (!from) return 0;
  const auto offices = offices_upward(*from, organs);
  const auto found = std::find_if(offices.begin(), offices.end(), [&](const Organ* office) {
    if (office->valid_to_on.days != 0 || forbidden.organ(office->organ_id)) return false;
    return forbidden.unknown ? office->level < from->level : office->level <= from->level;
  });
  return found == offices.end() ? 0 : (*found)->organ_id;
}

int discipline_level(const std::vector<Accused>& accused, const OrganDirectory& organs) {
  int highest = 0;
  for (const Accused& each : accused) {
    const Organ* organ = organs.find(each.organ_id);
    int level = each.cadre_level;
    if (level == 0 && each.is_unit && organ) level = organ->level;
    if (level == 0) return 0;
    if (organ && organ->type == "DISCIPLINE_ORGAN" && (each.is_unit || each.leads)) {
      level = std::max(1, std::min(level, organ->level - 1));
    }
    highest = highest == 0 ? level : std::min(highest, level);
  }
  return highest;
}

}  // namespace xinfang
