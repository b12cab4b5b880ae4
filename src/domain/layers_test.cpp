// Layers over the national law: provinces as they are shipped, one that is made up, and a step that is
// made of known words: all without a line of C++.
#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

Rulebook with_texts(const LawTexts& more) {
  LawTexts texts = law_texts("reg2022");
  for (const auto& [file, text] : more) {
    texts[file] = file.starts_with("regions/") ? text : texts[file] + text;
  }
  auto loaded = Rulebook::load("reg2022", texts, nullptr);
  if (auto* errors = std::get_if<std::vector<LawError>>(&loaded)) {
    for (const LawError& error : *errors) {
      ADD_FAILURE() << error.file << ":" << error.row << ": " << error.problem;
    }
    return reg2022();
  }
  return std::get<Rulebook>(std::move(loaded));
}

const Rulebook& shipped_layers() {
  static const Rulebook kBook = with_texts({{"regions/370000.toml", law_text("regions/370000.toml")},
                                            {"regions/330000.toml", law_text("regions/330000.toml")},
                                            {"regions/110000.toml", law_text("regions/110000.toml")}});
  return kBook;
}

Course in_hand(const Rulebook& book, const std::string& region) {
  Course course = row_case::walked(row_case::Ways{}.in_hand, book);
  course.matter.facts.set("region_code", region);
  return course;
}

// T29b: the agreement alone in Shandong, performed in Zhejiang, performed where nothing is said.
TEST(Layers, WhetherAnAgreementMustBePerformedIsTheProvincesRule) {
  const Rulebook& book = shipped_layers();
  const std::pair<const char*, bool> kCases[] = {
      {"370102", true}, {"370000", true}, {"330106", false}, {"110101", false}, {"420106", false}};
  for (const auto& [region, alone] : kCases) {
    SCOPED_TRACE(region);
    Course course = in_hand(book, region);
    Json fields = lawful_fields(book, "T29b", course.matter, course.now);
    fields.set("performed_on", nullptr);
    EXPECT_EQ(course.step("settlement", 3, organ_head(), fields), alone) << course.refusal.code;
    if (!alone) {
      EXPECT_EQ(course.refusal.code, "settlement_unperformed");
    }
  }
}

// NA09, NM03, NM04 may be chosen only where a province knows them.
TEST(Layers, GroundsOfProvincesAreOffElsewhere) {
  const Rulebook& book = shipped_layers();
  const Date on = Date::of(2024, 3, 1);
  const auto is_on = [&](const char* ground, const char* region) {
    return book.is_on(*book.ground(ground), region, on);
  };
  EXPECT_TRUE(is_on("NA09", "370102"));
  EXPECT_TRUE(is_on("NA09", "110105"));
  EXPECT_FALSE(is_on("NA09", "330106"));
  EXPECT_TRUE(is_on("NM04", "370102"));
  EXPECT_TRUE(is_on("NM04", "330106"));
  EXPECT_FALSE(is_on("NM04", "110105"));
  EXPECT_TRUE(is_on("NM03", "330106"));
  EXPECT_FALSE(is_on("NM03", "420106"));
  for (const char* handed_over : {"NA01L", "NA08", "NM02"}) {
    EXPECT_FALSE(is_on(handed_over, "370102")) << handed_over << " is a hand-over, not a refusal";
  }
}

TEST(Layers, AMadeUpProvinceIsAFile) {
  const Rulebook book = with_texts({{"regions/990000.toml", R"(
[[parameter]]
region_code = "990000"
key = "c14a_working_days"
value = 5
valid_from_on = "2024-02-01"
basis = "《虚构省信访条例》第十二条"
mark = "P"

[[parameter]]
region_code = "990100"
key = "c14a_working_days"
value = 4
basis = "虚构市的规定"
mark = "P"
)"}});
  EXPECT_EQ(book.parameter_days("c14a_working_days", "990200", Date::of(2024, 3, 1)), 5);
  EXPECT_EQ(book.parameter_days("c14a_working_days", "990200", Date::of(2024, 1, 31)), 3);
  EXPECT_EQ(book.parameter_days("c14a_working_days", "990101", Date::of(2024, 3, 1)), 4);
  EXPECT_EQ(book.parameter_days("c14a_working_days", "370102", Date::of(2024, 3, 1)), 3);
  Course course = row_case::walked(row_case::Ways{}.served, book);
  course.matter.facts.set("region_code", "990200");
  ASSERT_TRUE(course.step("review_request", 3, petitioner(),
                          lawful_fields(book, "T38", course.matter, course.now)));
  EXPECT_EQ(course.clock("C14a").length, 5);
}

TEST(Layers, AMadeUpStepOfKnownWordsIsARow) {
  const Rulebook book = with_texts({{"steps.toml", R"(
[[step]]
id = "Y01"
deed = "field_inspection"
subject = "procedure"
from = ["HANDLING"]
basis = "《虚构省信访条例》第二十条"
who = [{ roles = ["CASE_OFFICER"], relation = "holder" }]
fields = [
  { name = "inspected_on", type = "date", required = true, part = "petitioner" },
  { name = "note", type = "text", required = true, min = 4, max = 500, part = "internal", vault = true },
]
guards = [{ name = "kind_is", is = "3" }, { name = "not_future", field = "inspected_on" }]
)"}});
  Course course = row_case::walked(row_case::Ways{}.in_hand, book);
  Json fields = Json::object().set("inspected_on", "2024-03-02").set("note", "现场查看了施工记录");
  EXPECT_FALSE(course.step("field_inspection", 3, case_officer(), fields));
  EXPECT_EQ(course.refusal.code, "day_in_future");
  EXPECT_EQ(course.refusal.basis, "《虚构省信访条例》第二十条");
  EXPECT_FALSE(course.step("field_inspection", 3, receiver(), fields.set("inspected_on", "2024-03-01")));
  EXPECT_EQ(course.refusal.code, "step_not_yours");
  ASSERT_TRUE(course.step("field_inspection", 3, case_officer(), fields)) << course.refusal.code;
  EXPECT_EQ(course.state(3), "HANDLING");
  EXPECT_EQ(course.events.back().petitioner_fields["inspected_on"].as_string(), "2024-03-01");
}

// A layer that says what the nation does not know, or a row with an unknown word, is refused.
TEST(Layers, WhatIsWrongIsSaid) {
  LawTexts texts = law_texts("reg2022");
  texts["regions/990000.toml"] =
      "[[parameter]]\nregion_code = \"990000\"\nkey = \"c99_days\"\nvalue = 3\nbasis = \"x\"\nmark = \"P\"\n";
  auto loaded = Rulebook::load("reg2022", texts, nullptr);
  ASSERT_TRUE(std::holds_alternative<std::vector<LawError>>(loaded));
  EXPECT_NE(std::get<std::vector<LawError>>(loaded)[0].problem.find("no national row"),
            std::string::npos);
}

}  // namespace
}  // namespace xinfang
