#include "domain/guard.hpp"

#include <algorithm>
#include <sstream>

namespace xinfang {
namespace {

using Answer = std::optional<Refusal>;

std::string of(const Parameters& parameters, const std::string& name) {
  auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

Refusal conflict(std::string code) { return refuse(std::move(code), Refusal::Kind::conflict); }

Answer kind_is(const Trial& trial, const Parameters& parameters) {
  if (trial.matter.fact("kind") == of(parameters, "is")) return {};
  return conflict("kind_other").with("kind", trial.matter.fact("kind"));
}

Answer kind_set(const Trial& trial, const Parameters&) {
  if (!trial.matter.fact("kind").empty()) return {};
  return conflict("not_screened");
}

Answer facts_set(const Trial& trial, const Parameters& parameters) {
  std::istringstream names(of(parameters, "names"));
  for (std::string name; names >> name;) {
    const Json* given = trial.fields.find(name);
    if (trial.matter.facts[name].is_null() && (!given || given->is_null())) {
      return refuse("fact_missing").on(name);
    }
  }
  return {};
}

Answer received_not_future(const Trial& trial, const Parameters&) {
  auto at = Instant::parse(trial.fields["received_at"].as_string());
  if (at && *at > trial.context.now) return refuse("received_in_future").on("received_at");
  return {};
}

Answer text_or_scan(const Trial& trial, const Parameters&) {
  if (!trial.fields["text"].as_string().empty()) return {};
  if (!trial.fields["attachments"].as_array().empty()) return {};
  return refuse("text_or_scan_needed").on("text");
}

Answer person_or_anonymous(const Trial& trial, const Parameters&) {
  if (trial.fields["anonymous"].as_bool()) return {};
  const auto& people = trial.fields["petitioners"].as_array();
  if (!people.empty() && !people[0]["name"].as_string().empty()) return {};
  return refuse("person_or_anonymous").on("petitioners[0].name");
}

Refusal bad_target(std::string code, const Organ& organ) {
  return refuse(std::move(code)).on("targets").with("organ", organ.name);
}

Answer targets_same_level(const Trial& trial, const Parameters&) {
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    if (!own || organ->organ_id == own->organ_id) return bad_target("target_is_self", *organ);
    if (organ->level != own->level || organ->region_code != own->region_code) {
      return bad_target("target_not_same_level", *organ);
    }
  }
  return {};
}

Answer targets_below(const Trial& trial, const Parameters&) {
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    if (!own || !trial.context.organs.is_below(organ->organ_id, own->organ_id)) {
      return bad_target("target_not_below", *organ);
    }
  }
  return {};
}

Answer targets_same_level_or_below(const Trial& trial, const Parameters& parameters) {
  if (!targets_below(trial, parameters)) return {};
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    bool beside = own && organ->level == own->level && organ->region_code == own->region_code &&
                  organ->organ_id != own->organ_id;
    bool below = own && trial.context.organs.is_below(organ->organ_id, own->organ_id);
    if (!beside && !below) return bad_target("target_out_of_reach", *organ);
  }
  return {};
}

// Down the own line only: REG2022 Art. 23 ¶1 speaks of the organ's own system.
Answer targets_in_own_system(const Trial& trial, const Parameters&) {
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    bool line = false;
    for (const Organ* at = organ; at && at->line_superior_id != 0;) {
      if (own && at->line_superior_id == own->organ_id) line = true;
      at = trial.context.organs.find(at->line_superior_id);
      if (line || at == organ) break;
    }
    if (!line && !(own && organ->superior_id == own->organ_id && !own->is_petition_office())) {
      return bad_target("target_not_own_system", *organ);
    }
  }
  return {};
}

bool competent(const Organ& organ, const std::string& category) {
  if (organ.categories.empty() || category.empty()) return true;
  return std::any_of(organ.categories.begin(), organ.categories.end(), [&](const std::string& own) {
    std::size_t level = own.size() == 6 && own.substr(2) == "0000" ? 2 : 4;
    return category.compare(0, level, own, 0, level) == 0;
  });
}

Answer targets_competent(const Trial& trial, const Parameters&) {
  if (trial.targets().size() != trial.fields["targets"].as_array().size()) {
    return refuse("target_unknown").on("targets");
  }
  const Organ* own = trial.holder();
  for (const Organ* organ : trial.targets()) {
    if (organ->type == "VILLAGE" || organ->type == "JOINT_MEETING_OFFICE") {
      return bad_target("target_decides_nothing", *organ);
    }
    if (organ->is_petition_office() &&
        !(own && trial.context.organs.is_below(organ->organ_id, own->organ_id))) {
      return bad_target("target_decides_nothing", *organ);
    }
    if (organ->type == "DISCIPLINE_ORGAN") return bad_target("target_by_liaison_only", *organ);
    if (organ->valid_to_on.days != 0 && organ->valid_to_on < trial.today()) {
      return bad_target("target_abolished", *organ);
    }
    if (!organ->is_petition_office() && !competent(*organ, trial.matter.fact("category"))) {
      return bad_target("target_not_competent", *organ);
    }
  }
  return {};
}

// An organ whose objection was agreed does not get the same matter again by transfer (4.7 no. 6).
Answer targets_not_objected(const Trial& trial, const Parameters&) {
  for (const Organ* organ : trial.targets()) {
    for (const Subject& subject : trial.matter.subjects) {
      if (subject.kind == SubjectKind::node && subject.state == "RETURNED" &&
          subject.organ_id == organ->organ_id) {
        return bad_target("target_returned_it", *organ);
      }
    }
  }
  return {};
}

Answer holder_is(const Trial& trial, const Parameters& parameters) {
  const Organ* own = trial.holder();
  bool office = own && own->is_petition_office();
  if (own && office == (of(parameters, "type") == "petition_office")) return {};
  return conflict(office ? "holder_is_office" : "holder_is_organ");
}

Answer sender_is_waiting(const Trial& trial, const Parameters&) {
  if (trial.subject && trial.subject->mode == "assignment") return {};
  return conflict("no_report_asked");
}

Answer clock_not_over(const Trial& trial, const Parameters& parameters) {
  std::string clock = of(parameters, "clock");
  const Deadline* running =
      trial.subject ? trial.matter.running_clock(trial.subject->no, clock) : nullptr;
  if (!running) return conflict("clock_not_running").with("clock", clock);
  if (trial.today() <= running->due_legal_on) return {};
  return conflict("clock_over").with("clock", clock).with("due_on", running->due_legal_on.iso());
}

Answer clock_over(const Trial& trial, const Parameters& parameters) {
  std::string clock = of(parameters, "clock");
  const Deadline* running =
      trial.subject ? trial.matter.running_clock(trial.subject->no, clock) : nullptr;
  if (!running) return conflict("clock_not_running").with("clock", clock);
  if (trial.today() > running->due_legal_on) return {};
  return conflict("clock_still_running")
      .with("clock", clock)
      .with("due_on", running->due_legal_on.iso());
}

Answer claims_answered(const Trial& trial, const Parameters&) {
  for (int claim : claims_of(trial)) {
    const auto& answers = trial.fields["answers"].as_array();
    bool answered = std::any_of(answers.begin(), answers.end(), [&](const Json& answer) {
      return answer["claim"].as_int() == claim && !answer["outcome"].as_string().empty() &&
             !answer["opinion"].as_string().empty();
    });
    if (!answered) {
      return refuse("claim_unanswered").on("answers").with("claim", std::to_string(claim));
    }
  }
  return {};
}

bool listed(const std::vector<std::string>& values, const std::string& value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

// There is no free-text refusal: refusing a competent matter is a violation (REG2022 Art. 44(2)).
Answer ground_fits(const Trial& trial, const Parameters&) {
  std::string id = trial.fields["ground"].as_string();
  const GroundRule* ground = trial.rulebook.ground(id);
  if (!ground || !ground->on) return refuse("ground_unknown").on("ground").with("ground", id);
  const Organ* own = trial.holder();
  std::string kind = own && own->is_petition_office() ? "petition_office" : "organ";
  if (!listed(ground->binds, kind)) {
    return refuse("ground_other_organ").on("ground").with("ground", id).by(ground->basis);
  }
  if (!listed(ground->channels, trial.matter.fact("channel"))) {
    return refuse("ground_other_channel").on("ground").with("ground", id).by(ground->basis);
  }
  if (!listed(ground->kinds, trial.matter.fact("kind"))) {
    return refuse("ground_other_kind").on("ground").with("ground", id).by(ground->basis);
  }
  const Actor& actor = trial.context.actor;
  bool may_sign = ground->signers.empty() ||
                  std::any_of(ground->signers.begin(), ground->signers.end(),
                              [&](const std::string& role) { return actor.has_role(role); });
  if (!may_sign) {
    return refuse("ground_other_signer", Refusal::Kind::forbidden)
        .on("ground")
        .with("ground", id)
        .by(ground->basis);
  }
  return {};
}

Answer service_complete(const Trial& trial, const Parameters&) {
  auto served = Date::parse(trial.fields["served_on"].as_string());
  if (!served) return refuse("field_missing").on("served_on");
  if (*served > trial.today()) return refuse("served_in_future").on("served_on");
  if (trial.subject && *served < trial.subject->since_on) {
    return refuse("served_before_signed")
        .on("served_on")
        .with("signed_on", trial.subject->since_on.iso());
  }
  std::string method = trial.fields["method"].as_string();
  if (method == "ELECTRONIC" && !trial.matter.facts["electronic_service"].as_bool()) {
    return refuse("electronic_without_consent").on("method");
  }
  if (method == "PUBLIC") {
    auto announced = Date::parse(trial.fields["announced_on"].as_string());
    if (!announced) return refuse("field_missing").on("announced_on");
    int days =
        trial.rulebook.parameter_days("c27_days", trial.matter.fact("region_code"), *announced);
    if (*served != *announced + days) {
      return refuse("public_service_day").on("served_on").with("due_on", (*announced + days).iso());
    }
  }
  return {};
}

Answer within_parameter(const Trial& trial, const Parameters& parameters) {
  std::string field = of(parameters, "field");
  int most = trial.rulebook.parameter_days(of(parameters, "key"), trial.matter.fact("region_code"),
                                           trial.today());
  if (trial.fields[field].as_int() <= most) return {};
  return refuse("more_than_allowed").on(field).with("most", std::to_string(most));
}

Answer not_extended(const Trial& trial, const Parameters& parameters) {
  std::string clock = of(parameters, "clock");
  const Deadline* running =
      trial.subject ? trial.matter.running_clock(trial.subject->no, clock) : nullptr;
  if (running && running->extended_days == 0) return {};
  return conflict("extended_before").with("clock", clock);
}

Answer identity_checked(const Trial& trial, const Parameters&) {
  if (trial.context.actor.kind == "petitioner") return {};
  if (trial.fields["identity_checked"].as_bool()) return {};
  return refuse("identity_unchecked").on("identity_checked");
}

Answer confirmed(const Trial& trial, const Parameters& parameters) {
  std::string field = of(parameters, "field");
  if (trial.fields[field].as_bool()) return {};
  return refuse("not_confirmed").on(field);
}

Answer day_ahead(const Trial& trial, const Parameters& parameters) {
  std::string field = of(parameters, "field");
  auto on = Date::parse(trial.fields[field].as_string());
  if (on && *on > trial.today()) return {};
  return refuse("day_not_ahead").on(field);
}

bool with_holder(const Trial& trial, const Subject& part) {
  const StateRule* state = trial.rulebook.state(part.kind, part.state);
  return state && state->open && state->worked_by == "holder";
}

Answer procedures_closed(const Trial& trial, const Parameters&) {
  bool any = false;
  for (const Subject& part : trial.matter.subjects) {
    if (part.kind != SubjectKind::procedure) continue;
    if (trial.subject && part.parent_no != trial.subject->no) continue;
    any = true;
    if (with_holder(trial, part)) return conflict("procedure_still_open");
  }
  if (!any) return conflict("procedure_still_open");
  return {};
}

Answer rating_open(const Trial& trial, const Parameters&) {
  const Deadline* window =
      trial.subject ? trial.matter.running_clock(trial.subject->no, "C17") : nullptr;
  if (!window) return conflict("rating_not_open");
  if (trial.today() > window->due_legal_on) {
    return conflict("rating_over").with("due_on", window->due_legal_on.iso());
  }
  return {};
}

Answer not_walled(const Trial& trial, const Parameters&) {
  if (!trial.matter.walled()) return {};
  return refuse("accusation_by_liaison_only", Refusal::Kind::forbidden);
}

Answer walled(const Trial& trial, const Parameters&) {
  if (trial.matter.walled()) return {};
  return conflict("not_an_accusation");
}

Answer nothing_served(const Trial& trial, const Parameters&) {
  for (const Subject& part : trial.matter.subjects) {
    if (part.kind == SubjectKind::procedure && !with_holder(trial, part)) {
      return conflict("already_served");
    }
  }
  return {};
}

Answer claims_free(const Trial& trial, const Parameters&) {
  for (const Json& number : trial.fields["claims"].as_array()) {
    auto claim = std::find_if(trial.matter.claims.begin(), trial.matter.claims.end(),
                              [&](const Claim& one) { return one.no == number.as_int(); });
    if (claim == trial.matter.claims.end()) {
      return refuse("claim_unknown").on("claims").with("claim", std::to_string(number.as_int()));
    }
  }
  return {};
}

constexpr GuardEntry kEntries[] = {
    {"kind_is", kind_is, false},
    {"kind_set", kind_set, false},
    {"facts_set", facts_set, true},
    {"received_not_future", received_not_future, true},
    {"text_or_scan", text_or_scan, true},
    {"person_or_anonymous", person_or_anonymous, true},
    {"targets_below", targets_below, true},
    {"targets_same_level", targets_same_level, true},
    {"targets_same_level_or_below", targets_same_level_or_below, true},
    {"targets_in_own_system", targets_in_own_system, true},
    {"targets_competent", targets_competent, true},
    {"targets_not_objected", targets_not_objected, true},
    {"holder_is", holder_is, false},
    {"sender_is_waiting", sender_is_waiting, false},
    {"clock_not_over", clock_not_over, false},
    {"clock_over", clock_over, false},
    {"claims_answered", claims_answered, true},
    {"claims_free", claims_free, true},
    {"ground_fits", ground_fits, true},
    {"service_complete", service_complete, true},
    {"within_parameter", within_parameter, true},
    {"not_extended", not_extended, false},
    {"identity_checked", identity_checked, true},
    {"confirmed", confirmed, true},
    {"day_ahead", day_ahead, true},
    {"procedures_closed", procedures_closed, false},
    {"rating_open", rating_open, false},
    {"not_walled", not_walled, false},
    {"walled", walled, false},
    {"nothing_served", nothing_served, false},
};

}  // namespace

const Organ* Trial::holder() const {
  if (subject) return context.organs.find(subject->organ_id);
  if (const Json* organ = fields.find("organ_id")) {
    return context.organs.find(parse_id(organ->as_string()).value_or(0));
  }
  return context.organs.find(context.actor.organ_id);
}

std::vector<const Organ*> Trial::targets() const {
  std::vector<const Organ*> found;
  for (const Json& target : fields["targets"].as_array()) {
    auto id = parse_id(target.as_string());
    if (const Organ* organ = id ? context.organs.find(*id) : nullptr) found.push_back(organ);
  }
  return found;
}

const GuardEntry* find_guard(std::string_view name) {
  for (const GuardEntry& entry : kEntries) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

std::vector<int> claims_of(const Trial& trial) {
  std::vector<int> numbers;
  for (const Json& number : trial.fields["claims"].as_array()) {
    numbers.push_back(static_cast<int>(number.as_int()));
  }
  if (numbers.empty() && trial.subject) numbers = trial.subject->claims;
  if (numbers.empty()) {
    for (const Claim& claim : trial.matter.claims) numbers.push_back(claim.no);
  }
  return numbers;
}

}  // namespace xinfang
