#include "demo/step_form.hpp"

#include <functional>
#include <map>

namespace xinfang {

namespace {

using Fields = std::function<Json(const StepForm&)>;

std::string from_pool(const StepForm& form, const char* pool) {
  return form.petition.fill(form.random.pick(form.texts.pool(pool)));
}

Json noted(const StepForm& form, Json fields, const char* pool) {
  const std::string note = from_pool(form, pool);
  if (!note.empty()) fields.set("note", note);
  return fields;
}

Json targets(const StepForm& form) {
  Json list = Json::array();
  if (form.target) list.push(id_text(form.target->organ_id));
  return Json::object().set("targets", std::move(list));
}

std::string receiver_name(const StepForm& form) {
  const auto& people = form.petition.petitioners.as_array();
  return people.empty() ? "匿名信访人（凭查询码领取）" : people[0]["name"].as_string();
}

Json screening(const StepForm& form) {
  const DemoStory& story = form.petition.story;
  Json fields = Json::object().set("kind", story.kind).set("category", story.category);
  fields.set("purpose", story.kind == "1"   ? "suggestion"
                        : story.kind == "2" ? "accusation"
                                            : "settlement");
  return noted(form, std::move(fields), "note");
}

Json transfer(const StepForm& form) { return noted(form, targets(form), "note"); }

Json assignment(const StepForm& form) {
  const Date by = form.office.clock.today() + static_cast<int>(form.random.between(60, 90));
  return targets(form).set("report_by", by.iso()).set("note", from_pool(form, "assignment"));
}

Json correction(const StepForm& form) {
  return Json::object()
      .set("entry", "title")
      .set("value", form.petition.fill(form.random.pick(form.petition.story.titles)))
      .set("reason", from_pool(form, "correction"));
}

Json non_acceptance(const StepForm& form) {
  const std::string& ground = form.step.argument;
  const auto law = form.office.law.now();
  const GroundRule* rule = law->of(form.matter.rule_set).ground(ground);
  const char* pool = ground == "NA01"   ? "refuse_visit"
                     : ground == "NA03" ? "refuse_pending"
                                        : "refuse_other";
  return Json::object()
      .set("ground", ground)
      .set("explanation", from_pool(form, pool))
      .set("right_door",
           rule ? form.office.messages.say(Language::zh, rule->leads_to) : std::string());
}

Json objection(const StepForm& form) {
  return Json::object()
      .set("reasons", from_pool(form, "objection"))
      .set("competent_organ", form.target ? form.target->name : std::string())
      .set("approved_by", form.officer);
}

Json acceptance(const StepForm& form) {
  Json fields = Json::object().set("officer", form.officer).set("officer_phone", form.holder->phone);
  const std::string understood = from_pool(form, "understood");
  if (!understood.empty()) fields.set("understood_as", understood);
  return fields;
}

Json extension(const StepForm& form) {
  return Json::object()
      .set("days", form.random.chance(60) ? 30 : 15)
      .set("reason", from_pool(form, "extension"));
}

Json opinion(const StepForm& form) {
  const DemoStory& story = form.petition.story;
  Json answers = Json::array();
  bool first_rejected = false;
  for (std::size_t i = 0; i < form.petition.claims.size(); ++i) {
    const std::size_t outcome = form.random.weighted({56, 29, 15});
    static constexpr const char* kNames[] = {"supported", "explained", "rejected"};
    if (i == 0) first_rejected = outcome == 2;
    answers.push(Json::object()
                     .set("claim", static_cast<int>(i) + 1)
                     .set("outcome", kNames[outcome])
                     .set("opinion", form.petition.claims[i].answers[outcome])
                     .set("reasons", form.petition.fill(story.why[outcome])));
  }
  std::string found = first_rejected ? from_pool(form, "found_rejected") : std::string();
  if (found.empty()) {
    found = story.found.empty() ? from_pool(form, "found_general")
                                : form.petition.fill(form.random.pick(story.found));
    if (story.found.size() > 1 && form.random.chance(30)) {
      found = form.petition.fill(story.found[0] + "\n" + story.found[1]);
    }
  }
  return Json::object()
      .set("facts_found", found)
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
  Json fields = Json::object()
                    .set("served_on", form.office.clock.today().iso())
                    .set("receiver", receiver_name(form));
  if (form.matter.facts["electronic_service"].as_bool()) return fields.set("method", "ELECTRONIC");
  switch (form.random.weighted({60, 30, 10})) {
    case 0: return fields.set("method", "DIRECT").set("place", form.holder->address);
    case 1:
      return fields.set("method", "MAIL").set(
          "mail_no", "XF" + std::to_string(form.random.between(10'000'000, 99'999'999)));
    default:
      return fields.set("method", "LEFT")
          .set("place", form.petition.slots.at("home"))
          .set("witnesses", "村（居）委会工作人员两名");
  }
}

Json rating(const StepForm& form) {
  static constexpr const char* kNames[] = {"satisfied", "basically_satisfied", "unsatisfied"};
  const std::string value = kNames[form.random.weighted({58, 24, 18})];
  Json fields = Json::object().set("value", value);
  const std::string comment = from_pool(form, value.c_str());
  if (!comment.empty()) fields.set("comment", comment);
  return fields;
}

Json withdrawal(const StepForm& form) {
  return Json::object().set("reason", from_pool(form, "withdrawal")).set("free_will", true);
}

Json one_text(const StepForm& form, const char* field, const char* pool) {
  return Json::object().set(field, from_pool(form, pool));
}

const std::map<std::string, Fields>& forms() {
  static const std::map<std::string, Fields> list = {
      {"screening", screening},
      {"transfer", transfer},
      {"transfer_down", transfer},
      {"assignment", assignment},
      {"passing_on", [](const StepForm& form) { return noted(form, targets(form), "passing"); }},
      {"forwarding", transfer},
      {"correction", correction},
      {"hand_over_to_discipline",
       [](const StepForm& form) {
         return one_text(form, "receiver", "receiver_discipline")
             .set("page_count", form.random.between(1, 12));
       }},
      {"takeover_confirmed",
       [](const StepForm& form) { return one_text(form, "receipt", "receipt"); }},
      {"non_acceptance", non_acceptance},
      {"sign_in", [](const StepForm&) { return Json::object(); }},
      {"objection", objection},
      {"objection_agreed", [](const StepForm& form) { return noted(form, Json::object(), "note"); }},
      {"objection_refused",
       [](const StepForm& form) { return one_text(form, "reasons", "objection_refused"); }},
      {"recall", [](const StepForm& form) { return one_text(form, "reason", "recall"); }},
      {"acceptance", acceptance},
      {"start", [](const StepForm&) { return Json::object().set("no_interest", true); }},
      {"extension", extension},
      {"opinion", opinion},
      {"suggestion_reply", suggestion_reply},
      {"service", service},
      {"result_report",
       [](const StepForm& form) {
         return one_text(form, "report", "report").set("closing", from_pool(form, "closing"));
       }},
      {"rating", rating},
      {"supplement", [](const StepForm& form) { return one_text(form, "text", "supplement"); }},
      {"withdrawal", withdrawal}};
  return list;
}

}  // namespace

std::string deed_of(const DemoStep& step) {
  if (step.name == "opinion_extended") return "opinion";
  if (step.name == "rating_office") return "rating";
  if (step.name == "refusal") return "non_acceptance";
  return step.name;
}

Json step_fields(const StepForm& form) { return forms().at(deed_of(form.step))(form); }

}  // namespace xinfang
