#include "simulate/habits.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace xinfang {
namespace {

const std::vector<const HabitRow*> kNone;

bool by_system(const StepRule& step) {
  return std::any_of(step.who.begin(), step.who.end(),
                     [](const ActorRule& rule) { return rule.relation == "system"; });
}

bool starts_in(const StepRule& step, const StateRule& state) {
  if (step.from.empty() || step.subject != state.subject) return false;
  if (step.from.front() == "any") return true;
  if (step.from.front() == "*") return state.open;
  return std::find(step.from.begin(), step.from.end(), state.id) != step.from.end();
}

std::size_t place(SubjectKind kind) { return static_cast<std::size_t>(kind); }

int number(const toml::table& table, std::string_view key) {
  return static_cast<int>(table[key].value_or(std::int64_t{0}));
}

}  // namespace

Result<Habits> Habits::parse(std::string_view text) {
  const auto wrong = [](std::string detail) {
    return refuse("simulation_invalid").with("detail", std::move(detail));
  };
  toml::table table;
  try {
    table = toml::parse(text);
  } catch (const toml::parse_error& error) {
    return wrong(std::string(error.description()));
  }
  Habits habits;
  if (const toml::table* errors = table["errors"].as_table()) {
    habits.wrong_form_percent = number(*errors, "wrong_form_percent");
    habits.wrong_organ_percent = number(*errors, "wrong_organ_percent");
    habits.unlawful_percent = number(*errors, "unlawful_percent");
    habits.late_percent = number(*errors, "late_percent");
    habits.forgets_per_thousand = number(*errors, "forgets_per_thousand");
  }
  if (const toml::table* steps = table["step"].as_table()) {
    for (const auto& [id, node] : *steps) {
      const toml::table* row = node.as_table();
      if (!row || number(*row, "weight") < 1) return wrong("step." + std::string(id.str()));
      habits.steps[std::string(id.str())] = {number(*row, "weight"), std::max(1, number(*row, "days")),
                                             (*row)["when"].value_or(std::string())};
    }
  }
  if (const toml::table* rest = table["rest"].as_table()) {
    for (const auto& [kind, node] : *rest) {
      const toml::table* states = node.as_table();
      if (!states) return wrong("rest." + std::string(kind.str()));
      for (const auto& [state, weight] : *states) {
        habits.rest[std::string(kind.str()) + ":" + std::string(state.str())] =
            static_cast<int>(weight.value_or(std::int64_t{0}));
      }
    }
  }
  if (habits.steps.empty()) return wrong("step");
  return habits;
}

HabitIndex::HabitIndex(const Rulebook& rulebook, const Habits& habits) {
  for (const StepRule& step : rulebook.steps()) {
    HabitRow row;
    row.step = &step;
    const auto habit = habits.steps.find(step.id);
    if (habit != habits.steps.end()) row.habit = habit->second;
    row.moves = !step.to.empty();
    for (const EffectRule& effect : step.effects) {
      row.moves = row.moves || effect.verb == "return_to_parent" || effect.verb == "close_all";
    }
    for (const GuardRule& guard : step.guards) {
      const GuardEntry* entry = find_guard(guard.name);
      if (entry && !entry->needs_fields) row.guards.emplace_back(entry, &guard.parameters);
    }
    rows_.push_back(std::move(row));
  }
  for (const HabitRow& row : rows_) {
    if (!by_system(*row.step)) continue;
    for (const GuardRule& guard : row.step->guards) {
      if (guard.name == "duty_late") late_row_ = &row;
      if (guard.name == "clock_over") lapses_[guard.parameters.at("clock")].push_back(&row);
    }
  }
  for (const StateRule& state : rulebook.states()) {
    AtState& at = states_[place(state.subject)][state.id];
    const auto rest = habits.rest.find(std::string(name_of(state.subject)) + ":" + state.id);
    if (rest != habits.rest.end()) at.rest = rest->second;
    for (const HabitRow& row : rows_) {
      if (row.habit.weight > 0 && starts_in(*row.step, state)) at.rows.push_back(&row);
    }
  }
}

const std::vector<const HabitRow*>& HabitIndex::rows_of(SubjectKind kind,
                                                        const std::string& state) const {
  const auto found = states_[place(kind)].find(state);
  return found == states_[place(kind)].end() ? kNone : found->second.rows;
}

int HabitIndex::rest_of(SubjectKind kind, const std::string& state) const {
  const auto found = states_[place(kind)].find(state);
  return found == states_[place(kind)].end() ? 0 : found->second.rest;
}

const HabitRow* HabitIndex::row(std::string_view id) const {
  for (const HabitRow& row : rows_) {
    if (row.step->id == id) return &row;
  }
  return nullptr;
}

const std::vector<const HabitRow*>& HabitIndex::lapse_rows(const std::string& clock) const {
  const auto found = lapses_.find(clock);
  return found == lapses_.end() ? kNone : found->second;
}

}  // namespace xinfang
