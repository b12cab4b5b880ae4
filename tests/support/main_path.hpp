// The desk's steps of an appeal about wages, in order, with a body for each that the law takes.
#pragma once

#include <string>
#include <vector>

#include "tests/support/test_app.hpp"

namespace xinfang {

// An accusation says whom it is aimed at: here somebody who belongs to no organ of the county.
inline Json screening_fields(const std::string& kind = "3") {
  Json fields = Json::object().set("kind", kind).set("category", "040200");
  if (kind == "2") {
    fields.set("accused", Json::array().push(
                              Json::object().set("name", "某经理").set("outside", true)));
  }
  return fields;
}

inline Json target_fields(Id organ) {
  return Json::object().set("targets", Json::array().push(id_text(organ)));
}

inline Json acceptance_fields() {
  return Json::object().set("officer", "小林").set("officer_phone", "0000-0000021");
}

inline Json opinion_fields() {
  Json answers = Json::array();
  for (const int claim : {1, 2}) {
    answers.push(Json::object()
                     .set("claim", claim)
                     .set("outcome", claim == 1 ? "supported" : "explained")
                     .set("opinion", "责令用人单位限期支付。")
                     .set("reasons", "用人单位应当按月支付工资。"));
  }
  return Json::object()
      .set("facts_found", "经查，用人单位拖欠三个月工资属实。")
      .set("heard", "当面听取了信访人陈述的事实和理由")
      .set("legal_basis", "《保障农民工工资支付条例》第三条")
      .set("answers", std::move(answers));
}

inline Json service_fields(const std::string& day) {
  return Json::object()
      .set("method", "DIRECT")
      .set("served_on", day)
      .set("receiver", "陈敏")
      .set("place", "县人社局");
}

struct PathStep {
  std::string day, login, deed;
  Json fields;
};

// From screening to service; filed on 2026-03-02.
inline std::vector<PathStep> main_path(const TestApp& app) {
  return {{"2026-03-03", "laowu", "screening", screening_fields()},
          {"2026-03-03", "laowu", "transfer", target_fields(app.organ("0201"))},
          {"2026-03-03", "xiaolin", "sign_in", Json::object()},
          {"2026-03-09", "hanju", "acceptance", acceptance_fields()},
          {"2026-03-09", "xiaolin", "start", Json::object().set("no_interest", true)},
          {"2026-04-01", "hanju", "opinion", opinion_fields()},
          {"2026-04-03", "xiaolin", "service", service_fields("2026-04-02")}};
}

}  // namespace xinfang
