// What everyone may look up: petition offices and organs with their addresses, places, categories.
#include "http/handlers.hpp"

namespace xinfang {

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
  const std::string parent = call.request.query_value("parent").value_or("");
  Json list = Json::array();
  for (const Division* division : call.office.divisions.children(parent)) {
    list.push(Json::object()
                  .set("code", division->code)
                  .set("name", division->name)
                  .set("level", division->level));
  }
  return json_response(200, Json::object().set("divisions", std::move(list)));
}

Response get_categories(Call& call) {
  const Date today = call.office.clock.today();
  Json list = Json::array();
  for (const Category& category : call.office.categories.all()) {
    if (!category.is_valid_on(today)) continue;
    list.push(Json::object().set("code", category.code).set("name", category.name));
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
