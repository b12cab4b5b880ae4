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
  EXPECT_EQ(kinds, (std::vector<std::string>{
      "D01", "D02", "D02L", "D03", "D04", "D05", "D06", "D07", "D08", "D09", "D10", "D11", "D11A",
      "D11Q", "D11R", "D12", "D12A", "D12Q", "D13", "D15", "D16", "D17", "D18", "D19", "D20",
      "D21", "D21Q", "D23", "D23B", "D24", "D25", "D26", "D27", "D29", "D32", "D34", "D35", "D36",
      "D37", "D38"}));
  for (const auto& kind : kinds) {
    const auto text = compose_letter(templates, sample_facts(kind));
    ASSERT_TRUE(text.ok()) << kind << ": " << text.refusal().field;
    const auto golden = Json::parse(read_text("tests/data/letters/" + kind + ".json"));
    ASSERT_TRUE(golden.ok()) << kind << ": the golden file is no JSON";
    EXPECT_EQ(*text, golden->dump()) << kind;
  }
}

// What one kind says in one case and not in the other.
struct Variant {
  const char *kind, *name, *value, *says, *is_silent_of;
};
constexpr Variant kVariants[] = {
    {"D02", "co_target", "平安县公安局", "同时请平安县公安局协助办理", "请平安县住房"},
    {"D04", "earlier_no", "33062401", "（编号：33062401）为同一事项", "（）"},
    {"D06", "mode", "co", "由平安县城市管理局主办，现请你单位协助办理", "决定是否受理"},
    {"D07", "mode", "co", "书面送平安县城市管理局", "报送办理结果"},
    {"D11", "result", "changed", "以本复查意见为准", "予以维持"},
    {"D11", "result", "upheld", "向安平市人民政府书面提出复核请求", "重新办理"},
    {"D11", "result", "revoked", "由其于2027年2月10日前重新办理", "提出复核请求"},
    {"D12", "result", "changed", "变更平安县人民政府作出的复查意见", "维持平安县人民政府"},
    {"D12", "result", "handling_revoked", "由平安县住房和城乡建设局于2027年4月10日前重新办理", "维持"},
    {"D12", "result", "review_revoked", "由其重新复查", "维持"},
    {"D12", "final", "", "维持平安县人民政府作出的复查意见", "终结意见"},
    {"D12", "final", "yes", "信访程序的终结意见", "重新复查"},
    {"D11R", "term_on", "", "不予受理", "到期"},
    {"D11R", "stage", "re_review", "提出的复核申请", "复查"},
    {"D15", "agreement_form", "conciliation", "和解协议书", "调解协议书"},
    {"D16", "suspended", "", "办理期限照常计算", "不计入复核期限"},
    {"D20", "ending", "terminated", "陈敏反映的", "您反映的"},
    {"D21", "granted", "", "沈工不予回避", "不再参与"},
    {"D34", "moved_reason", "correction", "登记的内容作了更正", "放假"},
    {"D37", "deed", "route_not_open", "该途径不能适用", "简易程序"},
    {"D38", "deed", "refusal_withdrawn", "现予撤回", "予以维持"},
    {"D38", "refused_number", "", "不予受理的异议，我单位于2026年11月20日收到", "《"},
};

TEST(Letter, AKindSaysWhatTheCaseIsAndNotWhatItIsNot) {
  const auto templates = letter_templates();
  for (const Variant& variant : kVariants) {
    LetterFacts facts = sample_facts(variant.kind);
    facts.values["lead"] = "平安县城市管理局";
    facts.values["co_on"] = "2026-11-24";
    facts.values["terminated_because"] = "death";
    facts.values[variant.name] = variant.value;
    const auto letter = templates.compose(facts);
    const std::string about = std::string(variant.kind) + " " + variant.name + "=" + variant.value;
    ASSERT_TRUE(letter.ok()) << about << ": " << letter.refusal().field;
    const std::string text = letter->dump();
    EXPECT_NE(text.find(variant.says), text.npos) << about << " does not say " << variant.says;
    EXPECT_EQ(text.find(variant.is_silent_of), text.npos) << about << ": " << variant.is_silent_of;
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
