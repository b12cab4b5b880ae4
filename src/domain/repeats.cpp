#include "domain/repeats.hpp"

#include <algorithm>

#include "domain/relation.hpp"
#include "domain/standing.hpp"

namespace xinfang {
namespace {

bool is_late_somewhere(const Matter& matter, Date today) {
  return std::any_of(matter.deadlines.begin(), matter.deadlines.end(), [&](const Deadline& clock) {
    return clock.state == ClockState::running && clock.nature == Nature::duty && !clock.internal &&
           today > clock.due_strict_on;
  });
}

// The organ that has the new item stands above each that works on the earlier matter.
bool is_above(const Rulebook& rulebook, const Matter& earlier, Id at_organ,
              const OrganDirectory& organs) {
  bool any = false;
  for (const Subject& part : earlier.subjects) {
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (!state || !state->open) continue;
    any = true;
    const Id worker = worker_of(rulebook, part);
    if (worker == at_organ || !organs.is_below(worker, at_organ)) return false;
  }
  return any;
}

}  // namespace

RepeatAdvice advise_on_repeat(const Rulebook& rulebook, const Matter& earlier, Id at_organ,
                              const std::string& region_code, const OrganDirectory& organs,
                              Date today) {
  const std::string standing = standing_of(rulebook, earlier);
  const auto on = [&](const char* ground) {
    const GroundRule* rule = rulebook.ground(ground);
    return rule && rulebook.is_on(*rule, region_code, today);
  };
  const auto advice = [&](const char* what, const char* step, const char* ground) {
    const GroundRule* rule = rulebook.ground(ground);
    return RepeatAdvice{standing, what, step, ground, rule ? rule->basis : "REG2022 Arts 19 ¶3, 21"};
  };
  if (standing == "open") {
    // Somebody is late: the petitioner is not refused, the organ is supervised.
    if (is_late_somewhere(earlier, today)) return advice("join_and_supervise", "joining", "");
    if (is_above(rulebook, earlier, at_organ, organs)) {
      return advice("tell_above", "joining_refused_above", "NA03");
    }
    return advice("join", "joining", "");
  }
  if (standing == "term") return advice("point_to_review", "joining_refused_above", "NA05");
  if (standing == "concluded") return advice("refuse_concluded", "joining_concluded", "NM01");
  if (standing == "lapsed") {
    return on("NM03") ? advice("refuse_lapsed", "joining_concluded", "NM03")
                      : advice("head_decides", "", "");
  }
  if (standing == "settled") {
    return on("NM04") ? advice("refuse_settled", "joining_concluded", "NM04")
                      : advice("head_decides", "", "");
  }
  if (standing == "route") return advice("point_to_route", "non_acceptance", "NA06");
  return advice("new_matter", "linking", "");
}

}  // namespace xinfang
