#include "services/repeat_service.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "domain/repeats.hpp"
#include "store/matter_store.hpp"

namespace xinfang {
namespace {

constexpr int kMost = 20;

struct Person {
  std::string name, phone, id_number;
};

std::vector<Person> persons_of(Office& office, Id matter_id) {
  std::vector<Person> persons;
  for (const auto& [field, value] : read_vault(office.database, office.keys, matter_id, {})) {
    if (field.rfind("petitioners[", 0) != 0) continue;
    const Result<Json> person = Json::parse(value);
    if (!person.ok()) continue;
    persons.push_back({(*person)["name"].as_string(),
                       normal_phone((*person)["phone"].as_string()),
                       normal_id_number((*person)["id_number"].as_string())});
  }
  return persons;
}

// By what the two are the same; the smaller the surer.
enum class Same { id_number = 1, phone_and_name = 2, phone = 3 };

const char* name_of(Same same) {
  return same == Same::id_number ? "id_number" : same == Same::phone ? "phone" : "phone_and_name";
}

bool shares_name(Office& office, Id matter_id, const Person& person) {
  const auto others = persons_of(office, matter_id);
  return std::any_of(others.begin(), others.end(),
                     [&](const Person& other) { return other.name == person.name; });
}

std::map<Id, Same> candidates(Office& office, const Matter& matter) {
  std::map<Id, Same> found;
  const auto add = [&](Id id, Same same) {
    const auto known = found.find(id);
    if (id != matter.matter_id && (known == found.end() || same < known->second)) found[id] = same;
  };
  const auto ask = [&](const char* kind, const std::string& value) {
    if (value.empty()) return std::vector<std::pair<Id, std::string>>();
    return find_by_person(office.database, office.keys, Viewer::system(), kind, value, kMost);
  };
  for (const Person& person : persons_of(office, matter.matter_id)) {
    for (const auto& [id, number] : ask("id_number", person.id_number)) add(id, Same::id_number);
    for (const auto& [id, number] : ask("phone", person.phone)) {
      add(id, shares_name(office, id, person) ? Same::phone_and_name : Same::phone);
    }
  }
  return found;
}

// What only who may open the matter is told of it beside its number, place and state (2.6).
std::string title_of(Office& office, Id matter_id) {
  for (auto& [field, value] : read_vault(office.database, office.keys, matter_id, {"title"})) {
    return std::move(value);
  }
  return {};
}

std::string organ_of(const OrganDirectory& organs, const Matter& matter) {
  const Organ* organ = organs.find(matter.subjects.front().organ_id);
  return organ ? organ->name : std::string();
}

Json advice_json(const Office& office, Language language, const RepeatAdvice& advice) {
  return Json::object()
      .set("what", advice.what)
      .set("detail", office.messages.say(language, "repeat." + advice.what))
      .set("step", advice.step)
      .set("ground", advice.ground)
      .set("basis", advice.basis);
}

}  // namespace

Json repeats_json(Office& office, Language language, const Viewer& viewer,
                  const LoadedMatter& loaded) {
  const auto law = office.law.now();
  const auto organs = office.organs.now();
  const auto found = candidates(office, loaded.matter);
  std::vector<std::pair<Same, Id>> ranked;
  for (const auto& [id, same] : found) ranked.emplace_back(same, id);
  std::sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second > b.second;
  });
  if (ranked.size() > kMost) ranked.resize(kMost);
  Json list = Json::array();
  bool restricted = false;
  for (const auto& [same, id] : ranked) {
    const auto earlier = load_matter(office.database, Viewer::system(), id);
    if (!earlier) continue;
    if (earlier->matter.walled()) {
      restricted = true;
      continue;
    }
    const Rulebook& rulebook = law->of(earlier->matter.rule_set);
    const RepeatAdvice advice = advise_on_repeat(rulebook, earlier->matter, viewer.organ_id,
                                                 loaded.matter.fact("region_code"), *organs,
                                                 office.clock.today());
    const std::string state = shown_state(rulebook, earlier->matter);
    const bool readable = find_matter(office.database, viewer, id).has_value();
    list.push(Json::object()
                  .set("matter_no", earlier->matter.matter_no)
                  .set("title", readable ? title_of(office, id) : "")
                  .set("organ", readable ? organ_of(*organs, earlier->matter) : "")
                  .set("region_code", earlier->matter.fact("region_code"))
                  .set("state", state)
                  .set("state_name", office.messages.say(language, "state." + state))
                  .set("received_at", earlier->matter.received_at.iso())
                  .set("same_by", name_of(same))
                  .set("readable", readable)
                  .set("advice", advice_json(office, language, advice)));
  }
  return Json::object().set("repeats", std::move(list)).set("restricted", restricted);
}

}  // namespace xinfang
