#include "cli/law_deadline.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "base/json.hpp"
#include "cli/law_command.hpp"
#include "cli/office_setup.hpp"

namespace xinfang {
namespace {

struct Said {
  int status = 0;
  std::vector<Json> lines;
};

Said ask(const std::string& questions) {
  static const Messages messages = read_messages(XINFANG_ROOT);
  std::istringstream in(questions);
  std::ostringstream out, err;
  Said said;
  said.status = law_command({"deadline"}, XINFANG_ROOT "/law", messages, in, out, err);
  EXPECT_EQ(err.str(), "");
  std::istringstream lines(out.str());
  for (std::string line; std::getline(lines, line);) said.lines.push_back(Json::parse(line).value());
  return said;
}

TEST(LawDeadline, AnswersALineWithDaysBasisAndWords) {
  const auto said = ask(R"({"clock":"C09","from":"2024-01-10","extend_days":30,"region":"370000"})");
  EXPECT_EQ(said.status, 0);
  ASSERT_EQ(said.lines.size(), 1u);
  const Json& answer = said.lines[0];
  EXPECT_EQ(answer["clock"].as_string(), "C09");
  EXPECT_EQ(answer["rule_set"].as_string(), "reg2022");
  EXPECT_EQ(answer["due_strict"].as_string(), "2024-04-09");
  EXPECT_EQ(answer["due_legal"].as_string(), "2024-04-09");
  EXPECT_EQ(answer["basis"].as_string(), "REG2022 Art. 34");
  EXPECT_EQ(answer["nature"].as_string(), "duty");
  EXPECT_TRUE(answer["internal"].is_bool());
  EXPECT_FALSE(answer["internal"].as_bool());
  EXPECT_EQ(answer["length"].as_int(), 60);
  EXPECT_FALSE(answer["provisional"].as_bool());
  EXPECT_EQ(answer["derivation"].as_array().size(), 7u);
  const auto& words = answer["explanation"].as_string();
  EXPECT_EQ(words.find("C09（办理期限）"), 0u) << words;
  EXPECT_NE(words.find("原到期日为2024-03-10，经批准延长30日。"), words.npos) << words;
  EXPECT_NE(words.find("严格到期日：2024-04-09；法定到期日：2024-04-09。"), words.npos) << words;
  EXPECT_NE(answer["explanation_en"].as_string().find("extended by 30 days. "), words.npos);
}

TEST(LawDeadline, WhatIsOursAssumedOrProvisionalIsSaid) {
  const auto said = ask(
      "{\"clock\":\"C06\",\"from\":\"2026-12-30\"}\n{\"clock\":\"C02\",\"from\":\"2024-03-01\"}\n"
      "{\"clock\":\"C20\",\"from\":\"2024-05-01\"}\n"
      "{\"clock\":\"C20\",\"from\":\"2024-05-01T09:00:00+08:00\"}\n");
  ASSERT_EQ(said.lines.size(), 4u);
  EXPECT_TRUE(said.lines[0]["internal"].as_bool());
  EXPECT_TRUE(said.lines[0]["provisional"].as_bool());
  EXPECT_NE(said.lines[0]["explanation"].as_string().find("不是法定期限"), std::string::npos);
  EXPECT_EQ(said.lines[1]["level"].as_int(), 4);
  EXPECT_NE(said.lines[1]["explanation"].as_string().find("未写明层级"), std::string::npos);
  EXPECT_NE(said.lines[2]["explanation"].as_string().find("未写明时刻"), std::string::npos);
  EXPECT_EQ(said.lines[3]["due_at"].as_string(), "2024-05-01T10:00:00+08:00");
  EXPECT_EQ(said.lines[3]["explanation"].as_string().find("当日不计入"), std::string::npos);
}

TEST(LawDeadline, AWrongLineIsRefusedAndTheNextStillAnswered) {
  const auto said = ask("nonsense\n\n  \r\n[1]\n{\"clock\":\"C99\",\"from\":\"2024-01-10\"}\n" +
                        std::string(kLongestQuestion + 1, ' ') + "\n" +
                        "{\"clock\":\"C09\",\"clock\":\"C01\"}\n"
                        "{\"clock\":\"C01\",\"from\":\"2024-03-01\"}");
  EXPECT_EQ(said.status, 1);
  ASSERT_EQ(said.lines.size(), 6u);
  const char* codes[] = {"question_not_json", "question_not_object", "clock_unknown",
                         "question_long", "json_duplicate_key"};
  const int numbers[] = {1, 4, 5, 6, 7};
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(said.lines[i]["code"].as_string(), codes[i]);
    EXPECT_EQ(said.lines[i]["line"].as_int(), numbers[i]);
    EXPECT_FALSE(said.lines[i]["error"].as_string().empty());
    EXPECT_EQ(said.lines[i]["error"].as_string().find('{' + std::string("field")), std::string::npos);
    EXPECT_NE(said.lines[i]["error"], said.lines[i]["error_en"]);
  }
  EXPECT_EQ(said.lines[2]["error"].as_string(), "没有C99这个期限。");
  EXPECT_EQ(said.lines[5]["due_strict"].as_string(), "2024-03-16");
}

TEST(LawDeadline, ALineAsLongAsAllowedIsRead) {
  const std::string question = R"({"clock":"C01","from":"2024-03-01"})";
  const auto said = ask(question + std::string(kLongestQuestion - question.size(), ' '));
  EXPECT_EQ(said.status, 0);
  ASSERT_EQ(said.lines.size(), 1u);
  EXPECT_EQ(said.lines[0]["due_legal"].as_string(), "2024-03-18");
}

TEST(LawDeadline, ARegionMustBeKnown) {
  const auto said = ask(
      "{\"clock\":\"C01\",\"from\":\"2024-03-01\",\"region\":\"990000\"}\n"
      "{\"clock\":\"C01\",\"from\":\"2024-03-01\",\"region\":\"370102\"}\n");
  EXPECT_EQ(said.status, 1);
  EXPECT_EQ(said.lines[0]["code"].as_string(), "region_unknown");
  EXPECT_EQ(said.lines[1]["length_region"].as_string(), "");
  EXPECT_EQ(said.lines[1]["length_basis"].as_string(), "REG2022 Art. 22 ¶1");
}

TEST(LawDeadline, NothingAskedIsNothingWrong) {
  const auto said = ask("");
  EXPECT_EQ(said.status, 0);
  EXPECT_TRUE(said.lines.empty());
}

TEST(LawDeadline, TheLawMayStandInAnotherFolder) {
  static const Messages messages = read_messages(XINFANG_ROOT);
  std::istringstream in;
  std::ostringstream out, err;
  EXPECT_EQ(law_command({"deadline", "--law", "/nowhere"}, XINFANG_ROOT "/law", messages, in, out, err), 1);
  EXPECT_NE(err.str().find("/nowhere"), std::string::npos) << err.str();
  std::ostringstream quiet;
  EXPECT_EQ(law_command({"deadline", "--law", XINFANG_ROOT "/law"}, "/nowhere", messages, in, out, quiet), 0);
  EXPECT_EQ(quiet.str(), "");
}

TEST(LawDeadline, AFolderOfRulesWithoutPlacesStillKnowsTheRegions) {
  namespace fs = std::filesystem;
  const std::string folder = testing::TempDir() + "/law_without_places";
  fs::remove_all(folder);
  for (const char* part : {"/reg2022", "/reg2005", "/calendar"}) {
    fs::create_directories(folder + part);
    fs::copy(XINFANG_ROOT "/law" + std::string(part), folder + part);
  }
  static const Messages messages = read_messages(XINFANG_ROOT);
  std::istringstream in("{\"clock\":\"C01\",\"from\":\"2024-03-01\",\"region\":\"370102\"}\n"
                        "{\"clock\":\"C01\",\"from\":\"2024-03-01\",\"region\":\"990000\"}\n");
  std::ostringstream out, err;
  EXPECT_EQ(law_command({"deadline", "--law", folder}, XINFANG_ROOT "/law", messages, in, out, err), 1);
  EXPECT_NE(out.str().find("2024-03-18"), std::string::npos) << out.str() << err.str();
  EXPECT_NE(out.str().find("region_unknown"), std::string::npos);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace xinfang
