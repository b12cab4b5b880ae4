// What everyone may look up: petition offices and organs with their addresses, places, categories.
#include <algorithm>
#include <cctype>

#include "base/text.hpp"
#include "http/handlers.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kQueryCharacters = 40, kFound = 50;

Json division_json(const Division& division) {
  return Json::object()
      .set("code", division.code)
      .set("name", division.name)
      .set("level", division.level)
      .set("initials", division.initials);
}

// The code of a division in the query; empty when it is not named.
Result<std::string> division_code(const Call& call, std::string_view name) {
  std::string code = call.request.query_value(name).value_or("");
  const bool digits = code.find_first_not_of("0123456789") == std::string::npos;
  if (code.empty() || (digits && code.size() >= 6 && code.size() <= 12)) return code;
  return refuse("field_value").on(std::string(name));
}

Response found_divisions(Call& call, const std::string& query) {
  std::string asked = is_utf8(query) ? tidy(query) : std::string();
  if (asked.empty()) return problem(refuse("field_missing").on("query"), call);
  if (characters(asked) > kQueryCharacters) {
    return problem(refuse("field_long").on("query").with("max", std::to_string(kQueryCharacters)),
                   call);
  }
  std::transform(asked.begin(), asked.end(), asked.begin(), [](unsigned char c) {
    return static_cast<char>(c < 0x80 ? std::tolower(c) : c);
  });
  const Divisions& divisions = call.office.divisions;
  const auto within = division_code(call, "within");
  if (!within) return problem(within.refusal(), call);
  Json list = Json::array();
  for (const Division& division : divisions.search(asked, *within, kFound)) {
    list.push(division_json(division).set("path", divisions.name_path(division.code)));
  }
  return json_response(200, Json::object().set("divisions", std::move(list)));
}

}  // namespace

Response get_organs_public(Call& call) {
  const auto organs = call.office.organs.now();
  const std::string region = call.request.query_value("region").value_or("");
  Json list = Json::array();
  for (const Organ* organ : organs->all()) {
    if (!region.empty() && organ->region_code != region) continue;
    if (organ->valid_to_on.days != 0) continue;
    list.push(Json::object()
                  .set("organ_id", id_text(organ->organ_id))
                  .set("name", organ->name)
                  .set("short_name", organ->short_name)
                  .set("initials", call.office.divisions.initials(organ->short_name))
                  .set("type", organ->type)
                  .set("level", organ->level)
                  .set("region_code", organ->region_code)
                  .set("address", organ->address)
                  .set("phone", organ->phone)
                  .set("petition_office", organ->is_petition_office()));
  }
  return json_response(200, Json::object().set("organs", std::move(list)));
}

Response get_divisions(Call& call) {
  if (const auto query = call.request.query_value("query")) return found_divisions(call, *query);
  const auto parent = division_code(call, "parent");
  if (!parent) return problem(parent.refusal(), call);
  Json list = Json::array();
  for (const Division& division : call.office.divisions.children(*parent)) {
    list.push(division_json(division));
  }
  return json_response(200, Json::object().set("divisions", std::move(list)));
}

Response get_categories(Call& call) {
  const Date today = call.office.clock.today();
  Json list = Json::array();
  for (const Category& category : call.office.categories.all()) {
    if (!category.is_valid_on(today)) continue;
    list.push(Json::object()
                  .set("code", category.code)
                  .set("name", category.name)
                  .set("initials", call.office.divisions.initials(category.name)));
  }
  return json_response(200, Json::object().set("categories", std::move(list)));
}

Response get_about(Call& call) {
  const auto law = call.office.law.now();
  const auto calendar = call.office.calendar.now();
  Json sets = Json::array();
  for (const auto& [id, rulebook] : law->sets) sets.push(id);
  Json about = Json::object();
  about.set("name", call.office.messages.say(call.language, "product.name"));
  about.set("now", call.office.clock.now().iso());
  about.set("today", call.office.clock.today().iso());
  about.set("rule_sets", std::move(sets));
  about.set("calendar_first_on", calendar->first_on().iso());
  about.set("calendar_last_on", calendar->last_on().iso());
  about.set("demonstration", !call.office.settings.demonstration.empty());
  if (!call.office.settings.demonstration.empty()) {
    about.set("notice", call.office.settings.demonstration);
  }
  return json_response(200, about);
}

}  // namespace xinfang
