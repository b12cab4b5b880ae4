#include <toml++/toml.h>

#include <algorithm>
#include <map>
#include <set>

#include "domain/rulebook_rows.hpp"

namespace xinfang {
namespace {

// Parameters are joined with a blank when a row gives a list (facts_set names = ["kind",
// "region"]).
std::string parameter_text(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return std::to_string(number->get());
  if (const auto* flag = node.as_boolean()) return flag->get() ? "true" : "false";
  std::string joined;
  if (const auto* list = node.as_array()) {
    for (const auto& entry : *list) {
      if (!joined.empty()) joined += ' ';
      joined += parameter_text(entry);
    }
  }
  return joined;
}

// One table of a file; remembers which keys were asked for, so that finish() names the others.
class Row {
 public:
  Row(const toml::table& table, std::string file, std::string name, std::vector<LawError>& errors)
      : table_(table), file_(std::move(file)), name_(std::move(name)), errors_(errors) {}

  void wrong(const std::string& problem) { errors_.push_back({file_, name_, problem}); }

  std::string text(const char* key, std::string fallback = "") {
    const auto* node = find(key);
    if (!node) return fallback;
    if (const auto* value = node->as_string()) return value->get();
    wrong(std::string(key) + " must be a text in quotes");
    return fallback;
  }
  bool flag(const char* key, bool fallback) {
    const auto* node = find(key);
    if (!node) return fallback;
    if (const auto* value = node->as_boolean()) return value->get();
    wrong(std::string(key) + " must be true or false");
    return fallback;
  }
  int number(const char* key, int fallback = 0) {
    const auto* node = find(key);
    if (!node) return fallback;
    const auto* value = node->as_integer();
    if (value && value->get() >= -1'000'000'000 && value->get() <= 1'000'000'000) {
      return static_cast<int>(value->get());
    }
    wrong(std::string(key) + " must be a whole number");
    return fallback;
  }
  Date day(const char* key) {
    const auto written = text(key);
    if (written.empty()) return Date{};
    if (const auto on = Date::parse(written)) return *on;
    wrong(std::string(key) + " must be a day written \"YYYY-MM-DD\"");
    return Date{};
  }
  // A value of any simple type as text.
  std::string value(const char* key) {
    const auto* node = find(key);
    return node ? parameter_text(*node) : std::string();
  }
  std::vector<std::string> list(const char* key) {
    std::vector<std::string> entries;
    const auto* node = find(key);
    if (!node) return entries;
    const auto* array = node->as_array();
    if (!array) {
      wrong(std::string(key) + " must be a list of texts");
      return entries;
    }
    for (const auto& entry : *array) {
      if (const auto* value = entry.as_string()) {
        entries.push_back(value->get());
      } else {
        wrong(std::string(key) + " must hold texts only");
      }
    }
    return entries;
  }
  template <class Reader>
  void tables(const char* key, Reader reader) {
    const auto* node = find(key);
    if (!node) return;
    const auto* array = node->as_array();
    if (!array) return wrong(std::string(key) + " must be a list of tables");
    for (const auto& entry : *array) {
      const auto* table = entry.as_table();
      if (!table) {
        wrong(std::string(key) + " must hold tables only");
        continue;
      }
      Row inner(*table, file_, name_, errors_);
      inner.within_ = std::string(key) + ": ";
      reader(inner);
      inner.finish();
    }
  }
  // All keys not asked for so far, as parameters of a guard or effect.
  Parameters rest() {
    Parameters parameters;
    for (const auto& [key, node] : table_) {
      if (asked_.insert(std::string(key.str())).second) {
        parameters[std::string(key.str())] = parameter_text(node);
      }
    }
    return parameters;
  }
  void finish() {
    for (const auto& [key, node] : table_) {
      if (!asked_.count(std::string(key.str()))) {
        wrong(within_ + "unknown key \"" + std::string(key.str()) +
              "\"; remove it or correct its spelling");
      }
    }
  }

 private:
  const toml::node* find(const char* key) {
    asked_.insert(key);
    return table_.get(key);
  }

  const toml::table& table_;
  std::string file_, name_, within_;
  std::vector<LawError>& errors_;
  std::set<std::string> asked_;
};

template <class Value>
Value one_of(Row& row, const char* key, std::optional<Value> (*read)(std::string_view),
             Value fallback) {
  const auto written = row.text(key);
  if (const auto value = read(written)) return *value;
  row.wrong(written.empty()
                ? std::string(key) + " is missing; name one"
                : "unknown " + std::string(key) + " \"" + written + "\"; use one of rulebook.hpp");
  return fallback;
}

void read_row(Row& row, StateRule& state) {
  state.subject = one_of(row, "subject", subject_kind_of, SubjectKind::intake);
  state.id = row.text("id");
  state.open = row.flag("open", true);
  state.held_outside = row.flag("held_outside", false);
  state.rank = row.number("rank");
  state.shows = row.text("shows");
  state.list = row.text("list");
  state.worked_by = row.text("worked_by");
  state.live = row.flag("live", true);
}

FieldRule read_field(Row& row) {
  FieldRule field;
  field.name = row.text("name");
  field.type = row.text("type");
  field.required = row.flag("required", false);
  field.min = row.number("min");
  field.max = row.number("max");
  field.values = row.list("values");
  field.part = row.text("part", "internal");
  field.vault = row.flag("vault", false);
  field.secret = row.flag("secret", false);
  return field;
}

ClockStart read_start(Row& row) {
  ClockStart start;
  start.clock = row.text("clock");
  start.on = row.text("on", "self");
  start.holder = row.text("holder");
  start.from = row.text("from", "event");
  start.until = row.text("until");
  start.kinds = row.list("kinds");
  start.mode = row.text("mode");
  start.states = row.list("states");
  start.organ = row.text("organ");
  start.channels = row.list("channels");
  start.way = row.text("way");
  start.simple = row.flag("simple", false);
  start.reachable = row.flag("reachable", false);
  start.ended = row.flag("ended", false);
  start.again = row.flag("again", false);
  return start;
}

void read_row(Row& row, StepRule& step) {
  step.id = row.text("id");
  step.deed = row.text("deed");
  step.subject = one_of(row, "subject", subject_kind_of, SubjectKind::intake);
  step.from = row.list("from");
  step.to = row.text("to");
  step.basis = row.text("basis");
  step.irreversible = row.flag("irreversible", false);
  step.by_claims = row.flag("by_claims", false);
  row.tables("who", [&](Row& r) {
    step.who.push_back({r.list("roles"), r.text("relation"), r.list("states")});
  });
  row.tables("fields", [&](Row& r) { step.fields.push_back(read_field(r)); });
  row.tables("guards", [&](Row& r) {
    auto name = r.text("name");
    step.guards.push_back({std::move(name), r.rest()});
  });
  row.tables("effects", [&](Row& r) {
    auto verb = r.text("verb");
    step.effects.push_back({std::move(verb), r.rest()});
  });
  row.tables("stops", [&](Row& r) {
    step.stops.push_back({r.text("clock"), r.text("as", "met"), r.text("on", "self")});
  });
  row.tables("starts", [&](Row& r) { step.starts.push_back(read_start(r)); });
  row.tables("documents", [&](Row& r) {
    step.documents.push_back({r.text("kind"), r.text("to", "petitioner"), r.flag("moved", false)});
  });
}

void read_row(Row& row, ClockRule& clock) {
  clock.id = row.text("id");
  clock.nature = one_of(row, "nature", nature_of, Nature::duty);
  clock.parameter = row.text("parameter");
  clock.set_in_letter = row.flag("set_in_letter", false);
  clock.unit = one_of(row, "unit", unit_of, Unit::days);
  clock.by_level = row.flag("by_level", false);
  clock.suspendable = row.flag("suspendable", false);
  clock.extend_parameter = row.text("extend_parameter");
  clock.internal = row.flag("internal", false);
  clock.trigger = row.text("trigger");
  clock.list = row.text("list");
  clock.released_by = row.text("released_by");
  clock.basis = row.text("basis");
}

void read_row(Row& row, GroundRule& ground) {
  ground.id = row.text("id");
  ground.binds = row.list("binds");
  ground.channels = row.list("channels");
  ground.kinds = row.list("kinds");
  ground.signers = row.list("signers");
  ground.document = row.text("document");
  ground.leads_to = row.text("leads_to");
  ground.on = row.flag("on", true);
  ground.levels = row.list("levels");
  ground.switch_key = row.text("switch");
  ground.earlier = row.text("earlier");
  ground.handed_over_by = row.text("handed_over_by");
  ground.basis = row.text("basis");
}

void read_row(Row& row, LetterRule& letter) {
  letter.kind = row.text("kind");
  letter.prefix = row.text("prefix");
  letter.numbered = row.flag("numbered", true);
  letter.facts = row.list("facts");
}

void read_row(Row& row, ParameterRow& parameter) {
  parameter.region_code = row.text("region_code");
  parameter.key = row.text("key");
  parameter.value = row.value("value");
  parameter.valid_from_on = row.day("valid_from_on");
  parameter.valid_to_on = row.day("valid_to_on");
  parameter.basis = row.text("basis");
  parameter.mark = row.text("mark");
  parameter.tighten = row.text("tighten");
}

std::string first_name(const toml::table& table, std::size_t place) {
  for (const char* key : {"id", "kind", "key"}) {
    if (const auto name = table[key].value<std::string>()) return *name;
  }
  return "row " + std::to_string(place);
}

// Reads the files of one set, one kind of row after the other.
class SetReader {
 public:
  SetReader(const std::string& set_id, const LawTexts& texts, const RulebookRows* inherited,
            const std::string& inherited_id, std::vector<LawError>& errors)
      : set_id_(set_id),
        texts_(texts),
        inherited_(inherited),
        inherited_id_(inherited_id),
        errors_(errors) {}

  template <class RowType>
  void read(const std::string& file, const char* array, std::vector<RowType> RulebookRows::*member,
            RulebookRows& rows) {
    const auto text = texts_.find(file);
    if (text == texts_.end()) {
      if (inherited_)
        rows.*member = inherited_->*member;
      else
        errors_.push_back(
            {path(file), "", "the file is missing; a set without inherits needs all six"});
      return;
    }
    std::vector<RowType> own;
    std::vector<std::string> drop;
    bool inherits = false;
    read_file(path(file), text->second, array, own, &drop, &inherits);
    dropped_[file].insert(drop.begin(), drop.end());
    if constexpr (std::is_same_v<RowType, StepRule>) {
      for (const auto& step : own) own_steps_.insert(step.id);
    }
    merge(path(file), std::move(own), drop, inherits, rows.*member);
  }

  // A dropped clock or letter leaves the inherited steps too, so that they need not be repeated.
  void prune(std::vector<StepRule>& steps) {
    const auto& clocks = dropped_["clocks.toml"];
    const auto& letters = dropped_["letters.toml"];
    for (auto& step : steps) {
      if (own_steps_.count(step.id)) continue;
      std::erase_if(step.stops,
                    [&](const ClockStop& stop) { return clocks.count(stop.clock) != 0; });
      std::erase_if(step.starts,
                    [&](const ClockStart& start) { return clocks.count(start.clock) != 0; });
      std::erase_if(step.documents,
                    [&](const DocumentRule& d) { return letters.count(d.kind) != 0; });
    }
  }

  // Parameter layers of regions stand beside the sets and apply to each set they name.
  void read_regions(RulebookRows& rows) {
    for (const auto& [file, text] : texts_) {
      if (!file.starts_with("regions/")) continue;
      std::vector<ParameterRow> own;
      read_file(file, text, "parameter", own, nullptr, nullptr);
      for (auto& row : own) {
        if (row.region_code.empty()) {
          errors_.push_back(
              {file, row_name(row), "region_code is missing; a regional row needs one"});
        }
        rows.parameters.push_back(std::move(row));
      }
    }
  }

 private:
  std::string path(const std::string& file) const { return set_id_ + "/" + file; }

  template <class RowType>
  void read_file(const std::string& file, const std::string& text, const char* array,
                 std::vector<RowType>& own, std::vector<std::string>* drop, bool* inherits) {
    try {
      const auto table = toml::parse(text, file);
      Row top(table, file, "", errors_);
      if (inherits) {
        const auto name = top.text("inherits");
        *inherits = !name.empty();
        if (*inherits && (!inherited_ || name != inherited_id_)) {
          top.wrong("inherits an unknown set \"" + name +
                    "\"; name a set of law/ that is loaded before");
        }
        *drop = top.list("drop");
      } else if (const auto sets = top.list("sets");
                 !sets.empty() && std::find(sets.begin(), sets.end(), set_id_) == sets.end()) {
        return;
      }
      if (inherits) read_articles(top, table);
      read_array(table, file, array, own);
      top.value(array);
      top.finish();
    } catch (const toml::parse_error& error) {
      errors_.push_back({file, "line " + std::to_string(error.source().begin.line),
                         "not TOML: " + std::string(error.description())});
    }
  }

  // [basis]: the articles of another law for rows that are otherwise inherited as they are.
  void read_articles(Row& top, const toml::table& table) {
    articles_.clear();
    top.value("basis");
    const auto* articles = table["basis"].as_table();
    if (!articles) return;
    for (const auto& [id, article] : *articles) {
      articles_[std::string(id.str())] = article.value_or(std::string());
    }
  }

  template <class RowType>
  void read_array(const toml::table& table, const std::string& file, const char* array,
                  std::vector<RowType>& own) {
    const auto* list = table[array].as_array();
    if (!list) return;
    for (std::size_t place = 0; place < list->size(); ++place) {
      const auto* entry = (*list)[place].as_table();
      if (!entry) continue;
      Row row(*entry, file, first_name(*entry, place + 1), errors_);
      RowType value;
      read_row(row, value);
      row.finish();
      own.push_back(std::move(value));
    }
  }

  template <class RowType>
  void merge(const std::string& file, std::vector<RowType> own,
             const std::vector<std::string>& drop, bool inherits, std::vector<RowType>& merged) {
    std::set<std::string> replaced;
    std::set<std::string> own_names;
    for (const auto& row : own) own_names.insert(row_name(row));
    if (inherits && inherited_) {
      std::set<std::string> known;
      for (const auto& row : inherited_->*member_of(static_cast<RowType*>(nullptr))) {
        const auto name = row_name(row);
        known.insert(name);
        const bool dropped = std::find(drop.begin(), drop.end(), name) != drop.end();
        if (dropped || own_names.count(name)) continue;
        merged.push_back(row);
        if constexpr (requires { row.basis; }) {
          const auto article = articles_.extract(name);
          if (!article.empty()) merged.back().basis = article.mapped();
        }
      }
      for (const auto& [name, article] : articles_) {
        errors_.push_back({file, name, "basis names a row that is not inherited; correct its id"});
      }
      for (const auto& name : drop) {
        if (!known.count(name))
          errors_.push_back({file, name, "drop names a row that is not inherited"});
      }
    } else if (!drop.empty()) {
      errors_.push_back({file, drop.front(), "drop needs inherits; name the inherited set"});
    }
    std::move(own.begin(), own.end(), std::back_inserter(merged));
  }

  static auto member_of(StepRule*) { return &RulebookRows::steps; }
  static auto member_of(StateRule*) { return &RulebookRows::states; }
  static auto member_of(ClockRule*) { return &RulebookRows::clocks; }
  static auto member_of(GroundRule*) { return &RulebookRows::grounds; }
  static auto member_of(LetterRule*) { return &RulebookRows::letters; }
  static auto member_of(ParameterRow*) { return &RulebookRows::parameters; }

  const std::string& set_id_;
  const LawTexts& texts_;
  const RulebookRows* inherited_;
  const std::string& inherited_id_;
  std::vector<LawError>& errors_;
  std::map<std::string, std::set<std::string>> dropped_;  // by file
  std::set<std::string> own_steps_;
  std::map<std::string, std::string> articles_;  // of the file being read
};

}  // namespace

RulebookRows read_rows(const std::string& set_id, const LawTexts& texts,
                       const RulebookRows* inherited, const std::string& inherited_id,
                       std::vector<LawError>& errors) {
  RulebookRows rows;
  SetReader reader(set_id, texts, inherited, inherited_id, errors);
  reader.read("states.toml", "state", &RulebookRows::states, rows);
  reader.read("steps.toml", "step", &RulebookRows::steps, rows);
  reader.read("clocks.toml", "clock", &RulebookRows::clocks, rows);
  reader.read("grounds.toml", "ground", &RulebookRows::grounds, rows);
  reader.read("letters.toml", "letter", &RulebookRows::letters, rows);
  reader.read("parameters.toml", "parameter", &RulebookRows::parameters, rows);
  reader.read_regions(rows);
  reader.prune(rows.steps);
  return rows;
}

}  // namespace xinfang
