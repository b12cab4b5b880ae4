#include "services/letter_facts.hpp"

#include <algorithm>

#include "services/letter_rounds.hpp"
#include "services/query_code.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kSummaryBytes = 900;

std::string value_of(const VaultValues& vault, const std::string& field) {
  const auto found = vault.find(field);
  return found == vault.end() ? std::string() : found->second;
}

// The first sentences of a long text, never cutting a character.
std::string summary_of(const std::string& text) {
  if (text.size() <= kSummaryBytes) return text;
  std::size_t end = kSummaryBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "……";
}

void set(LetterFacts::Values& values, const std::string& name, std::string value) {
  if (!value.empty()) values[name] = std::move(value);
}

// Where it gets its post; empty when it told no address.
std::string mail_address(const Office& office, const Organ& organ) {
  if (organ.address.empty() || organ.postal_code.empty()) return organ.address;
  return organ.address + office.messages.say(Language::zh, "letter.postal_code",
                                             {{"code", organ.postal_code}});
}

// The hop through which the matter came to the signing organ, or null.
const Subject* arrival_of(const Matter& matter, const Subject* part) {
  while (part && part->kind != SubjectKind::node) part = matter.subject(part->parent_no);
  return part;
}

const Subject* intake_of(const Matter& matter, const Subject* part) {
  while (part && part->kind != SubjectKind::intake) part = matter.subject(part->parent_no);
  if (!part && !matter.subjects.empty()) part = &matter.subjects.front();
  return part;
}

int clock_days(const Office& office, const Matter& matter, std::string_view clock, Date on) {
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(matter.rule_set);
  const ClockRule* rule = rulebook.clock(clock);
  return rule ? rulebook.parameter_days(rule->parameter, matter.fact("region_code"), on) : 0;
}

void add_matter(const Office& office, const LetterCase& c, LetterFacts::Values& values) {
  const Subject* intake = intake_of(c.matter, c.matter.subject(c.event.subject_no));
  const std::string item_no = intake ? intake->item_no : c.matter.matter_no;
  set(values, "item_no", item_no);
  set(values, "matter_no", c.matter.matter_no);
  // A code that this step issues anew is the one the letter tells.
  const Json* issued = c.event.changes.facts.find("code_issue");
  const Json& issue = issued ? *issued : c.matter.facts["code_issue"];
  set(values, "query_code", query_code_of(office.keys, item_no, issue.as_int()));
  set(values, "query_address", office.settings.public_url);
  set(values, "petitioner", petitioner_names(c.matter, c.vault));
  set(values, "title", value_of(c.vault, "title"));
  const std::string text = value_of(c.vault, "text");
  set(values, "summary", summary_of(text.empty() ? value_of(c.vault, "title") : text));
  set(values, "channel", c.matter.fact("channel"));
  set(values, "received_at", c.matter.received_at.iso());
  set(values, "received_on", china_date(c.matter.received_at).iso());
  set(values, "registered_at", c.matter.registered_at.iso());
  set(values, "law", c.matter.rule_set);
  const std::int64_t count = c.matter.facts["person_count"].as_int();
  if (count > 1) set(values, "person_count", std::to_string(count));
  if (c.matter.facts["confidential"].as_bool()) set(values, "masked", "1");
}

// How it came, until when it is to be done: what most letters to petitioner and organs say.
void add_course(const Office& office, const LetterCase& c, const Document& document,
                LetterFacts::Values& values) {
  const Date today = china_date(c.event.at);
  const Subject* part = c.matter.subject(document.subject_no);
  const Subject* node = arrival_of(c.matter, part);
  if (node && node->organ_id == c.organ.organ_id) {
    set(values, "from_organ", organ_name(office, node->sender_id));
    set(values, "mode", node->mode);
    // An office has its share C02 instead, and nobody owes C04 to who left no address.
    for (const char* term : {"C04", "C05", "C02"}) {
      const Deadline* arrived = last_clock(c.matter, node->no, term);
      if (!arrived) continue;
      set(values, "transferred_on", arrived->started_on.iso());
      set(values, "received_on", arrived->started_on.iso());
      break;
    }
  }
  if (part && part->kind == SubjectKind::procedure) set(values, "way", part->way);
  for (const char* clock : {"C09", "C24", "C28"}) {
    const Deadline* handling = part ? last_clock(c.matter, part->no, clock) : nullptr;
    if (!handling) continue;
    // A new handling after a revocation (C28) is no new acceptance.
    if (handling->clock != "C28") set(values, "accepted_on", handling->started_on.iso());
    const Date due = handling->due_strict_on;
    set(values, "due_on", due.iso());
    set(values, "new_due_on", due.iso());
    if (handling->extended_days > 0) {
      set(values, "extended_days", std::to_string(handling->extended_days));
      set(values, "old_due_on", (due - handling->extended_days).iso());
    }
  }
  set(values, "accept_days", std::to_string(clock_days(office, c.matter, "C04", today)));
  set(values, "handle_days", std::to_string(clock_days(office, c.matter, "C09", today)));
  set(values, "objection_days", std::to_string(clock_days(office, c.matter, "C05", today)));
  set(values, "review_days", std::to_string(clock_days(office, c.matter, "C13", today)));
  set(values, "re_review_days", std::to_string(clock_days(office, c.matter, "C15", today)));
  Id review = c.organ.review_organ_id ? c.organ.review_organ_id : c.organ.superior_id;
  // Of a review opinion's own organ the next one above is the organ of re-review.
  set(values, "review_organ", organ_name(office, review));
  set(values, "re_review_organ", organ_name(office, review));
  set(values, "superior", organ_name(office, c.organ.superior_id ? c.organ.superior_id : review));
}

// The hops that the step made: those that decide, and those that only help them.
std::vector<Id> new_hops(const Event& event, bool helping) {
  std::vector<Id> organs;
  for (const SubjectChange& change : event.changes.subjects) {
    const Subject& part = change.after;
    const bool hop = change.from.empty() && part.kind == SubjectKind::node;
    if (hop && (part.mode == "co") == helping) organs.push_back(part.organ_id);
  }
  return organs;
}

std::string names_of(const Office& office, const std::vector<Id>& organs) {
  std::string names;
  for (const Id organ : organs) {
    const std::string name = organ_name(office, organ);
    if (!name.empty()) names += (names.empty() ? "" : "、") + name;
  }
  return names;
}

// To whom it goes, or of whom a letter to the petitioner speaks.
void add_target(const Office& office, const LetterCase& c, const Document& document,
                LetterFacts::Values& values) {
  std::vector<Id> targets = new_hops(c.event, false);
  set(values, "lead", names_of(office, targets));
  set(values, "co_target", names_of(office, new_hops(c.event, true)));
  for (const SubjectChange& change : c.event.changes.subjects) {
    const Subject& part = change.after;
    if (!change.from.empty() || part.kind != SubjectKind::node) continue;
    const bool own = part.no == document.subject_no;
    if (own || (document.to == "petitioner" && part.mode != "co")) values["mode"] = part.mode;
  }
  if (document.to.rfind("organ:", 0) == 0) {
    targets = {parse_id(document.to.substr(6)).value_or(0)};
  } else if (targets.empty()) {
    // Handed over without a hop: the organ that the form names.
    targets = {parse_id(c.fields["receiver"].as_string()).value_or(0)};
  }
  const auto organs = office.organs.now();
  const Organ* only = targets.size() == 1 ? organs->find(targets.front()) : nullptr;
  set(values, "target", names_of(office, targets));
  if (only) set(values, "target_phone", only->phone);
  if (const Deadline* part = last_clock(c.matter, document.subject_no, "CA1")) {
    set(values, "co_on", part->due_legal_on.iso());
  }
  set(values, "dispatched_on", china_date(c.event.at).iso());
}

// Which paper was served, which assignment is answered.
void add_papers(const Office& office, const LetterCase& c, const Document& document,
                LetterFacts::Values& values) {
  for (const Document& earlier : c.matter.documents) {
    if (earlier.no >= document.no) continue;
    if (earlier.kind == "D07") set(values, "assignment_number", earlier.number);
  }
  if (const Document* served = earlier_paper(c.matter, document, {"D10", "D11", "D12"})) {
    set(values, "document", office.messages.say(Language::zh, "letter." + served->kind + ".title"));
    set(values, "document_number", served->number);
  }
  const std::string ground = c.fields["ground"].as_string();
  const auto law = office.law.now();
  if (const GroundRule* rule = law->of(c.matter.rule_set).ground(ground)) {
    set(values, "ground", office.messages.say(Language::zh, "ground." + ground));
    set(values, "basis", rule->basis);
    if (!rule->leads_to.empty()) {
      set(values, "right_door", office.messages.say(Language::zh, rule->leads_to));
    }
  }
  if (document.kind == "D20") {
    set(values, "ending", c.event.deed == "withdrawal" ? "withdrawn" : "terminated");
    set(values, "ended_on", china_date(c.event.at).iso());
  }
}

// What the step did, where the same kind tells of several deeds.
void add_deed(const LetterCase& c, const Document& document, LetterFacts::Values& values) {
  set(values, "deed", c.event.deed);
  for (const ClockChange& change : c.event.changes.clocks) {
    if (change.op == "suspend") values["suspended"] = "yes";
  }
  values["moved_reason"] = c.event.deed == "correction" ? "correction" : "calendar";
  if (const Deadline* answer = last_clock(c.matter, document.subject_no, "C18")) {
    set(values, "answer_on", answer->due_legal_on.iso());
  }
  const bool asked_by_petitioner = c.event.actor_kind == "petitioner";
  set(values, "applicant", asked_by_petitioner ? values["petitioner"] : c.person);
}

// What a form calls by the law's word and a letter by its own. `only`: the form's word means
// something else in letters.
struct Renamed {
  std::string_view field, fact;
  bool only = false;
};
constexpr Renamed kRenamed[] = {
    {"facts_found", "findings"},      {"legal_basis", "basis"},    {"explanation", "facts"},
    {"officer_phone", "phone"},       {"report", "findings"},      {"report_by", "report_on"},
    {"mail_no", "mail_number"},       {"witnesses", "remark"},     {"approved_by", "signer"},
    {"competent_organ", "competent"}, {"days", "extended_days"},   {"redo_by", "redo_on"},
    {"perform_by", "perform_on"},     {"route_due", "route_on"},   {"answer_by", "answer_on"},
    {"joined_to", "earlier_no"},      {"earlier_matter", "earlier_no"},
    {"law", "route_law", true},       {"received_on", "requested_on", true},
    {"review_organ", "reviewer", true}};

// A value as a letter says it: organs and people by their names.
std::string said(const Office& office, const FieldRule* rule, const Json& value) {
  if (value.is_int()) return std::to_string(value.as_int());
  if (value.is_bool()) return value.as_bool() ? "yes" : "";
  const std::string text = value.as_string();
  const bool organ = rule && rule->type == "organ", user = rule && rule->type == "user";
  if (!organ && !user) return text;
  const Id id = parse_id(text).value_or(0);
  if (organ) return organ_name(office, id);
  const auto person = find_user(office.database, id);
  return person ? person->name : std::string();
}

void add_form(const Office& office, const LetterCase& c, LetterFacts::Values& values) {
  const auto law = office.law.now();
  const StepRule* step = law->of(c.event.rule_set).step(c.event.step);
  for (const auto& [name, value] : c.fields.as_object()) {
    if (name == "claims" || name == "ground" || name == "title" || name == "text") continue;
    const FieldRule* rule = nullptr;
    if (step) {
      for (const FieldRule& field : step->fields) {
        if (field.name == name) rule = &field;
      }
    }
    std::string text = said(office, rule, value);
    bool under_own_name = true;
    for (const Renamed& renamed : kRenamed) {
      if (renamed.field != name) continue;
      set(values, std::string(renamed.fact), text);
      under_own_name = under_own_name && !renamed.only;
    }
    if (under_own_name) set(values, name, std::move(text));
  }
}

std::vector<LetterFacts::Values> claim_list(const LetterCase& c, const Document& document) {
  const Subject* part = c.matter.subject(document.subject_no);
  std::vector<LetterFacts::Values> list;
  for (const Claim& claim : c.matter.claims) {
    const std::vector<int>& own = part ? part->claims : std::vector<int>{};
    if (!own.empty() && std::find(own.begin(), own.end(), claim.no) == own.end()) continue;
    LetterFacts::Values entry;
    set(entry, "text", value_of(c.vault, "claims[" + std::to_string(claim.no) + "]"));
    set(entry, "outcome", claim.outcome);
    for (const Json& answer : c.fields["answers"].as_array()) {
      if (answer["claim"].as_int() != claim.no) continue;
      set(entry, "opinion", answer["opinion"].as_string());
      set(entry, "reasons", answer["reasons"].as_string());
    }
    list.push_back(std::move(entry));
  }
  return list;
}

}  // namespace

std::string petitioner_names(const Matter& matter, const VaultValues& vault) {
  if (matter.facts["anonymous"].as_bool()) return "匿名信访人";
  std::string names;
  for (int i = 0; i < 5; ++i) {
    const std::string person = value_of(vault, "petitioners[" + std::to_string(i) + "]");
    if (person.empty()) break;
    const auto json = Json::parse(person);
    if (!json.ok()) continue;
    names += (names.empty() ? "" : "、") + (*json)["name"].as_string();
  }
  return names;
}

LetterFacts letter_facts(const Office& office, const LetterCase& c, const Document& document) {
  LetterFacts facts;
  facts.kind = document.kind;
  LetterFacts::Values& values = facts.values;
  for (const char* role : {"contact", "officer", "signer", "approver", "server"}) {
    set(values, role, c.person);
  }
  set(values, "organ", c.organ.name);
  // What the petitioner writes bears no organ's head.
  const bool application = document.kind.ends_with("Q");
  if (!application) set(values, "letter_head", c.organ.letter_head);
  set(values, "mail_address", mail_address(office, c.organ));
  set(values, "phone", c.organ.phone.empty()
                           ? office.messages.say(Language::zh, "letter.phone_published")
                           : c.organ.phone);
  set(values, "number", document.number);
  set(values, "issued_on", document.issued_on.iso());
  add_matter(office, c, values);
  add_course(office, c, document, values);
  add_target(office, c, document, values);
  add_papers(office, c, document, values);
  add_rounds(office, c, document, values);
  add_deed(c, document, values);
  add_form(office, c, values);
  facts.lists["claims"] = claim_list(c, document);
  facts.lists["moved"] = moved_clocks(office, c);
  facts.lists["overdue"] = late_duties(office, c, document);
  facts.lists["attachments"] = {};
  facts.lists["witnesses"] = {};
  return facts;
}

}  // namespace xinfang
