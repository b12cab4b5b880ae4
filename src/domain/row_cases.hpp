// Test support: for every row of the steps table, a course on which it works, who takes it and what
// they fill in. A row without a case here fails rows_test.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "domain/law_fixture.hpp"

namespace xinfang {

inline Actor clerk() {
  return staff(kCountyOffice, {"REGISTRAR", "LETTER_HANDLER", "RECEPTIONIST", "ONLINE_HANDLER"});
}
inline Actor office_head() { return staff(kCountyOffice, {"OFFICE_HEAD"}); }
inline Actor liaison() { return staff(kCountyOffice, {"DISCIPLINE_LIAISON"}); }
inline Actor town_clerk() { return staff(kTownOffice, {"ONLINE_HANDLER"}); }
inline Actor receiver() { return staff(kHousing, {"ORGAN_RECEIVER"}); }
inline Actor case_officer() { return staff(kHousing, {"CASE_OFFICER"}); }
inline Actor organ_head() { return staff(kHousing, {"ORGAN_HEAD", "SIGNING_LEADER"}); }
inline Actor labour_receiver() { return staff(kLabour, {"ORGAN_RECEIVER"}); }

inline Json to_organ(Id organ) { return Json::object().set("targets", ids({organ})); }

// Fields of the rows up to the disposal; null for other rows.
inline Json disposal_fields(const std::string& row, Instant now) {
  std::string today = china_date(now).iso();
  if (row == "T01") {
    return filing(kCountyOffice, today).set("received_at", now.iso());
  }
  if (row == "T00") {
    return Json::object()
        .set("organ_id", id_text(kCountyOffice))
        .set("item_no", "1")
        .set("matter_no", "1")
        .set("channel", "ONLINE")
        .set("received_at", now.iso())
        .set("region_code", "990101")
        .set("state", "REGISTERED")
        .set("proof", "旧系统台账")
        .set("title", "路灯不亮");
  }
  if (row == "T04") return screened("3");
  if (row == "T06") return to_organ(kHousing);
  if (row == "T07") return to_organ(kTownOffice);
  if (row == "T07b") return to_organ(kTown);
  if (row == "T08") {
    return to_organ(kHousing)
        .set("note", "请核查并报告")
        .set("report_by", (china_date(now) + 40).iso());
  }
  if (row == "T13") return Json::object().set("receiver", "安澜县纪委监委").set("page_count", 6);
  if (row == "T49c") return Json::object().set("receipt", "安纪收〔2024〕3号");
  if (row == "T14" || row == "T23") {
    return Json::object()
        .set("ground", "NA06")
        .set("explanation", "该事项正在行政复议程序中办理。")
        .set("right_door", "安澜县人民政府行政复议机构");
  }
  return {};
}

// Lawful fields of a row. `matter` tells which claims there are to answer.
inline Json lawful_fields(const std::string& row, const Matter& matter, Instant now) {
  std::string today = china_date(now).iso();
  if (Json fields = disposal_fields(row, now); !fields.is_null()) return fields;
  if (row == "T17") return to_organ(kInspectors);
  if (row == "T18") {
    return Json::object()
        .set("reasons", "该工地由交通运输局主管，不属我局职责。")
        .set("approved_by", "韩局");
  }
  if (row == "T19r") return Json::object().set("reasons", "属于你局法定职责");
  if (row == "T21" || row == "T21d") {
    return Json::object().set("officer", "周正").set("officer_phone", "0990-1234567");
  }
  if (row == "T26") return Json::object().set("no_interest", true);
  if (row == "T27")
    return Json::object().set("days", 20).set("reason", "案情复杂，需要委托鉴定并听取意见");
  if (row == "T30") return Json::object().set("free_will", true).set("identity_checked", true);
  if (row == "T32") {
    Json answers = Json::array();
    for (const Claim& claim : matter.claims) {
      answers.push(Json::object()
                       .set("claim", claim.no)
                       .set("outcome", "supported")
                       .set("opinion", "支持。")
                       .set("reasons", "请求有事实和法律依据。"));
    }
    return Json::object()
        .set("facts_found", "经现场核查，反映情况属实。")
        .set("legal_basis", "《噪声污染防治法》第四十三条")
        .set("answers", answers);
  }
  if (row == "T33") {
    return Json::object().set("method", "DIRECT").set("served_on", today).set("receiver", "陈敏");
  }
  if (row == "T34")
    return Json::object()
        .set("adoption", "partly")
        .set("study", "与县里的规划相符。")
        .set("reply", "部分采纳您的建议，明年先试点。");
  if (row == "T35")
    return Json::object()
        .set("report", "已办结并送达，附处理意见书。")
        .set("closing", "施工单位已停止夜间施工。");
  if (row == "T47" || row == "T47o") return Json::object().set("value", "satisfied");
  if (row == "T50") return Json::object().set("reason", "单位选错");
  if (row == "T51") {
    return Json::object()
        .set("entry", "region_code")
        .set("value", "990101100")
        .set("reason", "属地填错");
  }
  if (row == "X01") return Json::object().set("text", "补充一张照片的说明");
  return Json::object();
}

struct RowCase {
  Course course;
  int subject = 0;
  Actor actor;
};

namespace row_case {

struct Move {
  std::string row;
  int subject;
  Actor actor;
};

inline Course walked(const std::vector<Move>& moves, const Rulebook& rulebook,
                     const std::string& kind = "3") {
  Course course(rulebook);
  for (const Move& move : moves) {
    Json fields = lawful_fields(move.row, course.matter, course.now);
    if (move.row == "T04") fields.set("kind", kind);
    if (move.row == "T01" && move.subject == -1) fields.set("organ_id", id_text(kHousing));
    bool ok = course.step(move.row, std::max(move.subject, 0), move.actor, fields);
    EXPECT_TRUE(ok) << move.row << ": " << course.refusal.code << " " << course.refusal.field;
  }
  return course;
}

}  // namespace row_case

namespace row_case {

struct Entry {
  std::vector<Move> moves;
  int subject;
  Actor actor;
  std::string kind = "3";
  int later = 0;  // days
};

// The way to each row.
inline std::map<std::string, Entry> entries() {
  const std::vector<Move> filed = {{"T01", 0, petitioner()}};
  auto plus = [](std::vector<Move> moves, std::vector<Move> more) {
    moves.insert(moves.end(), more.begin(), more.end());
    return moves;
  };
  const auto screened_ = plus(filed, {{"T04", 1, clerk()}});
  const auto arrived = plus(screened_, {{"T06", 1, clerk()}});
  const auto signed_in = plus(arrived, {{"T16", 2, receiver()}});
  const auto assigned = plus(screened_, {{"T08", 1, office_head()}, {"T16", 2, receiver()}});
  const auto accepted = plus(signed_in, {{"T21", 2, receiver()}});
  const auto in_hand = plus(accepted, {{"T26", 3, case_officer()}});
  const auto issued = plus(in_hand, {{"T32", 3, organ_head()}});
  const auto served = plus(issued, {{"T33", 3, case_officer()}});
  const auto direct = std::vector<Move>{{"T01", -1, petitioner()}, {"T04", 1, receiver()}};
  const auto objected = plus(signed_in, {{"T18", 2, receiver()}});
  return {{"T01", {{}, 0, petitioner()}},
          {"T00", {{}, 0, system_actor()}},
          {"T04", {filed, 1, clerk()}},
          {"T06", {screened_, 1, clerk()}},
          {"T07", {screened_, 1, clerk()}},
          {"T08", {screened_, 1, office_head()}},
          {"T07b", {plus(screened_, {{"T07", 1, clerk()}}), 2, town_clerk()}},
          {"T13", {screened_, 1, liaison(), "2"}},
          {"T49c", {plus(screened_, {{"T13", 1, liaison()}}), 1, liaison(), "2"}},
          {"T14", {screened_, 1, office_head()}},
          {"T16", {arrived, 2, receiver()}},
          {"T17", {plus(screened_, {}), 2, labour_receiver()}},
          {"T18", {signed_in, 2, receiver()}},
          {"T19", {objected, 2, clerk()}},
          {"T19r", {objected, 2, clerk()}},
          {"T21", {signed_in, 2, receiver()}},
          {"T21d", {direct, 1, receiver()}},
          {"T23", {signed_in, 2, organ_head()}},
          {"T26", {accepted, 3, case_officer()}},
          {"T27", {in_hand, 3, organ_head()}},
          {"T30", {accepted, 1, petitioner()}},
          {"T32", {in_hand, 3, organ_head()}},
          {"T33", {issued, 3, case_officer()}},
          {"T34", {in_hand, 3, organ_head(), "1"}},
          {"T35",
           {plus(assigned, {{"T21", 2, receiver()},
                            {"T26", 3, case_officer()},
                            {"T32", 3, organ_head()},
                            {"T33", 3, case_officer()}}),
            2, organ_head()}},
          {"T37", {served, 3, system_actor(), "3", 60}},
          {"T47", {served, 3, petitioner()}},
          {"T47o", {arrived, 1, petitioner()}},
          {"T47L", {served, 3, system_actor(), "3", 60}},
          {"T47Lo", {arrived, 1, system_actor(), "3", 60}},
          {"T50", {arrived, 2, clerk()}},
          {"T51", {filed, 1, clerk()}},
          {"X01", {filed, 1, petitioner()}}};
}

}  // namespace row_case

// Nothing when the row has no case.
inline std::optional<RowCase> row_case_of(const std::string& row, const Rulebook& rulebook) {
  static const auto kEntries = row_case::entries();
  auto found = kEntries.find(row);
  if (found == kEntries.end()) return std::nullopt;
  const row_case::Entry& entry = found->second;
  RowCase made{row_case::walked(entry.moves, rulebook, entry.kind), entry.subject, entry.actor};
  if (row == "T17") {
    Json to_labour = to_organ(kLabour);
    EXPECT_TRUE(made.course.step("T06", 1, clerk(), to_labour));
  }
  made.course.now = made.course.now + entry.later * 86'400'000LL;
  return made;
}

}  // namespace xinfang
