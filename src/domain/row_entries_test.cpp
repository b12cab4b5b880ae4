// The way to each row (row_cases.hpp).
#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

using namespace row_case;
using Entries = std::map<std::string, Entry>;

Entries disposal(const Ways& w) {
  return {{"T01", {{}, 0, petitioner()}},
          {"T00", {{}, 0, system_actor()}},
          {"T01s", {{}, 0, clerk()}},
          {"T04", {w.filed, 1, clerk()}},
          {"T06", {w.screened_, 1, clerk()}},
          {"T07", {w.screened_, 1, clerk()}},
          {"T08", {w.screened_, 1, office_head()}},
          {"T07b", {plus(w.screened_, {{"T07", 1, clerk()}}), 2, town_clerk()}},
          {"T07c", {{{"T01", 0, petitioner(), Json::object().set("organ_id", id_text(kLabour))},
                     {"T04", 1, labour_receiver()}},
                    1,
                    labour_receiver()}},
          {"T09", {w.screened_, 1, office_head()}},
          {"T10", {w.suggested, 1, clerk()}},
          {"T11", {w.screened_, 1, clerk()}},
          {"T12", {w.by("VISIT"), 1, clerk()}},
          {"T13", {w.accused, 1, liaison()}},
          {"T13b", {w.accused, 1, liaison()}},
          {"T13s", {plus(w.accused, {{"T13b", 1, liaison()}}), 2, labour_liaison()}},
          {"T13n", {w.accused, 1, liaison()}},
          {"T13m", {w.screened_, 1, clerk()}},
          {"T14", {w.screened_, 1, office_head()}},
          {"T15", {w.screened_, 1, clerk()}},
          {"T49c", {w.in_discipline, 1, liaison()}},
          {"T49l", {w.in_litigation, 1, clerk()}},
          {"T49s", {w.in_litigation, 1, clerk()}},
          {"T49ri", {w.in_litigation, 1, clerk()}},
          {"T49e", {w.refused, 1, petitioner()}},
          {"T49ea", {w.contested, 1, office_head()}},
          {"T49en", {w.contested, 1, office_head()}},
          {"T54", {plus(w.filed, {{"T30", 1, petitioner()}}), 1, office_head()}},
          {"T20", {w.screened_, 1, office_head()}},
          {"T20d", {plus(w.screened_, {{"T20", 1, office_head()}}), 1, government()}},
          {"T52", {w.screened_, 1, clerk()}},
          {"T55", {w.filed, 1, clerk()}},
          {"T31", {w.accepted, 1, office_head()}},
          {"T49", {w.refused, 1, clerk()}},
          {"T60", {w.filed, 1, system_actor()}}};
}

Entries repeats(const Ways& w) {
  return {{"T02", {w.filed, 1, clerk(), 0, Json::object(), "T04"}},
          {"T02r", {w.filed, 1, office_head(), 0, Json::object(), "T04"}},
          {"T03", {w.filed, 1, office_head(), 0, Json::object(), "T44s"}},
          {"T02u", {w.filed, 1, clerk()}},
          {"T46", {w.filed, 1, clerk(), 0, Json::object(), "T04"}},
          {"X06", {w.screened_, 1, system_actor()}},
          {"X06u", {plus(w.screened_, {{"X06", 1, system_actor()}}), 1, system_actor()}}};
}

Entries hops(const Ways& w) {
  return {{"T16", {w.arrived, 2, receiver()}},
          {"T17", {plus(w.screened_, {{"T06", 1, clerk(), to_organ(kLabour)}}), 2, labour_receiver()}},
          {"T18", {w.signed_in, 2, receiver()}},
          {"T18o", {plus(w.screened_, {{"T07", 1, clerk()}}), 2, town_clerk()}},
          {"T19", {w.objected, 2, clerk()}},
          {"T19r", {w.objected, 2, clerk()}},
          {"T21", {w.signed_in, 2, receiver()}},
          {"T21d", {w.direct, 1, receiver()}},
          {"T22", {w.signed_in, 2, organ_head()}},
          {"T22d", {w.direct, 1, organ_head()}},
          {"T23", {w.signed_in, 2, organ_head()}},
          {"T24", {w.signed_in, 2, receiver()}},
          {"T35",
           {plus(w.assigned, {{"T21", 2, receiver()},
                              {"T26", 3, case_officer()},
                              {"T32", 3, organ_head()},
                              {"T33", 3, case_officer()}}),
            2, organ_head()}},
          {"T35c", {plus(w.screened_, {{"T06", 1, clerk(),
                                        Json::object().set("co_organs", ids({kLabour}))}}),
                    3, labour_receiver()}},
          {"T36",
           {plus(w.assigned, {{"T21", 2, receiver()},
                              {"T26", 3, case_officer()},
                              {"T32", 3, organ_head()},
                              {"T33", 3, case_officer()},
                              {"T35", 2, organ_head()}}),
            2, office_head()}},
          {"T48n", {w.arrived, 2, inspector()}},
          {"T48an", {plus(w.arrived, {{"T48n", 2, inspector()}}), 2, receiver()}},
          {"T50", {w.arrived, 2, clerk()}}};
}

Entries handling(const Ways& w) {
  return {{"T25", {w.simple, 3, organ_head()}},
          {"T26", {w.accepted, 3, case_officer()}},
          {"T27", {w.in_hand, 3, organ_head()}},
          {"T27k",
           {plus(w.suggested, {{"T06", 1, clerk()}, {"T16", 2, receiver()}, {"T21", 2, receiver()}}),
            3, organ_head()}},
          {"T28", {w.in_hand, 3, organ_head()}},
          {"T29", {w.in_hand, 3, organ_head()}},
          {"T29b", {w.in_hand, 3, organ_head()}},
          {"T29c", {w.settled, 3, organ_head()}},
          {"T30", {w.accepted, 1, petitioner()}},
          {"T32", {w.in_hand, 3, organ_head()}},
          {"T33", {w.issued, 3, case_officer()}},
          {"T33a", {w.issued, 3, case_officer()}},
          {"T33n",
           {plus({{"T01", 0, petitioner(), Json::object().set("anonymous", true)}},
                 {{"T04", 1, clerk()},
                  {"T06", 1, clerk()},
                  {"T16", 2, receiver()},
                  {"T21", 2, receiver()},
                  {"T26", 3, case_officer()}}),
            3, organ_head()}},
          {"T34",
           {plus(w.suggested, {{"T06", 1, clerk()}, {"T16", 2, receiver()}, {"T21", 2, receiver()}}),
            3, organ_head()}},
          {"T54p",
           {plus(w.suggested, {{"T06", 1, clerk()},
                               {"T16", 2, receiver()},
                               {"T21", 2, receiver()},
                               {"T34", 3, organ_head()}}),
            3, organ_head()}},
          {"T45", {w.served, 3, organ_head()}},
          {"T49a", {w.in_route, 3, organ_head()}},
          {"T49b", {w.in_route, 3, organ_head()}},
          {"T49r", {w.in_route, 3, organ_head()}},
          {"T53", {w.in_hand, 3, organ_head()}},
          {"T48", {w.in_hand, 3, inspector()}},
          {"T48a", {w.supervised, 3, organ_head()}}};
}

Entries reviews(const Ways& w) {
  const Moves lapsed = plus(w.served, {});
  return {{"T38", {w.served, 3, petitioner()}},
          {"T38p", {lapsed, 3, government(), 60}},
          {"T49d", {lapsed, 3, government(), 60}},
          {"T38a", {w.in_review, 3, government()}},
          {"T39", {w.in_review, 3, government()}},
          {"T40", {w.in_review, 3, government()}},
          {"T40s", {w.review_of("upheld"), 3, government()}},
          {"T41", {w.review_of("revoked"), 3, government()}},
          {"T42", {w.reviewed, 3, petitioner()}},
          {"T42p", {w.reviewed, 3, city_government(), 60}},
          {"T49dr", {w.reviewed, 3, city_government(), 60}},
          {"T42a", {w.in_re_review, 3, city_government()}},
          {"T42r", {w.in_re_review, 3, city_government()}},
          {"T43", {w.in_re_review, 3, city_government()}},
          {"T43e", {plus(w.in_re_review, {{"T43", 3, city_government()}}), 3, city_government()}},
          {"T44", {w.in_re_review, 3, city_government()}},
          {"T44s", {w.re_review_of("upheld"), 3, city_government()}},
          {"T44h", {w.re_review_of("handling_revoked"), 3, city_government()}},
          {"T44r", {w.re_review_of("review_revoked"), 3, city_government()}},
          {"T44c", {w.concluded, 3, office_head()}},
          {"T37", {w.served, 3, system_actor(), 60}},
          {"T37r", {w.reviewed, 3, system_actor(), 60}}};
}

Entries others(const Ways& w) {
  return {{"T05", {w.filed, 1, clerk()}},
          {"T05c", {plus(w.filed, {{"T05", 1, clerk()}}), 1, office_head()}},
          {"T47", {w.served, 3, petitioner()}},
          {"T47o", {w.arrived, 1, petitioner()}},
          {"T47L", {w.served, 3, system_actor(), 60}},
          {"T47Lo", {w.arrived, 1, system_actor(), 60}},
          {"T48t", {w.filed, 1, system_actor(), 30}},
          {"T48x", {w.filed, 1, staff(kCityOffice, {"INSPECTOR"}), 30}},
          {"T51", {w.filed, 1, clerk()}},
          {"X01", {w.filed, 1, petitioner()}},
          {"X02", {w.filed, 1, petitioner()}},
          {"X03", {w.filed, 1, office_head()}}};
}

// What the row needs that lies on no way: time that passed, another calendar, another matter.
void prepare(RowCase& made, const std::string& row, const Entry& entry) {
  Course& course = made.course;
  if (!entry.other.empty()) {
    const auto other = row_case_of(entry.other, course.rulebook);
    course.other = other->course.matter;
    course.other->matter_id = 8;
    if (entry.other == "T44s") course.other->subject(3)->state = "CONCLUDED";
  }
  if (row == "T02u") course.matter.subject(1)->state = "MERGED";
  course.now = course.now + entry.later * 86'400'000LL;
  const bool lapsed = row == "T38p" || row == "T49d" || row == "T42p" || row == "T49dr";
  if (lapsed) take(course, {row == "T42p" || row == "T49dr" ? "T37r" : "T37", 3, system_actor()});
  if (row == "T48x") take(course, {"T48t", 1, system_actor()});
  if (row == "T60") {
    static const WorkCalendar kChanged =
        WorkCalendar::parse(law_text("calendar/days.csv") + "2024-03-18,holiday,测试节\n",
                            law_text("calendar/calendar.toml"))
            .value();
    course.calendar = &kChanged;
  }
}

}  // namespace

std::optional<RowCase> row_case_of(const std::string& row, const Rulebook& rulebook) {
  static const Entries kEntries = [] {
    const Ways ways;
    Entries all = disposal(ways);
    for (const auto& more : {repeats(ways), hops(ways), handling(ways), reviews(ways), others(ways)}) {
      all.insert(more.begin(), more.end());
    }
    return all;
  }();
  const auto found = kEntries.find(row);
  if (found == kEntries.end()) return std::nullopt;
  const Entry& entry = found->second;
  RowCase made{walked(entry.moves, rulebook), entry.subject, entry.actor};
  prepare(made, row, entry);
  return made;
}

}  // namespace xinfang
