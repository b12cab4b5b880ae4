#include <algorithm>
#include <map>
#include <set>

#include "domain/rulebook_rows.hpp"
#include "domain/vocabulary.hpp"

namespace xinfang {
namespace {

template <class Words>
bool is_one_of(const Words& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

const Word* find_word(const auto& words, std::string_view name) {
  for (const auto& word : words) {
    if (word.name == name) return &word;
  }
  return nullptr;
}

std::string quoted(const std::string& word) { return "\"" + word + "\""; }

std::string parameter_of(const Parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

class Checker {
 public:
  Checker(const RulebookRows& rows, std::vector<LawError>& errors) : rows_(rows), errors_(errors) {}

  void check_all() {
    collect();
    for (const auto& state : rows_.states) check(state);
    for (const auto& clock : rows_.clocks) check(clock);
    for (const auto& ground : rows_.grounds) check(ground);
    for (const auto& parameter : rows_.parameters) check(parameter);
    for (const auto& step : rows_.steps) check(step);
    check_paths();
  }

 private:
  void at(std::string file, std::string row) {
    file_ = std::move(file);
    row_ = std::move(row);
  }
  void wrong(std::string problem) { errors_.push_back({file_, row_, std::move(problem)}); }
  template <class Words>
  void need_one_of(const Words& words, const std::string& word, const std::string& what) {
    if (word.empty())
      wrong(what + " is missing; name one");
    else if (!is_one_of(words, word))
      wrong("unknown " + what + " " + quoted(word) + "; see vocabulary.hpp");
  }

  template <class Rows>
  void collect_names(const Rows& rows, const char* file, std::set<std::string>& names) {
    for (const auto& row : rows) {
      at(file, row_name(row));
      if (row_.empty() || row_.ends_with(":"))
        wrong("the row has no id; give it one");
      else if (!names.insert(row_).second)
        wrong("the id stands twice; rename or remove one row");
    }
  }

  void collect() {
    collect_names(rows_.states, "states.toml", states_);
    collect_names(rows_.steps, "steps.toml", steps_);
    collect_names(rows_.clocks, "clocks.toml", clocks_);
    collect_names(rows_.grounds, "grounds.toml", grounds_);
    collect_names(rows_.letters, "letters.toml", letters_);
    std::set<std::string> dated;
    for (const auto& row : rows_.parameters) {
      at("parameters.toml", row_name(row));
      if (row.key.empty()) wrong("the row has no key; give it one");
      if (!dated.insert(row_ + "@" + row.valid_from_on.iso()).second) {
        wrong("two values begin on the same day; change valid_from_on of one");
      }
      if (row.region_code.empty()) national_.insert(row.key);
    }
    for (const auto& step : rows_.steps) {
      for (const auto& start : step.starts) {
        if (!start.until.empty()) set_in_letter_.insert(start.clock);
      }
    }
  }

  void check(const StateRule& state) {
    at("states.toml", row_name(state));
    if (!state.worked_by.empty()) need_one_of(kWorkers, state.worked_by, "worked_by");
  }

  void check(const ClockRule& clock) {
    at("clocks.toml", clock.id);
    if (clock.basis.empty()) wrong("basis is missing; name the article it rests on");
    if (!clock.trigger.empty()) need_one_of(kTriggers, clock.trigger, "trigger");
    if (!clock.extend_parameter.empty() && !national_.count(clock.extend_parameter)) {
      wrong("extend_parameter " + quoted(clock.extend_parameter) +
            " has no national row in parameters.toml");
    }
    if (!clock.released_by.empty() && !national_.count(clock.released_by)) {
      wrong("released_by " + quoted(clock.released_by) + " has no national row in parameters.toml");
    }
    if (clock.parameter.empty()) {
      const bool dated = clock.set_in_letter || set_in_letter_.count(clock.id);
      if (clock.nature == Nature::duty && !dated) {
        wrong("a duty needs a length: name a parameter, or set_in_letter and start it with until");
      }
      return;
    }
    const auto key = clock.by_level ? clock.parameter + ".1" : clock.parameter;
    if (!national_.count(key)) {
      wrong("parameter " + quoted(key) + " has no national row; add it to parameters.toml");
    }
  }

  void check(const GroundRule& ground) {
    at("grounds.toml", ground.id);
    if (ground.basis.empty()) wrong("basis is missing; name the article it rests on");
    if (ground.binds.empty()) wrong("binds is missing; say whom the ground binds");
    for (const auto& bound : ground.binds) need_one_of(kGroundBinds, bound, "binds");
    for (const auto& kind : ground.kinds) need_one_of(kKinds, kind, "kind");
    for (const auto& role : ground.signers) need_one_of(kRoles, role, "role");
    if (!ground.earlier.empty()) need_one_of(kEarlier, ground.earlier, "earlier");
    if (!ground.switch_key.empty() && !national_.count(ground.switch_key)) {
      wrong("switch " + quoted(ground.switch_key) + " has no national row in parameters.toml");
    }
    if (!ground.handed_over_by.empty() && !steps_.count(ground.handed_over_by)) {
      wrong("handed_over_by names the unknown step " + quoted(ground.handed_over_by));
    }
    if (ground.document.empty())
      wrong("document is missing; name D04 or D05");
    else if (!letters_.count(ground.document)) {
      wrong("unknown document " + quoted(ground.document) + "; add it to letters.toml");
    }
  }

  void check(const ParameterRow& parameter) {
    at("parameters.toml", row_name(parameter));
    if (parameter.basis.empty()) wrong("basis is missing; name where the value comes from");
    need_one_of(kMarks, parameter.mark, "mark");
    if (parameter.key == "in_force_on" && !Date::parse(parameter.value)) {
      wrong("value is no day; write it as 2022-05-01");
    }
    if (parameter.value.empty()) wrong("value is missing; give one");
    if (parameter.valid_to_on.days != 0 && parameter.valid_to_on < parameter.valid_from_on) {
      wrong("valid_to_on lies before valid_from_on; correct one");
    }
    if (!parameter.region_code.empty() && !national_.count(parameter.key)) {
      wrong("the key has no national row; a region can only set what the nation knows");
    }
    if (!parameter.tighten.empty()) check_tightened(parameter);
  }

  // The law's own terms are nobody's to shorten; ours are, where no law gave the figure.
  void check_tightened(const ParameterRow& parameter) {
    if (parameter.tighten != "less") {
      wrong("unknown tighten " + quoted(parameter.tighten) + "; write less or leave it out");
    }
    const bool internal = std::any_of(
        rows_.clocks.begin(), rows_.clocks.end(), [&](const ClockRule& clock) {
          return clock.internal && !clock.by_level && clock.parameter == parameter.key;
        });
    const bool law = std::any_of(rows_.clocks.begin(), rows_.clocks.end(),
                                 [&](const ClockRule& clock) {
                                   return !clock.internal && clock.parameter == parameter.key;
                                 });
    if (!internal || law || parameter.mark != "design") {
      wrong("only the length of an internal clock, of our own design, may be tightened");
    }
  }

  void check(const StepRule& step) {
    at("steps.toml", step.id);
    if (step.deed.empty()) wrong("deed is missing; name the word of the deed");
    if (step.basis.empty()) wrong("basis is missing; name the article it rests on");
    for (const auto& state : step.from) {
      if (state != "*" && state != "any") need_state(step.subject, state, "from");
    }
    if (!step.to.empty()) need_state(step.subject, step.to, "to");
    if (step.who.empty()) wrong("who is missing; name role and relation");
    for (const auto& actor : step.who) {
      need_one_of(kRelations, actor.relation, "relation");
      for (const auto& role : actor.roles) need_one_of(kRoles, role, "role");
      for (const auto& state : actor.states) need_state(step.subject, state, "who");
      const bool outside = actor.relation == "petitioner" || actor.relation == "system";
      if (actor.roles.empty() && !outside) wrong("who has no roles; name those that may do it");
    }
    check_fields(step);
    for (const auto& guard : step.guards)
      check_word(step, kGuards, "guard", guard.name, guard.parameters);
    for (const auto& effect : step.effects)
      check_word(step, kEffects, "effect", effect.verb, effect.parameters);
    for (const auto& effect : step.effects) check_first_states(effect);
    check_clocks(step);
    for (const auto& document : step.documents) {
      need_one_of(kDocumentTo, document.to, "document to");
      if (document.kind != "by_ground" && !letters_.count(document.kind)) {
        wrong("unknown document " + quoted(document.kind) + "; add it to letters.toml");
      }
    }
  }

  void check_fields(const StepRule& step) {
    std::set<std::string> names;
    for (const auto& field : step.fields) {
      if (field.name.empty())
        wrong("a field has no name; give it one");
      else if (!names.insert(field.name).second)
        wrong("the field " + quoted(field.name) + " stands twice");
      need_one_of(kFieldTypes, field.type, "field type");
      need_one_of(kParts, field.part, "part");
      if (field.max != 0 && field.max < field.min) {
        wrong("the field " + quoted(field.name) + " has max below min; correct one");
      }
    }
  }

  bool has_field(const StepRule& step, std::string_view name) const {
    return std::any_of(step.fields.begin(), step.fields.end(),
                       [name](const FieldRule& field) { return field.name == name; });
  }
  void need_field(const StepRule& step, const std::string& name) {
    if (!has_field(step, name))
      wrong("names the field " + quoted(name) + ", which the row does not have");
  }
  void need_clock(const std::string& clock) {
    if (!clocks_.count(clock)) wrong("unknown clock " + quoted(clock) + "; add it to clocks.toml");
  }
  void need_state(SubjectKind subject, const std::string& state, const char* what) {
    if (!states_.count(std::string(name_of(subject)) + ":" + state)) {
      wrong("unknown state " + quoted(state) + " in " + what + "; add it to states.toml");
    }
  }

  template <class Words>
  void check_word(const StepRule& step, const Words& words, const std::string& what,
                  const std::string& name, const Parameters& parameters) {
    const Word* word = find_word(words, name);
    if (!word) return wrong("unknown " + what + " " + quoted(name) + "; see vocabulary.hpp");
    for (const auto& [key, value] : parameters) {
      if (!is_one_of(word->parameters, key)) {
        wrong(what + " " + quoted(name) + " has no parameter " + quoted(key) +
              "; see vocabulary.hpp");
      } else if (key == "clock") {
        need_clock(value);
      } else if (key == "field") {
        need_field(step, value);
      } else if (key == "targets" || (key == "when" && name != "close_all")) {
        need_field(step, value);
      } else if (value.starts_with("field:")) {
        need_field(step, value.substr(6));
      } else if (name == "set_part" && key == "name") {
        need_one_of(kPartNames, value, "name");
      } else if (name == "other_matter") {
        need_one_of(kEarlier, value, "is");
      } else if (key == "state") {
        need_state_anywhere(value);
      } else if (name == "close_all" && !value.empty()) {
        if (const auto subject = subject_kind_of(key)) need_state(*subject, value, "close_all");
      } else if (name == "kind_is") {
        need_one_of(kKinds, value, "kind");
      } else if (key == "key" && !national_.count(value)) {
        wrong("parameter " + quoted(value) + " has no national row; add it to parameters.toml");
      }
    }
  }

  void check_first_states(const EffectRule& effect) {
    if (effect.verb == "open_node")
      need_state(SubjectKind::node, std::string(kFirstNodeState), "open_node");
    if (effect.verb == "open_procedure") {
      need_state(SubjectKind::procedure, std::string(kFirstProcedureState), "open_procedure");
    }
  }

  void need_state_anywhere(const std::string& state) {
    for (const auto subject : {SubjectKind::intake, SubjectKind::node, SubjectKind::procedure}) {
      if (states_.count(std::string(name_of(subject)) + ":" + state)) return;
    }
    wrong("unknown state " + quoted(state) + "; add it to states.toml");
  }

  void check_clocks(const StepRule& step) {
    for (const auto& stop : step.stops) {
      need_clock(stop.clock);
      need_one_of(kStopAs, stop.as, "stop as");
      need_one_of(kStopOn, stop.on, "stop on");
    }
    for (const auto& start : step.starts) {
      need_clock(start.clock);
      need_one_of(kStartOn, start.on, "start on");
      if (!start.holder.empty()) need_one_of(kHolders, start.holder, "holder");
      if (!start.mode.empty()) need_one_of(kModes, start.mode, "mode");
      for (const auto& kind : start.kinds) need_one_of(kKinds, kind, "kind");
      for (const auto& state : start.states) need_state_anywhere(state);
      if (start.from.starts_with("field:"))
        need_field(step, start.from.substr(6));
      else if (start.from.starts_with("clock:"))
        need_clock(start.from.substr(6));
      else if (!is_one_of(kStartFrom, start.from)) {
        wrong("unknown from " + quoted(start.from) + " of a clock; see vocabulary.hpp");
      }
      if (start.organ.starts_with("field:")) need_field(step, start.organ.substr(6));
      const bool taken_up = start.from == "rest" || start.from == "restored";
      if (start.until.starts_with("field:"))
        need_field(step, start.until.substr(6));
      else if (!start.until.empty() && start.until != "part:redo_by")
        wrong("until must be field:<name> or part:redo_by");
      if (start.until.empty() && !taken_up) need_length(start.clock);
    }
  }
  void need_length(const std::string& clock) {
    for (const auto& row : rows_.clocks) {
      if (row.id == clock && row.parameter.empty()) {
        wrong("starts " + clock +
              " without until, but the clock has no parameter; give one of them");
      }
    }
  }

  // Every state is reached from somewhere, every open one can be left.
  void check_paths() {
    for (const auto& step : rows_.steps) follow(step);
    for (const auto& state : rows_.states) {
      at("states.toml", row_name(state));
      if (!reached_.count(row_)) {
        wrong("no step leads to this state; add one or remove the state");
      }
      const bool moved_by_child = moved_by_children_ && waits_for_child_.count(row_);
      if (state.open && !left_.count(row_) && !moved_by_child) {
        wrong("an open state that no step leaves; add one or mark it open = false");
      }
    }
  }

  void follow(const StepRule& step) {
    const auto subject = std::string(name_of(step.subject)) + ":";
    if (!step.to.empty()) reached_.insert(subject + step.to);
    bool opens_child = false;
    for (const auto& effect : step.effects) {
      const auto state = parameter_of(effect.parameters, "state");
      if (effect.verb == "open_node") {
        reached_.insert("node:" + std::string(kFirstNodeState));
        opens_child = true;
      } else if (effect.verb == "open_procedure") {
        reached_.insert("procedure:" + (state.empty() ? std::string(kFirstProcedureState) : state));
        opens_child = true;
      } else if (effect.verb == "open_intake") {
        // A take-over enters any of the states that its field "state" offers.
        for (const auto& field : step.fields) {
          if (field.name != "state") continue;
          for (const auto& value : field.values) reached_.insert("intake:" + value);
        }
      } else if (effect.verb == "close_all") {
        follow_close_all(effect);
      } else if (effect.verb == "return_to_parent" || effect.verb == "move_parent") {
        const bool returned = effect.verb == "return_to_parent";
        moved_by_children_ = true;
        reached_.insert("intake:" + state);
        reached_.insert("node:" + (returned ? std::string(kReturnedNodeState) : state));
      }
    }
    if (opens_child && !step.to.empty()) waits_for_child_.insert(subject + step.to);
    if (!step.to.empty()) leave(step);
  }

  void follow_close_all(const EffectRule& effect) {
    for (const auto& [kind, state] : effect.parameters) {
      reached_.insert(kind + ":" + state);
      for (const auto& row : rows_.states) {
        if (name_of(row.subject) == kind && row.id != state) left_.insert(row_name(row));
      }
    }
  }

  void leave(const StepRule& step) {
    const bool all = is_one_of(step.from, "any");
    const bool any = all || is_one_of(step.from, "*");
    for (const auto& state : rows_.states) {
      if (state.subject != step.subject || state.id == step.to) continue;
      if (all || (any && state.open) || is_one_of(step.from, state.id)) left_.insert(row_name(state));
    }
  }

  const RulebookRows& rows_;
  std::vector<LawError>& errors_;
  std::string file_, row_;
  std::set<std::string> states_, steps_, clocks_, grounds_, letters_, national_, set_in_letter_;
  std::set<std::string> reached_, left_, waits_for_child_;
  bool moved_by_children_ = false;
};

}  // namespace

void check_rows(const RulebookRows& rows, std::vector<LawError>& errors) {
  Checker(rows, errors).check_all();
}

}  // namespace xinfang
