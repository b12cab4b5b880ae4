#include "services/submission_service.hpp"

#include "base/text.hpp"
#include "domain/decide.hpp"
#include "services/case_service.hpp"
#include "services/letter_service.hpp"
#include "services/matter_view.hpp"
#include "services/numbers.hpp"
#include "services/person_form.hpp"
#include "services/query_code.hpp"
#include "store/attachment_store.hpp"
#include "store/matter_cache.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

namespace {

constexpr int kAttempts = 8;  // more than one when several servers draw numbers of letters at once

// The petition office of that place, else of the nearest place above it that has one.
const Organ* office_for(const OrganDirectory& organs, const std::string& region_code) {
  const std::string county = region_code.substr(0, 6);
  std::vector<std::string> places = {region_code};
  if (region_code.size() > 9) places.push_back(region_code.substr(0, 9));
  if (region_code.size() > 6) places.push_back(county);
  if (county.size() == 6) {
    places.push_back(county.substr(0, 4) + "00");
    places.push_back(county.substr(0, 2) + "0000");
  }
  for (const std::string& place : places) {
    if (const Organ* organ = organs.petition_office_of(place)) return organ;
  }
  return nullptr;
}

Result<Json> tidy_people(const Json& people) {
  Json tidied = Json::array();
  for (std::size_t i = 0; i < people.as_array().size(); ++i) {
    Result<Json> person =
        tidy_person(people.as_array()[i], "petitioners[" + std::to_string(i) + "]");
    if (!person) return person.refusal();
    tidied.push(std::move(*person));
  }
  return tidied;
}

Json form_of(const NewPetition& petition, const Organ& organ, const std::string& item_no,
             Instant received_at, const std::vector<AttachmentRow>& attachments) {
  Json form = Json::object();
  form.set("organ_id", id_text(organ.organ_id));
  form.set("item_no", item_no);
  form.set("matter_no", item_no);
  form.set("channel", petition.channel);
  form.set("received_at", received_at.iso());
  form.set("region_code", petition.region_code);
  form.set("anonymous", petition.anonymous);
  form.set("identity_unclear", petition.identity_unclear);
  form.set("confidential", petition.confidential);
  form.set("electronic_service", petition.electronic_service);
  form.set("person_count", petition.person_count);
  form.set("title", petition.title);
  form.set("text", petition.text);
  Json claims = Json::array();
  for (const std::string& claim : petition.claims) claims.push(claim);
  form.set("claims", std::move(claims));
  if (!petition.anonymous) form.set("petitioners", petition.petitioners);
  if (!attachments.empty()) {
    Json ids = Json::array();
    for (const AttachmentRow& row : attachments) ids.push(id_text(row.attachment_id));
    form.set("attachments", std::move(ids));
  }
  if (!petition.note.empty()) form.set("note", petition.note);
  return form;
}

// The first filing under this token, if there was one.
std::optional<Filed> filed_before(Office& office, Id matter_id) {
  auto loaded = load_matter(office.database, Viewer::system(), matter_id);
  if (!loaded) return std::nullopt;
  return Filed{matter_id, loaded->matter.matter_no, true, loaded};
}

// What is filed now or was before under this token; nothing when another server gave the number of
// one of its letters meanwhile.
Result<std::optional<Filed>> try_to_register(Office& office, Id matter_id, const Actor& actor,
                                             const std::string& person, const Organ& organ,
                                             NewPetition petition, const AnswerKey* answer_key) {
  const Instant now = office.clock.now();
  if (petition.received_at.ms == 0) petition.received_at = now;
  if (!office.divisions.nearest(petition.region_code)) {
    return refuse("region_unknown").on("region_code");
  }
  if (channel_digits(petition.channel).empty()) return refuse("channel_unknown").on("channel");
  Result<Json> people = tidy_people(petition.petitioners);
  if (!people) return people.refusal();
  petition.petitioners = *people;

  const auto attachments = attachments_of(office.database, matter_id);
  const auto law = office.law.now();
  const auto calendar = office.calendar.now();
  const Rulebook& rulebook = law->for_receipt_on(china_date(petition.received_at));
  Matter empty;
  empty.matter_id = matter_id;
  empty.rule_set = rulebook.id();
  const auto organs = office.organs.now();
  const DecideContext context{now, actor, *organs, *calendar};
  const std::string item_no =
      office.numbers->next_item_number(organ, petition.channel, china_date(now));
  const StepRequest request{"registration", 0,
                            form_of(petition, organ, item_no, petition.received_at, attachments)};
  Result<Decision> decision = decide(rulebook, empty, request, context);
  if (!decision) {
    office.numbers->give_back_item_number(item_no);
    return decision.refusal();
  }
  decision->event.event_id = office.ids.next();

  ChangeSet changes;
  changes.lane = matter_id;
  LentNumbers numbers(*office.numbers);
  Result<Done> letters = issue_letters(office, empty, *decision, request.fields, {}, organ, person,
                                       numbers, changes);
  if (!letters) return letters.refusal();
  const KeyStore::MatterKey key =
      attachments.empty()
          ? office.keys.take()
          : KeyStore::MatterKey{attachments[0].key_id, office.keys.find(attachments[0].key_id)};
  bind_attachments(changes, decision->event, attachments);
  const auto filed = append_first(changes, office.keys, key, std::move(*decision));
  const Matter& after = filed->matter;
  const Projection projection = project(rulebook, after);
  save_projection(changes, after, projection, nullptr);
  save_item_number(changes, item_no, matter_id, filed->events.front().subject_no);
  for (const Json& person : petition.petitioners.as_array()) {
    save_person_keys(changes, office.keys, person, matter_id, item_no);
  }
  keep_with(changes, answer_key, 201, id_text(matter_id));
  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (outcome.status == CommitOutcome::Status::conflict) {
    if (auto first = filed_before(office, matter_id)) return std::optional(std::move(*first));
    return std::optional<Filed>();
  }
  if (!outcome.committed()) throw std::runtime_error("registration refused: " + outcome.detail);
  numbers.keep();
  office.database.matter_cache().keep(matter_id, filed);
  tell_desks(office, after, projection, projection);
  return std::optional(Filed{matter_id, item_no, false, filed});
}

Result<Filed> register_one(Office& office, Id matter_id, const Actor& actor,
                           const std::string& person, const Organ& organ,
                           const NewPetition& petition, const AnswerKey* answer_key) {
  for (int i = 0; i < kAttempts; ++i) {
    auto tried = try_to_register(office, matter_id, actor, person, organ, petition, answer_key);
    if (!tried) return tried.refusal();
    if (tried->has_value()) return std::move(**tried);
  }
  return refuse("changed_meanwhile", Refusal::Kind::conflict);  // the same key on another server
}

}  // namespace

SubmissionToken begin_submission(Office& office) {
  return make_submission_token(office.keys, office.ids.next(),
                               office.clock.now() + kSubmissionLifeMs);
}

Result<Filed> file_petition(Office& office, std::string_view token, NewPetition petition) {
  Result<Id> matter_id = read_submission_token(office.keys, token, office.clock.now());
  if (!matter_id) return matter_id.refusal();
  if (auto first = filed_before(office, *matter_id)) return *first;
  const std::string& region =
      petition.office_region.empty() ? petition.region_code : petition.office_region;
  if (!office.divisions.nearest(region)) {
    return refuse("region_unknown").on(petition.office_region.empty() ? "region_code"
                                                                      : "office_region");
  }
  const auto organs = office.organs.now();
  const Organ* organ = office_for(*organs, region);
  if (!organ) return refuse("no_office_for_region").on("region_code");
  petition.channel = "ONLINE";
  petition.received_at = office.clock.now();
  Actor actor;
  actor.kind = "petitioner";
  return register_one(office, *matter_id, actor, organ->short_name, *organ, std::move(petition),
                      nullptr);
}

Result<Filed> register_petition(Office& office, const Viewer& viewer, std::string_view token,
                                NewPetition petition, const AnswerKey* answer_key) {
  Id matter_id = 0;
  if (token.empty()) {
    matter_id = office.ids.next();
  } else {
    Result<Id> named = read_submission_token(office.keys, token, office.clock.now());
    if (!named) return named.refusal();
    matter_id = *named;
    if (auto first = filed_before(office, matter_id)) return *first;
  }
  const auto organs = office.organs.now();
  const Organ* organ = organs->find(viewer.organ_id);
  if (!organ) return refuse("organ_unknown", Refusal::Kind::forbidden);
  return register_one(office, matter_id, actor_of(viewer), person_name(office, viewer), *organ,
                      std::move(petition), answer_key);
}

Json receipt_json(const Office& office, Language language, const LoadedMatter& loaded,
                  int subject_no) {
  const Matter& matter = loaded.matter;
  const Subject* intake = matter.subject(subject_no);
  const std::string item_no = intake ? intake->item_no : matter.matter_no;
  Json receipt = Json::object();
  receipt.set("item_no", item_no);
  receipt.set("matter_no", matter.matter_no);
  receipt.set("query_code", query_code_of(office.keys, item_no, matter.facts["code_issue"].as_int()));
  receipt.set("received_at", matter.received_at.iso());
  receipt.set("registered_at", matter.registered_at.iso());
  const auto organs = office.organs.now();
  if (const Organ* organ = organs->find(intake ? intake->organ_id : 0)) {
    receipt.set("office", Json::object()
                              .set("name", organ->name)
                              .set("address", organ->address)
                              .set("phone", organ->phone));
  }
  Json next = Json::array();
  for (const Deadline& clock : matter.deadlines) {
    if (clock.subject_no == subject_no && clock.running()) {
      next.push(clock_json(office, language, clock));
    }
  }
  receipt.set("next", std::move(next));
  receipt.set("proof", Json::object()
                           .set("event_id", id_text(loaded.events.front().event_id))
                           .set("at", loaded.events.front().at.iso())
                           .set("header", loaded.first_header)
                           .set("commitment", hex(loaded.first_commitment)));
  return receipt;
}

}  // namespace xinfang
