#include "domain/deadline_question.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "domain/division.hpp"

namespace xinfang {
namespace {

std::string text_of(const std::string& path) {
  std::ifstream file(XINFANG_ROOT "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

LawTexts texts_of(const std::string& set) {
  LawTexts texts;
  for (const char* name : {"steps", "states", "clocks", "grounds", "letters", "parameters"}) {
    texts[std::string(name) + ".toml"] = text_of("law/" + set + "/" + name + ".toml");
  }
  return texts;
}

Law load(const LawTexts& newer) {
  Law law;
  law.sets.emplace("reg2022", std::get<Rulebook>(Rulebook::load("reg2022", newer, nullptr)));
  law.sets.emplace("reg2005", std::get<Rulebook>(Rulebook::load("reg2005", texts_of("reg2005"),
                                                                &law.sets.at("reg2022"))));
  return law;
}

const Law& shipped() {
  static const Law law = load(texts_of("reg2022"));
  return law;
}

const WorkCalendar& calendar() {
  static const WorkCalendar loaded =
      WorkCalendar::parse(text_of("law/calendar/days.csv"), text_of("law/calendar/calendar.toml"))
          .value();
  return loaded;
}

const Divisions& divisions() {
  static const Divisions loaded = Divisions::parse(text_of("law/divisions/divisions.csv")).value();
  return loaded;
}

Result<DeadlineAnswer> ask(const Json& question, const Law& law = shipped()) {
  const auto asked = read_deadline_question(question);
  if (!asked) return asked.refusal();
  const auto known = [](std::string_view code) { return divisions().find(code) != nullptr; };
  return answer_deadline(law, calendar(), known, *asked);
}

Result<DeadlineAnswer> ask(const char* question, const Law& law = shipped()) {
  return ask(Json::parse(question).value(), law);
}

std::string code_of(const char* question) {
  const auto answer = ask(question);
  return answer ? "answered" : answer.refusal().code;
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream parts(line + "|");
  for (std::string cell; std::getline(parts, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    const auto last = cell.find_last_not_of(' ');
    cells.push_back(first == cell.npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

// "days=40 suspend=2024-05-20..2024-06-05" as members of the question.
void take_extras(const std::string& extras, Json& question) {
  Json pauses = Json::array();
  std::istringstream words(extras);
  for (std::string word; words >> word;) {
    const auto equal = word.find('=');
    ASSERT_NE(equal, word.npos) << word;
    const auto name = word.substr(0, equal), value = word.substr(equal + 1);
    if (name == "suspend") {
      ASSERT_EQ(value.size(), 22u) << word;
      pauses.push(Json::array().push(value.substr(0, 10)).push(value.substr(12)));
    } else {
      question.set(name == "extend" ? "extend_days" : name, std::stoi(value));
    }
  }
  if (!pauses.as_array().empty()) question.set("suspend", pauses);
}

Json question_of(const std::vector<std::string>& cells) {
  Json question = Json::object();
  question.set("clock", cells[1]).set("from", cells[2]);
  if (!cells[0].empty()) question.set("rule_set", cells[0]);
  if (!cells[3].empty()) question.set("region", cells[3]);
  take_extras(cells[4], question);
  return question;
}

TEST(DeadlineQuestion, EveryRowOfTheTableOfCasesHolds) {
  std::istringstream lines(text_of("tests/data/deadline_cases.txt"));
  int rows = 0;
  std::set<std::pair<std::string, std::string>> answered;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    SCOPED_TRACE(line);
    ++rows;
    const auto cells = cells_of(line);
    ASSERT_EQ(cells.size(), 8u);
    EXPECT_FALSE(cells[7].empty()) << "a row says why";
    const auto answer = ask(question_of(cells));
    if (cells[5].starts_with("error:")) {
      ASSERT_FALSE(answer);
      EXPECT_EQ("error:" + answer.refusal().code, cells[5]);
      continue;
    }
    ASSERT_TRUE(answer) << answer.refusal().code;
    EXPECT_EQ(answer->due.strict_on.iso(), cells[5]);
    EXPECT_EQ(answer->due.legal_on.iso(), cells[6]);
    answered.insert({answer->rule_set->id(), answer->clock->id});
  }
  EXPECT_GE(rows, 400);
  for (const auto& [id, set] : shipped().sets) {
    for (const auto& clock : set.clocks()) {
      EXPECT_TRUE(answered.count({id, clock.id})) << id << " " << clock.id << " has no case";
    }
  }
}

TEST(DeadlineQuestion, TheAnswerNamesTheRowTheLengthAndTheTier) {
  const auto answer = ask(R"({"clock":"C02","from":"2024-03-01","level":1})").value();
  EXPECT_EQ(answer.rule_set->id(), "reg2022");
  EXPECT_EQ(answer.clock->basis, "SATIS2014 Art. 6");
  EXPECT_EQ(answer.length, 5);
  EXPECT_EQ(answer.level, 1);
  ASSERT_TRUE(answer.length_row);
  EXPECT_EQ(answer.length_row->key, "c02_days.1");
  const auto letter = ask(R"({"clock":"C08","from":"2024-03-01","days":9})").value();
  EXPECT_EQ(letter.length, 9);
  EXPECT_FALSE(letter.length_row);
}

TEST(DeadlineQuestion, ARegionsOwnRowComesBeforeThatOfItsProvinceAndTheNation) {
  auto texts = texts_of("reg2022");
  texts["regions/370000.toml"] =
      "[[parameter]]\nregion_code = \"370000\"\nkey = \"c01_days\"\nvalue = 10\nbasis = \"SD\"\n"
      "mark = \"P\"\nvalid_from_on = \"2024-01-01\"\n"
      "[[parameter]]\nregion_code = \"370100\"\nkey = \"c01_days\"\nvalue = 8\nbasis = \"JN\"\n"
      "mark = \"P\"\n";
  const Law law = load(texts);
  const auto length = [&](const char* region, const char* from) {
    Json question = Json::object();
    question.set("clock", "C01").set("from", from).set("region", region);
    return ask(question, law).value().length;
  };
  EXPECT_EQ(length("370102", "2024-03-01"), 8);   // its city
  EXPECT_EQ(length("370200", "2024-03-01"), 10);  // its province
  EXPECT_EQ(length("370200", "2023-12-31"), 15);  // before that row's first day
  EXPECT_EQ(length("110000", "2024-03-01"), 15);  // the nation
}

TEST(DeadlineQuestion, TheDerivationKeepsWhatCameBefore) {
  const auto answer =
      ask(R"({"clock":"C16","from":"2024-05-01","suspend":["2024-05-20","2024-06-05"]})").value();
  const std::string wanted =
      R"({"why":"suspension","from":"2024-05-20","until":"2024-06-05","n":16})";
  const auto& steps = answer.due.derivation.as_array();
  ASSERT_GT(steps.size(), 4u);
  EXPECT_EQ(steps[2].dump(), R"({"why":"strict","on":"2024-05-31"})");
  EXPECT_EQ(steps[3].dump(), wanted);
}

TEST(DeadlineQuestion, SuspensionsMayBeWrittenInAnyOrderAndOneAlone) {
  const char* listed =
      R"({"clock":"C16","from":"2024-05-01",)"
      R"("suspend":[["2024-05-20","2024-05-25"],["2024-05-10","2024-05-12"]]})";
  EXPECT_EQ(ask(listed).value().due.strict_on.iso(), "2024-06-07");
  const char* alone = R"({"clock":"C16","from":"2024-05-01","suspend":["2024-05-10","2024-05-12"]})";
  EXPECT_EQ(ask(alone).value().due.strict_on.iso(), "2024-06-02");
  EXPECT_EQ(ask(R"({"clock":"C01","from":"2024-05-01","suspend":[]})").value().length, 15);
}

TEST(DeadlineQuestion, ATermInHoursEndsAtAnHour) {
  const auto answer = ask(R"({"clock":"C20","from":"2024-05-01T23:30:00+08:00"})").value();
  ASSERT_TRUE(answer.due_at);
  EXPECT_EQ(answer.due_at->iso(), "2024-05-01T16:30:00.000Z");
  EXPECT_EQ(answer.due.derivation.as_array().back().dump(), R"({"why":"strict","on":"2024-05-02"})");
  EXPECT_FALSE(ask(R"({"clock":"C20","from":"2024-05-01"})").value().due_at);
  EXPECT_FALSE(ask(R"({"clock":"C01","from":"2024-05-01T23:30:00+08:00"})").value().due_at);
}

TEST(DeadlineQuestion, WhatIsMissingUnknownOrOfAnotherTypeIsNamed) {
  EXPECT_EQ(code_of("[]"), "question_not_object");
  EXPECT_EQ(code_of("null"), "question_not_object");
  EXPECT_EQ(code_of("{}"), "field_missing");
  EXPECT_EQ(code_of(R"({"clock":"C09"})"), "field_missing");
  EXPECT_EQ(code_of(R"({"from":"2024-01-10"})"), "field_missing");
  EXPECT_EQ(code_of(R"({"clock":"C09","from":"2024-01-10","extend":30})"), "field_unknown");
  for (const char* wrong :
       {R"({"clock":9,"from":"2024-01-10"})", R"({"clock":"C09","from":20240110})",
        R"({"clock":"C09","from":null})", R"({"clock":"C09","from":"2024-01-10","region":370000})",
        R"({"clock":"C09","from":"2024-01-10","rule_set":2022})",
        R"({"clock":"C09","from":"2024-01-10","extend_days":"30"})",
        R"({"clock":"C08","from":"2024-01-10","days":true})",
        R"({"clock":"C02","from":"2024-01-10","level":"1"})",
        R"({"clock":"C16","from":"2024-05-01","suspend":"2024-05-20"})",
        R"({"clock":"C16","from":"2024-05-01","suspend":["2024-05-20"]})",
        R"({"clock":"C16","from":"2024-05-01","suspend":[["2024-05-20"]]})",
        R"({"clock":"C16","from":"2024-05-01","suspend":[["2024-05-20",3]]})",
        R"({"clock":"C16","from":"2024-05-01","suspend":{"from":"2024-05-20"}})"}) {
    EXPECT_EQ(code_of(wrong), "field_type") << wrong;
  }
}

TEST(DeadlineQuestion, ARefusalNamesTheFieldAndTheArticle) {
  const auto longer = ask(R"({"clock":"C09","from":"2024-01-10","extend_days":31})").refusal();
  EXPECT_EQ(longer.field, "extend_days");
  EXPECT_EQ(longer.basis, "REG2022 Art. 34");
  const std::vector<std::pair<std::string, std::string>> most = {{"most", "30"}};
  EXPECT_EQ(longer.facts, most);
}

TEST(DeadlineQuestion, ADayWithoutALengthIsSaid) {
  const auto refusal = ask(R"({"clock":"C09","from":"1969-12-31"})").refusal();
  EXPECT_EQ(refusal.code, "length_unknown");
  EXPECT_EQ(refusal.field, "from");
}

TEST(DeadlineQuestion, ManySuspensionsAreNotCountedForEver) {
  Json many = Json::array();
  for (int i = 0; i < 101; ++i) many.push(Json::array().push("2024-05-10").push("2024-05-10"));
  Json question = Json::object();
  question.set("clock", "C16").set("from", "2024-05-01").set("suspend", many);
  EXPECT_EQ(ask(question).refusal().code, "list_long");
}

}  // namespace
}  // namespace xinfang
