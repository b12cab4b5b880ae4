#include "domain/effect.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "domain/effect_tables.hpp"
#include "domain/vocabulary.hpp"

namespace xinfang {
namespace {

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
  const std::string list = of(parameters, "targets");
  std::vector<int> claims = claims_of(draft.trial);
  for (const Organ* target : draft.trial.organs_of(list.empty() ? "targets" : list)) {
    Subject node;
    node.kind = SubjectKind::node;
    node.state = kFirstNodeState;
    node.organ_id = target->organ_id;
    node.sender_id = draft.self().organ_id;
    node.parent_no = draft.self_no;
    node.mode = of(parameters, "mode");
    node.claims = claims;
    node.simple = draft.self().simple && node.mode != "co";
    draft.new_nodes.push_back(draft.put(std::move(node)));
  }
}

void open_procedure(Draft& draft, const Parameters& parameters) {
  Subject procedure;
  procedure.kind = SubjectKind::procedure;
  const std::string state = of(parameters, "state");
  procedure.state = state.empty() ? std::string(kFirstProcedureState) : state;
  procedure.organ_id = draft.self().organ_id;
  procedure.parent_no = draft.self_no;
  procedure.claims = claims_of(draft.trial);
  // A suggestion has no way of Art. 31.
  if (draft.matter.fact("kind") != "1") procedure.way = told(draft.trial, of(parameters, "way"));
  procedure.simple = draft.self().simple;
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

// A claim that came back and that nobody below the parent has puts the parent to work again.
void return_to_parent(Draft& draft, const Parameters& parameters) {
  int parent_no = draft.parent_no();
  Subject* parent = draft.matter.subject(parent_no);
  if (!parent) return;
  const StateRule* now = draft.trial.rulebook.state(parent->kind, parent->state);
  if (now && now->open) return;  // it was not done with the rest yet
  const std::set<int> placed = placed_claims(draft.trial.rulebook, draft.matter, parent_no);
  const std::vector<int>& back = draft.self().claims;
  const bool elsewhere = std::all_of(back.begin(), back.end(),
                                     [&](int claim) { return placed.count(claim) != 0; });
  if (!back.empty() && elsewhere) return;
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
    const bool passed_on = part.state == "ACCEPTED_HERE" || part.state == "FORWARDED";
    if (!state || (!state->open && !(part.kind == SubjectKind::node && passed_on))) continue;
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
// A day of receipt set right moves the clocks that count from it (11.2 no. 2).
void correct(Draft& draft, const Parameters&) {
  std::string entry = draft.trial.fields["entry"].as_string();
  const std::string& value = draft.trial.fields["value"].as_string();
  if (entry == "region_code" || entry == "category" || entry == "received_at") {
    draft.changes.facts.set(entry, value);
    if (entry == "received_at") move_receipt(draft, value);
    draft.matter.facts.set(entry, value);
  } else {
    draft.texts.push_back({entry, value, "petitioner"});
  }
}

void list_fact(Draft& draft, const Parameters& parameters) {
  const std::string name = of(parameters, "name");
  if (of(parameters, "as") == "clear") {
    draft.changes.facts.set(name, "");
    draft.matter.facts.set(name, "");
    return;
  }
  const std::string& value = draft.trial.fields[of(parameters, "field")].as_string();
  Json list = Json::array();
  for (const Json& one : draft.matter.facts[name].as_array()) {
    if (one.as_string() != value) list.push(one);
  }
  if (of(parameters, "as") == "add") list.push(value);
  draft.changes.facts.set(name, list);
  draft.matter.facts.set(name, std::move(list));
}

// How often something was done: an issue of the query code.
void count_up(Draft& draft, const Parameters& parameters) {
  const std::string name = of(parameters, "name");
  const std::int64_t count = draft.matter.facts[name].as_int() + 1;
  draft.changes.facts.set(name, count);
  draft.matter.facts.set(name, count);
}

void set_part(Draft& draft, const Parameters& parameters) {
  const std::string name = of(parameters, "name");
  const std::string value = of(parameters, "value");
  Subject after = draft.self();
  if (name == "way") after.way = told(draft.trial, value);
  if (name == "result") after.result = told(draft.trial, value);
  if (name == "redo_by") {
    after.redo_by = Date::parse(told(draft.trial, value)).value_or(Date{});
  }
  if (name == "simple") {
    after.simple = value.starts_with("field:") && draft.trial.fields[value.substr(6)].as_bool();
  }
  if (after != draft.self()) draft.put(std::move(after));
}

// A new handling of the same claims: what was found before no longer answers them.
void new_round(Draft& draft, const Parameters&) {
  Subject after = draft.self();
  ++after.round;
  after.result.clear();
  after.review_organ_id = after.re_review_organ_id = 0;
  for (Claim& claim : draft.matter.claims) {
    const bool own = std::find(after.claims.begin(), after.claims.end(), claim.no) !=
                     after.claims.end();
    if (!own || claim.outcome.empty()) continue;
    claim.outcome.clear();
    draft.changes.claims.push_back(claim);
  }
  draft.put(std::move(after));
}

// One letter, two matters (T52): the claims that leave, and what is left of the text.
void split_off(Draft& draft, const Parameters&) {
  static constexpr std::string_view kElsewhere = "—";
  const std::vector<int> leaving = claims_of(draft.trial);
  Subject after = draft.self();
  for (const int no : leaving) {
    std::erase(after.claims, no);
    Claim& claim = draft.matter.claims[static_cast<std::size_t>(no) - 1];
    claim.way = "split";
    draft.changes.claims.push_back(claim);
    draft.texts.push_back({"claims[" + std::to_string(no) + "]", std::string(kElsewhere), "petitioner"});
  }
  draft.put(std::move(after));
  draft.texts.push_back({"title", draft.trial.fields["remaining_title"].as_string(), "petitioner"});
  draft.texts.push_back({"text", draft.trial.fields["remaining_text"].as_string(), "petitioner"});
  Wall& wall = draft.matter.wall;
  for (const Json& file : draft.trial.fields["leaving_files"].as_array()) {
    wall.moved_files.push_back(parse_id(file.as_string()).value_or(0));
  }
  if (draft.trial.fields["accusation"].as_bool()) {
    wall.inside = false;
    wall.split = true;
  }
  wall.split_seq = draft.matter.version + 1;
  wall.split_papers = static_cast<int>(draft.matter.documents.size());
  draft.changes.wall = wall;
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
    {"list_fact", list_fact},
    {"count_up", count_up},
    {"set_part", set_part},
    {"new_round", new_round},
    {"split_off", split_off},
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
  const std::span<const EffectEntry> tables[] = {kEntries, clock_effects(), wall_effects()};
  for (const auto table : tables) {
    for (const EffectEntry& entry : table) {
      if (entry.name == verb) return &entry;
    }
  }
  return nullptr;
}

std::string stage_of(const StateRule* state) {
  if (!state) return {};
  if (state->worked_by == "holder") return "handling";
  if (state->worked_by == "reviewer") return "review";
  return state->worked_by == "re_reviewer" ? "re_review" : "";
}

}  // namespace xinfang
