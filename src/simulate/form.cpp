#include "simulate/form.hpp"

#include <algorithm>
#include <functional>
#include <map>

#include "simulate/form_targets.hpp"

namespace xinfang {
namespace {

using Filled = std::optional<Json>;

constexpr const char* kWords = "经核查有关材料并听取各方意见，依法依规作出处理。";
constexpr const char* kFewWords = "安澜街三号";

bool guarded_by(const StepRule& step, std::string_view guard, const std::string& field) {
  return std::any_of(step.guards.begin(), step.guards.end(), [&](const GuardRule& rule) {
    if (rule.name != guard) return false;
    const auto named = rule.parameters.find("field");
    return named == rule.parameters.end() || named->second == field;
  });
}

// --- answers to fields of one name ---

Filled served_on(const FormCase& form) {
  const Deadline* announced = form.matter.running_clock(form.part->no, "C27");
  const Date today = form.today();
  if (!announced) {
    const Date before = today - static_cast<int>(form.chance.between(0, 2));
    return std::max(before, form.part->since_on).iso();
  }
  const Date served = announced->started_on + announced->length;
  if (served > today || served < form.part->since_on) return {};
  return served.iso();
}

Filled method(const FormCase& form) {
  if (form.matter.running_clock(form.part->no, "C27")) return "PUBLIC";
  const bool electronic = form.matter.facts["electronic_service"].as_bool();
  if (electronic && form.chance.chance(60)) return "ELECTRONIC";
  static const std::vector<const char*> kOthers = {"DIRECT", "LEFT", "MAIL", "ENTRUSTED",
                                                   "REPRESENTATIVE", "MILITARY_OR_CUSTODY"};
  return form.chance.pick(kOthers);
}

Filled announced_on(const FormCase& form) {
  if (form.step.id == "T33a") return form.today().iso();
  const Deadline* announced = form.matter.running_clock(form.part->no, "C27");
  return announced ? Filled(announced->started_on.iso()) : Filled(nullptr);
}

// By the postmark: the last days of the term that lapsed meanwhile.
Filled posted_on(const FormCase& form) {
  const char* term = form.step.deed.starts_with("re_") ? "C15" : "C13";
  const Deadline* clock = form.matter.last_clock(form.part->no, term);
  if (!clock || form.actor.kind == "petitioner") return Json(nullptr);
  const Date on = clock->due_legal_on - static_cast<int>(form.chance.between(0, 4));
  return std::min(on, form.today()).iso();
}

Filled result(const FormCase& form) {
  const auto dice = form.chance.between(0, 99);
  if (form.step.id == "T40") return dice < 70 ? "upheld" : dice < 84 ? "changed" : "revoked";
  return dice < 66 ? "upheld" : dice < 78 ? "changed" : dice < 89 ? "handling_revoked" : "review_revoked";
}

Filled answers(const FormCase& form) {
  Json list = Json::array();
  static const std::vector<const char*> kOutcomes = {"supported", "explained", "rejected"};
  for (const int claim : form.part->claims) {
    list.push(Json::object()
                  .set("claim", claim)
                  .set("outcome", form.chance.pick(kOutcomes))
                  .set("opinion", kFewWords)
                  .set("reasons", kWords));
  }
  return list;
}

Filled ground(const FormCase& form) {
  if (form.part->kind == SubjectKind::procedure) {
    return "RV0" + std::to_string(form.chance.between(1, 5));
  }
  std::vector<std::string> fit;
  const bool office = form.tree.organ(form.part->organ_id).is_petition_office();
  for (const GroundRule& rule : form.rulebook.grounds()) {
    const auto listed = [](const std::vector<std::string>& values, const std::string& value) {
      return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
    };
    if (rule.id.starts_with("RV") || !rule.handed_over_by.empty()) continue;
    if (!form.rulebook.is_on(rule, form.matter.fact("region_code"), form.today())) continue;
    if (!listed(rule.binds, office ? "petition_office" : "organ")) continue;
    if (!listed(rule.levels, std::to_string(form.tree.organ(form.part->organ_id).level))) continue;
    if (!listed(rule.channels, form.matter.fact("channel"))) continue;
    if (!listed(rule.kinds, form.matter.fact("kind"))) continue;
    // An official who joins an item to a matter does it because of how that one stands.
    const bool joins = form.step.deed.starts_with("joining");
    if (joins && (rule.earlier.empty() || rule.earlier != earlier_standing(form))) continue;
    fit.push_back(rule.id);
  }
  if (fit.empty()) return {};
  return form.chance.pick(fit);
}

Filled earlier_number(const FormCase& form) {
  if (!form.earlier) return {};
  const bool open = is_open(form.rulebook, *form.earlier);
  for (const GuardRule& guard : form.step.guards) {
    if (guard.name != "other_matter") continue;
    const std::string& wanted = guard.parameters.at("is");
    if ((wanted == "open" && !open) || (wanted == "ended" && open)) return {};
  }
  return form.earlier->matter_no;
}

Filled accused(const FormCase& form) {
  if (form.step.id == "T04") return {};  // with the kind, below
  return accused_list(form, form.step.id == "T13n" ? 0 : 15);
}

Filled colleague(const FormCase& form) {
  const auto& people = form.tree.people_of(form.part->organ_id);
  if (people.empty()) return {};
  return id_text(people.front().user_id);
}

Filled hearing_ended(const FormCase& form) {
  const Deadline* clock = form.matter.running_clock(form.part->no, "C16");
  if (!clock || clock->state != ClockState::suspended) return {};
  return form.today().iso();
}

Filled simple(const FormCase& form) {
  const bool repeats = !form.matter.fact("succeeds").empty() ||
                       !form.matter.facts["joined_items"].as_array().empty();
  const bool many = form.matter.facts["person_count"].as_int() > 4;
  if (repeats || many || form.matter.walled() || form.part->mode == "assignment") {
    return form.step.id == "T24" ? Filled() : Filled(nullptr);
  }
  if (form.step.id == "T24") return true;
  return form.chance.chance(20) ? Json(true) : Json(nullptr);
}

const std::map<std::string, std::function<Filled(const FormCase&)>, std::less<>>& by_name() {
  static const std::map<std::string, std::function<Filled(const FormCase&)>, std::less<>> kAll = {
      {"targets", targets},
      {"co_organs", co_organs},
      {"claims", placed_claims},
      {"receiver", receiver},
      {"decider", decider},
      {"review_organ", review_organ},
      {"served_on", served_on},
      {"method", method},
      {"announced_on", announced_on},
      {"posted_on", posted_on},
      {"result", result},
      {"answers", answers},
      {"ground", ground},
      {"joined_to", earlier_number},
      {"succeeds", earlier_number},
      {"accused", accused},
      {"colleague", colleague},
      {"hearing_ended_on", hearing_ended},
      {"simple", simple}};
  return kAll;
}

// --- answers by the type of the field ---

std::string text_for(const FieldRule& field) {
  return field.min >= 8 || field.max == 0 || field.max > 200 ? kWords : kFewWords;
}

Filled by_type(const FormCase& form, const FieldRule& field) {
  DemoRandom& chance = form.chance;
  if (field.type == "text") return text_for(field);
  if (field.type == "boolean") return true;
  if (field.type == "integer") {
    if (field.name == "days") return chance.between(5, 30);
    return std::max<std::int64_t>(field.min, 1);
  }
  if (field.type == "instant") return form.now.iso();
  if (field.type == "date") {
    const bool ahead = guarded_by(form.step, "day_ahead", field.name);
    return (ahead ? form.today() + static_cast<int>(chance.between(8, 45)) : form.today()).iso();
  }
  if (field.type == "code" && !field.values.empty() && field.values[0][0] != '@') {
    return chance.pick(field.values);
  }
  if (field.type == "code") return "1";
  return {};
}

bool wanted_optional(const FormCase& form, const FieldRule& field) {
  static const std::vector<std::string_view> kTold = {"claims", "co_organs", "review_organ", "simple",
                                                      "announced_on", "posted_on"};
  for (const std::string_view name : kTold) {
    if (field.name == name) return true;
  }
  if (field.name == "redo_by" || field.name == "performed_on") return true;
  if (field.name == "no_accusation") return form.matter.wall.split;
  if (field.name == "identity_checked") return form.actor.kind != "petitioner";
  if (field.name == "accusation") return form.matter.wall.inside;
  if (field.name == "answer_by") return form.chance.chance(50);
  if (field.name == "route_due") return form.chance.chance(50);
  return false;
}

// T04: what it is about, and whom it is aimed at.
Filled screening(const FormCase& form) {
  static const std::vector<const char*> kCategories = {"010100", "020100", "030200", "030100",
                                                       "040100", "070100", "130100", "060100"};
  Json fields = Json::object();
  const auto dice = form.chance.between(0, 99);
  const char* kind = dice < 72 ? "3" : dice < 89 ? "1" : "2";
  // What was split off as an accusation is one.
  if (form.accusation) kind = "2";
  fields.set("kind", kind).set("category", form.chance.pick(kCategories));
  if (kind[0] == '2') fields.set("accused", *accused_list(form, 20));
  if (kind[0] == '3' && form.chance.chance(6)) fields.set("contains_accusation", true);
  if (kind[0] != '2') {
    Filled quick = simple(form);
    if (quick && !quick->is_null()) fields.set("simple", std::move(*quick));
  }
  if (form.chance.chance(3)) fields.set("urgent", true);
  return fields;
}

Filled correction(const FormCase& form) {
  Json fields = Json::object().set("reason", kWords);
  const auto dice = form.chance.between(0, 9);
  if (dice < 3) return fields.set("entry", "text").set("value", kWords);
  if (dice < 5) return fields.set("entry", "title").set("value", kFewWords);
  if (dice < 7) return fields.set("entry", "category").set("value", "030200");
  if (dice < 8) {
    return fields.set("entry", "petitioners[0]")
        .set("value", Json::object().set("name", "陈敏").dump());
  }
  const auto at = Instant::parse(form.matter.fact("received_at"));
  if (!at) return {};
  const std::int64_t days = form.chance.between(1, 5);
  return fields.set("entry", "received_at").set("value", (*at + -days * 86'400'000LL).iso());
}

}  // namespace

std::optional<Json> filled_form(const FormCase& form) {
  if (form.step.id == "T04") return screening(form);
  if (form.step.id == "T51") return correction(form);
  Json fields = Json::object();
  for (const FieldRule& field : form.step.fields) {
    if (!field.required && !wanted_optional(form, field)) continue;
    const auto own = by_name().find(field.name);
    const bool named = own != by_name().end() && !(field.name == "receiver" && field.type == "text");
    Filled value = named ? own->second(form) : by_type(form, field);
    if (!value) return {};
    if (!value->is_null()) fields.set(field.name, std::move(*value));
  }
  // Only a revoked opinion is handled anew.
  const std::string& found = fields["result"].as_string();
  if (!found.empty() && found != "revoked" && found != "handling_revoked") {
    fields.set("redo_by", nullptr);
  }
  if (form.step.id == "T13m") fields.set("kind", "2");
  // A ground that speaks of an earlier matter names it, or the paper of another organ.
  const GroundRule* rule = form.rulebook.ground(fields["ground"].as_string());
  if (rule && !rule->earlier.empty() && !fields.find("joined_to")) {
    if (form.earlier && earlier_standing(form) == rule->earlier) {
      fields.set("earlier_matter", form.earlier->matter_no);
    } else if (!form.earlier) {
      fields.set("final_organ", kFewWords).set("final_number", "拟复核〔2021〕1号");
    } else {
      return {};
    }
  }
  return fields;
}

Json filing_form(const SimulatedTree& tree, Id organ_id, Instant received_at, std::int64_t number,
                 DemoRandom& chance) {
  static const std::vector<const char*> kChannels = {
      "LETTER", "LETTER_GREEN", "VISIT", "VISIT_JOINT", "VISIT_LEADER", "FIELD_VISIT", "VIDEO",
      "ONLINE", "WECHAT", "APP", "WEIBO", "EMAIL", "FAX", "PHONE", "HOTLINE_12345",
      "LEADER_MAILBOX", "AGENCY", "SUGGESTION", "SUPERIOR", "LEADER_NOTE", "CIRCULATED"};
  const std::string item_no = std::to_string(990'000'000'000'000 + number);
  Json claims = Json::array();
  const auto count = chance.chance(60) ? 1 : chance.between(2, 3);
  for (std::int64_t i = 0; i < count; ++i) claims.push("要求依法处理并书面答复");
  Json fields = Json::object()
                    .set("organ_id", id_text(organ_id))
                    .set("item_no", item_no)
                    .set("matter_no", item_no)
                    .set("channel", chance.pick(kChannels))
                    .set("received_at", received_at.iso())
                    .set("region_code", tree.organ(organ_id).region_code)
                    .set("person_count", chance.chance(90) ? 1 : chance.between(2, 40))
                    .set("electronic_service", chance.chance(40))
                    .set("title", "工地夜间施工扰民")
                    .set("text", "小区旁工地每天夜里十一点后仍在施工。")
                    .set("claims", std::move(claims));
  if (chance.chance(5)) {
    fields.set("anonymous", true);
  } else {
    fields.set("petitioners", Json::array().push(Json::object().set("name", "陈敏")));
    if (chance.chance(3)) fields.set("identity_unclear", true);
  }
  return fields;
}

Json takeover_form(const SimulatedTree& tree, Id organ_id, Instant received_at, Date today,
                   std::int64_t number, DemoRandom& chance) {
  static const std::vector<const char*> kStates = {"REGISTERED", "REGISTERED", "REPLIED",
                                                   "NOT_ACCEPTED", "FILED_ONLY",
                                                   "HANDED_OVER_CLOSED"};
  Json fields = filing_form(tree, organ_id, received_at, number, chance);
  const std::string state = chance.pick(kStates);
  fields.set("electronic_service", nullptr)
      .set("state", state)
      .set("proof", "旧台账第" + std::to_string(number) + "行")
      .set("source", "旧台账");
  Json kept = Json::object();
  for (auto& [name, value] : fields.as_object()) {
    if (!value.is_null()) kept.set(name, value);
  }
  if (state == "REPLIED") kept.set("replied_at", china_midnight(today - 3).iso());
  return kept;
}

Json spoilt_form(Json fields, DemoRandom& chance) {
  if (fields.as_object().empty()) return Json::object().set("unheard_of", true);
  const auto victim = static_cast<std::size_t>(
      chance.between(0, static_cast<std::int64_t>(fields.as_object().size()) - 1));
  const std::string name = fields.as_object()[victim].first;
  const std::vector<Json> kSpoilt = {nullptr, -1, "", Json::array(), "九", Json::object()};
  return fields.set(name, chance.pick(kSpoilt));
}

std::optional<Json> misdirected_form(Json fields, const SimulatedTree& tree, DemoRandom& chance) {
  const Organ& any = chance.pick(tree.list);
  if (fields.find("targets")) return fields.set("targets", Json::array().push(id_text(any.organ_id)));
  for (const char* name : {"decider", "review_organ"}) {
    if (fields.find(name)) return fields.set(name, id_text(any.organ_id));
  }
  if (!parse_id(fields["receiver"].as_string())) return {};
  return fields.set("receiver", id_text(any.organ_id));
}

}  // namespace xinfang
