#include "simulate/course_check.hpp"

#include <algorithm>

#include "domain/responsibility.hpp"

namespace xinfang {
namespace {

bool in(const std::vector<std::string>& list, const std::string& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

bool shares(const std::vector<int>& one, const std::vector<int>& other) {
  return std::any_of(one.begin(), one.end(), [&](int claim) {
    return std::find(other.begin(), other.end(), claim) != other.end();
  });
}

// Digits of a region code that all places of that level share.
std::size_t own_digits(int level) {
  static constexpr std::size_t kDigits[] = {0, 0, 2, 4, 6, 9, 12};
  return kDigits[std::clamp(level, 0, 6)];
}

bool reviews(const SimulatedTree& tree, Id reviewer, Id reviewed) {
  if (!tree.has(reviewer) || !tree.has(reviewed)) return false;
  const Organ& organ = tree.organ(reviewed);
  const bool next_above = reviewer == organ.superior_id || reviewer == organ.line_superior_id;
  return next_above && !tree.organ(reviewer).is_petition_office();
}

// What is asked for whatever becomes of the part: an answer, a report. Whose turn it is to decide on
// competence is not: nothing is left to decide.
bool may_outlive(const ClockRule* rule) {
  return rule && (rule->id == "C08" || (!rule->list.empty() && rule->list != "competence"));
}

}  // namespace

bool CourseCheck::lawful_state(const Matter& before, const Event& event, const StepRule& row) const {
  if (row.from.empty()) return before.version == 0;
  const Subject* part = before.subject(event.subject_no);
  if (!part || part->kind != row.subject) return false;
  if (row.from.front() == "any") return true;
  const StateRule* state = rulebook_->state(part->kind, part->state);
  if (row.from.front() == "*") return state && state->open;
  return in(row.from, part->state);
}

bool CourseCheck::related(const std::string& relation, const Matter& before, const Subject* part,
                          const Actor& actor) const {
  if (relation == "petitioner" || relation == "system") return actor.kind == relation;
  if (actor.kind != "staff" || !tree_->has(actor.organ_id)) return false;
  if (relation == "registrar") return true;
  if (!part) return false;
  const Id own = actor.organ_id;
  if (relation == "holder") return part->organ_id == own;
  if (relation == "sender") return part->sender_id == own;
  if (relation == "superior") return hangs_below(*tree_, part->organ_id, own);
  if (relation == "supervisor") {
    const Organ& office = tree_->organ(own);
    const Organ& organ = tree_->organ(part->organ_id);
    const std::size_t digits = own_digits(office.level);
    return office.is_petition_office() && organ.organ_id != own && organ.level >= office.level &&
           organ.region_code.compare(0, digits, office.region_code, 0, digits) == 0;
  }
  if (relation == "reviewer") {
    return part->review_organ_id ? part->review_organ_id == own : reviews(*tree_, own, part->organ_id);
  }
  if (relation == "re_reviewer") {
    return part->re_review_organ_id ? part->re_review_organ_id == own
                                    : reviews(*tree_, own, part->review_organ_id);
  }
  if (relation == "trigger") {
    return std::any_of(before.triggers.begin(), before.triggers.end(), [&](const Trigger& one) {
      return one.open && one.organ_id == own;
    });
  }
  if (relation == "decider") {
    return std::any_of(before.deadlines.begin(), before.deadlines.end(), [&](const Deadline& clock) {
      return clock.clock == "C07" && clock.running() && clock.organ_id == own;
    });
  }
  if (relation != "path") return false;
  return std::any_of(before.subjects.begin(), before.subjects.end(), [&](const Subject& one) {
    return one.organ_id == own || one.sender_id == own || one.review_organ_id == own ||
           one.re_review_organ_id == own;
  });
}

bool CourseCheck::lawful_person(const Matter& before, const Event& event, const StepRule& row,
                                const Actor& actor) const {
  const Subject* part = before.subject(event.subject_no);
  if (std::find(before.recused.begin(), before.recused.end(), actor.user_id) != before.recused.end()) {
    return false;
  }
  return std::any_of(row.who.begin(), row.who.end(), [&](const ActorRule& rule) {
    if (part && !rule.states.empty() && !in(rule.states, part->state)) return false;
    const bool role = rule.roles.empty() ||
                      std::any_of(rule.roles.begin(), rule.roles.end(),
                                  [&](const std::string& one) { return actor.has_role(one); });
    return role && related(rule.relation, before, part, actor);
  });
}

void CourseCheck::may_happen(const Matter& before, const Event& event, const Actor& actor) {
  const StepRule* row = rulebook_->step(event.step);
  hold(row != nullptr, "known_row", event.step);
  if (!row) return;
  // A step that makes the first part names it; before, there was none.
  Event asked;
  asked.subject_no = row->from.empty() ? 0 : event.subject_no;
  hold(lawful_state(before, asked, *row), "lawful_state", event.step);
  hold(lawful_person(before, asked, *row, actor), "lawful_person", event.step);
  if (!before.walled() || actor.kind != "staff") return;
  hold(!wall_.organ(actor.organ_id) && !wall_.users.count(actor.user_id), "wall_actor", event.step);
}

void CourseCheck::after(const Matter& matter, const Event& event) {
  hold(event.seq == version_ + 1 && matter.version == event.seq, "version", event.step);
  version_ = matter.version;
  days_stand(matter, event);
  parts_are_timed(matter);
  claims_are_held(matter);
  letters_reach(matter, event);
  wall_holds(matter, event);
}

void CourseCheck::refused(const Refusal& refusal, const Matter& matter) {
  hold(!refusal.code.empty() && matter.version == version_, "refusal_code", refusal.code);
}

// Open parts have a clock that somebody must keep, or another procedure has them; nothing closed
// still presses an organ.
void CourseCheck::parts_are_timed(const Matter& matter) {
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook_->state(part.kind, part.state);
    hold(state != nullptr, "known_state", part.state);
    if (!state) continue;
    bool timed = false, pressed = false;
    for (const Deadline& clock : matter.deadlines) {
      if (clock.subject_no != part.no || !clock.running()) continue;
      timed = timed || clock.nature != Nature::guidance;
      if (state->open || clock.nature != Nature::duty) continue;
      pressed = pressed || !may_outlive(rulebook_->clock(clock.clock));
    }
    hold(!state->open || timed || state->held_outside, "open_part_timed", part.state);
    hold(!pressed, "closed_part_quiet", part.state);
  }
}

// A due day moves only by extension, by the end of a pause, by a correction or another calendar; what
// ended stays ended.
void CourseCheck::days_stand(const Matter& matter, const Event& event) {
  for (std::size_t i = 0; i < matter.deadlines.size(); ++i) {
    const Deadline& is = matter.deadlines[i];
    if (i >= clocks_.size()) {
      clocks_.push_back({is.started_on, is.due_strict_on, is.due_legal_on, is.state});
      hold(is.due_strict_on <= is.due_legal_on && is.started_on <= is.due_strict_on, "days_in_order",
           is.clock);
      continue;
    }
    ClockNote& was = clocks_[i];
    const bool stands = is.started_on == was.started_on && is.due_strict_on == was.due_strict_on &&
                        is.due_legal_on == was.due_legal_on;
    bool moved = false;
    for (const ClockChange& change : event.changes.clocks) {
      const bool moving = change.op == "extend" || change.op == "resume" || change.op == "move";
      moved = moved || (change.after.no == is.no && moving);
    }
    const bool running = was.state == ClockState::running || was.state == ClockState::suspended;
    hold(stands || moved, "days_stand", is.clock);
    hold(running || (stands && is.state == was.state), "ended_stays_ended", is.clock);
    hold(is.state != ClockState::suspended || rulebook_->clock(is.clock)->suspendable,
         "pause_only_where_lawful", is.clock);
    was = {is.started_on, is.due_strict_on, is.due_legal_on, is.state};
  }
  hold(clocks_.size() == matter.deadlines.size(), "ended_stays_ended", "");
}

// Every claim that was passed on is with somebody, and with no organ twice.
void CourseCheck::claims_are_held(const Matter& matter) {
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook_->state(part.kind, part.state);
    if (part.kind == SubjectKind::procedure || !state) continue;
    if (part.kind == SubjectKind::node && state->open && part.mode != "co") {
      for (const Subject& other : matter.subjects) {
        if (other.no <= part.no || other.kind != SubjectKind::node || other.mode == "co") continue;
        const StateRule* its = rulebook_->state(other.kind, other.state);
        if (other.organ_id != part.organ_id || !its || !its->open) continue;
        hold(!shares(part.claims, other.claims), "one_node_a_claim", std::to_string(other.no));
      }
    }
    const bool passed_on = part.state == "DISPATCHED" || part.state == "FORWARDED" ||
                           part.state == "ACCEPTED_HERE";
    if (!passed_on) continue;
    for (const int claim : part.claims) {
      const bool held = std::any_of(
          matter.subjects.begin(), matter.subjects.end(), [&](const Subject& below) {
            if (below.parent_no != part.no || below.mode == "co") return false;
            const StateRule* its = rulebook_->state(below.kind, below.state);
            return its && its->live && shares(below.claims, {claim});
          });
      hold(held, "claim_with_somebody", part.state + " " + std::to_string(claim));
    }
  }
}

void CourseCheck::letters_reach(const Matter& matter, const Event& event) {
  if (event.changes.documents.empty()) return;
  const bool reachable =
      !matter.facts["anonymous"].as_bool() && !matter.facts["identity_unclear"].as_bool();
  for (const Document& document : event.changes.documents) {
    hold(document.to != "petitioner" || reachable, "letters_reach", document.kind);
  }
}

// Behind the wall: nobody whom the accusation may not reach holds it, sees it, or is written to.
void CourseCheck::wall_holds(const Matter& matter, const Event& event) {
  if (matter.wall.accused != accused_) {
    accused_ = matter.wall.accused;
    wall_ = wall_set(*tree_, accused_);
  }
  if (!matter.walled()) return;
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook_->state(part.kind, part.state);
    hold(!(state && state->open) || !wall_.organ(part.organ_id), "wall_holder", part.state);
  }
  const Projection shown = project(*rulebook_, matter);
  for (const MatterReach& reach : shown.reach) {
    hold(!wall_.organ(reach.organ_id), "wall_reach", id_text(reach.organ_id));
  }
  for (const OpenWork& work : shown.work) {
    hold(!wall_.organ(work.organ_id) && work.wall, "wall_work", work.list);
  }
  for (const Document& document : event.changes.documents) {
    if (!document.to.starts_with("organ:")) continue;
    const auto to = parse_id(document.to.substr(6));
    hold(!wall_.unknown && to && !wall_.organ(*to), "wall_letters", document.kind);
  }
}

void CourseCheck::time_adds_up(const std::vector<Event>& events, Instant now) {
  for (const ResponsibilityTrack& track : responsibility(*rulebook_, events, now)) {
    std::int64_t spans = 0, totals = 0;
    for (const ResponsibilitySpan& span : track.spans) spans += span.minutes();
    for (const ResponsibilityTotal& total : track.totals) totals += total.minutes;
    hold(spans == track.minutes() && totals == track.minutes(), "time_adds_up",
         std::to_string(track.subject_no));
  }
}

void CourseCheck::at_end(const Matter& matter, const std::vector<Event>& events, Instant now,
                         bool sampled) {
  Matter folded;
  for (const Event& event : events) {
    EventParts parts = to_parts(event);
    if (sampled) {
      // As bytes, the way the store keeps them.
      for (Json* part : {&parts.header, &parts.public_part, &parts.petitioner_part,
                         &parts.internal_part}) {
        Result<Json> read = Json::parse(part->dump());
        hold(read.ok(), "stored_bytes", event.step);
        if (read) *part = std::move(*read);
      }
    }
    folded = apply(std::move(folded), from_parts(parts));
  }
  hold(folded == matter, "fold_of_events", std::to_string(matter.version));
  hold(matter.version == static_cast<std::int64_t>(events.size()), "version", "");
  if (sampled) time_adds_up(events, now);
}

}  // namespace xinfang
