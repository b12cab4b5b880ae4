#include "services/petitioner_view.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "domain/decide.hpp"
#include "domain/relation.hpp"
#include "services/case_service.hpp"
#include "services/refusal_words.hpp"
#include "services/step_context.hpp"
#include "services/matter_view.hpp"

namespace xinfang {

namespace {

using Texts = std::map<std::string, std::string>;

std::string text_at(const Texts& texts, const std::string& field) {
  const auto found = texts.find(field);
  return found == texts.end() ? std::string() : found->second;
}

// Texts of a step that its row discloses to the petitioner.
Json disclosed_texts(const Rulebook& rulebook, const Event& event, const Texts& texts) {
  Json own = Json::object();
  const StepRule* step = rulebook.step(event.step);
  if (!step || event.seq == 1) return own;
  for (const FieldRule& rule : step->fields) {
    if (!rule.vault || rule.part == "internal") continue;
    const std::string field = "event[" + std::to_string(event.seq) + "]." + rule.name;
    const std::string text = text_at(texts, field);
    if (!text.empty()) own.set(rule.name, text);
  }
  return own;
}

Json steps_json(const Office& office, Language language, const Rulebook& rulebook,
                const LoadedMatter& loaded, const Texts& texts) {
  const auto organs = office.organs.now();
  Json steps = Json::array();
  for (const Event& event : loaded.events) {
    Json documents = Json::array();
    for (const Document& document : event.changes.documents) {
      if (document.to == "petitioner") documents.push(document.no);
    }
    Json fields = Json::object();
    for (const Json* part : {&event.public_fields, &event.petitioner_fields}) {
      for (const auto& [name, value] : part->as_object()) fields.set(name, value);
    }
    const Organ* organ = organs->find(event.actor_organ_id);
    std::string to;
    for (const SubjectChange& change : event.changes.subjects) {
      if (change.from.empty() && change.after.kind == SubjectKind::node) {
        const Organ* target = organs->find(change.after.organ_id);
        if (target) to += (to.empty() ? "" : "、") + target->name;
      }
    }
    steps.push(Json::object()
                   .set("at", event.at.iso())
                   .set("on", china_date(event.at).iso())
                   .set("deed", event.deed)
                   .set("name", office.messages.say(language, "step." + event.deed))
                   .set("actor", event.actor_kind)
                   .set("organ", organ ? organ->name : "")
                   .set("to", to)
                   .set("documents", std::move(documents))
                   .set("fields", std::move(fields))
                   .set("texts", disclosed_texts(rulebook, event, texts)));
  }
  return steps;
}

// Who has it now: each organ that is to do something, under the name that the petitioner's state has.
Json holders_json(const Office& office, Language language, const Rulebook& rulebook,
                  const Matter& matter) {
  const auto organs = office.organs.now();
  std::set<std::pair<Id, std::string>> told;
  Json holders = Json::array();
  for (const Subject& part : matter.subjects) {
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (!state || !state->open) continue;
    const Organ* organ = organs->find(worker_of(rulebook, part));
    const std::string& shown = state->shows.empty() ? state->id : state->shows;
    if (!organ || !told.emplace(organ->organ_id, shown).second) continue;
    holders.push(Json::object()
                     .set("organ", organ->name)
                     .set("phone", organ->phone)
                     .set("state_name", office.messages.say(language, "state." + shown))
                     .set("since_on", part.since_on.iso()));
  }
  return holders;
}

// Where an item went that was joined to an earlier matter, and how that one stands; null when it was
// not, and when the earlier one has gone behind the accusation wall since. The petitioner is the same
// person (4.6), so nobody learns of another's matter.
Json joined_json(const Office& office, Language language, const Matter& matter) {
  const std::string number = matter.fact("joined_to");
  const auto place = number.empty() ? std::nullopt : find_item(office.database, number);
  const auto row =
      place ? find_matter(office.database, Viewer::system(), place->matter_id) : std::nullopt;
  if (!row || row->wall) return Json();
  return Json::object()
      .set("matter_no", row->matter_no)
      .set("state", row->state)
      .set("state_name", office.messages.say(language, "state." + row->state));
}

Json ratings_json(const Matter& matter) {
  Json ratings = Json::array();
  for (const Rating& rating : matter.ratings) {
    ratings.push(Json::object()
                     .set("target", rating.target)
                     .set("value", rating.value)
                     .set("rated_on", rating.rated_on.iso()));
  }
  return ratings;
}

// That somebody looked at the person's data, when and for which office; the reason is internal.
Json looks_json(Office& office, Id matter_id) {
  const auto organs = office.organs.now();
  Json looks = Json::array();
  for (const Look& look : looks_at(office.database, Viewer::system(), matter_id)) {
    const Organ* organ = organs->find(look.organ_id);
    Json fields = Json::array();
    for (const std::string& field : look.fields) {
      if (field.rfind("petitioners[", 0) == 0) fields.push(field);
    }
    // A walled file opened, its persons still masked: on record inside, nothing of theirs was seen.
    if (fields.as_array().empty()) continue;
    looks.push(Json::object()
                   .set("at", look.at.iso())
                   .set("organ", organ ? organ->name : "")
                   .set("fields", std::move(fields)));
  }
  return looks;
}

// "office" or "organ" for a row that rates, else empty.
std::string rated_by(const StepRule& step) {
  for (const EffectRule& effect : step.effects) {
    const auto target = effect.parameters.find("target");
    if (effect.verb == "rate" && target != effect.parameters.end()) return target->second;
  }
  return "";
}

Json actions_json(const Office& office, Language language, const Viewer& viewer,
                  const Rulebook& rulebook, const Matter& matter) {
  const StepContext with = step_context(office, viewer, matter);
  Json possible = Json::array();
  for (const Action& action : actions(rulebook, matter, with.context())) {
    Json json = Json::object()
                    .set("subject", action.subject_no)
                    .set("deed", action.step->deed)
                    .set("name", office.messages.say(language, "step." + action.step->deed))
                    .set("allowed", action.allowed);
    const std::string target = rated_by(*action.step);
    if (!target.empty()) json.set("target", target);
    if (!action.allowed) {
      json.set("detail", refusal_sentence(action.blocked, office.messages, language));
    }
    possible.push(std::move(json));
  }
  return possible;
}

}  // namespace

Json petition_json(Office& office, Language language, const Viewer& viewer,
                   const LoadedMatter& loaded, int subject_no) {
  const Matter& matter = loaded.matter;
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(matter.rule_set);
  Texts texts;
  for (auto& [field, value] : read_vault(office.database, office.keys, matter.matter_id, {})) {
    texts[field] = std::move(value);
  }
  const Subject* intake = matter.subject(subject_no);
  Json json = Json::object();
  json.set("item_no", intake ? intake->item_no : matter.matter_no);
  json.set("version", matter.version);
  json.set("state", shown_state(rulebook, matter));
  json.set("state_name",
           office.messages.say(language, "state." + shown_state(rulebook, matter)));
  json.set("open", is_open(rulebook, matter));
  json.set("received_at", matter.received_at.iso());
  json.set("registered_at", matter.registered_at.iso());
  json.set("title", text_at(texts, "title"));
  json.set("text", text_at(texts, "text"));
  Json claims = Json::array();
  for (const Claim& claim : matter.claims) {
    if (claim.way == "split") continue;  // told by the matter of its own
    claims.push(Json::object()
                    .set("no", claim.no)
                    .set("text", text_at(texts, "claims[" + std::to_string(claim.no) + "]"))
                    .set("outcome", claim.outcome));
  }
  json.set("claims", std::move(claims));
  if (Json joined = joined_json(office, language, matter); !joined.is_null()) {
    json.set("joined_to", std::move(joined));
  }
  json.set("holders", holders_json(office, language, rulebook, matter));
  Json clocks = Json::array();
  for (const Deadline& clock : matter.deadlines) {
    if (!clock.internal) clocks.push(clock_json(office, language, clock));
  }
  json.set("clocks", std::move(clocks));
  Json letters = Json::array();
  for (const Document& document : matter.documents) {
    if (document.to == "petitioner") letters.push(document_json(office, language, document));
  }
  json.set("letters", std::move(letters));
  json.set("attachments", attachments_json(office, matter));
  json.set("ratings", ratings_json(matter));
  json.set("steps", steps_json(office, language, rulebook, loaded, texts));
  json.set("looks", looks_json(office, matter.matter_id));
  json.set("actions", actions_json(office, language, viewer, rulebook, matter));
  return json;
}

int rated_part(const Office& office, const Viewer& viewer, const Matter& matter,
               const std::string& target) {
  const StepContext with = step_context(office, viewer, matter);
  int newest = 0, open = 0;
  const auto law = office.law.now();
  for (const Action& action : actions(law->of(matter.rule_set), matter, with.context())) {
    if (rated_by(*action.step) != target) continue;
    newest = std::max(newest, action.subject_no);
    if (action.allowed) open = std::max(open, action.subject_no);
  }
  return open ? open : newest;
}

}  // namespace xinfang
