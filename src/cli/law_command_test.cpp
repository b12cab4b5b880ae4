#include "cli/law_command.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "cli/law_files.hpp"
#include "cli/law_table.hpp"

namespace xinfang {
namespace {

namespace fs = std::filesystem;

const std::string kLaw = XINFANG_ROOT "/law";

// Words enough to see which sentence came out; the shipped ones are held to their keys elsewhere.
Messages sentences() {
  const char* zh = R"(
[law]
usage = "用法"
set_stands = "{set} 无错误"
[law.unit]
days = "日"
working_days = "个工作日"
[law.nature]
duty = "义务"
organ_right = "机关权利"
petitioner_right = "权利"
[law.explain]
clock = "{clock}：{nature}，{basis}"
internal = "内部"
start = "起算 {on}"
length = "{n}{unit_name}"
rest_day = "{on} {name}"
weekend = "{on} 周末"
extra_workday = "{on} 调休"
strict = "最后一日 {on}"
legal = "顺延 {on}"
provisional = "{year} 暂定"
result = "严格 {strict} 法定 {legal}"
[refusal]
clock_unknown = "没有 {clock}"
rule_set_unknown = "没有规则集 {set}"
clock_length_needed = "{clock} 需要天数"
option_unknown = "没有选项 {option}"
option_value_wrong = "{option} 不正确"
calendar_invalid = "日历有误 {line}"
file_unreadable = "读不到 {path}"
law_invalid = "{count} 处错误"
)";
  auto messages = Messages::parse(zh, "");
  if (!messages) throw std::runtime_error(messages.refusal().facts[0].second);
  return std::move(messages.value());
}

struct Said {
  int status = 0;
  std::string out, err;
};

Said law(const std::vector<std::string>& args, const std::string& folder = kLaw) {
  std::istringstream in;
  std::ostringstream out, err;
  Said said;
  said.status = law_command(args, folder, sentences(), in, out, err);
  said.out = out.str();
  said.err = err.str();
  return said;
}

std::string read_whole(const std::string& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A copy of law/ that a test may break.
class CopiedLaw : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "/law_" +
              testing::UnitTest::GetInstance()->current_test_info()->name();
    fs::remove_all(folder_);
    fs::copy(kLaw, folder_, fs::copy_options::recursive);
  }
  void TearDown() override { fs::remove_all(folder_); }
  void replace(const std::string& file, const std::string& before, const std::string& after) {
    auto text = read_whole(folder_ + "/" + file);
    const auto place = text.find(before);
    ASSERT_NE(place, text.npos) << before;
    text.replace(place, before.size(), after);
    std::ofstream(folder_ + "/" + file) << text;
  }
  std::string folder_;
};

TEST(LawCommand, TheShippedLawStands) {
  const auto said = law({"check"});
  EXPECT_EQ(said.status, 0) << said.out;
  EXPECT_EQ(said.out, "reg2005 无错误\nreg2022 无错误\n");
}

TEST_F(CopiedLaw, CheckNamesFileRowAndProblem) {
  replace("reg2022/clocks.toml", "nature = \"duty\"\nparameter = \"c09_days\"",
          "nature = \"wish\"\nparameter = \"c09_days\"");
  const auto said = law({"check"}, folder_);
  EXPECT_EQ(said.status, 1);
  EXPECT_NE(said.out.find("reg2022/clocks.toml:C09: unknown nature \"wish\""), std::string::npos)
      << said.out;
  EXPECT_NE(said.out.find("reg2005:: not loaded, since reg2022 is wrong"), std::string::npos)
      << said.out;
  EXPECT_EQ(law({"steps"}, folder_).err, "2 处错误\n");
}

TEST_F(CopiedLaw, CheckLooksAtTheCalendarToo) {
  replace("calendar/days.csv", "2024-10-01,holiday", "2024-10-01,feast");
  const auto said = law({"check"}, folder_);
  EXPECT_EQ(said.status, 1);
  EXPECT_NE(said.out.find("日历有误"), std::string::npos);
}

TEST_F(CopiedLaw, ARegionalLayerIsReadForBothSetsAndItsErrorToldOnce) {
  std::ofstream(folder_ + "/regions/210000.toml")
      << "[[parameter]]\nregion_code = \"210000\"\nkey = \"c01_days\"\nvalue = 12\nbasis = "
         "\"x\"\nmark = \"P\"\n";
  const auto loaded = load_law(folder_);
  ASSERT_TRUE(loaded.ok());
  for (const char* set : {"reg2005", "reg2022"}) {
    EXPECT_EQ(loaded->of(set).parameter_days("c01_days", "210102", Date::of(2024, 3, 1)), 12);
  }
  std::ofstream(folder_ + "/regions/210000.toml")
      << "[[parameter]]\nregion_code = \"210000\"\nkey = \"c01_day\"\nvalue = 12\nbasis = "
         "\"x\"\nmark = \"P\"\n";
  std::vector<LawError> errors;
  read_law(folder_, errors);
  EXPECT_EQ(std::count_if(errors.begin(), errors.end(),
                          [](const LawError& e) { return e.row == "c01_day@210000"; }),
            1);
}

TEST_F(CopiedLaw, ALawThatIsMissingIsRefused) {
  fs::remove_all(folder_ + "/reg2022");
  fs::remove_all(folder_ + "/reg2005");
  EXPECT_EQ(law({"check"}, folder_).status, 1);
  EXPECT_EQ(load_law(folder_).refusal().code, "law_invalid");
  fs::remove(folder_ + "/calendar/days.csv");
  EXPECT_FALSE(load_calendar(folder_).ok());
}

TEST(LawCommand, ExplainTellsHowADueDateComesAbout) {
  const auto said = law({"explain", "C13", "--from", "2024-09-06"});
  EXPECT_EQ(said.status, 0) << said.err;
  EXPECT_EQ(
      said.out,
      "C13：权利，REG2022 Art. 35\n起算 2024-09-06\n30日\n最后一日 2024-10-06\n2024-10-06 国庆节\n"
      "2024-10-07 国庆节\n顺延 2024-10-08\n严格 2024-10-06 法定 2024-10-08\n");
}

TEST(LawCommand, ExplainTakesTheRuleSetOfTheDayUnlessOneIsNamed) {
  EXPECT_NE(law({"explain", "C09", "--from", "2021-01-04"}).out.find("REG2005 Art. 33"),
            std::string::npos);
  EXPECT_NE(law({"explain", "C09", "--from", "2022-05-01"}).out.find("REG2022 Art. 34"),
            std::string::npos);
  EXPECT_NE(law({"explain", "C09", "--from", "2021-01-04", "--set", "reg2022"}).out.find("REG2022"),
            std::string::npos);
}

TEST(LawCommand, ExplainAsksForWhatItLacks) {
  EXPECT_EQ(law({"explain", "C99", "--from", "2024-03-01"}).err, "没有 C99\n");
  EXPECT_EQ(law({"explain", "C08", "--from", "2024-03-01"}).err, "C08 需要天数\n");
  EXPECT_NE(
      law({"explain", "C08", "--from", "2024-03-01", "--days", "20"}).out.find("法定 2024-03-21"),
      std::string::npos);
  EXPECT_EQ(law({"explain", "C08", "--from", "2024-03-01", "--days", "-1"}).err, "days 不正确\n");
  EXPECT_EQ(law({"explain", "C09", "--from", "2024-03-01", "--set", "reg1995"}).err,
            "没有规则集 reg1995\n");
  EXPECT_NE(
      law({"explain", "C02", "--from", "2024-03-01", "--level", "1"}).out.find("严格 2024-03-06"),
      std::string::npos);
  EXPECT_EQ(law({"explain", "C09"}).status, 2);
  EXPECT_EQ(law({"explain", "C09", "--from", "2024-02-30"}).status, 2);
  EXPECT_EQ(law({"explain", "C09", "--until", "2024-02-03"}).err, "没有选项 --until\n");
}

TEST(LawCommand, UnknownDeedsGetTheUsage) {
  for (const std::vector<std::string>& args :
       {std::vector<std::string>{}, {"obey"}, {"check", "twice"}, {"steps", "T01"}}) {
    const auto said = law(args);
    EXPECT_EQ(said.status, 2);
    EXPECT_EQ(said.err, "用法\n");
  }
}

TEST(LawCommand, StepsListsEveryRowOfTheSet) {
  const auto said = law({"steps"});
  const auto loaded = load_law(kLaw);
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(static_cast<std::size_t>(std::count(said.out.begin(), said.out.end(), '\n')),
            loaded->of("reg2022").steps().size());
  EXPECT_NE(
      said.out.find(
          "T27 | extension | HANDLING |  | ORGAN_HEAD, SIGNING_LEADER (holder) | REG2022 Art. 34"),
      std::string::npos)
      << said.out;
  EXPECT_EQ(law({"steps", "--set", "reg2005"}).out.find("T18 |"), std::string::npos);
}

TEST(LawCommand, TheDiagramDrawsEachSubject) {
  const auto said = law({"diagram"});
  EXPECT_EQ(said.status, 0);
  for (const char* line :
       {"### intake", "### node", "### procedure", "  [*] --> REGISTERED : T01 registration",
        "  [*] --> ARRIVED : T06 transfer", "  HANDLING --> OPINION_ISSUED : T32 opinion",
        "  LAPSED --> [*]"}) {
    EXPECT_NE(said.out.find(line), std::string::npos) << line;
  }
}

TEST(LawCommand, ThePageOfTheLawIsWhatTheRowsSay) {
  // The section Articles names tests too, which the program does not know: tools/trace_law holds it.
  const auto page = read_whole(XINFANG_ROOT "/docs/LAW.md");
  EXPECT_EQ(law({"table"}).out, page.substr(0, page.find("\n## Articles\n")))
      << "docs/LAW.md is stale: write it again with tools/law_page";
}

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream parts(line);
  for (std::string cell; std::getline(parts, cell, '|');) {
    const auto first = cell.find_first_not_of(' ');
    const auto last = cell.find_last_not_of(' ');
    cells.push_back(first == cell.npos ? "" : cell.substr(first, last - first + 1));
  }
  return cells;
}

const Date kToday = Date::of(2024, 3, 1);

void expect_term(const Rulebook& book, const std::vector<std::string>& cells,
                 const std::string& length) {
  const std::string about = book.id() + " " + cells[0];
  const auto* clock = book.clock(cells[0]);
  if (length == "-") {
    EXPECT_EQ(clock, nullptr) << about;
    return;
  }
  ASSERT_NE(clock, nullptr) << about;
  EXPECT_EQ(name_of(clock->unit), cells[4]) << about;
  EXPECT_EQ(name_of(clock->nature), cells[5]) << about;
  const bool law_there =
      cells[6] == "law" || (cells[6].ends_with("reg2005") && book.id() == "reg2005");
  EXPECT_EQ(clock->internal, !law_there) << about;
  EXPECT_EQ(clock->set_in_letter, length == "letter") << about;
  if (length == "letter") return;
  EXPECT_EQ(book.parameter(cells[1], "", kToday), length) << about;
  EXPECT_TRUE(cells[1] == clock->parameter ||
              (clock->by_level && cells[1].starts_with(clock->parameter + ".")))
      << about;
}

TEST(Law, EveryClockAndParameterIsAsTheTableOfTermsReadsTheArticles) {
  const auto law = load_law(kLaw);
  ASSERT_TRUE(law.ok());
  std::set<std::string> read;
  std::istringstream lines(read_whole(XINFANG_ROOT "/tests/data/law_terms.txt"));
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto cells = cells_of(line);
    if (cells.size() == 2) {
      const auto value = cells[1].substr(0, cells[1].find(' '));
      EXPECT_EQ(law->of("reg2022").parameter(cells[0], "", kToday), value) << line;
      const bool only_2022 = cells[1].ends_with(" -");
      EXPECT_EQ(law->of("reg2005").parameter(cells[0], "", kToday), only_2022 ? "" : value) << line;
      read.insert(cells[0]);
      continue;
    }
    ASSERT_EQ(cells.size(), 7u) << line;
    expect_term(law->of("reg2005"), cells, cells[2]);
    expect_term(law->of("reg2022"), cells, cells[3]);
    read.insert(cells[0]);
    read.insert(cells[1]);
  }
  EXPECT_EQ(law->of("reg2005").in_force_on(), Date::of(2005, 5, 1));
  EXPECT_EQ(law->of("reg2022").in_force_on(), Date::of(2022, 5, 1));
  EXPECT_EQ(law->for_receipt_on(Date::of(2022, 4, 30)).id(), "reg2005");
  EXPECT_EQ(law->for_receipt_on(Date::of(2022, 5, 1)).id(), "reg2022");
  read.insert("in_force_on");
  const auto& book = law->of("reg2022");
  for (const auto& clock : book.clocks())
    EXPECT_TRUE(read.count(clock.id)) << clock.id << " is not in the table";
  for (const auto& row : book.parameters())
    EXPECT_TRUE(read.count(row.key)) << row.key << " is not in the table";
}

TEST(Law, OnlyTheReReviewMayStandStillForAHearing) {
  const auto law = load_law(kLaw);
  ASSERT_TRUE(law.ok());
  for (const auto& [id, book] : law->sets) {
    for (const auto& clock : book.clocks()) {
      EXPECT_EQ(clock.suspendable, clock.id == "C16") << id << " " << clock.id;
    }
  }
  EXPECT_EQ(law->of("reg2022").clock("C09")->extend_parameter, "c09_extension_days");
}

TEST(Law, NoRowOfTheOldRulesRestsOnTheRegulationsOf2022ButRating) {
  const auto law = load_law(kLaw);
  ASSERT_TRUE(law.ok());
  for (const auto& step : law->of("reg2005").steps()) {
    EXPECT_FALSE(step.basis.starts_with("REG2022")) << step.id << " " << step.basis;
  }
}

TEST(Law, TermsOfOurOwnAreMarkedInternal) {
  const auto loaded = load_law(kLaw);
  ASSERT_TRUE(loaded.ok());
  for (const auto& [id, book] : loaded->sets) {
    for (const auto& parameter : book.parameters()) {
      for (const auto& clock : book.clocks()) {
        if (clock.parameter == parameter.key && parameter.mark == "design") {
          EXPECT_TRUE(clock.internal) << id << " " << clock.id;
        }
      }
    }
  }
}

TEST(Law, TheGroundsThatMayBeChosen) {
  const auto loaded = load_law(kLaw);
  ASSERT_TRUE(loaded.ok());
  const auto chosen = [&](const std::string& set) {
    const auto& book = loaded->of(set);
    std::string ids;
    for (const auto& ground : book.grounds()) {
      if (book.is_on(ground, "", Date::of(2024, 3, 1))) ids += ground.id + " ";
    }
    return ids;
  };
  EXPECT_EQ(chosen("reg2022"),
            "NA01 NA03 NA04 NA05 NA06 NA07 NA10 NA11 NM01 RV01 RV02 RV03 RV04 RV05 ");
  EXPECT_NE(chosen("reg2005").find("NA02 "), std::string::npos);
  // Hand-overs, rules of single provinces, and grounds that a parameter must switch on.
  for (const char* id : {"NA01L", "NA02", "NA08", "NA09", "NM02", "NM03", "NM04"}) {
    ASSERT_NE(loaded->of("reg2022").ground(id), nullptr) << id;
    EXPECT_EQ(chosen("reg2022").find(std::string(id) + " "), std::string::npos) << id;
  }
  for (const auto& ground : loaded->of("reg2022").grounds()) {
    const char* letter = ground.id.starts_with("NM") ? "D05"
                         : ground.id.starts_with("RV") ? "D11R" : "D04";
    EXPECT_EQ(ground.document, letter) << ground.id;
  }
}

}  // namespace
}  // namespace xinfang
