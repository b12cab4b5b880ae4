// Forms of review and re-review, of supervision, and of what comes after the end.
#include "demo/step_form_parts.hpp"
#include "domain/relation.hpp"

namespace xinfang {

namespace {

const Organ* reviewer(const StepForm& form) {
  const bool second = form.part.state.find("RE_REVIEW") != std::string::npos;
  return form.organs.find(reviewer_of(form.part, second ? "re_review" : "review", form.organs));
}

// "review_request:line": with the superior in line instead of the government.
Json request(const StepForm& form) {
  Json fields = texts_only({{"requests", "review_requests"}, {"reasons", "review_reasons"}})(form);
  const bool line = form.step.argument == "line" && form.holder && form.holder->line_superior_id;
  if (line) fields.set("review_organ", id_text(form.holder->line_superior_id));
  return fields;
}

Json late_request(const StepForm& form) {
  return texts_only({{"requests", "review_requests"},
                     {"reasons", "review_reasons"},
                     {"good_reason", "good_reason"}})(form)
      .set("received_on", today(form))
      .set("approved_by", form.officer);
}

// Posted within the term, delivered after it.
Json request_by_post(const StepForm& form) {
  const Deadline* term = form.matter.last_clock(form.part.no, "C13");
  return texts_only({{"requests", "review_requests"}, {"reasons", "review_reasons"}})(form)
      .set("posted_on", term ? term->due_strict_on.iso() : std::string())
      .set("received_on", today(form));
}

Json refusal(const StepForm& form) {
  const std::string& ground = form.step.argument;
  const auto law = form.office.law.now();
  const GroundRule* rule = law->of(form.matter.rule_set).ground(ground);
  return Json::object()
      .set("ground", ground)
      .set("explanation", from_pool(form, "review_refused"))
      .set("right_door",
           rule ? form.office.messages.say(Language::zh, rule->leads_to) : std::string());
}

// The argument is the result, and which texts go with it.
Json opinion(const StepForm& form) {
  const std::string& result = form.step.argument;
  Json fields = Json::object()
                    .set("result", result)
                    .set("facts_found", from_pool(form, "review_found"))
                    .set("opinion", from_pool(form, "review_" + result))
                    .set("legal_basis", form.petition.story.basis);
  const bool again = result == "revoked" || result == "handling_revoked";
  return again ? fields.set("redo_by", day_ahead(form, 30, 45)) : fields;
}

Json hearing(const StepForm& form) {
  const Organ* organ = reviewer(form);
  return Json::object()
      .set("hearing_on", day_ahead(form, 10, 16))
      .set("place", (organ ? organ->short_name : std::string()) + "听证室，上午九时")
      .set("chair", form.officer)
      .set("subject_of_hearing", form.petition.claims[0].ask);
}

Json hearing_over(const StepForm& form) {
  return Json::object()
      .set("hearing_ended_on", today(form))
      .set("findings", from_pool(form, "hearing_findings"));
}

Json last_service(const StepForm& form) {
  return served(form).set("helping_plan", from_pool(form, "helping_plan"));
}

Json conclusion(const StepForm& form) {
  return Json::object()
      .set("conclusion_type", "three_steps")
      .set("confirmed_by", "安澜县信访工作联席会议")
      .set("helping_unit", form.holder->name)
      .set("helping_plan", from_pool(form, "helping_plan"));
}

Json rehandling(const StepForm& form) {
  return Json::object()
      .set("order", from_pool(form, "rehandling"))
      .set("redo_by", day_ahead(form, 30, 55));
}

Json archiving(const StepForm& form) {
  return Json::object()
      .set("archived", true)
      .set("file_no", "XF-" + form.matter.matter_no)
      .set("retention", form.random.chance(80) ? "10_years" : "30_years");
}

// The argument is the trigger.
Json supervision(const StepForm& form) {
  static constexpr const char* kMeans[] = {"reminder", "phone", "letter", "on_site"};
  return Json::object()
      .set("trigger", form.step.argument)
      .set("means", kMeans[form.random.weighted({40, 15, 35, 10})])
      .set("demand", from_pool(form, "supervision_demand"))
      .set("answer_by", day_ahead(form, 10, 16));
}

}  // namespace

const FieldsByStep& round_forms() {
  static const FieldsByStep list = {
      {"review_request", request},
      {"review_request_by_post", request_by_post},
      {"late_review_request", late_request},
      {"review_admission", texts_only({{"note", "note"}})},
      {"review_refusal", refusal},
      {"review_opinion", opinion},
      {"review_service", served},
      {"review_redo", served},
      {"re_review_request", request},
      {"re_review_admission", texts_only({{"note", "note"}})},
      {"re_review_refusal", refusal},
      {"re_review_hearing", hearing},
      {"re_review_hearing_over", hearing_over},
      {"re_review_opinion", opinion},
      {"re_review_service", last_service},
      {"re_review_redo", served},
      {"re_review_back", served},
      {"conclusion_confirmed", conclusion},
      {"rehandling", rehandling},
      {"reopening", texts_only({{"reason", "reopening"}})},
      {"refusal_contested", texts_only({{"reasons", "refusal_contested"}})},
      {"refusal_withdrawn", texts_only({{"reasons", "refusal_withdrawn"}})},
      {"refusal_upheld", texts_only({{"reasons", "refusal_upheld"}})},
      {"archiving", archiving},
      {"supervision", supervision},
      {"supervision_answer", texts_only({{"report", "supervision_answer"}})},
      {"trigger_dismissed", texts_only({{"reasons", "trigger_dismissed"}})}};
  return list;
}

}  // namespace xinfang
