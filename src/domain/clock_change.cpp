// Clocks of a step: ended and started as the row says (regulation 11.2).
#include <algorithm>
#include <stdexcept>

#include "domain/effect.hpp"
#include "domain/relation.hpp"

namespace xinfang {
namespace {

std::vector<int> parts_of(Draft& draft, const std::string& on) {
  if (on == "new_node") return draft.new_nodes;
  if (on == "new_procedure") return draft.new_procedures;
  if (on == "parent") {
    int parent = draft.parent_no();
    return parent ? std::vector<int>{parent} : std::vector<int>{};
  }
  if (on == "children" || on == "matter") {
    std::vector<int> all;
    for (const Subject& part : draft.matter.subjects) {
      if (on == "matter" || part.parent_no == draft.self_no) all.push_back(part.no);
    }
    return all;
  }
  return {draft.self_no};
}

bool listed(const std::vector<std::string>& values, const std::string& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

bool wanted(const Draft& draft, const ClockStart& start, const Subject& part) {
  const Organ* organ = draft.trial.context.organs.find(part.organ_id);
  bool office = organ && organ->is_petition_office();
  if (start.holder == "petition_office" && !office) return false;
  if (start.holder == "organ" && office) return false;
  if (!listed(start.kinds, draft.matter.fact("kind"))) return false;
  if (!start.mode.empty() && part.mode != start.mode) return false;
  if (!listed(start.channels, draft.matter.fact("channel"))) return false;
  if (!start.way.empty() && part.way != start.way) return false;
  if (start.simple && !part.simple) return false;
  if (!listed(start.states, part.state)) return false;
  return !start.again || draft.past_clock;
}

// Silence cannot gain an organ time: acceptance counts from the strict day of C04 (C03 for what was
// filed directly) when that is over (4.11; 11.2 no. 8).
Date acceptance_on(const Draft& draft) {
  Date today = draft.trial.today();
  for (const Deadline& clock : draft.trial.matter.deadlines) {
    bool term = clock.clock == "C04" || clock.clock == "C03";
    if (term && clock.running() && clock.subject_no == draft.self_no) {
      return std::min(today, clock.due_strict_on);
    }
  }
  return today;
}

Date start_day(const Draft& draft, const ClockStart& start) {
  if (start.from == "received") {
    auto at = Instant::parse(draft.matter.fact("received_at"));
    return at ? china_date(*at) : draft.trial.today();
  }
  if (start.from == "acceptance") return acceptance_on(draft);
  if (start.from.starts_with("clock:")) {
    const Deadline* clock = draft.matter.last_clock(draft.self_no, start.from.substr(6));
    return clock ? clock->started_on : draft.trial.today();
  }
  if (start.from.rfind("field:", 0) == 0) {
    auto on = Date::parse(draft.trial.fields[start.from.substr(6)].as_string());
    return on.value_or(draft.trial.today());
  }
  return draft.trial.today();
}

// The day that a letter names: filled in now, or kept with the part; empty: none.
std::string until_of(const Draft& draft, const ClockStart& start, const Subject& part) {
  if (start.until == "part:redo_by") return part.redo_by.days ? part.redo_by.iso() : "";
  if (!start.until.starts_with("field:")) return "";
  return draft.trial.fields[start.until.substr(6)].as_string();
}

Id organ_of(const Draft& draft, const ClockStart& start, const Subject& part) {
  if (start.organ.starts_with("field:")) {
    return parse_id(draft.trial.fields[start.organ.substr(6)].as_string()).value_or(0);
  }
  const Id worker = worker_of(draft.trial.rulebook, part);
  return worker ? worker : part.organ_id;
}

// Nobody can be told who left no name or address: the duty to inform falls away by law (Art. 23 ¶2),
// or by analogy where a parameter says so; the term goes on as one of ours.
bool released(const Draft& draft, const ClockRule& rule) {
  const bool reachable = !draft.matter.facts["anonymous"].as_bool() &&
                         !draft.matter.facts["identity_unclear"].as_bool();
  if (reachable) return false;
  return rule.released_by.empty() ||
         draft.trial.rulebook.parameter(rule.released_by, draft.matter.fact("region_code"),
                                        draft.trial.today()) != "off";
}

// A clock that had ended goes on: with what was left of it, or exactly as it was.
void take_up(Draft& draft, const ClockStart& start, const Subject& part) {
  const Deadline* earlier = draft.matter.last_clock(part.no, start.clock);
  if (!earlier) return;
  Deadline clock = *earlier;
  clock.no = 0;
  clock.state = ClockState::running;
  clock.ended_on = Date{};
  clock.start_step = draft.trial.step.id;
  if (start.from == "rest") {
    const Date today = draft.trial.today();
    clock.started_on = today;
    clock.length = std::max(0, earlier->due_strict_on - earlier->ended_on);
    clock.unit = Unit::days;
    clock.extended_days = clock.suspended_days = 0;
    const DueDates due =
        due_dates(today, clock.length, clock.unit, draft.trial.context.calendar);
    clock.due_strict_on = due.strict_on;
    clock.due_legal_on = due.legal_on;
    clock.derivation = due.derivation;
    clock.derivation.push(Json::object().set("why", "rest").set("n", clock.length));
  } else {
    clock.derivation.push(
        Json::object().set("why", "restored").set("on", draft.trial.today().iso()));
  }
  draft.put(std::move(clock), "start");
}

void start_one(Draft& draft, const ClockStart& start, const Subject& part) {
  const ClockRule* rule = draft.trial.rulebook.clock(start.clock);
  if (!rule) throw std::logic_error("clock " + start.clock + " has no row");
  // The rating window opened by the first notice goes on through a second transfer.
  if (draft.matter.running_clock(part.no, start.clock)) return;
  if (start.from == "rest" || start.from == "restored") return take_up(draft, start, part);
  // A day that the law of the route need not set was not set.
  const bool told = !until_of(draft, start, part).empty();
  if (!start.until.empty() && !told && rule->parameter.empty()) return;
  Date today = draft.trial.today();
  Deadline clock;
  clock.clock = rule->id;
  clock.subject_no = part.no;
  clock.organ_id = organ_of(draft, start, part);
  if (rule->nature == Nature::petitioner_right) clock.organ_id = 0;
  clock.nature = rule->nature;
  clock.start_step = draft.trial.step.id;
  clock.started_on = start_day(draft, start);
  clock.unit = rule->unit;
  clock.internal = rule->internal;
  clock.basis = rule->basis;
  if (told) {
    const auto until = Date::parse(until_of(draft, start, part));
    clock.length = until ? std::max(0, *until - clock.started_on) : 0;
    clock.unit = Unit::days;
  } else {
    const Organ* organ = draft.trial.context.organs.find(part.organ_id);
    std::string key = rule->parameter;
    if (rule->by_level && organ) key += "." + std::to_string(organ->level);
    std::string region = draft.matter.fact("region_code");
    if (region.empty() && organ) region = organ->region_code;
    clock.length = draft.trial.rulebook.parameter_days(key, region, clock.started_on);
  }
  DueDates due =
      due_dates(clock.started_on, clock.length, clock.unit, draft.trial.context.calendar);
  clock.due_strict_on = due.strict_on;
  clock.due_legal_on = due.legal_on;
  clock.derivation = due.derivation;
  if (start.from == "acceptance" && clock.started_on < today) {
    clock.derivation.push(
        Json::object().set("why", "presumed_acceptance").set("on", clock.started_on.iso()));
  }
  if (start.reachable && released(draft, *rule)) {
    clock.internal = true;
    clock.derivation.push(Json::object().set("why", "released"));
  }
  if (start.ended) {
    const bool late = clock.nature == Nature::duty && today > clock.due_strict_on;
    clock.state = late ? ClockState::late : ClockState::met;
    clock.ended_on = today;
    draft.put(std::move(clock), "record");
    return;
  }
  // A term that was over before the take-over is history, not lateness of this office (T00).
  bool takeover = draft.trial.step.deed == "takeover";
  if (takeover && clock.due_legal_on < today) {
    draft.past_clock = true;
    clock.state = ClockState::cancelled;
    clock.ended_on = clock.due_legal_on;
    clock.derivation.push(Json::object().set("why", "before_takeover").set("on", today.iso()));
    draft.put(std::move(clock), "record");
    return;
  }
  draft.put(std::move(clock), "start");
}

}  // namespace

void end_clock(Draft& draft, const Deadline& clock, std::string_view as, Date on) {
  Deadline after = clock;
  after.ended_on = on;
  if (as == "cancelled") {
    after.state = ClockState::cancelled;
  } else if (as == "lapsed") {
    after.state = ClockState::lapsed;
  } else {
    bool late = clock.nature == Nature::duty && on > clock.due_strict_on;
    after.state = late ? ClockState::late : ClockState::met;
  }
  draft.put(std::move(after), "stop");
}

void stop_clocks(Draft& draft, const std::vector<ClockStop>& stops) {
  // A step that records service ends its clocks on the day of service (11.2 no. 7).
  Date on = Date::parse(draft.trial.fields["served_on"].as_string()).value_or(draft.trial.today());
  for (const ClockStop& stop : stops) {
    for (int part : parts_of(draft, stop.on)) {
      for (const Deadline& clock : std::vector<Deadline>(draft.matter.deadlines)) {
        if (clock.subject_no == part && clock.clock == stop.clock && clock.running()) {
          end_clock(draft, clock, stop.as, on);
        }
      }
    }
  }
}

void start_clocks(Draft& draft, const std::vector<ClockStart>& starts) {
  for (const ClockStart& start : starts) {
    for (int number : parts_of(draft, start.on)) {
      Subject part = *draft.matter.subject(number);
      if (wanted(draft, start, part)) start_one(draft, start, part);
    }
  }
}

}  // namespace xinfang
