// Clocks of a step: ended and started as the row says (regulation 11.2).
#include <algorithm>
#include <stdexcept>

#include "domain/effect.hpp"

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
  if (start.from.rfind("field:", 0) == 0) {
    auto on = Date::parse(draft.trial.fields[start.from.substr(6)].as_string());
    return on.value_or(draft.trial.today());
  }
  return draft.trial.today();
}

void start_one(Draft& draft, const ClockStart& start, const Subject& part) {
  const ClockRule* rule = draft.trial.rulebook.clock(start.clock);
  if (!rule) throw std::logic_error("clock " + start.clock + " has no row");
  // The rating window opened by the first notice goes on through a second transfer.
  if (draft.matter.running_clock(part.no, start.clock)) return;
  Date today = draft.trial.today();
  Deadline clock;
  clock.clock = rule->id;
  clock.subject_no = part.no;
  const StateRule* state = draft.trial.rulebook.state(part.kind, part.state);
  bool senders = state && state->worked_by == "sender";
  clock.organ_id = senders ? part.sender_id : part.organ_id;
  if (rule->nature == Nature::petitioner_right) clock.organ_id = 0;
  clock.nature = rule->nature;
  clock.start_step = draft.trial.step.id;
  clock.started_on = start_day(draft, start);
  clock.unit = rule->unit;
  clock.internal = rule->internal;
  clock.basis = rule->basis;
  if (!start.until.empty()) {
    auto until = Date::parse(draft.trial.fields[start.until.substr(6)].as_string());
    clock.length = until ? *until - clock.started_on : 0;
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
