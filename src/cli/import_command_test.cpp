#include "cli/import_command.hpp"

#include "services/import_fixture.hpp"

namespace xinfang {
namespace {

class ImportCommandTest : public ImportTest {
 protected:
  int run(std::vector<std::string> arguments) {
    out_.str("");
    err_.str("");
    return run_import(office(), arguments, out_, err_, false);
  }
  std::string out() const { return out_.str(); }
  std::string err() const { return err_.str(); }

 private:
  std::ostringstream out_, err_;
};
XINFANG_ON_BOTH_ENGINES(ImportCommandTest);

constexpr const char* kLetters =
    "{\"id\":\"=1+1\",\"user\":\"陈敏\",\"title\":\"路灯\",\"time\":\"2024-02-01\",\"text\":\"路灯不亮\"}\n"
    "{\"id\":\"2\",\"title\":\"空\",\"time\":\"2024-02-01\"}\n";

TEST_P(ImportCommandTest, ReportsEveryLineAndFiguresThatAddUp) {
  const std::string letters = write("letters.jsonl", kLetters), report = write("report.csv", "");
  ASSERT_EQ(run({letters, "--organ", "210102-0001", "--report", report}), 0) << err();
  EXPECT_EQ(out(), "records 2\nregistered 1 (replied 0)\nalready 0\nrefused 1\n");
  std::istringstream lines(file_text(report));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "\xEF\xBB\xBFline,source_number,result,item_number,reason\r");
  std::getline(lines, line);
  EXPECT_TRUE(line.starts_with("1,'=1+1,registered,210102")) << line;
  std::getline(lines, line);
  EXPECT_TRUE(line.starts_with("2,2,refused,,import_text_missing text: ")) << line;
  EXPECT_FALSE(std::getline(lines, line));

  ASSERT_EQ(run({letters, "--organ", "210102-0001"}), 0);
  EXPECT_EQ(out(), "records 2\nregistered 0 (replied 0)\nalready 1\nrefused 1\n");
}

TEST_P(ImportCommandTest, SaysWhatIsMissing) {
  const std::string letters = write("letters.jsonl", kLetters);
  EXPECT_EQ(run({}), 2);
  EXPECT_NE(err().find("xinfang import"), std::string::npos);
  EXPECT_EQ(run({letters}), 2);
  EXPECT_EQ(run({letters, "--organ", "210102-0001", "--colour", "x"}), 2);
  EXPECT_EQ(run({letters, "--organ", "210102-9999"}), 1);
  EXPECT_NE(err().find("[organ_unknown organ]"), std::string::npos);
  EXPECT_EQ(run({letters + ".gone", "--organ", "210102-0001"}), 1);
  EXPECT_EQ(run({letters, "--organ", "210102-0001", "--received-on", "2024-02-31"}), 1);
  EXPECT_EQ(run({letters, "--organ", "210102-0001", "--report", "/no/such/folder/report.csv"}), 1);
  EXPECT_EQ(matters(), 0u);
  EXPECT_EQ(run({letters, "--organ", "210102-0001", "--dry-run"}), 0);
  EXPECT_EQ(matters(), 0u);
}

TEST_P(ImportCommandTest, RecordsWithoutATimeTakeTheDayThatIsGiven) {
  const std::string letters = write("words.jsonl", "{\"row\":1,\"tokens\":\"路灯 不亮\"}\n");
  ASSERT_EQ(run({letters, "--organ", "210102-0001", "--map", "text=tokens"}), 0);
  EXPECT_NE(out().find("refused 1"), std::string::npos);
  ASSERT_EQ(run({letters, "--organ", "210102-0001", "--map", "text=tokens", "--map", "number=row",
                 "--received-on", "2020-01-08"}), 0) << err();
  EXPECT_NE(out().find("registered 1"), std::string::npos);
}

}  // namespace
}  // namespace xinfang
