#include "services/matter_view.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "domain/decide.hpp"
#include "services/case_service.hpp"
#include "services/history_view.hpp"
#include "services/refusal_words.hpp"
#include "services/step_context.hpp"
#include "services/responsibility_view.hpp"
#include "store/attachment_store.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kAddressShown = 6;  // characters: about the county

std::string mask_address(const std::string& address) {
  std::size_t end = 0, shown = 0;
  while (end < address.size() && shown < kAddressShown) {
    ++end;
    while (end < address.size() && (static_cast<unsigned char>(address[end]) & 0xC0) == 0x80) ++end;
    ++shown;
  }
  return address.substr(0, end) + "***";
}

std::string masked(const std::string& name, const std::string& value) {
  if (name == "name") return mask_name(value);
  if (name == "phone") return mask_phone(value);
  if (name == "id_number") return mask_id_number(value);
  if (name == "address") return mask_address(value);
  if (name == "email") return value.substr(0, 1) + "***";
  return value;
}

Json masked_person(const Json& person) {
  Json shown = Json::object();
  for (const auto& [name, value] : person.as_object()) {
    shown.set(name, masked(name, value.as_string()));
  }
  return shown;
}

std::string organ_name(const OrganDirectory& organs, Id organ_id) {
  const Organ* organ = organs.find(organ_id);
  return organ ? organ->name : std::string();
}

std::string user_name(const std::map<Id, std::string>& names, Id user_id) {
  const auto name = names.find(user_id);
  return name == names.end() ? std::string() : name->second;
}

Json field_json(const FieldRule& rule) {
  Json values = Json::array();
  for (const std::string& value : rule.values) values.push(value);
  return Json::object()
      .set("name", rule.name)
      .set("type", rule.type)
      .set("required", rule.required)
      .set("min", rule.min)
      .set("max", rule.max)
      .set("values", std::move(values));
}

Json action_json(const Office& office, Language language, const Action& action) {
  const StepRule& step = *action.step;
  Json fields = Json::array();
  for (const FieldRule& rule : step.fields) fields.push(field_json(rule));
  Json json = Json::object();
  json.set("subject", action.subject_no);
  json.set("step", step.id);
  json.set("deed", step.deed);
  json.set("name", office.messages.say(language, "step." + step.deed));
  json.set("basis", step.basis);
  json.set("irreversible", step.irreversible);
  json.set("allowed", action.allowed);
  if (!action.allowed) {
    json.set("blocked", Json::object()
                            .set("code", action.blocked.code)
                            .set("detail", refusal_sentence(action.blocked, office.messages, language))
                            .set("basis", action.blocked.basis));
  }
  json.set("fields", std::move(fields));
  return json;
}

Json subject_json(const OrganDirectory& organs, const Subject& subject) {
  Json claims = Json::array();
  for (const int claim : subject.claims) claims.push(claim);
  return Json::object()
      .set("no", subject.no)
      .set("kind", name_of(subject.kind))
      .set("state", subject.state)
      .set("organ_id", id_text(subject.organ_id))
      .set("organ", organ_name(organs, subject.organ_id))
      .set("sender", organ_name(organs, subject.sender_id))
      .set("parent", subject.parent_no)
      .set("mode", subject.mode)
      .set("claims", std::move(claims))
      .set("round", subject.round)
      .set("way", subject.way)
      .set("simple", subject.simple)
      .set("result", subject.result)
      .set("review_organ", organ_name(organs, subject.review_organ_id))
      .set("re_review_organ", organ_name(organs, subject.re_review_organ_id))
      .set("item_no", subject.item_no)
      .set("since_on", subject.since_on.iso());
}

using Texts = std::map<std::string, std::string>;

std::string text_at(const Texts& texts, const std::string& field) {
  const auto found = texts.find(field);
  return found == texts.end() ? std::string() : found->second;
}

// Claims that were split off are another matter's; only the office that split them sees the gap.
Json claims_json(const Matter& matter, const Viewer& viewer, const Texts& texts) {
  const bool own = viewer.organ_id == matter.subjects.front().organ_id;
  Json claims = Json::array();
  for (const Claim& claim : matter.claims) {
    if (claim.way == "split" && !own) continue;
    claims.push(Json::object()
                    .set("no", claim.no)
                    .set("text", text_at(texts, "claims[" + std::to_string(claim.no) + "]"))
                    .set("way", claim.way)
                    .set("outcome", claim.outcome));
  }
  return claims;
}

// For the office that supervises, which is the only one told.
Json triggers_json(const Matter& matter, const Viewer& viewer) {
  Json triggers = Json::array();
  for (const Trigger& trigger : matter.triggers) {
    if (trigger.organ_id != viewer.organ_id) continue;
    const Deadline& clock = matter.deadlines[static_cast<std::size_t>(trigger.clock_no) - 1];
    triggers.push(Json::object()
                      .set("code", trigger.code)
                      .set("subject", trigger.subject_no)
                      .set("clock", clock.clock)
                      .set("open", trigger.open)
                      .set("raised_on", trigger.raised_on.iso()));
  }
  return triggers;
}

Json persons_json(const Texts& texts) {
  Json persons = Json::array();
  for (int i = 0;; ++i) {
    const auto found = texts.find("petitioners[" + std::to_string(i) + "]");
    if (found == texts.end()) return persons;
    const Result<Json> person = Json::parse(found->second);
    persons.push(person.ok() ? masked_person(*person) : Json::object());
  }
}

}  // namespace

bool is_withheld_paper(const Matter& matter, const Viewer& viewer, int document_no) {
  return viewer.kind == Viewer::Kind::staff && document_no <= matter.wall.split_papers &&
         viewer.organ_id != matter.subjects.front().organ_id;
}

bool has_moved(const Matter& matter, Id attachment_id) {
  const auto& moved = matter.wall.moved_files;
  return std::find(moved.begin(), moved.end(), attachment_id) != moved.end();
}

Json clock_json(const Office& office, Language language, const Deadline& clock) {
  const Date today = office.clock.today();
  return Json::object()
      .set("clock", clock.clock)
      .set("name", office.messages.say(language, "clock." + clock.clock))
      .set("subject", clock.subject_no)
      .set("nature", name_of(clock.nature))
      .set("state", name_of(clock.state))
      .set("started_on", clock.started_on.iso())
      .set("length", clock.length)
      .set("unit", name_of(clock.unit))
      .set("due_strict_on", clock.due_strict_on.iso())
      .set("due_legal_on", clock.due_legal_on.iso())
      .set("extended_days", clock.extended_days)
      .set("suspended_on", clock.suspended_on.days ? Json(clock.suspended_on.iso()) : Json())
      .set("suspended_days", clock.suspended_days)
      .set("internal", clock.internal)
      .set("basis", clock.basis)
      .set("lamp", lamp(today, clock.due_strict_on, clock.unit, clock.state, *office.calendar.now()))
      .set("derivation", clock.derivation);
}

Json document_json(const Office& office, Language language, const Document& document) {
  return Json::object()
      .set("no", document.no)
      .set("kind", document.kind)
      .set("title", office.messages.say(language, "letter." + document.kind + ".title"))
      .set("number", document.number)
      .set("to", document.to)
      .set("issued_on", document.issued_on.iso());
}

Json attachments_json(Office& office, const Matter& matter) {
  Json list = Json::array();
  for (const AttachmentRow& row : attachments_of(office.database, matter.matter_id)) {
    if (!row.bound || has_moved(matter, row.attachment_id)) continue;
    const auto name = open_sealed(office.keys.find(row.key_id), row.name,
                                  "attachment-name:" + id_text(row.attachment_id));
    list.push(Json::object()
                  .set("attachment_id", id_text(row.attachment_id))
                  .set("name", name.value_or(""))
                  .set("content_type", row.content_type)
                  .set("size", row.size)
                  .set("uploaded_at", row.uploaded_at.iso()));
  }
  return list;
}

Json matter_row_json(const MatterRow& row) {
  return Json::object()
      .set("matter_no", row.matter_no)
      .set("state", row.state)
      .set("kind", row.kind)
      .set("category", row.category)
      .set("region_code", row.region_code)
      .set("channel", row.channel)
      .set("open", row.open)
      .set("version", row.version)
      .set("received_at", row.received_at.iso())
      .set("changed_at", row.changed_at.iso());
}

Json matter_json(Office& office, Language language, const Viewer& viewer,
                 const LoadedMatter& loaded) {
  const Matter& matter = loaded.matter;
  const auto law = office.law.now();
  const auto calendar = office.calendar.now();
  const Rulebook& rulebook = law->of(matter.rule_set);
  const auto organs = office.organs.now();
  Texts texts;
  for (auto& [field, value] : read_vault(office.database, office.keys, matter.matter_id, {})) {
    texts[field] = std::move(value);
  }
  Json json = Json::object();
  json.set("matter_no", matter.matter_no);
  json.set("rule_set", matter.rule_set);
  json.set("version", matter.version);
  json.set("state", shown_state(rulebook, matter));
  json.set("open", is_open(rulebook, matter));
  json.set("received_at", matter.received_at.iso());
  json.set("registered_at", matter.registered_at.iso());
  json.set("facts", matter.facts);
  json.set("title", text_at(texts, "title"));
  json.set("text", text_at(texts, "text"));
  json.set("petitioners", persons_json(texts));
  json.set("claims", claims_json(matter, viewer, texts));
  Json subjects = Json::array(), clocks = Json::array(), documents = Json::array();
  for (const Subject& subject : matter.subjects) subjects.push(subject_json(*organs, subject));
  for (const Deadline& clock : matter.deadlines) {
    clocks.push(clock_json(office, language, clock));
  }
  for (const Document& document : matter.documents) {
    if (!is_withheld_paper(matter, viewer, document.no)) {
      documents.push(document_json(office, language, document));
    }
  }
  Json ratings = Json::array();
  for (const Rating& rating : matter.ratings) {
    ratings.push(Json::object()
                     .set("target", rating.target)
                     .set("subject", rating.subject_no)
                     .set("value", rating.value)
                     .set("rated_on", rating.rated_on.iso()));
  }
  json.set("subjects", std::move(subjects));
  json.set("clocks", std::move(clocks));
  json.set("documents", std::move(documents));
  json.set("ratings", std::move(ratings));
  json.set("attachments", attachments_json(office, matter));
  json.set("history", history_json(office, language, viewer, loaded, texts));
  json.set("triggers", triggers_json(matter, viewer));
  json.set("split", matter.wall.split && viewer.organ_id == matter.subjects.front().organ_id);
  json.set("responsibility", responsibility_json(office, loaded));
  const StepContext with = step_context(office, viewer, matter);
  Json possible = Json::array();
  for (const Action& action : actions(rulebook, matter, with.context())) {
    possible.push(action_json(office, language, action));
  }
  json.set("actions", std::move(possible));
  return json;
}

Json looks_json(Office& office, const std::vector<Look>& looks) {
  const auto organs = office.organs.now();
  std::set<Id> users;
  for (const Look& look : looks) users.insert(look.user_id);
  const auto names = user_names(office.database, users);
  Json list = Json::array();
  for (const Look& look : looks) {
    Json fields = Json::array();
    for (const std::string& field : look.fields) fields.push(field);
    list.push(Json::object()
                  .set("at", look.at.iso())
                  .set("organ_id", id_text(look.organ_id))
                  .set("organ", organ_name(*organs, look.organ_id))
                  .set("user_id", id_text(look.user_id))
                  .set("user", user_name(names, look.user_id))
                  .set("reason", look.reason)
                  .set("fields", std::move(fields)));
  }
  return list;
}

void record_walled_view(Office& office, const Viewer& viewer, const Matter& matter,
                        const std::string& what) {
  if (!matter.walled()) return;
  record_look(office.database, office.keys, office.ids.next(), matter.matter_id, office.clock.now(),
              viewer, "", {what});
}

Result<std::vector<PersonLook>> look_at_persons(Office& office, const Viewer& viewer,
                                                Id matter_id, const std::string& reason,
                                                const std::vector<std::string>& fields) {
  std::vector<std::string> persons;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::size_t close = fields[i].find("].");
    if (fields[i].rfind("petitioners[", 0) != 0 || close == std::string::npos) {
      return refuse("look_field_unknown").on("fields[" + std::to_string(i) + "]");
    }
    persons.push_back(fields[i].substr(0, close + 1));
  }
  Texts values;
  for (auto& [field, value] : read_vault(office.database, office.keys, matter_id, persons)) {
    values[field] = std::move(value);
  }
  std::vector<PersonLook> looks;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto person = values.find(persons[i]);
    const Result<Json> json = Json::parse(person == values.end() ? "{}" : person->second);
    const Json* value = json.ok() ? json->find(fields[i].substr(persons[i].size() + 1)) : nullptr;
    if (!value) return refuse("look_field_unknown").on("fields[" + std::to_string(i) + "]");
    looks.push_back({fields[i], value->as_string()});
  }
  record_look(office.database, office.keys, office.ids.next(), matter_id, office.clock.now(),
              viewer, reason, fields);
  return looks;
}

}  // namespace xinfang
