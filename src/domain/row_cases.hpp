// Test support: for every row of the steps table, a course on which it works and who takes it. A row
// without a case here fails rows_test.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "domain/row_fields.hpp"

namespace xinfang {

inline Actor clerk() {
  return staff(kCountyOffice, {"REGISTRAR", "LETTER_HANDLER", "RECEPTIONIST", "ONLINE_HANDLER"});
}
inline Actor office_head() { return staff(kCountyOffice, {"OFFICE_HEAD"}); }
inline Actor inspector() { return staff(kCountyOffice, {"INSPECTOR"}); }
inline Actor liaison() { return staff(kCountyOffice, {"DISCIPLINE_LIAISON"}); }
inline Actor town_clerk() { return staff(kTownOffice, {"ONLINE_HANDLER"}); }
inline Actor receiver() { return staff(kHousing, {"ORGAN_RECEIVER"}); }
inline Actor case_officer() { return staff(kHousing, {"CASE_OFFICER"}); }
inline Actor organ_head() { return staff(kHousing, {"ORGAN_HEAD", "SIGNING_LEADER"}); }
inline Actor labour_receiver() { return staff(kLabour, {"ORGAN_RECEIVER"}); }
inline Actor labour_liaison() { return staff(kLabour, {"DISCIPLINE_LIAISON"}); }
inline Actor government() {
  return staff(kGovernment, {"REVIEW_OFFICER", "ORGAN_HEAD", "SIGNING_LEADER"});
}
inline Actor city_government() {
  return staff(kCityGovernment, {"REVIEW_OFFICER", "ORGAN_HEAD", "SIGNING_LEADER"});
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
  Json more = Json::object();  // over the lawful fields
};
using Moves = std::vector<Move>;

inline Json with(Json fields, const Json& more) {
  for (const auto& [name, value] : more.as_object()) fields.set(name, value);
  return fields;
}

inline void take(Course& course, const Move& move) {
  Json fields = with(lawful_fields(course.rulebook, move.row, course.matter, course.now), move.more);
  bool ok = course.step(move.row, move.subject, move.actor, fields);
  EXPECT_TRUE(ok) << move.row << ": " << course.refusal.code << " " << course.refusal.field;
}

inline Course walked(const Moves& moves, const Rulebook& rulebook) {
  Course course(rulebook);
  for (const Move& move : moves) take(course, move);
  return course;
}

struct Entry {
  Moves moves;
  int subject;
  Actor actor;
  int later = 0;  // days
  Json more = Json::object();
  std::string other = {};  // row until which another matter was taken that a field names; empty: none
};

inline Moves plus(Moves moves, const Moves& more) {
  moves.insert(moves.end(), more.begin(), more.end());
  return moves;
}

// The ways on which the rows lie.
struct Ways {
  Json kind1 = Json::object().set("kind", "1");
  Json kind2 = Json::object().set("kind", "2").set(
      "accused", Json::array().push(Json::object()
                                        .set("name", "某主任")
                                        .set("organ_id", id_text(kTown))
                                        .set("cadre_level", 4)));
  Moves filed = {{"T01", 0, petitioner()}};
  Moves screened_ = plus(filed, {{"T04", 1, clerk()}});
  Moves suggested = plus(filed, {{"T04", 1, clerk(), kind1}});
  Moves accused = plus(filed, {{"T04", 1, clerk(), kind2}});
  Moves by(const std::string& channel) const {
    return {{"T01", 0, petitioner(), Json::object().set("channel", channel)}, {"T04", 1, clerk()}};
  }
  Moves arrived = plus(screened_, {{"T06", 1, clerk()}});
  Moves signed_in = plus(arrived, {{"T16", 2, receiver()}});
  Moves assigned = plus(screened_, {{"T08", 1, office_head()}, {"T16", 2, receiver()}});
  Moves accepted = plus(signed_in, {{"T21", 2, receiver()}});
  Moves simple = plus(signed_in, {{"T24", 2, receiver()}, {"T21", 2, receiver()}});
  Moves in_hand = plus(accepted, {{"T26", 3, case_officer()}});
  Moves issued = plus(in_hand, {{"T32", 3, organ_head()}});
  Moves served = plus(issued, {{"T33", 3, case_officer()}});
  Moves direct = {{"T01", 0, petitioner(), Json::object().set("organ_id", id_text(kHousing))},
                  {"T04", 1, receiver()}};
  Moves objected = plus(signed_in, {{"T18", 2, receiver()}});
  Moves in_route = plus(signed_in, {{"T22", 2, organ_head()}});
  Moves settled = plus(in_hand, {{"T29b", 3, organ_head()}});
  Moves in_review = plus(served, {{"T38", 3, petitioner()}});
  Moves review_of(const std::string& result) const {
    return plus(in_review, {{"T40", 3, government(),
                             Json::object().set("result", result).set("redo_by", "2024-05-01")}});
  }
  Moves reviewed = plus(review_of("upheld"), {{"T40s", 3, government()}});
  Moves in_re_review = plus(reviewed, {{"T42", 3, petitioner()}});
  Moves re_review_of(const std::string& result) const {
    return plus(in_re_review, {{"T44", 3, city_government(),
                                Json::object().set("result", result).set("redo_by", "2024-05-01")}});
  }
  Moves concluded = plus(re_review_of("upheld"), {{"T44s", 3, city_government()}});
  Moves refused = plus(screened_, {{"T14", 1, office_head()}});
  Moves contested = plus(refused, {{"T49e", 1, petitioner()}});
  Moves in_litigation = plus(screened_, {{"T11", 1, clerk()}});
  Moves in_discipline = plus(accused, {{"T13", 1, liaison()}});
  Moves supervised = plus(in_hand, {{"T48", 3, inspector()}});
};

}  // namespace row_case

// Nothing when the row has no case (row_entries.hpp).
std::optional<RowCase> row_case_of(const std::string& row, const Rulebook& rulebook);

}  // namespace xinfang
