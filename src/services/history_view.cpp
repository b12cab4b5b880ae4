#include "services/history_view.hpp"

#include <set>

#include "store/organ_store.hpp"

namespace xinfang {
namespace {

using Texts = std::map<std::string, std::string>;

std::string organ_name(const OrganDirectory& organs, Id organ_id) {
  const Organ* organ = organs.find(organ_id);
  return organ ? organ->name : std::string();
}

std::string user_name(const std::map<Id, std::string>& names, Id user_id) {
  const auto name = names.find(user_id);
  return name == names.end() ? std::string() : name->second;
}

// Texts written with one event: "event[7].reason" -> reason; without those that the row keeps to the
// organ that wrote them (null: all).
Json texts_of_event(const Texts& texts, std::int64_t seq, const StepRule* row) {
  const std::string prefix = "event[" + std::to_string(seq) + "].";
  Json own = Json::object();
  for (auto at = texts.lower_bound(prefix);
       at != texts.end() && at->first.rfind(prefix, 0) == 0; ++at) {
    const std::string name = at->first.substr(prefix.size());
    if (!row || !row->is_secret(name)) own.set(name, at->second);
  }
  return own;
}

}  // namespace

Json history_json(const Office& office, Language language, const Viewer& viewer,
                  const LoadedMatter& loaded, const std::map<std::string, std::string>& texts) {
  const auto organs = office.organs.now();
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(loaded.matter.rule_set);
  std::set<Id> users;
  for (const Event& event : loaded.events) users.insert(event.actor_user_id);
  const auto names = user_names(office.database, users);
  Json history = Json::array();
  for (const Event& event : loaded.events) {
    // Whom it is aimed at is the whole of a walled matter: every liaison who may see it must know.
    const bool own = event.actor_organ_id == viewer.organ_id ||
                     (loaded.matter.walled() && viewer.behind_wall());
    const bool withheld = is_withheld(loaded.matter, viewer, event.seq);
    if (withheld && event.deed == "splitting") continue;
    const StepRule* row = rulebook.step(event.step);
    Json fields = Json::object();
    for (const Json* part : {&event.public_fields, &event.petitioner_fields,
                             &event.internal_fields}) {
      if (withheld) break;
      for (const auto& [name, value] : part->as_object()) {
        if (own || !row || !row->is_secret(name)) fields.set(name, value);
      }
    }
    Json changes = Json::array();
    for (const SubjectChange& change : event.changes.subjects) {
      changes.push(Json::object()
                       .set("subject", change.after.no)
                       .set("from", change.from)
                       .set("to", change.after.state));
    }
    Json documents = Json::array();
    for (const Document& document : event.changes.documents) {
      if (!withheld) documents.push(document.no);
    }
    history.push(Json::object()
                     .set("seq", event.seq)
                     .set("event_id", id_text(event.event_id))
                     .set("at", event.at.iso())
                     .set("step", event.step)
                     .set("deed", event.deed)
                     .set("name", office.messages.say(language, "step." + event.deed))
                     .set("subject", event.subject_no)
                     .set("actor", event.actor_kind)
                     .set("organ", organ_name(*organs, event.actor_organ_id))
                     .set("user_id", event.actor_user_id ? Json(id_text(event.actor_user_id))
                                                         : Json())
                     .set("user", user_name(names, event.actor_user_id))
                     .set("changes", std::move(changes))
                     .set("documents", std::move(documents))
                     .set("fields", std::move(fields))
                     .set("texts", withheld ? Json::object()
                                            : texts_of_event(texts, event.seq, own ? nullptr : row)));
  }
  return history;
}


bool is_withheld(const Matter& matter, const Viewer& viewer, std::int64_t seq) {
  if (matter.wall.split_seq == 0 || matter.subjects.empty()) return false;
  return seq <= matter.wall.split_seq && viewer.organ_id != matter.subjects.front().organ_id;
}

}  // namespace xinfang
