#include "demo/step_form.hpp"

#include "demo/step_form_parts.hpp"
#include "domain/protection.hpp"

namespace xinfang {

namespace {

constexpr int kCountyLevel = 4;
constexpr int kCityLevel = 3;

// The claims a step is about: "organ/first", "town/rest"; all of the part when none are told.
void set_claims(const StepForm& form, Json& fields) {
  const std::string& to = form.step.argument;
  const bool first = to.ends_with("/first"), rest = to.ends_with("/rest");
  if (!first && !rest) return;
  Json numbers = Json::array();
  for (std::size_t i = 0; i < form.part.claims.size(); ++i) {
    if ((i == 0) == first) numbers.push(form.part.claims[i]);
  }
  fields.set("claims", std::move(numbers));
}

Json targets(const StepForm& form) {
  Json list = Json::array();
  if (form.target) list.push(id_text(form.target->organ_id));
  Json fields = Json::object().set("targets", std::move(list));
  set_claims(form, fields);
  return fields;
}

Json noted(const StepForm& form, Json fields, const char* pool) {
  const std::string note = from_pool(form, pool);
  if (!note.empty()) fields.set("note", note);
  return fields;
}

Json transfer(const StepForm& form) { return noted(form, targets(form), "note"); }

// The town of the place helps with what happened there.
Json transfer_with_help(const StepForm& form) {
  Json helpers = Json::array();
  for (const Organ* organ : form.organs.all()) {
    const bool there = organ->region_code == form.petition.place.town_code;
    if (there && organ->type == "TOWNSHIP") helpers.push(id_text(organ->organ_id));
  }
  return transfer(form).set("co_organs", std::move(helpers));
}

const Organ* organ_like(const StepForm& form, std::string_view type, int level) {
  for (const Organ* organ : form.organs.all()) {
    if (organ->type == type && organ->level == level) return organ;
  }
  return nullptr;
}

Json accused_of_county(const StepForm& form) {
  const std::string& who = form.step.argument;
  Json accused = Json::object().set("name", from_pool(form, "accused_name"));
  if (who == "unnamed") return accused.set("unit", from_pool(form, "accused_unit_unknown"));
  const Organ* organ = nullptr;
  for (const Organ* one : form.organs.all()) {
    const bool there = one->region_code == form.petition.place.town_code;
    if (there && one->type == "TOWNSHIP") organ = one;
  }
  const bool county = who == "county_leader";
  if (county) organ = organ_like(form, "GOVERNMENT", kCountyLevel);
  const bool leads = county || who == "town_leader";
  if (!organ) return accused;
  return accused.set("unit", organ->name)
      .set("post", from_pool(form, leads ? "accused_post_leading" : "accused_post"))
      .set("organ_id", id_text(organ->organ_id))
      .set("leads", leads)
      .set("cadre_level", county ? kCityLevel : kCountyLevel);
}

Json accusation(const StepForm& form) {
  return Json::object().set("accused", Json::array().push(accused_of_county(form)));
}

Json screening(const StepForm& form) {
  const DemoStory& story = form.petition.story;
  // What nobody has recognised yet: it reads like an appeal.
  const std::string kind = form.step.argument == "appeal" ? "3" : story.kind;
  Json fields = kind == "2" ? accusation(form) : Json::object();
  fields.set("kind", kind).set("category", story.category);
  fields.set("purpose", kind == "1" ? "suggestion" : kind == "2" ? "accusation" : "settlement");
  if (form.step.argument == "simple") fields.set("simple", true);
  return noted(form, std::move(fields), "note");
}

Json discipline(const StepForm& form) {
  const int level = discipline_level(form.matter.wall.accused, form.organs);
  const Organ* receiver = organ_like(form, "DISCIPLINE_ORGAN", level ? level : kCountyLevel);
  return Json::object()
      .set("receiver", receiver ? id_text(receiver->organ_id) : std::string())
      .set("page_count", form.random.between(1, 12));
}

Json assignment(const StepForm& form) {
  return targets(form)
      .set("report_by", day_ahead(form, 60, 90))
      .set("note", from_pool(form, "assignment"));
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
  Json fields = Json::object()
                    .set("ground", ground)
                    .set("explanation", from_pool(form, pool))
                    .set("right_door", rule ? form.office.messages.say(Language::zh, rule->leads_to)
                                            : std::string());
  if (ground != "NA03") return fields;
  // The matter that is pending was filed with the city.
  const Organ* city = organ_like(form, "PETITION_OFFICE", kCityLevel);
  return fields.set("final_organ", city ? city->name : std::string())
      .set("final_document", "信访事项受理告知书");
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
  set_claims(form, fields);
  return fields;
}

Json direct_reply(const StepForm& form) {
  const DemoStory& story = form.petition.story;
  return Json::object()
      .set("nature", story.nature)
      .set("study", form.petition.fill(story.study))
      .set("reply", form.petition.fill(form.random.pick(
                        std::vector<std::string>(story.reply.begin(), story.reply.end()))))
      .set("approved_by", form.officer);
}

Json filing_only(const StepForm& form) {
  return Json::object()
      .set("filed_because", form.petition.story.nature)
      .set("note", from_pool(form, "filed_" + form.petition.story.nature))
      .set("approved_by", form.officer);
}

Json to_political_legal(const StepForm& form) {
  return Json::object()
      .set("receiver", form.target ? id_text(form.target->organ_id) : std::string())
      .set("why_outside", from_pool(form, "why_outside"));
}

Json competence_referral(const StepForm& form) {
  return Json::object()
      .set("decider", form.target ? id_text(form.target->organ_id) : std::string())
      .set("reasons", from_pool(form, "competence_referral"));
}

Json joining(const StepForm& form) {
  return Json::object()
      .set("joined_to", form.earlier_no)
      .set("same_person", true)
      .set("same_matter", true)
      .set("progress", from_pool(form, "progress"));
}

Json linking(const StepForm& form) {
  return Json::object()
      .set("succeeds", form.earlier_no)
      .set("relation", "new_facts")
      .set("note", from_pool(form, "linking"));
}

Json takeover(const StepForm& form) {
  const bool courts = form.part.state == "IN_LITIGATION_SYSTEM";
  return Json::object().set("receipt", from_pool(form, courts ? "receipt_court" : "receipt"));
}

}  // namespace

std::string from_pool(const StepForm& form, const std::string& pool) {
  return form.petition.fill(form.random.pick(form.texts.pool(pool)));
}

Fields texts_only(std::vector<std::pair<const char*, const char*>> fields) {
  return [fields = std::move(fields)](const StepForm& form) {
    Json entered = Json::object();
    for (const auto& [field, pool] : fields) {
      const std::string text = from_pool(form, pool);
      if (!text.empty()) entered.set(field, text);
    }
    return entered;
  };
}

std::string today(const StepForm& form) { return form.office.clock.today().iso(); }

std::string day_ahead(const StepForm& form, std::int64_t least, std::int64_t most) {
  return (form.office.clock.today() + static_cast<int>(form.random.between(least, most))).iso();
}

const FieldsByStep& disposal_forms() {
  static const FieldsByStep list = {
      {"screening", screening},
      {"transfer", transfer},
      {"transfer_with_help", transfer_with_help},
      {"transfer_down", transfer},
      {"assignment", assignment},
      {"passing_on", [](const StepForm& form) { return noted(form, targets(form), "passing"); }},
      {"forwarding", transfer},
      {"forwarding_filed", transfer},
      {"correction", correction},
      {"joining", joining},
      {"linking", linking},
      {"marking_accusation", [](const StepForm& form) { return accusation(form).set("kind", "2"); }},
      {"naming_accused", accusation},
      {"hand_over_to_discipline", discipline},
      {"hand_over_to_personnel", transfer},
      {"closed_acceptance", texts_only({{"note", "note"}})},
      {"takeover_confirmed", takeover},
      {"sent_back", texts_only({{"return_letter", "return_letter"}})},
      {"non_acceptance", non_acceptance},
      {"direct_reply", direct_reply},
      {"filing_only", filing_only},
      {"hand_over_to_political_legal", to_political_legal},
      {"guidance_to_political_legal",
       texts_only({{"right_door", "court_door"}, {"why_outside", "why_outside"}})},
      {"urgent_report",
       [](const StepForm& form) {
         return texts_only({{"danger", "danger"}, {"measures", "measures"}})(form).set("urgent", true);
       }},
      {"urgent_report_sent",
       texts_only({{"recipients", "recipients"}, {"report", "urgent_report"}})},
      {"proposal_to_leaders",
       texts_only({{"recipients", "recipients"}, {"report", "urgent_report"}})},
      {"sign_in", [](const StepForm&) { return Json::object(); }},
      {"objection", objection},
      {"objection_agreed", texts_only({{"note", "note"}})},
      {"objection_refused", texts_only({{"reasons", "objection_refused"}})},
      {"recall", texts_only({{"reason", "recall"}})},
      {"competence_referral", competence_referral},
      {"competence_decision",
       [](const StepForm& form) {
         return targets(form).set("reasons", from_pool(form, "competence_decision"));
       }},
      {"simple_procedure", [](const StepForm&) { return Json::object().set("simple", true); }},
      {"part_supplied", texts_only({{"report", "part_report"}})},
      {"acceptance", acceptance}};
  return list;
}

std::string deed_of(const DemoStep& step) {
  static const std::map<std::string, std::string> others = {
      {"acceptance_simple", "acceptance"},   {"opinion_again", "opinion"},
      {"opinion_asked", "opinion"},          {"opinion_extended", "opinion"},
      {"opinion_simple", "opinion"},         {"rating_office", "rating"},
      {"refusal", "non_acceptance"},         {"review_request_by_post", "review_request"},
      {"service_announced", "service"},      {"start_simple", "start"},
      {"supervision_early", "supervision"},  {"supervision_late", "supervision"},
      {"transfer_simple", "transfer"},       {"transfer_with_help", "transfer"}};
  const auto found = others.find(step.name);
  return found == others.end() ? step.name : found->second;
}

Json step_fields(const StepForm& form) {
  for (const FieldsByStep* forms : {&disposal_forms(), &handling_forms(), &round_forms()}) {
    for (const std::string& name : {form.step.name, deed_of(form.step)}) {
      const auto found = forms->find(name);
      if (found != forms->end()) return found->second(form);
    }
  }
  throw std::out_of_range("there is no form of the step " + form.step.name);
}

}  // namespace xinfang
