// Test support: what a person fills in so that a row works: every required field by its type, and for
// some rows what their guards ask for.
#pragma once

#include <string>

#include "domain/law_fixture.hpp"

namespace xinfang {

inline Json to_organ(Id organ) { return Json::object().set("targets", ids({organ})); }

inline std::string words(int least) {
  std::string text;
  for (int i = 0; i < std::max(least, 4); ++i) text += "说";
  return text;
}

inline bool asks_ahead(const StepRule& step, const std::string& field) {
  for (const GuardRule& guard : step.guards) {
    const auto named = guard.parameters.find("field");
    if (guard.name == "day_ahead" && named != guard.parameters.end() && named->second == field) {
      return true;
    }
  }
  return false;
}

inline Json answers_of(const Matter& matter) {
  Json answers = Json::array();
  for (const Claim& claim : matter.claims) {
    answers.push(Json::object()
                     .set("claim", claim.no)
                     .set("outcome", "supported")
                     .set("opinion", "支持。")
                     .set("reasons", "请求有事实和法律依据。"));
  }
  return answers;
}

inline Json filled_by_type(const StepRule& step, const FieldRule& field, const Matter& matter,
                           Instant now) {
  const Date today = china_date(now);
  if (field.type == "text") return words(field.min);
  if (field.type == "code" && !field.values.empty() && field.values[0][0] != '@') {
    return field.values[0];
  }
  if (field.type == "date") {
    return (asks_ahead(step, field.name) ? today + 20 : today).iso();
  }
  if (field.type == "instant") return now.iso();
  if (field.type == "boolean") return true;
  if (field.type == "integer") return std::max(field.min, 1);
  if (field.type == "claims") return Json::array().push("要求夜间停止施工");
  if (field.type == "claim_numbers") return Json::array().push(2);
  if (field.type == "claim_answers") return answers_of(matter);
  if (field.type == "ground") return "NA06";
  if (field.type == "matter") return "990101000104202403010000029";
  if (field.type == "user") return "104";
  if (field.type == "organ") return id_text(kCountyOffice);
  if (field.type == "accused") {
    return Json::array().push(
        Json::object().set("name", "某主任").set("organ_id", id_text(kTown)).set("cadre_level", 4));
  }
  if (field.name == "region_code") return "990101";
  return "1";
}

// What the guards of single rows ask for.
inline Json special_fields(const std::string& row, Instant now) {
  const Date today = china_date(now);
  if (row == "T01") return filing(kCountyOffice, today.iso()).set("received_at", now.iso());
  if (row == "T00") return Json::object().set("state", "REGISTERED");
  if (row == "T04") return screened("3");
  if (row == "T06" || row == "T08" || row == "T20d") return to_organ(kHousing);
  if (row == "T07") return to_organ(kTownOffice);
  if (row == "T07b") return to_organ(kTown);
  if (row == "T07c" || row == "T17") return to_organ(kInspectors);
  if (row == "T13") return Json::object().set("receiver", id_text(kDiscipline));
  if (row == "T13b") return to_organ(kLabour);
  if (row == "T11") return Json::object().set("receiver", id_text(kCourt));
  if (row == "T20") return Json::object().set("decider", id_text(kGovernment));
  if (row == "T02r") return Json::object().set("ground", "NA03");
  if (row == "T03") return Json::object().set("ground", "NM01");
  if (row == "T39" || row == "T42r") return Json::object().set("ground", "RV04");
  if (row == "T27" || row == "T27k") {
    return Json::object().set("days", 20).set("reason", "案情复杂，需要委托鉴定并听取意见");
  }
  if (row == "T49d" || row == "T49dr") {
    return Json::object().set("good_reason", "住院治疗，有医院证明，出院后即提出");
  }
  if (row == "T29b") return Json::object().set("performed_on", today.iso());
  if (row == "T51") return Json::object().set("entry", "region_code").set("value", "990101100");
  if (row == "T52") return Json::object().set("accusation", true);
  if (row == "T38p" || row == "T42p") return Json::object().set("posted_on", "2024-03-20");
  if (row == "T01s") return Json::object().set("text", "有关干部的问题。");
  if (row == "T30") return Json::object().set("identity_checked", true);
  return Json::object();
}

// Lawful fields of a row. `matter` tells which claims there are to answer.
inline Json lawful_fields(const Rulebook& rulebook, const std::string& row, const Matter& matter,
                          Instant now) {
  Json fields = special_fields(row, now);
  const StepRule* step = rulebook.step(row);
  if (!step) return fields;
  for (const FieldRule& field : step->fields) {
    if (!field.required || fields.find(field.name)) continue;
    fields.set(field.name, filled_by_type(*step, field, matter, now));
  }
  return fields;
}

inline Json lawful_fields(const std::string& row, const Matter& matter, Instant now) {
  return lawful_fields(reg2022(), row, matter, now);
}

}  // namespace xinfang
