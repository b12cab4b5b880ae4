#include "services/partner_steps.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "services/attachment_service.hpp"
#include "services/case_service.hpp"
#include "services/person_form.hpp"
#include "store/attachment_store.hpp"
#include "store/matter_store.hpp"

namespace xinfang {
namespace {

using Texts = std::map<std::string, std::string>;

Texts texts_of(Office& office, Id matter_id) {
  Texts texts;
  for (auto& [field, value] : read_vault(office.database, office.keys, matter_id, {})) {
    texts[field] = std::move(value);
  }
  return texts;
}

std::string text_at(const Texts& texts, const std::string& field) {
  const auto found = texts.find(field);
  return found == texts.end() ? std::string() : found->second;
}

KeyStore::MatterKey key_of(Office& office, Id key_id) {
  return key_id ? KeyStore::MatterKey{key_id, office.keys.find(key_id)} : office.keys.take();
}

// What the earlier matter is told: the number of the item, and what it brings (4.6: new material
// goes to who handles it).
Json joined_fields(const PartnerWork& work, bool joins) {
  const Matter& fresh = work.loaded.matter;
  Json fields = Json::object().set("item_no", fresh.matter_no);
  if (!joins) return fields;
  const Texts texts = texts_of(work.office, fresh.matter_id);
  const std::string text = text_at(texts, "title") + "\n" + text_at(texts, "text");
  return fields.set("text", text);
}

Result<std::optional<Partner>> tell_earlier(const PartnerWork& work, bool joins) {
  if (!work.with.other) return std::optional<Partner>();
  const LoadedMatter& earlier = *work.with.other;
  const auto law = work.office.law.now();
  const Rulebook& rulebook = law->of(earlier.matter.rule_set);
  const StepContext with = step_context(work.office, Viewer::system(), earlier.matter);
  const StepRequest request{joins ? "item_joined" : "item_unjoined", 1,
                            joined_fields(work, joins)};
  Result<Decision> decision = decide(rulebook, earlier.matter, request, with.context());
  if (!decision) return decision.refusal();
  decision->event.event_id = work.office.ids.next();
  Partner partner;
  partner.before = project(rulebook, earlier.matter);
  partner.after = append_event(work.changes, work.office.keys, key_of(work.office, earlier.key_id),
                               earlier.matter, std::move(*decision));
  partner.now = project(rulebook, partner.after);
  save_projection(work.changes, partner.after, partner.now, &partner.before);
  return std::optional<Partner>(std::move(partner));
}

// --- splitting (T52) ---

// The files that leave are kept again under the new matter's key.
Result<std::vector<AttachmentRow>> copied_files(const PartnerWork& work, Id new_id) {
  std::vector<AttachmentRow> rows;
  for (const Json& named : work.request.fields["leaving_files"].as_array()) {
    const auto id = parse_id(named.as_string());
    auto part = read_attachment(work.office, work.loaded.matter.matter_id, id.value_or(0));
    if (!part) return part.refusal();
    const MemoryFile plain(part->bytes);  // never on the disk
    auto stored = store_attachment(work.office, new_id, part->name, plain.path(), true);
    if (!stored) return stored.refusal();
    rows.push_back(std::move(*stored));
  }
  return rows;
}

Json people_of(const Texts& texts) {
  Json people = Json::array();
  for (int i = 0;; ++i) {
    const auto person = texts.find("petitioners[" + std::to_string(i) + "]");
    if (person == texts.end()) return people;
    Result<Json> read = Json::parse(person->second);
    if (read.ok()) people.push(std::move(*read));
  }
}

Json split_form(const PartnerWork& work, const Organ& holder, const std::string& item_no,
                const std::vector<AttachmentRow>& files) {
  const Matter& whole = work.loaded.matter;
  const Texts texts = texts_of(work.office, whole.matter_id);
  Json form = Json::object();
  form.set("organ_id", id_text(holder.organ_id)).set("item_no", item_no).set("matter_no", item_no);
  for (const char* fact : {"channel", "received_at", "region_code", "anonymous", "identity_unclear",
                           "confidential", "electronic_service", "person_count"}) {
    if (!whole.facts[fact].is_null()) form.set(fact, whole.facts[fact]);
  }
  form.set("split_from", whole.matter_no);
  form.set("title", work.request.fields["new_title"]);
  form.set("text", work.request.fields["new_text"]);
  Json claims = Json::array(), ids = Json::array();
  for (const Json& no : work.request.fields["claims"].as_array()) {
    claims.push(text_at(texts, "claims[" + std::to_string(no.as_int()) + "]"));
  }
  form.set("claims", std::move(claims));
  if (Json people = people_of(texts); !people.as_array().empty()) {
    form.set("petitioners", std::move(people));
  }
  for (const AttachmentRow& file : files) ids.push(id_text(file.attachment_id));
  if (!files.empty()) form.set("attachments", std::move(ids));
  return form;
}

Result<std::optional<Partner>> open_split(const PartnerWork& work) {
  const Matter& whole = work.loaded.matter;
  const Organ* holder = work.with.organs->find(work.with.actor.organ_id);
  if (!holder) return refuse("organ_unknown");
  Office& office = work.office;
  const Id new_id = office.ids.next();
  auto files = copied_files(work, new_id);
  if (!files) return files.refusal();
  const std::string item_no = office.numbers->next_item_number(*holder, whole.fact("channel"),
                                                               china_date(work.with.now));
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(whole.rule_set);
  Matter empty;
  empty.matter_id = new_id;
  empty.rule_set = rulebook.id();
  const StepRequest request{"registration_by_split", 0,
                            split_form(work, *holder, item_no, *files)};
  Result<Decision> decision = decide(rulebook, empty, request, work.with.context());
  if (!decision) return decision.refusal();
  decision->event.event_id = office.ids.next();
  Result<Done> letters =
      issue_letters(office, empty, *decision, request.fields, {}, *holder,
                    person_name(office, work.viewer), work.numbers, work.changes);
  if (!letters) return letters.refusal();
  const int subject_no = decision->event.subject_no;
  bind_attachments(work.changes, decision->event, *files);
  const auto key = key_of(office, files->empty() ? 0 : files->front().key_id);
  Partner partner;
  partner.after = append_event(work.changes, office.keys, key, empty, std::move(*decision));
  partner.now = partner.before = project(rulebook, partner.after);
  save_projection(work.changes, partner.after, partner.now, nullptr);
  save_item_number(work.changes, item_no, new_id, subject_no);
  for (const Json& person : request.fields["petitioners"].as_array()) {
    save_person_keys(work.changes, office.keys, person, new_id, item_no);
  }
  return std::optional<Partner>(std::move(partner));
}

}  // namespace

Result<std::optional<Partner>> add_partner_steps(const PartnerWork& work, const StepRule& row,
                                                 const Decision& decision) {
  const bool splits = std::any_of(row.effects.begin(), row.effects.end(), [](const auto& effect) {
    return effect.verb == "split_off";
  });
  if (splits) return open_split(work);
  if (row.deed == "unjoining") return tell_earlier(work, false);
  const bool joins = decision.event.changes.facts.find("joined_to") != nullptr;
  return joins ? tell_earlier(work, true) : std::optional<Partner>();
}

}  // namespace xinfang
