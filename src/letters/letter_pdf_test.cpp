#include "letters/letter_pdf.hpp"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "letters/letter_samples.hpp"

namespace xinfang {
namespace {

// A rendered letter in a file of its own, looked at with poppler's programs.
class Printed {
 public:
  explicit Printed(const Json& letter) : bytes_(render_letter(letter)) {
    std::string name = (std::filesystem::temp_directory_path() / "letter-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file < 0) throw std::runtime_error("no temporary file");
    ::close(file);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << bytes_;
  }
  ~Printed() { std::filesystem::remove(path_); }
  Printed(const Printed&) = delete;
  Printed& operator=(const Printed&) = delete;

  const std::string& bytes() const { return bytes_; }

  std::string run(const std::string& program, const std::string& after = "") const {
    FILE* pipe = ::popen((program + " " + path_.string() + " " + after).c_str(), "r");
    if (!pipe) throw std::runtime_error(program);
    std::string output;
    char buffer[4096];
    while (const auto n = std::fread(buffer, 1, sizeof buffer, pipe)) output.append(buffer, n);
    if (::pclose(pipe) != 0) throw std::runtime_error(program + " failed (poppler-utils?)");
    return output;
  }

  int pages() const {
    const std::string out = run("pdfinfo");
    return std::stoi(out.substr(out.find("Pages:") + 6));
  }
  std::string text(int page = 0) const {
    const auto one = " -f " + std::to_string(page) + " -l " + std::to_string(page);
    return run("pdftotext -enc UTF-8" + (page ? one : ""), "-");
  }

 private:
  std::string bytes_;
  std::filesystem::path path_;
};

std::string without_space(std::string text) {
  std::erase_if(text, [](unsigned char c) { return c <= ' '; });
  return text;
}

Json composed(const LetterFacts& facts) {
  auto letter = letter_templates().compose(facts);
  if (!letter) throw std::runtime_error(letter.refusal().code + " " + letter.refusal().field);
  return *letter;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(LetterPdf, EveryKindHoldsItsWholeTextWithFontsEmbedded) {
  ASSERT_EQ(missing_families({}), std::vector<std::string>{});
  for (const auto& kind : letter_templates().kinds()) {
    const Json letter = composed(sample_facts(kind));
    const Printed printed(letter);
    EXPECT_LE(printed.pages(), 2) << kind;
    const std::string text = without_space(printed.text());
    for (const char* name : {"heading", "title", "number", "addressee", "signature"}) {
      EXPECT_NE(text.find(without_space(letter[name].as_string())), text.npos) << kind << name;
    }
    EXPECT_NE(text.find(chinese_day(letter["date"].as_string())), text.npos) << kind;
    // Of a text broken over a page the page number stands in between: look at its two ends.
    for (const auto& part : letter["body"].as_array()) {
      const std::string wanted = without_space(part["text"].as_string());
      EXPECT_NE(text.find(wanted.substr(0, std::min<std::size_t>(wanted.size(), 30))), text.npos)
          << kind << ": " << wanted;
    }
    // pdffonts: name, type, encoding, emb, sub, uni, object
    std::istringstream fonts(printed.run("pdffonts"));
    std::string line;
    int rows = 0;
    for (int i = 0; std::getline(fonts, line); ++i) {
      if (i < 2) continue;
      ++rows;
      EXPECT_NE(line.find("yes yes yes"), line.npos) << kind << ": " << line;
    }
    EXPECT_GE(rows, 2) << kind;
  }
}

TEST(LetterPdf, TheSameLetterGivesTheSameBytes) {
  const Json letter = composed(sample_facts("D10"));
  EXPECT_EQ(render_letter(letter), render_letter(letter));
  const Printed printed(letter);
  EXPECT_NE(printed.run("TZ=Asia/Shanghai pdfinfo").find("Dec  1 00:00:00 2026"),
            std::string::npos);
  EXPECT_NE(printed.run("pdfinfo").find("A4"), std::string::npos);
}

TEST(LetterPdf, TwentyTwoLinesOfTwentyEightCharactersFillAPage) {
  Json letter = Json::object().set("title", "").set("date", "2026-12-01");
  Json body = Json::array();
  body.push(Json::object().set("style", "paragraph").set("text", repeated("天", 28 * 44 - 2)));
  letter.set("body", body);
  const Printed printed(letter);
  std::istringstream lines(printed.text(1));
  std::string line;
  int full = 0;
  while (std::getline(lines, line)) full += without_space(line) == repeated("天", 28);
  EXPECT_GE(full, 20) << printed.text(1);
}

TEST(LetterPdf, ALongOpinionRunsOverFivePagesAndLosesNothing) {
  LetterFacts facts = sample_facts("D10");
  std::string findings;
  for (int i = 1; i <= 60; ++i) {
    findings += "事实" + std::to_string(i) + "：" + repeated("经查证工地连日施工", 5) + "。\n";
  }
  facts.values["findings"] = findings;
  const Printed printed(composed(facts));
  EXPECT_GE(printed.pages(), 5);
  const std::string all = without_space(printed.text());
  for (int i = 1; i <= 60; ++i) {
    EXPECT_NE(all.find("事实" + std::to_string(i) + "："), all.npos) << i;
  }
  for (int page = 1; page <= printed.pages(); ++page) {
    const std::string text = without_space(printed.text(page));
    EXPECT_TRUE(text.ends_with("—" + std::to_string(page) + "—")) << text;
    EXPECT_EQ(text.find("信访事项的处理意见书") != text.npos, page == 1);
  }
  // The signature never stands alone on its page.
  const std::string last = without_space(printed.text(printed.pages()));
  EXPECT_GT(last.find("平安县住房和城乡建设局2026年12月1日"), 0u);
}

TEST(LetterPdf, ATitleOfTwoHundredCharactersIsWrapped) {
  LetterFacts facts = sample_facts("D18");
  facts.values["title"] = repeated("反映小区夜间施工噪声", 20);
  const Json letter = composed(facts);
  const Printed printed(letter);
  EXPECT_NE(without_space(printed.text()).find(letter["title"].as_string()), std::string::npos);
}

TEST(LetterPdf, LongNamesOfOrgansAndPeopleAreWhole) {
  LetterFacts facts = sample_facts("D03");
  const std::string organ = "平安自治州平安自治县人民政府国有土地上房屋征收与补偿工作领导小组办公室";
  facts.values["organ"] = organ;
  facts.values["petitioner"] = "阿卜杜热合曼·买买提吐尔逊·艾合买提江";
  const std::string text = without_space(Printed(composed(facts)).text());
  const auto first = text.find(organ);
  ASSERT_NE(first, text.npos);
  EXPECT_NE(text.find(organ, first + 1), text.npos) << "heading and signature";
  EXPECT_NE(text.find(facts.values["petitioner"] + "："), text.npos);
}

TEST(LetterPdf, CharactersWithoutAGlyphAreNamed) {
  const LetterFonts fonts;
  EXPECT_TRUE(missing_glyphs("陈敏，夜间施工 2026", fonts.body).empty());
  EXPECT_EQ(missing_glyphs("陈㛃敏", {"AR PL KaitiM GB"}), std::vector<std::string>{"U+36C3"});
  EXPECT_TRUE(missing_glyphs("陈㛃敏", fonts.body).empty()) << "the second family has it";
  EXPECT_EQ(missing_glyphs("\U0003134F一\U0003134F", fonts.body),
            std::vector<std::string>{"U+3134F"});
  EXPECT_EQ(missing_glyphs("天", {"No Such Family"}), std::vector<std::string>{"U+5929"});
  LetterFonts own;
  own.body = {"No Such Family"};
  EXPECT_EQ(missing_families(own), std::vector<std::string>{"No Such Family"});
}

}  // namespace
}  // namespace xinfang
