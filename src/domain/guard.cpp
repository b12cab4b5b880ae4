#include "domain/guard.hpp"

#include <algorithm>
#include <sstream>

#include "base/text.hpp"
#include "domain/guard_tables.hpp"

namespace xinfang {
namespace {

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

// What an entry becomes must be what it could have been at registration.
Answer entry_fits(const Trial& trial, const Parameters&) {
  if (trial.fields["entry"].as_string() != "received_at") return {};
  const auto at = Instant::parse(trial.fields["value"].as_string());
  if (!at) return refuse("field_type").on("value").with("expected", "instant");
  if (*at > trial.context.now) return refuse("received_in_future").on("value");
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
  const Json* given = trial.fields.find(field);
  if (!given || given->is_null()) return {};  // whether it must be there, its row says
  auto on = Date::parse(given->as_string());
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

Answer nothing_served(const Trial& trial, const Parameters&) {
  for (const Subject& part : trial.matter.subjects) {
    if (part.kind == SubjectKind::procedure && !with_holder(trial, part)) {
      return conflict("already_served");
    }
  }
  return {};
}

// A claim that is spoken of is the part's own, and nobody has it yet.
Answer claims_free(const Trial& trial, const Parameters&) {
  const auto placed =
      placed_claims(trial.rulebook, trial.matter, trial.subject ? trial.subject->no : 0);
  for (const int claim : claims_of(trial)) {
    const auto& own = trial.subject ? trial.subject->claims : std::vector<int>{};
    if (std::find(own.begin(), own.end(), claim) == own.end()) {
      return refuse("claim_unknown").on("claims").with("claim", std::to_string(claim));
    }
    if (placed.count(claim)) {
      return refuse("claim_placed").on("claims").with("claim", std::to_string(claim));
    }
  }
  return {};
}

// At least one claim stays; each that leaves is there.
Answer claims_stay(const Trial& trial, const Parameters&) {
  const auto own = trial.subject ? trial.subject->claims : std::vector<int>{};
  const auto leaving = claims_of(trial);
  for (const int claim : leaving) {
    if (std::find(own.begin(), own.end(), claim) == own.end()) {
      return refuse("claim_unknown").on("claims").with("claim", std::to_string(claim));
    }
  }
  if (leaving.size() >= own.size()) return refuse("claims_must_stay").on("claims");
  return {};
}

Answer mode_is(const Trial& trial, const Parameters& parameters) {
  if (trial.subject && among(of(parameters, "is"), trial.subject->mode)) return {};
  return conflict("mode_other").with("mode", trial.subject ? trial.subject->mode : "");
}

Answer mode_not(const Trial& trial, const Parameters& parameters) {
  if (!trial.subject || !among(of(parameters, "is"), trial.subject->mode)) return {};
  return conflict("mode_other").with("mode", trial.subject->mode);
}

Answer fact_is(const Trial& trial, const Parameters& parameters) {
  const std::string name = of(parameters, "name_of_fact");
  if (among(of(parameters, "is"), trial.matter.fact(name))) return {};
  return conflict("fact_other_" + name).with("value", trial.matter.fact(name));
}

Answer needed_when(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  if (trial.fields[of(parameters, "when")].as_string() != of(parameters, "is")) return {};
  const Json* given = trial.fields.find(field);
  if (given && !given->as_string().empty()) return {};
  return refuse("field_missing").on(field);
}

// No later than the term of that parameter from today.
Answer within_days(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  const auto on = Date::parse(trial.fields[field].as_string());
  const Date last = trial.today() + trial.rulebook.parameter_days(
                                        of(parameters, "key"),
                                        trial.matter.fact("region_code"), trial.today());
  if (!on || *on <= last) return {};
  return refuse("day_too_late").on(field).with("last_on", last.iso());
}

Answer reason_long(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  const int least = trial.rulebook.parameter_days("reason_min_characters",
                                                  trial.matter.fact("region_code"), trial.today());
  if (static_cast<int>(characters(trial.fields[field].as_string())) >= least) return {};
  return refuse("reason_too_short").on(field).with("min", std::to_string(least));
}

// Days of the past, told by staff; a petitioner's request counts from the day it comes.
Answer not_future(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  const auto on = Date::parse(trial.fields[field].as_string());
  if (!on) return {};
  if (trial.context.actor.kind == "petitioner") return refuse("day_by_staff").on(field);
  if (*on <= trial.today()) return {};
  return refuse("day_in_future").on(field);
}

Answer performance(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  const auto on = Date::parse(trial.fields[field].as_string());
  if (on && *on > trial.today()) return refuse("day_in_future").on(field);
  const std::string wanted = trial.rulebook.parameter(
      of(parameters, "key"), trial.matter.fact("region_code"), trial.today());
  if (on || wanted != "on") return {};
  return refuse("settlement_unperformed").on(field);
}

// What the simple procedure is not for (SIMPLE2022 Arts 4-5): repeats, assigned matters, accusations,
// joint complaints. What else speaks against it a person sees.
Answer simple_fits(const Trial& trial, const Parameters& parameters) {
  const std::string field = of(parameters, "field");
  if (!trial.fields[field].as_bool()) return {};
  const auto unfit = [&](const char* why) {
    return refuse("simple_unfit_" + std::string(why)).on(field);
  };
  if (!trial.matter.fact("succeeds").empty() ||
      !trial.matter.facts["joined_items"].as_array().empty()) {
    return unfit("repeat");
  }
  if (trial.subject && trial.subject->mode == "assignment") return unfit("assigned");
  const std::string& told = trial.fields["kind"].as_string();
  if ((told.empty() ? trial.matter.fact("kind") : told) == "2") return unfit("kind");
  const int most = trial.rulebook.parameter_days("simple_most_persons",
                                                 trial.matter.fact("region_code"), trial.today());
  if (trial.matter.facts["person_count"].as_int() > most) return unfit("persons");
  return {};
}

Answer other_matter(const Trial& trial, const Parameters& parameters) {
  const Matter* other = trial.context.other;
  std::string field;
  for (const FieldRule& rule : trial.step.fields) {
    if (rule.type == "matter") field = rule.name;
  }
  if (!other) return refuse("other_matter_missing").on(field);
  if (other->matter_id == trial.matter.matter_id) return refuse("other_matter_self").on(field);
  const std::string wanted = of(parameters, "is");
  const bool open = is_open(trial.rulebook, *other);
  if (wanted == "open" && !open) return refuse("other_matter_not_open").on(field);
  if (wanted == "ended" && open) return refuse("other_matter_not_ended").on(field);
  return {};
}

Answer matter_ended(const Trial& trial, const Parameters&) {
  if (!is_open(trial.rulebook, trial.matter)) return {};
  return conflict("matter_still_open");
}

Answer not_archived(const Trial& trial, const Parameters&) {
  if (!trial.matter.facts["archived"].as_bool()) return {};
  return conflict("archived_before");
}

Answer unreachable(const Trial& trial, const Parameters&) {
  if (trial.matter.facts["anonymous"].as_bool()) return {};
  if (trial.matter.facts["identity_unclear"].as_bool()) return {};
  return conflict("petitioner_reachable");
}

Answer trigger_open(const Trial& trial, const Parameters&) {
  for (const Trigger& trigger : trial.matter.triggers) {
    if (trigger.open && trigger.organ_id == trial.context.actor.organ_id) return {};
  }
  return conflict("no_open_trigger");
}

constexpr GuardEntry kEntries[] = {
    {"kind_is", kind_is, false},
    {"kind_set", kind_set, false},
    {"facts_set", facts_set, true},
    {"received_not_future", received_not_future, true},
    {"entry_fits", entry_fits, true},
    {"text_or_scan", text_or_scan, true},
    {"person_or_anonymous", person_or_anonymous, true},
    {"holder_is", holder_is, false},
    {"sender_is_waiting", sender_is_waiting, false},
    {"claims_answered", claims_answered, true},
    {"claims_free", claims_free, true},
    {"service_complete", service_complete, true},
    {"within_parameter", within_parameter, true},
    {"identity_checked", identity_checked, true},
    {"confirmed", confirmed, true},
    {"day_ahead", day_ahead, true},
    {"procedures_closed", procedures_closed, false},
    {"nothing_served", nothing_served, false},
    {"claims_stay", claims_stay, true},
    {"mode_is", mode_is, false},
    {"mode_not", mode_not, false},
    {"fact_is", fact_is, false},
    {"needed_when", needed_when, true},
    {"within_days", within_days, true},
    {"reason_long", reason_long, true},
    {"not_future", not_future, true},
    {"performance", performance, true},
    {"simple_fits", simple_fits, true},
    {"other_matter", other_matter, true},
    {"matter_ended", matter_ended, false},
    {"not_archived", not_archived, false},
    {"unreachable", unreachable, false},
    {"trigger_open", trigger_open, false},
};

}  // namespace

const Organ* Trial::holder() const {
  if (subject) return context.organs.find(subject->organ_id);
  if (const Json* organ = fields.find("organ_id")) {
    return context.organs.find(parse_id(organ->as_string()).value_or(0));
  }
  return context.organs.find(context.actor.organ_id);
}

std::vector<const Organ*> Trial::organs_of(std::string_view field) const {
  std::vector<const Organ*> found;
  for (const Json& target : fields[field].as_array()) {
    auto id = parse_id(target.as_string());
    if (const Organ* organ = id ? context.organs.find(*id) : nullptr) found.push_back(organ);
  }
  return found;
}

const GuardEntry* find_guard(std::string_view name) {
  const std::span<const GuardEntry> tables[] = {kEntries, target_guards(), clock_guards(),
                                                wall_guards(), review_guards()};
  for (const auto table : tables) {
    for (const GuardEntry& entry : table) {
      if (entry.name == name) return &entry;
    }
  }
  return nullptr;
}

bool among(const std::string& words, const std::string& word) {
  std::istringstream list(words);
  for (std::string one; list >> one;) {
    if (one == word) return true;
  }
  return false;
}

std::set<int> placed_claims(const Rulebook& rulebook, const Matter& matter, int parent_no) {
  std::set<int> placed;
  for (const Subject& part : matter.subjects) {
    if (part.parent_no == 0 || part.parent_no != parent_no || part.mode == "co") continue;
    const StateRule* state = rulebook.state(part.kind, part.state);
    if (state && state->live) placed.insert(part.claims.begin(), part.claims.end());
  }
  return placed;
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
