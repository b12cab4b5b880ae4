// Forms of an organ that handles what it accepted, or leads it into its statutory route.
#include "demo/step_form_parts.hpp"

namespace xinfang {

namespace {

std::string receiver_name(const StepForm& form) {
  const auto& people = form.petition.petitioners.as_array();
  return people.empty() ? "匿名信访人（凭查询码领取）" : people[0]["name"].as_string();
}

Json extension(const StepForm& form) {
  return Json::object()
      .set("days", form.random.chance(60) ? 30 : 15)
      .set("reason", from_pool(form, "extension"));
}

std::string facts_found(const StepForm& form, bool first_rejected) {
  const DemoStory& story = form.petition.story;
  if (first_rejected) return from_pool(form, "found_rejected");
  if (story.found.empty()) return from_pool(form, "found_general");
  if (story.found.size() > 1 && form.random.chance(30)) {
    return form.petition.fill(story.found[0] + "\n" + story.found[1]);
  }
  return form.petition.fill(form.random.pick(story.found));
}

Json opinion(const StepForm& form) {
  const DemoStory& story = form.petition.story;
  Json answers = Json::array();
  bool first_rejected = false;
  for (const int claim : form.part.claims) {
    const std::size_t outcome = form.random.weighted({56, 29, 15});
    static constexpr const char* kNames[] = {"supported", "explained", "rejected"};
    if (claim == form.part.claims.front()) first_rejected = outcome == 2;
    const DemoClaim& asked = form.petition.claims.at(static_cast<std::size_t>(claim) - 1);
    answers.push(Json::object()
                     .set("claim", claim)
                     .set("outcome", kNames[outcome])
                     .set("opinion", asked.answers[outcome])
                     .set("reasons", form.petition.fill(story.why[outcome])));
  }
  return Json::object()
      .set("facts_found", facts_found(form, first_rejected))
      .set("heard", from_pool(form, "heard"))
      .set("legal_basis", story.basis)
      .set("answers", std::move(answers));
}

Json suggestion_reply(const StepForm& form) {
  const std::size_t adoption = form.random.weighted({45, 35, 20});
  static constexpr const char* kNames[] = {"adopted", "partly", "not_adopted"};
  const DemoStory& story = form.petition.story;
  return Json::object()
      .set("adoption", kNames[adoption])
      .set("study", form.petition.fill(story.study))
      .set("reply", form.petition.fill(story.reply[adoption]));
}

Json service(const StepForm& form) {
  if (form.matter.facts["electronic_service"].as_bool() || !form.random.chance(10)) {
    return served(form);
  }
  return Json::object()
      .set("served_on", today(form))
      .set("receiver", receiver_name(form))
      .set("method", "LEFT")
      .set("place", form.petition.slots.at("home"))
      .set("witnesses", "村（居）委会工作人员两名");
}

// Thirty days after the announcement, wherever that day falls.
Json service_announced(const StepForm& form) {
  const Deadline* announced = form.matter.last_clock(form.part.no, "C27");
  return Json::object()
      .set("method", "PUBLIC")
      .set("announced_on", announced ? announced->started_on.iso() : std::string())
      .set("served_on", announced ? announced->due_strict_on.iso() : std::string())
      .set("receiver", receiver_name(form));
}

Json announcement(const StepForm& form) {
  return Json::object()
      .set("announced_on", today(form))
      .set("place", form.holder->short_name + "公告栏和县政府门户网站")
      .set("tried", from_pool(form, "tried_to_serve"));
}

// Which of the ways of demo/petitions.toml the category goes; the last one is open to every category.
const DemoRoute& route_of(const StepForm& form) {
  const std::string& category = form.petition.story.category;
  for (const DemoRoute& route : form.texts.routes) {
    for (const std::string& begin : route.categories) {
      if (category.starts_with(begin)) return route;
    }
  }
  return form.texts.routes.back();
}

Json statutory_route(const StepForm& form) {
  const DemoRoute& route = route_of(form);
  Json fields = Json::object()
                    .set("way", route.way)
                    .set("law", route.law)
                    .set("route_organ", route.organ)
                    .set("materials", route.materials)
                    .set("route_term", route.term);
  if (route.days > 0) fields.set("route_due", day_ahead(form, route.days, route.days));
  if (!form.step.argument.ends_with("/rest")) return fields;
  Json claims = Json::array();
  for (std::size_t i = 1; i < form.part.claims.size(); ++i) claims.push(form.part.claims[i]);
  return fields.set("claims", std::move(claims));
}

Json way_changed(const StepForm& form) {
  return statutory_route(form).set("reason", from_pool(form, "way_changed"));
}

Json route_ended(const StepForm& form) {
  if (form.matter.walled()) {
    return Json::object()
        .set("decision", from_pool(form, "personnel_decision"))
        .set("decided_on", today(form))
        .set("remedy", from_pool(form, "personnel_remedy"));
  }
  const DemoRoute& route = route_of(form);
  return Json::object()
      .set("decision", form.petition.fill(form.random.pick(route.decisions)))
      .set("decided_on", today(form))
      .set("remedy", route.remedy);
}

Json settlement(const StepForm& form) {
  Json fields = Json::object()
                    .set("agreement_form", form.random.chance(60) ? "mediation" : "conciliation")
                    .set("terms", from_pool(form, "settlement_terms"))
                    .set("signed_on", today(form));
  return fields.set("performed_on", today(form)).set("proof", from_pool(form, "settlement_proof"));
}

// Of the organ that was last in it; one of several steps aside, the only one cannot.
Json recusal_decision(const StepForm& form) {
  std::vector<const User*> colleagues;
  for (auto at = form.matter.subjects.rbegin(); at != form.matter.subjects.rend(); ++at) {
    if (colleagues.empty()) colleagues = form.people.with_role(at->organ_id, "CASE_OFFICER");
  }
  const bool granted = colleagues.size() > 1;
  return Json::object()
      .set("colleague", colleagues.empty() ? std::string() : id_text(colleagues[0]->user_id))
      .set("granted", granted)
      .set("reasons", from_pool(form, granted ? "recusal_granted" : "recusal_refused"));
}

Json rating(const StepForm& form) {
  static constexpr const char* kNames[] = {"satisfied", "basically_satisfied", "unsatisfied"};
  const std::string value = kNames[form.random.weighted({58, 24, 18})];
  Json fields = Json::object().set("value", value);
  const std::string comment = from_pool(form, value);
  if (!comment.empty()) fields.set("comment", comment);
  return fields;
}

Json hearing(const StepForm& form) {
  return Json::object()
      .set("hearing_on", day_ahead(form, 7, 12))
      .set("place", form.holder->short_name + "三楼会议室")
      .set("chair", form.officer)
      .set("subject_of_hearing", form.matter.claims.empty() ? "信访事项" : form.petition.claims[0].ask);
}

}  // namespace

Json served(const StepForm& form) {
  Json fields = Json::object().set("served_on", today(form)).set("receiver", receiver_name(form));
  if (form.matter.facts["electronic_service"].as_bool()) return fields.set("method", "ELECTRONIC");
  if (form.random.chance(65)) return fields.set("method", "DIRECT").set("place", form.holder->address);
  return fields.set("method", "MAIL").set(
      "mail_no", "XF" + std::to_string(form.random.between(10'000'000, 99'999'999)));
}

const FieldsByStep& handling_forms() {
  static const FieldsByStep list = {
      {"start", [](const StepForm&) { return Json::object().set("no_interest", true); }},
      {"ordinary_procedure", texts_only({{"reason", "ordinary_procedure"}})},
      {"extension", extension},
      {"suggestion_extension", extension},
      {"hearing", hearing},
      {"mediation",
       [](const StepForm& form) {
         return texts_only({{"mediator", "mediator"}, {"note", "mediation_note"}})(form).set(
             "both_agree", true);
       }},
      {"settlement", settlement},
      {"settlement_broken", texts_only({{"reason", "settlement_broken"}})},
      {"opinion", opinion},
      {"filing_opinion",
       [](const StepForm& form) {
         return Json::object()
             .set("facts_found", facts_found(form, false))
             .set("result_note", from_pool(form, "result_note"));
       }},
      {"suggestion_reply", suggestion_reply},
      {"service", service},
      {"service_announced", service_announced},
      {"announcement", announcement},
      {"statutory_route", statutory_route},
      {"way_changed", way_changed},
      {"route_ended", route_ended},
      {"route_not_open",
       texts_only({{"reason", "route_not_open"}, {"refusal_document", "route_refusal"}})},
      {"outside_follow_up", texts_only({{"note", "follow_up"}})},
      {"result_report", texts_only({{"report", "report"}, {"closing", "closing"}})},
      {"result_returned",
       [](const StepForm& form) {
         return texts_only({{"reasons", "result_returned"}})(form).set("report_by",
                                                                       day_ahead(form, 15, 25));
       }},
      {"rating", rating},
      {"supplement", texts_only({{"text", "supplement"}})},
      {"withdrawal",
       [](const StepForm& form) {
         return texts_only({{"reason", "withdrawal"}})(form).set("free_will", true);
       }},
      {"termination",
       [](const StepForm& form) {
         return Json::object()
             .set("terminated_because", "death")
             .set("proof", from_pool(form, "proof_of_death"))
             .set("no_successor", true);
       }},
      {"recusal_request", texts_only({{"person", "recusal_person"}, {"interest", "recusal_interest"}})},
      {"recusal_decision", recusal_decision}};
  return list;
}

}  // namespace xinfang
