// Who does what next, and when.
#include <algorithm>

#include "simulate/living_province.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kLongestCourse = 150;     // events; then people let it rest
constexpr int kMostRefusals = 6;                // of one part in a row; then it rests for a while

}  // namespace

std::vector<Id> ProvinceLife::organs_for(const MatterLife& life, const std::string& relation,
                                       const Subject& part) {
  const Organ* own = world_.tree.has(part.organ_id) ? &world_.tree.organ(part.organ_id) : nullptr;
  if (relation == "holder") return {part.organ_id};
  if (relation == "sender") return {part.sender_id};
  if (!own) return {};
  std::vector<Id> found;
  if (relation == "superior") return {own->superior_id, own->line_superior_id};
  if (relation == "reviewer") {
    if (part.review_organ_id) return {part.review_organ_id};
    return {own->line_superior_id, own->superior_id};
  }
  if (relation == "re_reviewer") {
    if (part.re_review_organ_id) return {part.re_review_organ_id};
    if (!world_.tree.has(part.review_organ_id)) return {};
    const Organ& reviewer = world_.tree.organ(part.review_organ_id);
    return {reviewer.line_superior_id, reviewer.superior_id};
  }
  if (relation == "supervisor" || relation == "trigger") {
    for (const Trigger& trigger : life.matter.triggers) {
      if (trigger.open) found.push_back(trigger.organ_id);
    }
    for (const Organ& office : world_.tree.list) {
      const bool of_place = office.is_petition_office() && office.region_code == own->region_code;
      if (relation == "supervisor" && of_place) found.push_back(office.organ_id);
    }
    return found;
  }
  if (relation == "decider") {
    for (const Deadline& clock : life.matter.deadlines) {
      if (clock.clock == "C07" && clock.running()) found.push_back(clock.organ_id);
    }
    return found;
  }
  for (const Subject& each : life.matter.subjects) found.push_back(each.organ_id);  // path
  return found;
}

bool ProvinceLife::unhindered(const MatterLife& life, const HabitRow& row, const Subject& part,
                            const Actor& actor) {
  static const Json kNoFields = Json::object();
  const DecideContext seen = context(actor, nullptr);
  const Trial trial{*life.rulebook, life.matter, *row.step, &part, kNoFields, seen};
  return std::none_of(row.guards.begin(), row.guards.end(), [&](const auto& guard) {
    return guard.first->test(trial, *guard.second).has_value();
  });
}

// Somebody to whom the row gives the step and whom no guard sends away.
std::optional<Actor> ProvinceLife::somebody(const MatterLife& life, const HabitRow& habit,
                                          const Subject& part) {
  const StepRule& row = *habit.step;
  const std::size_t turn = static_cast<std::size_t>(chance_.next() % row.who.size());
  for (std::size_t i = 0; i < row.who.size(); ++i) {
    const ActorRule& rule = row.who[(turn + i) % row.who.size()];
    const bool in_state = rule.states.empty() || std::find(rule.states.begin(), rule.states.end(),
                                                           part.state) != rule.states.end();
    if (!in_state) continue;
    if (rule.relation == "petitioner") {
      if (unhindered(life, habit, part, the_petitioner())) return the_petitioner();
      continue;
    }
    for (const Id organ : organs_for(life, rule.relation, part)) {
      const auto& people = world_.tree.people_of(organ);
      const std::size_t first = people.empty() ? 0 : chance_.next() % people.size();
      for (std::size_t j = 0; j < people.size(); ++j) {
        const Actor& person = people[(first + j) % people.size()];
        const bool able = std::any_of(rule.roles.begin(), rule.roles.end(), [&](const auto& role) {
          return person.has_role(role);
        });
        if (able && unhindered(life, habit, part, person)) return person;
      }
    }
  }
  return {};
}

void ProvinceLife::plan_part(std::uint32_t index, int part_no) {
  MatterLife& life = *lives_[index];
  PartPlan& plan = life.plans[static_cast<std::size_t>(part_no)];
  ++plan.generation;
  plan.row = nullptr;
  const Subject& part = *life.matter.subject(part_no);
  if (life.events.size() >= kLongestCourse) return;
  if (plan.refusals >= kMostRefusals) {
    plan.refusals = 0;
    return push(now_ + 40 * kDayLong, index, part_no, plan.generation);
  }
  const bool triggered = std::any_of(life.matter.triggers.begin(), life.matter.triggers.end(),
                                     [&](const Trigger& trigger) {
                                       const bool here = part.kind == SubjectKind::intake ||
                                                         trigger.subject_no == part_no;
                                       return trigger.open && here;
                                     });
  std::vector<const HabitRow*> rows{nullptr};
  std::vector<std::int64_t> weights{life.rows->rest_of(part.kind, part.state)};
  for (const HabitRow* row : life.rows->rows_of(part.kind, part.state)) {
    if (row->habit.when == "trigger" && !triggered) continue;
    std::int64_t weight = row->habit.weight * 10;
    if (!row->moves && row->habit.weight < 500) weight /= 1 + life.asides / 2;
    rows.push_back(row);
    weights.push_back(weight);
  }
  weights[0] *= 10;
  std::int64_t sum = 0;
  for (const std::int64_t weight : weights) sum += weight;
  while (sum > 0) {
    const std::size_t place = chance_.weighted(weights);
    if (!rows[place]) return;  // it rests
    const HabitRow& row = *rows[place];
    auto actor = somebody(life, row, part);
    if (actor && form_for(life, row, part_no, *actor)) {
      double days = row.habit.days;
      if (chance_.chance(world_.habits.late_percent)) days *= 8;
      std::int64_t at = now_ + after_days(days);
      if (chance_.between(0, 999) < world_.habits.forgets_per_thousand) at += 300 * kDayLong;
      plan.row = &row;
      plan.actor = std::move(*actor);
      return push(office_hour(at, plan.actor.kind == "staff"), index, part_no, plan.generation);
    }
    sum -= weights[place];
    weights[place] = 0;
  }
  const StateRule* state = life.rulebook->state(part.kind, part.state);
  if (!state || !state->open) return;
  ++ledger_.idle;
  ++ledger_.idle_at[std::string(name_of(part.kind)) + ":" + part.state];
  push(now_ + 20 * kDayLong, index, part_no, plan.generation);
}

// The next day on which a term is over or a duty is late.
void ProvinceLife::plan_system(std::uint32_t index) {
  MatterLife& life = *lives_[index];
  PartPlan& plan = life.plans[0];
  ++plan.generation;
  Date next;
  for (const Deadline& clock : life.matter.deadlines) {
    if (!clock.running()) continue;
    const auto wake = [&](Date on) {
      if (on > today() && (next.days == 0 || on < next)) next = on;
    };
    if (!life.rows->lapse_rows(clock.clock).empty()) wake(clock.due_legal_on + 1);
    const ClockRule* rule = life.rulebook->clock(clock.clock);
    if (clock.nature == Nature::duty && rule && !rule->trigger.empty()) wake(clock.due_strict_on + 1);
  }
  if (next.days != 0) push(china_midnight(next).ms + 2 * 3'600'000, index, 0, plan.generation);
}

}  // namespace xinfang
