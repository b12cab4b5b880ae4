#include "domain/effect.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "domain/vocabulary.hpp"

namespace xinfang {
namespace {

std::string of(const Parameters& parameters, const std::string& name) {
  auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

void open_intake(Draft& draft, const Parameters&) {
  Subject intake;
  intake.kind = SubjectKind::intake;
  // A take-over enters the state that its proof shows.
  intake.state = draft.trial.step.to;
  if (intake.state.empty()) intake.state = draft.trial.fields["state"].as_string();
  const Organ* organ = draft.trial.holder();
  intake.organ_id = organ ? organ->organ_id : 0;
  intake.item_no = draft.trial.fields["item_no"].as_string();
  const auto& claims = draft.trial.fields["claims"].as_array();
  for (std::size_t i = 0; i < claims.size(); ++i) {
    Claim claim;
    claim.no = static_cast<int>(draft.matter.claims.size()) + 1;
    draft.matter.claims.push_back(claim);
    draft.changes.claims.push_back(claim);
    intake.claims.push_back(claim.no);
  }
  draft.self_no = draft.put(std::move(intake));
}

void open_node(Draft& draft, const Parameters& parameters) {
  std::vector<int> claims = claims_of(draft.trial);
  for (const Organ* target : draft.trial.targets()) {
    Subject node;
    node.kind = SubjectKind::node;
    node.state = kFirstNodeState;
    node.organ_id = target->organ_id;
    node.sender_id = draft.self().organ_id;
    node.parent_no = draft.self_no;
    node.mode = of(parameters, "mode");
    node.claims = claims;
    draft.new_nodes.push_back(draft.put(std::move(node)));
  }
}

void open_procedure(Draft& draft, const Parameters& parameters) {
  Subject procedure;
  procedure.kind = SubjectKind::procedure;
  procedure.state = kFirstProcedureState;
  procedure.organ_id = draft.self().organ_id;
  procedure.parent_no = draft.self_no;
  procedure.claims = claims_of(draft.trial);
  procedure.way = draft.matter.fact("kind") == "3" ? of(parameters, "way") : "";
  draft.new_procedures.push_back(draft.put(std::move(procedure)));
}

void set_facts(Draft& draft, const Parameters& parameters) {
  std::istringstream names(of(parameters, "names"));
  for (std::string name; names >> name;) {
    const Json* value = draft.trial.fields.find(name);
    if (!value || value->is_null()) continue;
    draft.changes.facts.set(name, *value);
    draft.matter.facts.set(name, *value);
  }
}

void set_claims(Draft& draft, const Parameters&) {
  for (const Json& answer : draft.trial.fields["answers"].as_array()) {
    for (Claim& claim : draft.matter.claims) {
      if (claim.no != answer["claim"].as_int()) continue;
      claim.outcome = answer["outcome"].as_string();
      claim.way = draft.self().way;
      draft.changes.claims.push_back(claim);
    }
  }
}

// When no live hop of the parent is left, the parent has the matter in its hands again.
void return_to_parent(Draft& draft, const Parameters& parameters) {
  int parent_no = draft.parent_no();
  Subject* parent = draft.matter.subject(parent_no);
  if (!parent) return;
  for (const Subject& part : draft.matter.subjects) {
    if (part.kind != SubjectKind::node || part.parent_no != parent_no) continue;
    const StateRule* state = draft.trial.rulebook.state(part.kind, part.state);
    if (state && state->live) return;
  }
  Subject after = *parent;
  after.state = parent->kind == SubjectKind::intake ? of(parameters, "state")
                                                    : std::string(kReturnedNodeState);
  draft.put(std::move(after));
}

void move_parent(Draft& draft, const Parameters& parameters) {
  Subject* parent = draft.matter.subject(draft.parent_no());
  if (!parent) return;
  const StateRule* now = draft.trial.rulebook.state(parent->kind, parent->state);
  if (!now || !now->open) return;
  Subject after = *parent;
  after.state = of(parameters, "state");
  draft.put(std::move(after));
}

void close_all(Draft& draft, const Parameters& parameters) {
  for (const Subject& part : std::vector<Subject>(draft.matter.subjects)) {
    const StateRule* state = draft.trial.rulebook.state(part.kind, part.state);
    bool accepted_here = part.kind == SubjectKind::node && part.state == "ACCEPTED_HERE";
    if (!state || (!state->open && !accepted_here)) continue;
    std::string to = of(parameters, std::string(name_of(part.kind)));
    if (to.empty()) continue;
    Subject after = part;
    after.state = to;
    draft.put(std::move(after));
  }
  for (const Deadline& clock : std::vector<Deadline>(draft.matter.deadlines)) {
    if (clock.running() && clock.nature != Nature::petitioner_right) {
      end_clock(draft, clock, "cancelled", draft.trial.today());
    }
  }
}

void extend_clock(Draft& draft, const Parameters& parameters) {
  const Deadline* clock = draft.matter.running_clock(draft.self_no, of(parameters, "clock"));
  if (!clock) return;
  int days = static_cast<int>(draft.trial.fields[of(parameters, "field")].as_int());
  Deadline after = *clock;
  DueDates due = extended({after.due_strict_on, after.due_legal_on, after.derivation}, days,
                          draft.trial.context.calendar);
  after.extended_days += days;
  after.due_strict_on = due.strict_on;
  after.due_legal_on = due.legal_on;
  after.derivation = due.derivation;
  draft.put(std::move(after), "extend");
}

// One rating counts per target and round; a later one takes its place until C17 lapses (11.2 no.
// 9).
void rate(Draft& draft, const Parameters& parameters) {
  Rating rating;
  rating.target = of(parameters, "target");
  rating.subject_no = draft.self_no;
  rating.round = draft.self().round;
  rating.value = draft.trial.fields["value"].as_string();
  rating.rated_on = draft.trial.today();
  draft.changes.ratings.push_back(rating);
}

// A wrong entry set right: a new version in the vault, or a fact; the earlier one stays on record.
void correct(Draft& draft, const Parameters&) {
  std::string entry = draft.trial.fields["entry"].as_string();
  const std::string& value = draft.trial.fields["value"].as_string();
  if (entry == "region_code" || entry == "category") {
    draft.changes.facts.set(entry, value);
    draft.matter.facts.set(entry, value);
  } else {
    draft.texts.push_back({entry, value, "petitioner"});
  }
}

constexpr EffectEntry kEntries[] = {
    {"open_intake", open_intake},
    {"open_node", open_node},
    {"open_procedure", open_procedure},
    {"set_facts", set_facts},
    {"set_claims", set_claims},
    {"return_to_parent", return_to_parent},
    {"move_parent", move_parent},
    {"close_all", close_all},
    {"extend_clock", extend_clock},
    {"rate", rate},
    {"correct", correct},
};

}  // namespace

int Draft::put(Subject after) {
  Subject* before = after.no == 0 ? nullptr : matter.subject(after.no);
  std::string from = before ? before->state : "";
  after.since_on = before && before->state == after.state ? before->since_on : trial.today();
  if (before) {
    *before = after;
    for (SubjectChange& change : changes.subjects) {
      if (change.after.no != after.no) continue;
      change.after = after;
      return after.no;
    }
  } else {
    after.no = static_cast<int>(matter.subjects.size()) + 1;
    matter.subjects.push_back(after);
  }
  changes.subjects.push_back({after, from});
  return after.no;
}

void Draft::put(Deadline after, std::string op) {
  if (after.no == 0) {
    after.no = static_cast<int>(matter.deadlines.size()) + 1;
    matter.deadlines.push_back(after);
  } else {
    matter.deadlines[static_cast<std::size_t>(after.no) - 1] = after;
  }
  changes.clocks.push_back({std::move(op), std::move(after)});
}

Subject& Draft::self() {
  Subject* subject = matter.subject(self_no);
  if (!subject) throw std::logic_error("step " + trial.step.id + " acts on no part");
  return *subject;
}

int Draft::parent_no() {
  Subject* subject = matter.subject(self_no);
  return subject ? subject->parent_no : 0;
}

const EffectEntry* find_effect(std::string_view verb) {
  for (const EffectEntry& entry : kEntries) {
    if (entry.name == verb) return &entry;
  }
  return nullptr;
}

}  // namespace xinfang
