#include "domain/rulebook.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "domain/rulebook_rows.hpp"

namespace xinfang {
namespace {

template <class Row, class Id>
const Row* find_row(const std::vector<Row>& rows, std::string_view wanted, Id Row::*id) {
  for (const auto& row : rows) {
    if (row.*id == wanted) return &row;
  }
  return nullptr;
}

// From the narrowest to the nation: township, county, city, province, "".
std::vector<std::string> regions_around(std::string_view code) {
  std::vector<std::string> regions;
  const auto add = [&regions](std::string region) {
    if (regions.empty() || regions.back() != region) regions.push_back(std::move(region));
  };
  if (code.size() >= 12) add(std::string(code.substr(0, 12)));
  if (code.size() >= 9) add(std::string(code.substr(0, 9)));
  if (code.size() >= 6) {
    add(std::string(code.substr(0, 6)));
    add(std::string(code.substr(0, 4)) + "00");
    add(std::string(code.substr(0, 2)) + "0000");
  }
  add("");
  return regions;
}

// Nothing when it is not a whole number.
std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_valid_on(const ParameterRow& row, Date on) {
  return row.valid_from_on <= on && (row.valid_to_on.days == 0 || on <= row.valid_to_on);
}

}  // namespace

std::string_view name_of(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::intake:
      return "intake";
    case SubjectKind::node:
      return "node";
    case SubjectKind::procedure:
      return "procedure";
  }
  throw std::logic_error("subject kind without a name");
}

std::string_view name_of(Nature nature) {
  switch (nature) {
    case Nature::duty:
      return "duty";
    case Nature::petitioner_right:
      return "petitioner_right";
    case Nature::organ_right:
      return "organ_right";
    case Nature::guidance:
      return "guidance";
  }
  throw std::logic_error("nature without a name");
}

std::string_view name_of(Unit unit) {
  switch (unit) {
    case Unit::days:
      return "days";
    case Unit::working_days:
      return "working_days";
    case Unit::months:
      return "months";
    case Unit::hours:
      return "hours";
  }
  throw std::logic_error("unit without a name");
}

std::optional<SubjectKind> subject_kind_of(std::string_view name) {
  for (const auto kind : {SubjectKind::intake, SubjectKind::node, SubjectKind::procedure}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

std::optional<Nature> nature_of(std::string_view name) {
  for (const auto nature :
       {Nature::duty, Nature::petitioner_right, Nature::organ_right, Nature::guidance}) {
    if (name_of(nature) == name) return nature;
  }
  return std::nullopt;
}

std::optional<Unit> unit_of(std::string_view name) {
  for (const auto unit : {Unit::days, Unit::working_days, Unit::months, Unit::hours}) {
    if (name_of(unit) == name) return unit;
  }
  return std::nullopt;
}

std::string row_name(const StepRule& row) { return row.id; }
std::string row_name(const StateRule& row) {
  return std::string(name_of(row.subject)) + ":" + row.id;
}
std::string row_name(const ClockRule& row) { return row.id; }
std::string row_name(const GroundRule& row) { return row.id; }
std::string row_name(const LetterRule& row) { return row.kind; }
std::string row_name(const ParameterRow& row) {
  return row.region_code.empty() ? row.key : row.key + "@" + row.region_code;
}

std::variant<Rulebook, std::vector<LawError>> Rulebook::load(std::string id, const LawTexts& texts,
                                                             const Rulebook* inherited) {
  std::vector<LawError> errors;
  RulebookRows base;
  std::string base_id;
  if (inherited) {
    base = {inherited->steps_,   inherited->states_,  inherited->clocks_,
            inherited->grounds_, inherited->letters_, inherited->parameters_};
    // Regional rows are read again for this set; each layer says which sets it is for.
    std::erase_if(base.parameters,
                  [](const ParameterRow& row) { return !row.region_code.empty(); });
    base_id = inherited->id_;
  }
  auto rows = read_rows(id, texts, inherited ? &base : nullptr, base_id, errors);
  check_rows(rows, errors);
  if (!errors.empty()) {
    for (auto& error : errors) {
      if (error.file.find('/') == std::string::npos) error.file = id + "/" + error.file;
    }
    return errors;
  }
  Rulebook book;
  book.id_ = std::move(id);
  book.steps_ = std::move(rows.steps);
  book.states_ = std::move(rows.states);
  book.clocks_ = std::move(rows.clocks);
  book.grounds_ = std::move(rows.grounds);
  book.letters_ = std::move(rows.letters);
  book.parameters_ = std::move(rows.parameters);
  return book;
}

bool StepRule::is_secret(std::string_view field) const {
  const std::string_view name = field.substr(0, field.find_first_of("[."));
  return std::any_of(fields.begin(), fields.end(), [&](const FieldRule& rule) {
    return rule.secret && rule.name == name;
  });
}

bool starts_from(const StepRule& step, const StateRule& state) {
  if (step.subject != state.subject) return false;
  return std::any_of(step.from.begin(), step.from.end(), [&](const std::string& from) {
    return from == state.id || from == "any" || (from == "*" && state.open);
  });
}

const StepRule* Rulebook::step(std::string_view id) const {
  return find_row(steps_, id, &StepRule::id);
}

const StateRule* Rulebook::state(SubjectKind subject, std::string_view id) const {
  for (const auto& state : states_) {
    if (state.subject == subject && state.id == id) return &state;
  }
  return nullptr;
}

const ClockRule* Rulebook::clock(std::string_view id) const {
  return find_row(clocks_, id, &ClockRule::id);
}

const GroundRule* Rulebook::ground(std::string_view id) const {
  return find_row(grounds_, id, &GroundRule::id);
}

const LetterRule* Rulebook::letter(std::string_view kind) const {
  return find_row(letters_, kind, &LetterRule::kind);
}

bool Rulebook::is_on(const GroundRule& ground, std::string_view region_code, Date on) const {
  if (!ground.on || !ground.handed_over_by.empty()) return false;
  return ground.switch_key.empty() || parameter(ground.switch_key, region_code, on) == "on";
}

Rulebook Rulebook::with_own(std::vector<OwnParameter> own) const {
  Rulebook book = *this;
  book.own_ = std::move(own);
  return book;
}

const ParameterRow* Rulebook::law_row(std::string_view key, std::string_view region_code,
                                      Date on) const {
  for (const auto& region : regions_around(region_code)) {
    const ParameterRow* best = nullptr;
    for (const auto& row : parameters_) {
      if (row.key != key || row.region_code != region || !is_valid_on(row, on)) continue;
      if (!best || row.valid_from_on > best->valid_from_on) best = &row;
    }
    if (best) return best;
  }
  return nullptr;
}

std::string Rulebook::parameter(std::string_view key, std::string_view region_code, Date on) const {
  const ParameterRow* row = law_row(key, region_code, on);
  if (!row) return "";
  if (row->tighten.empty()) return row->value;
  const OwnParameter* newest = nullptr;
  for (const auto& own : own_) {
    if (own.key != key || own.valid_from_on > on) continue;
    if (!newest || newest->valid_from_on < own.valid_from_on) newest = &own;
  }
  const auto law = number_of(row->value);
  return newest && law && newest->value < *law ? std::to_string(newest->value) : row->value;
}

std::string_view Rulebook::counted_in(std::string_view key) const {
  for (const auto& clock : clocks_) {
    if (clock.extend_parameter == key) return name_of(Unit::days);
    const bool share = clock.by_level && key.starts_with(clock.parameter + ".");
    if (share || clock.parameter == key) return name_of(clock.unit);
  }
  const ParameterRow* row = find_row(parameters_, key, &ParameterRow::key);
  if (key.ends_with("_characters")) return "characters";
  if (key.ends_with("_persons")) return "persons";
  if (row && Date::parse(row->value)) return "date";
  if (row && number_of(row->value)) return "times";
  return "switch";
}

int Rulebook::parameter_days(std::string_view key, std::string_view region_code, Date on) const {
  return number_of(parameter(key, region_code, on)).value_or(0);
}

Date Rulebook::in_force_on() const {
  return Date::parse(parameter("in_force_on", "", Date())).value_or(Date());
}

const Rulebook& Law::of(std::string_view id) const {
  const auto found = sets.find(std::string(id));
  if (found == sets.end()) throw std::out_of_range("no rule set " + std::string(id));
  return found->second;
}

const Rulebook& Law::for_receipt_on(Date received_on) const {
  const Rulebook* first = nullptr;
  const Rulebook* in_force = nullptr;
  for (const auto& [id, set] : sets) {
    if (!first || set.in_force_on() < first->in_force_on()) first = &set;
    if (received_on < set.in_force_on()) continue;
    if (!in_force || in_force->in_force_on() < set.in_force_on()) in_force = &set;
  }
  if (!first) throw std::out_of_range("no rule set");
  return in_force ? *in_force : *first;
}

}  // namespace xinfang
