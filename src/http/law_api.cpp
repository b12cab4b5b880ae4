// The law's table as the desk needs it: steps, clocks and grounds with their names and articles.
#include "http/handlers.hpp"

namespace xinfang {

namespace {

Json texts_json(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push(text);
  return list;
}

template <class Rule>
Json clock_ids_json(const std::vector<Rule>& rules) {
  Json ids = Json::array();
  for (const Rule& rule : rules) ids.push(rule.clock);
  return ids;
}

Json letters_json(const Call& call, const StepRule& step) {
  Json letters = Json::array();
  for (const DocumentRule& rule : step.documents) {
    const bool by_ground = rule.kind == "by_ground";
    letters.push(Json::object()
                     .set("kind", by_ground ? "" : rule.kind)
                     .set("title", by_ground ? ""
                                             : call.office.messages.say(
                                                   call.language, "letter." + rule.kind + ".title"))
                     .set("to", rule.to));
  }
  return letters;
}

Json clocks_json(const Call& call, const Rulebook& rulebook) {
  Json clocks = Json::array();
  for (const ClockRule& clock : rulebook.clocks()) {
    clocks.push(Json::object()
                    .set("clock", clock.id)
                    .set("name", call.office.messages.say(call.language, "clock." + clock.id))
                    .set("nature", name_of(clock.nature))
                    .set("unit", name_of(clock.unit))
                    .set("internal", clock.internal)
                    .set("basis", clock.basis));
  }
  return clocks;
}

Json steps_json(const Call& call, const Rulebook& rulebook) {
  Json steps = Json::array();
  for (const StepRule& step : rulebook.steps()) {
    steps.push(Json::object()
                   .set("step", step.id)
                   .set("deed", step.deed)
                   .set("name", call.office.messages.say(call.language, "step." + step.deed))
                   .set("subject", name_of(step.subject))
                   .set("from", texts_json(step.from))
                   .set("to", step.to)
                   .set("letters", letters_json(call, step))
                   .set("starts", clock_ids_json(step.starts))
                   .set("stops", clock_ids_json(step.stops))
                   .set("basis", step.basis));
  }
  return steps;
}

// What may be chosen here today, and what is handed over instead.
Json grounds_json(const Call& call, const Rulebook& rulebook) {
  const auto organs = call.office.organs.now();
  const Organ* own = organs->find(call.viewer.organ_id);
  const std::string region = own ? own->region_code : "";
  Json grounds = Json::array();
  for (const GroundRule& ground : rulebook.grounds()) {
    const bool chosen = rulebook.is_on(ground, region, call.office.clock.today());
    if (!chosen && ground.handed_over_by.empty()) continue;
    grounds.push(Json::object()
                     .set("ground", ground.id)
                     .set("name", call.office.messages.say(call.language, "ground." + ground.id))
                     .set("door", call.office.messages.say(call.language, ground.leads_to))
                     .set("binds", texts_json(ground.binds))
                     .set("levels", texts_json(ground.levels))
                     .set("earlier", ground.earlier)
                     .set("handed_over_by", ground.handed_over_by)
                     .set("channels", texts_json(ground.channels))
                     .set("kinds", texts_json(ground.kinds))
                     .set("signers", texts_json(ground.signers))
                     .set("document", ground.document)
                     .set("basis", ground.basis));
  }
  return grounds;
}

}  // namespace

Response get_law(Call& call) {
  const std::string asked = call.request.param("rule_set");
  const auto law = call.office.law.now();
  const auto set = law->sets.find(asked);
  if (set == law->sets.end()) {
    return problem(refuse("rule_set_unknown", Refusal::Kind::not_found), call);
  }
  return json_response(200, Json::object()
                                .set("rule_set", asked)
                                .set("steps", steps_json(call, set->second))
                                .set("clocks", clocks_json(call, set->second))
                                .set("grounds", grounds_json(call, set->second)));
}

}  // namespace xinfang
