#include "letters/letter.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "letters/letter_samples.hpp"

namespace xinfang {
namespace {

TEST(Letter, EveryKindReadsAsItsGoldenFile) {
  const auto templates = letter_templates();
  const auto kinds = templates.kinds();
  EXPECT_EQ(kinds, (std::vector<std::string>{"D01", "D02", "D03", "D04", "D05", "D06", "D07", "D08",
                                             "D09", "D10", "D17", "D18", "D20", "D24", "D26"}));
  for (const auto& kind : kinds) {
    const auto text = compose_letter(templates, sample_facts(kind));
    ASSERT_TRUE(text.ok()) << kind << ": " << text.refusal().field;
    const auto golden = Json::parse(read_text("tests/data/letters/" + kind + ".json"));
    ASSERT_TRUE(golden.ok()) << kind << ": the golden file is no JSON";
    EXPECT_EQ(*text, golden->dump()) << kind;
  }
}

TEST(Letter, ALetterWithoutAFactItNeedsIsRefusedByTheFactsName) {
  const auto templates = letter_templates();
  for (const auto& kind : templates.kinds()) {
    EXPECT_GE(templates.needs(kind).size(), 5u) << kind;
    for (const auto& need : templates.needs(kind)) {
      LetterFacts facts = sample_facts(kind);
      std::string place = need;
      if (const auto entry = need.find("[]."); entry != need.npos) {
        const std::string list = need.substr(0, entry), name = need.substr(entry + 3);
        facts.lists.at(list).back()[name] = "";
        facts.values.erase(name);
        place = list + "[" + std::to_string(facts.lists.at(list).size() - 1) + "]." + name;
      } else {
        facts.values.erase(need);
        facts.lists.erase(need);
      }
      // A list entry may take a fact of the letter where it has none of its own.
      const auto refused = templates.compose(facts);
      ASSERT_FALSE(refused.ok()) << kind << " without " << need;
      EXPECT_EQ(refused.refusal().code, "letter_fact_missing") << kind << " " << need;
      const bool named = refused.refusal().field == place || refused.refusal().field == need ||
                         need.ends_with("." + refused.refusal().field);
      EXPECT_TRUE(named) << kind << " without " << need << " names " << refused.refusal().field;
    }
  }
}

TEST(Letter, AFactThatIsNoDayOrNoKnownWordIsRefused) {
  const auto templates = letter_templates();
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"received_on", "2026-02-30"}, {"issued_on", "gestern"}, {"channel", "PIGEON"},
           {"title", "\xff\xfe"}}) {
    LetterFacts facts = sample_facts("D02");
    facts.values[name] = value;
    const auto refused = templates.compose(facts);
    ASSERT_FALSE(refused.ok()) << name;
    EXPECT_EQ(refused.refusal().code, "letter_fact_invalid");
    EXPECT_EQ(refused.refusal().field, name);
  }
  EXPECT_EQ(templates.compose(sample_facts("D99")).refusal().code, "letter_kind_unknown");
}

TEST(Letter, BracesInAFactAreTextAndNoSlot) {
  const auto templates = letter_templates();
  LetterFacts facts = sample_facts("D02");
  facts.values["title"] = "{phone} 与 {nothing}";
  const auto letter = templates.compose(facts);
  ASSERT_TRUE(letter.ok());
  EXPECT_NE((*letter)["body"].as_array()[0]["text"].as_string().find("“{phone} 与 {nothing}”"),
            std::string::npos);
}

TEST(Letter, ALineBreakInAFactBeginsAParagraph) {
  const auto letter = letter_templates().compose(sample_facts("D10"));
  ASSERT_TRUE(letter.ok());
  std::size_t found = 0;
  for (const auto& part : (*letter)["body"].as_array()) {
    EXPECT_EQ(part["text"].as_string().find('\n'), std::string::npos);
    found += part["text"].as_string() == "施工单位未取得夜间施工证明。";
  }
  EXPECT_EQ(found, 1u);
}

TEST(Letter, ATemplateThatDoesNotFitIsRefusedWithItsPlace) {
  for (const auto& [toml, detail] : std::vector<std::pair<std::string, std::string>>{
           {"[D01]\ntitle = 1\n", "D01: title"},
           {"[D01]\ntitle = \"x\"\n", "D01: title, date or part is missing"},
           {"[D01]\ntitle=\"x\"\ndate=\"d\"\n[[D01.part]]\ntext=\"{a|b}\"\n", "D01: words.b"},
           {"[D01]\ntitle=\"x\"\ndate=\"d\"\n[[D01.part]]\nstyle=\"loud\"\ntext=\"t\"\n",
            "D01: part without text or of unknown style"},
           {"[D01]\ntitle=\"x\"\ndate=\"d\"\n[[D01.part]]\ntxt=\"t\"\n", "D01: part.txt"}}) {
    const auto refused = LetterTemplates::parse(toml);
    ASSERT_FALSE(refused.ok()) << toml;
    EXPECT_EQ(refused.refusal().code, "letter_template_invalid");
    EXPECT_EQ(refused.refusal().facts[0].second, detail);
  }
  EXPECT_FALSE(LetterTemplates::parse("[D01").ok());
}

TEST(Letter, NumbersAreWrittenInChinese) {
  EXPECT_EQ(chinese_number(1), "一");
  EXPECT_EQ(chinese_number(10), "十");
  EXPECT_EQ(chinese_number(12), "十二");
  EXPECT_EQ(chinese_number(20), "二十");
  EXPECT_EQ(chinese_number(99), "九十九");
  EXPECT_EQ(chinese_number(100), "100");
  EXPECT_EQ(chinese_day("2026-03-09"), "2026年3月9日");
  EXPECT_EQ(chinese_day("2026-3-9"), "");
}

}  // namespace
}  // namespace xinfang
