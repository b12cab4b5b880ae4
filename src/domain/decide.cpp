#include "domain/decide.hpp"

#include <algorithm>
#include <stdexcept>

#include "domain/effect.hpp"
#include "domain/relation.hpp"
#include "domain/step_fields.hpp"

namespace xinfang {
namespace {

bool fits_deed(const StepRule& step, const std::string& asked) {
  return step.deed == asked || step.id == asked;
}

bool starts_from(const StepRule& step, const Rulebook& rulebook, const Subject& subject) {
  const StateRule* state = rulebook.state(subject.kind, subject.state);
  return state && starts_from(step, *state);
}

bool may_act(const StepRule& step, const Matter& matter, const Subject* subject,
             const DecideContext& context) {
  const Actor& actor = context.actor;
  return std::any_of(step.who.begin(), step.who.end(), [&](const ActorRule& rule) {
    if (!stands_in(rule, actor, matter, subject, context.organs)) return false;
    return rule.roles.empty() ||
           std::any_of(rule.roles.begin(), rule.roles.end(),
                       [&](const std::string& r) { return actor.has_role(r); });
  });
}

// Whatever the row says: who stepped aside stays aside (Art. 28 ¶3), and nobody whom an accusation
// may not reach acts on it, though a list or a role would let him (Art. 30 ¶3).
std::optional<Refusal> shut_out(const Matter& matter, const DecideContext& context) {
  const Actor& actor = context.actor;
  if (actor.kind != "staff") return {};
  if (matter.walled() && !matter.wall.accused.empty()) {
    static const std::vector<Post> kNone;
    const Forbidden forbidden = forbidden_recipients(
        matter.wall.accused, context.posts ? *context.posts : kNone, context.organs);
    if (forbidden.user(actor.user_id) || forbidden.organ(actor.organ_id)) {
      return refuse("actor_forbidden", Refusal::Kind::forbidden);
    }
  }
  if (actor.user_id != 0 && std::find(matter.recused.begin(), matter.recused.end(),
                                      actor.user_id) != matter.recused.end()) {
    return refuse("recused", Refusal::Kind::forbidden).by("REG2022 Art. 28 ¶3");
  }
  return {};
}

// Who could do it, for the sentence: "ORGAN_RECEIVER (holder), ORGAN_HEAD (holder)".
std::string who_text(const StepRule& step) {
  std::string text;
  for (const ActorRule& rule : step.who) {
    for (const std::string& role : rule.roles) {
      text += (text.empty() ? "" : ", ") + role + " (" + rule.relation + ")";
    }
    if (rule.roles.empty()) text += (text.empty() ? "" : ", ") + rule.relation;
  }
  return text;
}

Result<const StepRule*> find_row(const Rulebook& rulebook, const Matter& matter,
                                 const StepRequest& request, const Subject* subject,
                                 const DecideContext& context) {
  bool known = false;
  const StepRule* not_theirs = nullptr;
  for (const StepRule& step : rulebook.steps()) {
    if (!fits_deed(step, request.step)) continue;
    known = true;
    bool begins = step.from.empty() && matter.version == 0;
    bool fits = subject ? starts_from(step, rulebook, *subject) : begins;
    if (!fits) continue;
    if (may_act(step, matter, subject, context)) return &step;
    not_theirs = &step;
  }
  if (not_theirs) {
    return refuse("step_not_yours", Refusal::Kind::forbidden)
        .with("step", not_theirs->deed)
        .with("who", who_text(*not_theirs))
        .by(not_theirs->basis);
  }
  if (!known) return refuse("unknown_step", Refusal::Kind::not_found).with("step", request.step);
  return refuse("step_not_from_state", Refusal::Kind::conflict)
      .with("step", request.step)
      .with("state", subject ? subject->state : "");
}

std::optional<Refusal> ask_guards(const Trial& trial, bool with_fields) {
  for (const GuardRule& rule : trial.step.guards) {
    const GuardEntry* guard = find_guard(rule.name);
    if (!guard) throw std::logic_error("guard " + rule.name + " is not known");
    if (guard->needs_fields && !with_fields) continue;
    if (auto refusal = guard->test(trial, rule.parameters)) {
      if (refusal->basis.empty()) refusal->basis = trial.step.basis;
      return refusal;
    }
  }
  return {};
}

void add_document(Draft& draft, const DocumentRule& rule, const std::string& kind,
                  const std::string& to, int subject_no) {
  // Nobody can be written to who left no name or address (REG2022 Art. 23 ¶2).
  bool reachable = !draft.matter.facts["anonymous"].as_bool() &&
                   !draft.matter.facts["identity_unclear"].as_bool();
  if (rule.to == "petitioner" && !reachable) return;
  Document document;
  document.no = static_cast<int>(draft.matter.documents.size()) + 1;
  document.kind = kind;
  document.subject_no = subject_no;
  document.to = to;
  document.issued_on = draft.trial.today();
  draft.matter.documents.push_back(document);
  draft.changes.documents.push_back(document);
}

// A term of the law, or of the petitioner's own, has other days now.
bool shown_term_moved(const Draft& draft) {
  const auto& clocks = draft.changes.clocks;
  return std::any_of(clocks.begin(), clocks.end(), [](const ClockChange& change) {
    return change.op == "move" && !change.after.internal &&
           change.after.nature != Nature::organ_right;
  });
}

void add_documents(Draft& draft) {
  for (const DocumentRule& rule : draft.trial.step.documents) {
    if (rule.moved && !shown_term_moved(draft)) continue;
    std::string kind = rule.kind;
    if (kind == "by_ground") {
      const GroundRule* ground =
          draft.trial.rulebook.ground(draft.trial.fields["ground"].as_string());
      kind = ground ? ground->document : "D04";
    }
    if (rule.to == "target") {
      for (int node : draft.new_nodes) {
        const Subject* part = draft.matter.subject(node);
        add_document(draft, rule, kind, "organ:" + id_text(part->organ_id), node);
      }
    } else if (rule.to == "sender") {
      Id sender = draft.self().sender_id;
      add_document(draft, rule, kind, "organ:" + id_text(sender), draft.self_no);
    } else if (rule.to == "holder") {
      add_document(draft, rule, kind, "organ:" + id_text(draft.self().organ_id), draft.self_no);
    } else if (rule.to == "receiver") {
      const std::string& receiver = draft.trial.fields["receiver"].as_string();
      add_document(draft, rule, kind, "organ:" + receiver, draft.self_no);
    } else {
      int subject = draft.new_procedures.empty() ? draft.self_no : draft.new_procedures.front();
      add_document(draft, rule, kind, rule.to, subject);
    }
  }
}

// A part that answers for several claims moves on when the last of them is placed; until then only
// what the step opens begins.
bool completes(const Trial& trial) {
  if (!trial.step.by_claims || !trial.subject) return true;
  std::set<int> placed = placed_claims(trial.rulebook, trial.matter, trial.subject->no);
  for (const int claim : claims_of(trial)) placed.insert(claim);
  return std::all_of(trial.subject->claims.begin(), trial.subject->claims.end(),
                     [&](int claim) { return placed.count(claim) != 0; });
}

// Who takes part in which stage of a procedure, so that a reviewer is nobody of an earlier one.
void note_handler(Draft& draft) {
  const Trial& trial = draft.trial;
  const Actor& actor = trial.context.actor;
  const bool procedure = trial.subject && trial.subject->kind == SubjectKind::procedure;
  if (!procedure || actor.kind != "staff" || actor.user_id == 0) return;
  if (actor.organ_id != worker_of(trial.rulebook, *trial.subject)) return;
  const StateRule* state = trial.rulebook.state(SubjectKind::procedure, trial.subject->state);
  Handler handler{trial.subject->no, stage_of(state), actor.user_id};
  const auto& known = trial.matter.handlers;
  if (handler.stage.empty() || std::find(known.begin(), known.end(), handler) != known.end()) return;
  draft.changes.handlers.push_back(std::move(handler));
}

void work_out(Draft& draft, const Subject* subject, bool whole) {
  const StepRule& step = draft.trial.step;
  if (subject && !step.to.empty() && whole) {
    Subject after = *subject;
    after.state = step.to;
    draft.put(std::move(after));
  }
  if (whole) stop_clocks(draft, step.stops);
  for (const EffectRule& effect : step.effects) {
    const EffectEntry* entry = find_effect(effect.verb);
    if (!entry) throw std::logic_error("effect " + effect.verb + " is not known");
    entry->run(draft, effect.parameters);
  }
  start_clocks(draft, step.starts);
  add_documents(draft);
  note_handler(draft);
}

Event new_event(const Trial& trial) {
  Event event;
  event.matter_id = trial.matter.matter_id;
  event.seq = trial.matter.version + 1;
  // A clock that was set back does not turn the steps of a matter round.
  event.at = std::max(trial.context.now, trial.matter.changed_at);
  event.step = trial.step.id;
  event.deed = trial.step.deed;
  event.rule_set = trial.rulebook.id();
  event.actor_kind = trial.context.actor.kind;
  event.actor_organ_id = trial.context.actor.organ_id;
  event.actor_user_id = trial.context.actor.user_id;
  return event;
}

}  // namespace

bool Actor::has_role(std::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

Result<Decision> decide(const Rulebook& rulebook, const Matter& matter, const StepRequest& request,
                        const DecideContext& context) {
  const Subject* subject = request.subject_no ? matter.subject(request.subject_no) : nullptr;
  if (request.subject_no && !subject) {
    return refuse("subject_unknown", Refusal::Kind::not_found)
        .with("subject", std::to_string(request.subject_no));
  }
  if (auto refusal = shut_out(matter, context)) return *refusal;
  Result<const StepRule*> row = find_row(rulebook, matter, request, subject, context);
  if (!row) return row.refusal();
  Trial trial{rulebook, matter, **row, subject, request.fields, context};
  if (auto refusal = check_fields(trial)) return *refusal;
  if (auto refusal = ask_guards(trial, true)) return *refusal;

  Draft draft{trial, matter, {}, {}, request.subject_no, {}, {}, false};
  work_out(draft, subject, completes(trial));

  Decision decision;
  decision.event = new_event(trial);
  decision.event.subject_no = draft.self_no;
  decision.event.changes = std::move(draft.changes);
  place_fields(trial, decision.event, draft.texts);
  decision.texts = std::move(draft.texts);
  return decision;
}

std::vector<Action> actions(const Rulebook& rulebook, const Matter& matter,
                            const DecideContext& context) {
  static const Json kNoFields = Json::object();
  std::vector<Action> found;
  if (shut_out(matter, context)) return found;
  for (const Subject& subject : matter.subjects) {
    for (const StepRule& step : rulebook.steps()) {
      if (!starts_from(step, rulebook, subject)) continue;
      if (!may_act(step, matter, &subject, context)) continue;
      Action action;
      action.step = &step;
      action.subject_no = subject.no;
      Trial trial{rulebook, matter, step, &subject, kNoFields, context};
      if (auto refusal = ask_guards(trial, false)) {
        action.allowed = false;
        action.blocked = *refusal;
      }
      found.push_back(std::move(action));
    }
  }
  return found;
}

}  // namespace xinfang
