#include "domain/step_fields.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace xinfang {
namespace {

using Answer = std::optional<Refusal>;

constexpr int kMostItems = 200;       // entries of a list when the row names no limit
constexpr int kMostCharacters = 500;  // of a text when the row names no limit

Refusal wrong_type(const std::string& path, std::string_view expected) {
  return refuse("field_type").on(path).with("expected", std::string(expected));
}

Answer check_text(const Json& value, const std::string& path, int min, int max) {
  if (!value.is_string()) return wrong_type(path, "text");
  auto length = static_cast<int>(characters(value.as_string()));
  if (max == 0) max = kMostCharacters;
  if (length < min) {
    return refuse("field_short").on(path).with("min", std::to_string(min));
  }
  if (length > max) {
    return refuse("field_long").on(path).with("max", std::to_string(max));
  }
  return {};
}

Answer check_list(const Json& value, const FieldRule& rule, const std::string& path) {
  if (!value.is_array()) return wrong_type(path, "list");
  auto count = static_cast<int>(value.as_array().size());
  if (count < (rule.required ? std::max(rule.min, 1) : rule.min)) {
    return refuse("list_short").on(path).with("min", std::to_string(std::max(rule.min, 1)));
  }
  int most = rule.max ? rule.max : kMostItems;
  if (count > most) return refuse("list_long").on(path).with("max", std::to_string(most));
  return {};
}

Answer check_organ(const Trial& trial, const Json& value, const std::string& path) {
  auto id = parse_id(value.as_string());
  if (!id) return wrong_type(path, "id");
  if (!trial.context.organs.find(*id)) return refuse("organ_unknown").on(path);
  return {};
}

Answer check_answer(const Json& answer, const std::string& path) {
  if (!answer.is_object()) return wrong_type(path, "object");
  if (!answer["claim"].is_int()) return wrong_type(path + ".claim", "integer");
  static const std::vector<std::string> kOutcomes = {"supported", "explained", "rejected"};
  const std::string& outcome = answer["outcome"].as_string();
  if (std::find(kOutcomes.begin(), kOutcomes.end(), outcome) == kOutcomes.end()) {
    return refuse("field_value")
        .on(path + ".outcome")
        .with("values", "supported explained rejected");
  }
  for (const char* part : {"opinion", "reasons"}) {  // each claim has its reasons: Art. 32
    if (auto refusal = check_text(answer[part], path + "." + part, 1, 20000)) return refusal;
  }
  return {};
}

// Whom an accusation is aimed at: a name or a unit, and as far as known the organ of the directory,
// the account, whether it leads, the level that manages the cadre; outside: no organ of this directory.
Answer check_accused(const Trial& trial, const Json& accused, const std::string& path) {
  if (!accused.is_object()) return wrong_type(path, "object");
  for (const auto& [name, value] : accused.as_object()) {
    const std::string at = path + "." + name;
    if (name == "name" || name == "unit" || name == "post") {
      if (auto refusal = check_text(value, at, 0, 200)) return refusal;
    } else if (name == "organ_id") {
      if (auto refusal = check_organ(trial, value, at)) return refusal;
    } else if (name == "user_id") {
      if (!parse_id(value.as_string())) return wrong_type(at, "id");
    } else if (name == "is_unit" || name == "leads" || name == "outside") {
      if (!value.is_bool()) return wrong_type(at, "boolean");
    } else if (name == "cadre_level") {
      if (!value.is_int()) return wrong_type(at, "integer");
      if (value.as_int() < 0 || value.as_int() > 6) {
        return refuse("field_range").on(at).with("min", "0").with("max", "6");
      }
    } else {
      return refuse("field_unknown").on(at);
    }
  }
  const bool named = !accused["name"].as_string().empty() || !accused["unit"].as_string().empty() ||
                     !accused["organ_id"].as_string().empty();
  if (!named) return refuse("field_missing").on(path + ".name");
  return {};
}

Answer check_items(const Trial& trial, const FieldRule& rule, const Json& value) {
  if (auto refusal = check_list(value, rule, rule.name)) return refusal;
  const auto& items = value.as_array();
  for (std::size_t i = 0; i < items.size(); ++i) {
    std::string path = rule.name + "[" + std::to_string(i) + "]";
    Answer refusal;
    if (rule.type == "organs") refusal = check_organ(trial, items[i], path);
    if (rule.type == "claims") refusal = check_text(items[i], path, 1, 2000);
    if (rule.type == "persons") refusal = check_person(items[i], path);
    if (rule.type == "claim_answers") refusal = check_answer(items[i], path);
    if (rule.type == "claim_numbers" && !items[i].is_int()) refusal = wrong_type(path, "integer");
    if (rule.type == "accused") refusal = check_accused(trial, items[i], path);
    if (rule.type == "files" && !parse_id(items[i].as_string())) refusal = wrong_type(path, "id");
    if (refusal) return refusal;
  }
  if (rule.type == "organs" || rule.type == "claim_numbers" || rule.type == "files") {
    for (std::size_t i = 1; i < items.size(); ++i) {
      if (std::find(items.begin(), items.begin() + static_cast<long>(i), items[i]) !=
          items.begin() + static_cast<long>(i)) {
        return refuse("list_double").on(rule.name + "[" + std::to_string(i) + "]");
      }
    }
  }
  return {};
}

Answer check_code(const FieldRule& rule, const Json& value) {
  if (!value.is_string()) return wrong_type(rule.name, "code");
  // Lists kept elsewhere ("@category") are checked by the service that holds them.
  if (rule.values.empty() || rule.values[0].rfind('@', 0) == 0) {
    return check_text(value, rule.name, rule.required ? 1 : 0, 40);
  }
  const std::string& code = value.as_string();
  if (!rule.required && code.empty()) return {};
  if (std::find(rule.values.begin(), rule.values.end(), code) != rule.values.end()) return {};
  std::string all;
  for (const std::string& one : rule.values) all += (all.empty() ? "" : " ") + one;
  return refuse("field_value").on(rule.name).with("values", all);
}

Answer check_one(const Trial& trial, const FieldRule& rule, const Json& value) {
  const std::string& type = rule.type;
  if (type == "text") {
    int least = rule.required ? std::max(rule.min, 1) : rule.min;
    return check_text(value, rule.name, least, rule.max);
  }
  if (type == "code" || type == "ground") return check_code(rule, value);
  if (type == "organ") return check_organ(trial, value, rule.name);
  if (type == "matter") return check_text(value, rule.name, rule.required ? 1 : 0, 40);
  if (type == "user") {
    if (!parse_id(value.as_string())) return wrong_type(rule.name, "id");
    return {};
  }
  if (type == "boolean") {
    if (!value.is_bool()) return wrong_type(rule.name, "boolean");
    return {};
  }
  if (type == "date") {
    if (!Date::parse(value.as_string())) return wrong_type(rule.name, "date");
    return {};
  }
  if (type == "instant") {
    if (!Instant::parse(value.as_string())) return wrong_type(rule.name, "instant");
    return {};
  }
  if (type == "integer") {
    if (!value.is_int()) return wrong_type(rule.name, "integer");
    bool low = value.as_int() < rule.min;
    if (low || (rule.max != 0 && value.as_int() > rule.max)) {
      return refuse("field_range")
          .on(rule.name)
          .with("min", std::to_string(rule.min))
          .with("max", std::to_string(rule.max));
    }
    return {};
  }
  return check_items(trial, rule, value);
}

bool is_list(const FieldRule& rule) {
  return rule.type == "claims" || rule.type == "persons" || rule.type == "claim_answers" ||
         rule.type == "accused";
}

// claims[1], claims[2] as claims are numbered; petitioners[0] as lists are.
std::string item_path(const Trial& trial, const FieldRule& rule, std::size_t index,
                      const std::string& prefix) {
  std::size_t number = index;
  if (rule.type == "claims") number = trial.matter.claims.size() + index + 1;
  return prefix + rule.name + "[" + std::to_string(number) + "]";
}

bool is_corrected_person(const Trial& trial, const FieldRule& rule) {
  return rule.name == "value" && trial.fields["entry"].as_string().rfind("petitioners[", 0) == 0;
}

}  // namespace

std::optional<Refusal> check_person(const Json& person, const std::string& path) {
  if (!person.is_object()) return wrong_type(path, "object");
  static const std::vector<std::pair<std::string_view, int>> kMembers = {
      {"name", 100}, {"phone", 40},   {"id_number", 40}, {"address", 300},
      {"role", 20},  {"id_type", 20}, {"email", 200},    {"relation", 100}};
  for (const auto& [name, value] : person.as_object()) {
    auto member = std::find_if(kMembers.begin(), kMembers.end(),
                               [&](const auto& known) { return known.first == name; });
    if (member == kMembers.end()) return refuse("field_unknown").on(path + "." + name);
    if (auto refusal = check_text(value, path + "." + name, 0, member->second)) return refusal;
  }
  const std::string& id_number = person["id_number"].as_string();
  const std::string& id_type = person["id_type"].as_string();
  bool resident = id_type.empty() || id_type == "resident";
  if (!id_number.empty() && resident && !valid_id_number(id_number)) {
    return refuse("id_number_wrong").on(path + ".id_number");
  }
  return {};
}

std::vector<Accused> accused_of(const Json& list) {
  std::vector<Accused> found;
  for (const Json& one : list.as_array()) {
    Accused accused;
    accused.organ_id = parse_id(one["organ_id"].as_string()).value_or(0);
    accused.user_id = parse_id(one["user_id"].as_string()).value_or(0);
    accused.is_unit = one["is_unit"].as_bool();
    accused.leads = one["leads"].as_bool();
    accused.cadre_level = static_cast<int>(one["cadre_level"].as_int());
    accused.resolved = accused.organ_id != 0 || one["outside"].as_bool();
    found.push_back(accused);
  }
  return found;
}

std::optional<Refusal> check_fields(const Trial& trial) {
  for (const auto& [name, value] : trial.fields.as_object()) {
    bool known = std::any_of(trial.step.fields.begin(), trial.step.fields.end(),
                             [&](const FieldRule& rule) { return rule.name == name; });
    if (!known) return refuse("field_unknown").on(name);
  }
  for (const FieldRule& rule : trial.step.fields) {
    const Json* value = trial.fields.find(rule.name);
    if (!value || value->is_null()) {
      if (rule.required) return refuse("field_missing").on(rule.name);
      continue;
    }
    if (auto refusal = check_one(trial, rule, *value)) return refusal;
  }
  return {};
}

void place_fields(const Trial& trial, Event& event, std::vector<VaultText>& texts) {
  bool first = trial.matter.version == 0;
  std::string prefix = first ? "" : "event[" + std::to_string(event.seq) + "].";
  for (const FieldRule& rule : trial.step.fields) {
    const Json* value = trial.fields.find(rule.name);
    if (!value || value->is_null()) continue;
    if (rule.vault && is_list(rule)) {
      const auto& items = value->as_array();
      for (std::size_t i = 0; i < items.size(); ++i) {
        const Json& item = items[i];
        std::string text = item.is_string() ? item.as_string() : item.dump();
        texts.push_back({item_path(trial, rule, i, prefix), std::move(text), rule.part});
      }
      continue;
    }
    if (rule.vault) {
      if (!value->as_string().empty() && !is_corrected_person(trial, rule)) {
        texts.push_back({prefix + rule.name, value->as_string(), rule.part});
      }
      continue;
    }
    if (event.changes.facts.find(rule.name)) continue;  // stands there already
    Json& part = rule.part == "public"       ? event.public_fields
                 : rule.part == "petitioner" ? event.petitioner_fields
                                             : event.internal_fields;
    part.set(rule.name, *value);
  }
}

}  // namespace xinfang
