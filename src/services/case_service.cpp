#include "services/case_service.hpp"

#include <algorithm>
#include <set>

#include "domain/step_fields.hpp"
#include "services/letter_service.hpp"
#include "services/numbers.hpp"
#include "services/partner_steps.hpp"
#include "services/person_form.hpp"
#include "store/attachment_store.hpp"
#include "store/event_store.hpp"
#include "store/matter_store.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

namespace {

// More than two only when several servers draw numbers of the same letters at once.
constexpr int kAttempts = 8;

// The organ in whose name the letters of the step go out.
const Organ* signing_organ(const OrganDirectory& organs, const Matter& matter,
                           const StepRequest& request, const Actor& actor) {
  if (actor.organ_id) return organs.find(actor.organ_id);
  const Subject* part = matter.subject(request.subject_no);
  return organs.find(part ? part->organ_id : 0);
}

Result<std::vector<AttachmentRow>> named_attachments(Office& office, Id matter_id,
                                                     const Json& fields) {
  std::vector<AttachmentRow> rows;
  const Json::Array& named = fields["attachments"].as_array();
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto id = parse_id(named[i].as_string());
    auto row = id ? find_attachment(office.database, matter_id, *id) : std::nullopt;
    if (!row) return refuse("attachment_unknown").on("attachments[" + std::to_string(i) + "]");
    rows.push_back(std::move(*row));
  }
  return rows;
}

// The row meant: of those with the deed, the first that begins where the part stands. Which one may
// be taken, decide() finds; here its fields are completed and checked against lists kept elsewhere.
const StepRule* row_of(const Rulebook& rulebook, const Matter& matter, const StepRequest& request) {
  const Subject* part = matter.subject(request.subject_no);
  const StateRule* state = part ? rulebook.state(part->kind, part->state) : nullptr;
  const StepRule* first = nullptr;
  for (const StepRule& step : rulebook.steps()) {
    if (step.id != request.step && step.deed != request.step) continue;
    if (!first) first = &step;
    if (state && starts_from(step, *state)) return &step;
  }
  return first;
}

// A colleague of the acting organ.
Result<Done> check_colleagues(Office& office, const Viewer& viewer, const StepRule& row,
                              const Json& fields) {
  for (const FieldRule& rule : row.fields) {
    if (rule.type != "user" || !fields[rule.name].is_string()) continue;
    const auto id = parse_id(fields[rule.name].as_string());
    const auto user = id ? find_user(office.database, *id) : std::nullopt;
    if (!user || user->organ_id != viewer.organ_id) {
      return refuse("user_not_colleague").on(rule.name);
    }
  }
  return Done{};
}

bool corrects(const StepRule& row) {
  return std::any_of(row.effects.begin(), row.effects.end(),
                     [](const EffectRule& effect) { return effect.verb == "correct"; });
}

bool is_person(const std::string& entry) { return entry.rfind("petitioners[", 0) == 0; }

// A correction's value must be what its entry takes at registration; gives it as it is kept.
Result<std::string> corrected_value(const Office& office, const std::string& entry,
                                    const std::string& value) {
  if (entry == "region_code" && !office.divisions.nearest(value)) {
    return refuse("region_unknown").on("value");
  }
  if (entry == "category" && !office.categories.find(value)) {
    return refuse("category_unknown").on("value");
  }
  if (!is_person(entry)) return value;
  const Result<Json> person = Json::parse(value);
  if (!person.ok()) return refuse("field_type").on("value").with("expected", "object");
  if (auto refusal = check_person(*person, "value")) return *refusal;
  const Result<Json> tidied = tidy_person(*person, "value");
  if (!tidied.ok()) return tidied.refusal();
  if (!tidied->find("name")) return refuse("field_missing").on("value.name");
  return tidied->dump();
}

Result<Json> checked_fields(Office& office, const Viewer& viewer, const StepRule& row,
                            const Json& fields) {
  Result<Done> codes = check_codes(office, row, fields);
  if (!codes) return codes.refusal();
  Result<Done> colleagues = check_colleagues(office, viewer, row, fields);
  if (!colleagues) return colleagues.refusal();
  if (!corrects(row) || fields["value"].as_string().empty()) return fields;
  Result<std::string> value =
      corrected_value(office, fields["entry"].as_string(), fields["value"].as_string());
  if (!value) return value.refusal();
  Json kept = fields;
  kept.set("value", std::move(*value));
  return kept;
}

Result<Done> write_letters(Office& office, const Viewer& viewer, const Matter& matter,
                           Decision& decision, const StepRequest& request, const Organ* organ,
                           LentNumbers& numbers, ChangeSet& changes) {
  if (decision.event.changes.documents.empty()) return Done{};
  if (!organ) return refuse("organ_unknown").on("organ_id");
  VaultValues vault;
  for (auto& [field, value] : read_vault(office.database, office.keys, matter.matter_id, {})) {
    vault[field] = std::move(value);
  }
  return issue_letters(office, matter, decision, request.fields, std::move(vault), *organ,
                       person_name(office, viewer), numbers, changes);
}

// A query code issued anew, a person set right: found from now on by what is true now.
void save_directories(Office& office, const StepRule* row, const StepRequest& request,
                      const Matter& before, const Matter& after, ChangeSet& changes) {
  const std::int64_t issue = after.facts["code_issue"].as_int();
  if (issue != before.facts["code_issue"].as_int()) {
    save_code_issue(changes, after.matter_no, issue);
  }
  if (row && corrects(*row) && is_person(request.fields["entry"].as_string())) {
    const Result<Json> person = Json::parse(request.fields["value"].as_string());
    save_person_keys(changes, office.keys, *person, after.matter_id, after.matter_no);
  }
}

// What is committed, or nothing when somebody else was first.
Result<std::optional<StepTaken>> attempt(Office& office, const Viewer& viewer, Id matter_id,
                                         StepRequest request,
                                         std::optional<std::int64_t> seen_version,
                                         const AnswerKey* answer_key, int answer_status) {
  const auto loaded = load_matter(office.database, viewer, matter_id);
  if (!loaded) return refuse("matter_unknown", Refusal::Kind::not_found);
  const Matter& matter = loaded->matter;
  if (seen_version && *seen_version != matter.version) {
    return refuse("stale_version", Refusal::Kind::conflict)
        .with("version", std::to_string(matter.version));
  }
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(matter.rule_set);
  const StepRule* row = row_of(rulebook, matter, request);
  if (row) {
    Result<Json> fields = checked_fields(office, viewer, *row, request.fields);
    if (!fields) return fields.refusal();
    request.fields = std::move(*fields);
  }
  const StepContext with = step_context(office, viewer, matter, row, request.fields);
  Result<Decision> decision = decide(rulebook, matter, request, with.context());
  if (!decision) return decision.refusal();
  Result<std::vector<AttachmentRow>> files = named_attachments(office, matter_id, request.fields);
  if (!files) return files.refusal();

  decision->event.event_id = office.ids.next();
  StepTaken taken;
  taken.event_id = decision->event.event_id;
  ChangeSet changes;
  changes.lane = matter_id;
  LentNumbers numbers(*office.numbers);
  Result<Done> letters =
      write_letters(office, viewer, matter, *decision, request,
                    signing_organ(*with.organs, matter, request, with.actor), numbers, changes);
  if (!letters) return letters.refusal();
  Result<std::optional<Partner>> partner =
      add_partner_steps({office, viewer, *loaded, request, with, numbers, changes},
                        *rulebook.step(decision->event.step), *decision);
  if (!partner) return partner.refusal();
  const KeyStore::MatterKey key =
      loaded->key_id ? KeyStore::MatterKey{loaded->key_id, office.keys.find(loaded->key_id)}
                     : office.keys.take();
  const Projection before = project(rulebook, matter);
  bind_attachments(changes, decision->event, *files);
  const Matter after = append_event(changes, office.keys, key, matter, std::move(*decision));
  const Projection projection = project(rulebook, after);
  save_projection(changes, after, projection, &before);
  save_directories(office, row, request, matter, after, changes);
  taken.version = after.version;
  taken.state = projection.shown_state;
  taken.answer = Json::object()
                     .set("matter_no", after.matter_no)
                     .set("version", after.version)
                     .set("state", taken.state)
                     .set("event_id", id_text(taken.event_id))
                     .dump();
  keep_with(changes, answer_key, answer_status, taken.answer);

  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (outcome.status == CommitOutcome::Status::conflict) return std::optional<StepTaken>();
  if (!outcome.committed()) throw std::runtime_error("step refused: " + outcome.detail);
  numbers.keep();
  tell_desks(office, after, projection, before);
  if (*partner) tell_desks(office, (**partner).after, (**partner).now, (**partner).before);
  return std::optional<StepTaken>(std::move(taken));
}

}  // namespace

Result<StepTaken> take_step(Office& office, const Viewer& viewer, Id matter_id,
                            const StepRequest& request, std::optional<std::int64_t> seen_version,
                            const AnswerKey* answer_key, int answer_status) {
  for (int i = 0; i < kAttempts; ++i) {
    Result<std::optional<StepTaken>> tried =
        attempt(office, viewer, matter_id, request, seen_version, answer_key, answer_status);
    if (!tried) return tried.refusal();
    if (tried->has_value()) return std::move(**tried);
  }
  return refuse("changed_meanwhile", Refusal::Kind::conflict);
}

Actor actor_of(const Viewer& viewer) {
  Actor actor;
  actor.kind = viewer.kind == Viewer::Kind::staff    ? "staff"
               : viewer.kind == Viewer::Kind::system ? "system"
                                                     : "petitioner";
  actor.user_id = viewer.user_id;
  actor.organ_id = viewer.kind == Viewer::Kind::staff ? viewer.organ_id : 0;
  actor.roles = viewer.roles;
  return actor;
}

std::string person_name(const Office& office, const Viewer& viewer) {
  if (viewer.user_id) {
    if (const auto user = find_user(office.database, viewer.user_id)) return user->name;
  }
  const auto organs = office.organs.now();
  const Organ* organ = organs->find(viewer.organ_id);
  return organ ? organ->short_name : "信访工作人员";
}

Result<Done> check_codes(const Office& office, const StepRule& step, const Json& fields) {
  for (const FieldRule& rule : step.fields) {
    if (rule.values.empty() || !fields[rule.name].is_string()) continue;
    const std::string& code = fields[rule.name].as_string();
    if (code.empty()) continue;
    if (rule.values[0] == "@region" && !office.divisions.nearest(code)) {
      return refuse("region_unknown").on(rule.name);
    }
    if (rule.values[0] == "@category" && !office.categories.find(code)) {
      return refuse("category_unknown").on(rule.name);
    }
  }
  return Done{};
}

void tell_desks(const Office& office, const Matter& matter, const Projection& after,
                const Projection& before) {
  if (!office.publish) return;
  std::set<Id> organs;
  for (const Projection* projection : {&after, &before}) {
    for (const MatterReach& reach : projection->reach) organs.insert(reach.organ_id);
  }
  for (const Id organ : organs) {
    tell_desk(office, {organ, matter.matter_no, matter.version, matter.walled()});
  }
}

void tell_desk(const Office& office, const DeskNews& news) {
  Json data = Json::object();
  if (!news.wall) data.set("matter_no", news.matter_no).set("version", news.version);
  office.publish("organ:" + id_text(news.organ_id), "work", data.dump());
}

}  // namespace xinfang
