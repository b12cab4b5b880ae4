#include "services/import_service.hpp"

#include "services/import_fixture.hpp"

namespace xinfang {
namespace {

// The clock of the fixture stands at 2024-03-01 09:00 in China.
class ImportServiceTest : public ImportTest {};
XINFANG_ON_BOTH_ENGINES(ImportServiceTest);

constexpr const char* kOpen =
    R"({"id":"7","user":"陈敏","title":"夜间施工噪声","time":"2024-02-27T21:31:53",)"
    R"("text":"工地夜间施工，老人无法入睡。","label":"城乡建设"})";
constexpr const char* kReplied =
    R"({"id":"8","user":"陈敏","title":"路灯不亮","time":"2023/5/4 9:05","text":"东街路灯三天不亮。",)"
    R"("reply":"已派人修复，感谢来信。","reply_time":"2023年5月9日10时30分"})";

std::string lines(std::initializer_list<std::string> all) {
  std::string text;
  for (const auto& line : all) text += line + "\n";
  return text;
}

std::string letter(const std::string& id, const std::string& time, const std::string& text) {
  Json said = Json::object().set("id", id).set("title", "标题");
  return said.set("time", time).set("text", text).dump();
}

TEST_P(ImportServiceTest, EveryLineIsRegisteredOrRefusedWithItsReason) {
  const std::string path = write(
      "letters.jsonl",
      lines({kOpen, kReplied, "{broken", "[1]", "", letter("9", "2024-02-01", ""),
             letter("10", "2024-13-01 08:00", "月份不对"), letter("11", "2024-03-02", "明天的信"),
             letter("12", "", "没有时间"), "{\"id\":\"13\",\"text\":\"\xff\xfe\"}",
             letter("14", "2024-02-01", std::string(60003, 'x')),
             letter("15", "2024-02-01", "同样的信"), letter("15", "2024-02-01", "同样的信"),
             std::string(kLongestLine + 1, 'x'), letter("16", "2024-02-01", "最后一封")}));
  const auto figures = import(path);
  ASSERT_TRUE(figures.ok()) << figures.refusal().code << " " << figures.refusal().field;
  EXPECT_EQ(figures->records, 14);
  EXPECT_EQ(figures->registered, 4);
  EXPECT_EQ(figures->replied, 1);
  EXPECT_EQ(figures->already, 1);
  EXPECT_EQ(figures->refused, 9);
  std::vector<std::pair<std::int64_t, std::string>> reasons;
  for (const auto& record : told) {
    // The second copy of line 12 came before the first was written: it has no number to show yet.
    const bool registered = record.result == ImportedRecord::Result::registered;
    EXPECT_EQ(!record.item_no.empty(), registered) << record.line;
    if (record.result == ImportedRecord::Result::refused) {
      reasons.emplace_back(record.line, record.refusal.code);
    }
  }
  const std::vector<std::pair<std::int64_t, std::string>> expected = {
      {3, "import_not_json"},     {4, "import_not_object"},   {6, "import_text_missing"},
      {7, "import_time_form"},    {8, "import_time_future"},  {9, "import_time_missing"},
      {10, "import_not_utf8"},    {11, "field_long"},         {14, "import_line_long"}};
  EXPECT_EQ(reasons, expected);
  EXPECT_EQ(matters(), 4u);
  for (const Finding& finding : verify(db(), office().keys, whole_law()).findings) {
    ADD_FAILURE() << finding.table << " " << finding.row << " " << finding.problem;
  }
}

TEST_P(ImportServiceTest, TheSameFileTwiceAddsNothing) {
  const std::string path =
      write("letters.jsonl", lines({kOpen, kReplied, letter("9", "2024-02-01", "一封信")}));
  ASSERT_EQ(import(path)->registered, 3);
  const std::string first = told[0].item_no;
  const auto again = import(path);
  EXPECT_EQ(again->already, 3);
  EXPECT_EQ(again->registered, 0);
  EXPECT_EQ(told[0].item_no, first);
  EXPECT_EQ(matters(), 3u);
  // Another source of the same words is another source.
  settings.source = "县长信箱";
  EXPECT_EQ(import(path)->registered, 3);
}

TEST_P(ImportServiceTest, AnImportCutShortIsRepeated) {
  std::string first, whole;
  for (int i = 1; i <= 25; ++i) {
    whole += letter(std::to_string(i), "2024-02-01", "第" + std::to_string(i) + "封信") + "\n";
    if (i == 12) first = whole + "{\"id\":\"13\",\"ti";
  }
  settings.batch = 10;
  EXPECT_EQ(import(write("part.jsonl", first))->registered, 12);
  const auto rest = import(write("whole.jsonl", whole));
  EXPECT_EQ(rest->already, 12);
  EXPECT_EQ(rest->registered, 13);
  EXPECT_EQ(matters(), 25u);
}

TEST_P(ImportServiceTest, AMessageWithAReplyEntersAsRepliedAndKeepsBoth) {
  ASSERT_EQ(import(write("letters.jsonl", lines({kReplied})))->registered, 1);
  const Matter matter = matter_of(told[0].item_no);
  EXPECT_EQ(matter.subjects.at(0).state, "REPLIED");
  EXPECT_EQ(matter.received_at, *Instant::parse("2023-05-04T09:05:00+08:00"));
  EXPECT_FALSE(is_open(whole_law().of(matter.rule_set), matter));
  EXPECT_TRUE(matter.deadlines.empty());
  EXPECT_EQ(kept(matter, "reply"), "已派人修复，感谢来信。");
  EXPECT_EQ(kept(matter, "text"), "东街路灯三天不亮。");
  EXPECT_EQ(kept(matter, "title"), "路灯不亮");
  const auto loaded = load_matter(db(), Viewer::system(), matter.matter_id);
  EXPECT_EQ(loaded->events.at(0).internal_fields["proof"].as_string(), "letters.jsonl:1");
  EXPECT_EQ(loaded->events[0].internal_fields["source_no"].as_string(), "8");
  EXPECT_EQ(loaded->events[0].petitioner_fields["replied_at"].as_string(),
            "2023-05-09T02:30:00.000Z");
}

TEST_P(ImportServiceTest, AMessageWithoutAReplyWaitsAtTheDeskWithItsClock) {
  const std::string old = letter("20", "2019-04-24 16:03:40", "五年前的信");
  ASSERT_EQ(import(write("letters.jsonl", lines({kOpen, old})))->registered, 2);
  const Matter fresh = matter_of(told[0].item_no);
  EXPECT_EQ(fresh.subjects.at(0).state, "REGISTERED");
  EXPECT_EQ(fresh.rule_set, "reg2022");
  EXPECT_EQ(fresh.fact("category_hint"), "城乡建设");
  EXPECT_EQ(fresh.fact("category"), "");
  const Deadline* running = fresh.running_clock(1, "C01");
  ASSERT_NE(running, nullptr);
  EXPECT_EQ(running->started_on.iso(), "2024-02-27");
  EXPECT_EQ(running->due_strict_on.iso(), "2024-03-13");

  // A term that was over before is history and no lateness of this office.
  const Matter past = matter_of(told[1].item_no);
  EXPECT_EQ(past.rule_set, "reg2005");
  EXPECT_EQ(past.subjects.at(0).state, "REGISTERED");
  EXPECT_EQ(past.running_clock(1, "C01"), nullptr);
  ASSERT_GE(past.deadlines.size(), 2u);
  EXPECT_EQ(past.deadlines[0].clock, "C01");
  EXPECT_EQ(past.deadlines[0].state, ClockState::cancelled);
  EXPECT_EQ(past.deadlines[0].due_strict_on.iso(), "2019-05-09");
  EXPECT_TRUE(std::any_of(past.deadlines.begin(), past.deadlines.end(),
                          [](const Deadline& clock) { return clock.running(); }));
}

TEST_P(ImportServiceTest, ACsvWithChineseHeadersIsUnderstood) {
  const std::string csv =
      "\xEF\xBB\xBF留言编号,留言用户,留言主题,留言时间,留言详情,一级标签\r\n"
      "1,陈敏,噪声,2024-02-27 21:31,\"第一行\n第二行说\"\"吵\"\"，请处理\",环境保护\r\n"
      "2,周明,路灯,2024.2.1,路灯不亮,城乡建设,多一列\r\n"
      "3,周明,路灯,20240201,\"没有闭合,城乡建设\r\n"
      "4,周明,水管 5\" 破裂,2024-02-01,水管坏了,城乡建设\r\n";
  const auto figures = import(write("letters.csv.gz", csv));
  ASSERT_TRUE(figures.ok()) << figures.refusal().code;
  ASSERT_EQ(told.size(), 4u);
  EXPECT_EQ(told[0].number, "1");
  EXPECT_EQ(kept(matter_of(told[0].item_no), "text"), "第一行\n第二行说\"吵\"，请处理");
  EXPECT_EQ(told[1].refusal.code, "import_columns");
  EXPECT_EQ(told[1].line, 4);
  EXPECT_EQ(told[2].refusal.code, "import_quote_open");
  EXPECT_EQ(told[3].line, 6);
  EXPECT_EQ(kept(matter_of(told[3].item_no), "title"), "水管 5\" 破裂");
}

TEST_P(ImportServiceTest, ColumnsAreMappedByHandAndMissingOnesNamed) {
  const std::string path = write("letters.csv", "nr,wann,inhalt\n1,2024-02-01,路灯不亮\n");
  const auto unknown = import(path);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.refusal().code, "import_columns_missing");
  settings.map = {{"text", "inhalt"}, {"time", "zeit"}};
  EXPECT_EQ(import(path).refusal().code, "import_column_unknown");
  settings.map = {{"text", "inhalt"}, {"time", "wann"}, {"number", "nr"}};
  ASSERT_EQ(import(path)->registered, 1);
  const Matter matter = matter_of(told[0].item_no);
  EXPECT_EQ(kept(matter, "title"), "路灯不亮") << "without a title the text begins it";
  EXPECT_TRUE(matter.facts["anonymous"].as_bool());
  EXPECT_EQ(told[0].number, "1");
}

TEST_P(ImportServiceTest, ADryRunSaysTheSameAndWritesNothing) {
  const std::string path = write("letters.jsonl", lines({kOpen, kReplied, kOpen, "{"}));
  settings.dry_run = true;
  const auto dry = import(path);
  EXPECT_EQ(dry->registered, 2);
  EXPECT_EQ(dry->already, 1);
  EXPECT_EQ(dry->refused, 1);
  EXPECT_EQ(matters(), 0u);
  settings.dry_run = false;
  EXPECT_EQ(import(path)->registered, 2);
}

TEST_P(ImportServiceTest, WrongSettingsAreRefusedBeforeAnythingIsWritten) {
  const std::string path = write("letters.jsonl", lines({kOpen}));
  const ImportSettings right = settings;
  settings.organ_id = 1;
  EXPECT_EQ(import(path).refusal().code, "organ_unknown");
  settings = right;
  settings.region_code = "990000";
  EXPECT_EQ(import(path).refusal().code, "region_unknown");
  settings = right;
  settings.channel = "PIGEON";
  EXPECT_EQ(import(path).refusal().code, "channel_unknown");
  settings = right;
  settings.source = "";
  EXPECT_EQ(import(path).refusal().code, "import_source");
  EXPECT_EQ(matters(), 0u);
}

}  // namespace
}  // namespace xinfang
