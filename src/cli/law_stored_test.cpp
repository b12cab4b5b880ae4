#include "cli/law_stored.hpp"

#include "services/import_fixture.hpp"

namespace xinfang {
namespace {

class LawStoredTest : public ImportTest {
 protected:
  // One letter of 2024-02-20: C01 runs until 2024-03-06. The office's clock stands on 2024-03-01.
  void SetUp() override {
    ImportTest::SetUp();
    const auto path = write("letters.jsonl",
                            "{\"id\":\"1\",\"title\":\"路灯\",\"time\":\"2024-02-20\","
                            "\"text\":\"路灯不亮\"}\n");
    ASSERT_TRUE(import(path).ok());
    ASSERT_EQ(told.size(), 1u);
    number_ = told[0].item_no;
  }

  int run(const std::vector<std::string>& args) {
    out_.str("");
    err_.str("");
    return run_law_stored(office(), args, out_, err_);
  }
  bool said(const std::string& words) const { return out_.str().find(words) != std::string::npos; }

  // As a screening would: kind, and the state after it.
  void screen(const std::string& kind) {
    const auto place = find_item(db(), number_).value();
    const auto loaded = *load_matter(db(), Viewer::system(), place.matter_id);
    Decision decision;
    Event& event = decision.event;
    event.event_id = office().ids.next();
    event.matter_id = place.matter_id;
    event.seq = loaded.matter.version + 1;
    event.at = clock.now();
    event.step = "T04";
    event.deed = "screening";
    event.rule_set = "reg2022";
    event.actor_kind = "system";
    event.changes.facts.set("kind", kind);
    Subject intake = loaded.matter.subjects.at(0);
    intake.state = "SCREENED";
    event.changes.subjects.push_back({intake, "REGISTERED"});
    ChangeSet changes;
    changes.lane = place.matter_id;
    append_event(changes, office().keys, {}, loaded.matter, decision);
    ASSERT_TRUE(db().commit(std::move(changes)).committed());
  }

  // Days that the law's calendar did not have.
  void change_calendar(const std::string& days) {
    const auto years = file_text(XINFANG_ROOT "/law/calendar/calendar.toml");
    const auto text = file_text(XINFANG_ROOT "/law/calendar/days.csv") + days;
    office().calendar.update(
        [&](const WorkCalendar&) { return WorkCalendar::parse(text, years).value(); });
  }

  std::string number_;
  std::ostringstream out_, err_;
};
XINFANG_ON_BOTH_ENGINES(LawStoredTest);

TEST(LawStored, OnlyWhatIsAboutMattersNeedsAnOffice) {
  EXPECT_TRUE(asks_stored_matters({"recheck"}));
  EXPECT_TRUE(asks_stored_matters({"what-if"}));
  EXPECT_TRUE(asks_stored_matters({"explain", "210102000101202402200000016"}));
  EXPECT_FALSE(asks_stored_matters({"explain", "C09", "--from", "2024-01-10"}));
  EXPECT_FALSE(asks_stored_matters({"explain"}));
  EXPECT_FALSE(asks_stored_matters({"check"}));
  EXPECT_FALSE(asks_stored_matters({}));
}

TEST_P(LawStoredTest, ExplainsEachClockAndTheStepsOfAMatter) {
  ASSERT_EQ(run({"explain", number_}), 0) << err_.str();
  EXPECT_TRUE(said(number_ + "：已登记；2024-02-20收到，适用规则集reg2022。")) << out_.str();
  EXPECT_TRUE(said("第1部分（登记件，和平区信访局）：已登记")) << out_.str();
  EXPECT_TRUE(said("C01（信访部门处理期限）：机关的义务期限，逾期即为超期，依据：REG2022 Art. 22 ¶1。"));
  EXPECT_TRUE(said("计算中（和平区信访局）；严格到期日2024-03-06，法定到期日2024-03-06。"));
  EXPECT_TRUE(said("自2024-02-20起算"));
  EXPECT_TRUE(said("（T04）：由")) << out_.str();
  ASSERT_EQ(run({"explain", number_, "--language", "en"}), 0);
  EXPECT_TRUE(said("strict due day 2024-03-06")) << out_.str();
  EXPECT_FALSE(said("严格"));
}

TEST_P(LawStoredTest, AStepThatMustWaitSaysWhy) {
  screen("3");
  ASSERT_EQ(run({"explain", number_}), 0);
  // A petition of kind 3 is not handed over as an accusation: a guard, not the state, forbids it.
  std::istringstream lines(out_.str());
  std::map<std::string, bool> hindered;
  for (std::string line; std::getline(lines, line);) {
    for (const char* step : {"（T06）", "（T13）"}) {
      if (line.find(step) != line.npos) hindered[step] = line.find("现在还不能：") != line.npos;
    }
  }
  EXPECT_EQ(hindered, (std::map<std::string, bool>{{"（T06）", false}, {"（T13）", true}})) << out_.str();
}

TEST_P(LawStoredTest, AnAccusationIsNotExplained) {
  screen("2");
  EXPECT_EQ(run({"explain", number_}), 1);
  EXPECT_EQ(out_.str(), "");
  EXPECT_NE(err_.str().find("检举控告"), std::string::npos);
  ASSERT_EQ(run({"what-if", "--set", "C01=3", "--from", "2024-01-01"}), 0);
  EXPECT_FALSE(said(number_));
  EXPECT_FALSE(said("和平区信访局"));
  EXPECT_TRUE(said("检举控告事项（不列出单位和编号）：1个期限，现行超期0个，设想超期1个。")) << out_.str();
}

TEST_P(LawStoredTest, RecheckIsQuietWhileNothingDiffers) {
  EXPECT_EQ(run({"recheck"}), 0) << out_.str();
  EXPECT_TRUE(said("核对了1件")) << out_.str();
  EXPECT_TRUE(said("计算中的0个不同")) << out_.str();
}

TEST_P(LawStoredTest, RecheckNamesARunningClockThatACorrectedCalendarMoves) {
  change_calendar("2024-03-06,holiday,补休\n");
  EXPECT_EQ(run({"recheck"}), 1);
  EXPECT_TRUE(said(number_ + "第1部分C01（信访部门处理期限，计算中）：记录的到期日2024-03-06（法定2024-03-06），"
                   "按现行日历为2024-03-06（法定2024-03-07）。")) << out_.str();
  // Nothing was written: the old calendar finds the old days.
  EXPECT_EQ(matter_of(number_).deadlines.at(0).due_legal_on.iso(), "2024-03-06");
}

TEST_P(LawStoredTest, RecheckNamesARowThatWasChangedInPlace) {
  Law changed = whole_law();
  LawTexts texts;
  for (const auto& entry : std::filesystem::directory_iterator(XINFANG_ROOT "/law/reg2022")) {
    texts[entry.path().filename().string()] = file_text(entry.path());
  }
  auto& rows = texts["parameters.toml"];
  const std::string before = "key = \"c01_days\"\nvalue = 15";
  ASSERT_NE(rows.find(before), rows.npos);
  rows.replace(rows.find(before), before.size(), "key = \"c01_days\"\nvalue = 14");
  changed.sets.at("reg2022") = std::get<Rulebook>(Rulebook::load("reg2022", texts, nullptr));
  office().law.update([&](const Law&) { return changed; });
  EXPECT_EQ(run({"recheck"}), 1);
  EXPECT_TRUE(said("记录的长度为15，现行规则对起算日规定的长度为14。")) << out_.str();
}

TEST_P(LawStoredTest, WhatIfTellsWhoWouldBeLateAndChangesNothing) {
  const auto before = matter_of(number_);
  ASSERT_EQ(run({"what-if", "--set", "C01=8", "--from", "2024-02-20"}), 0) << err_.str();
  EXPECT_TRUE(said("和平区信访局 | " + number_ +
                   " | 1 | C01 信访部门处理期限 | 2024-02-20 | 2024-03-06 | 2024-02-28 | 计算中 | 将超期"))
      << out_.str();
  EXPECT_TRUE(said("和平区信访局：1个期限，现行超期0个，设想超期1个。"));
  EXPECT_EQ(matter_of(number_), before);
  // Due on the day itself is in time; a clock that began earlier is not tried.
  ASSERT_EQ(run({"what-if", "--set", "C01=10", "--from", "2024-02-20"}), 0);
  EXPECT_TRUE(said("合计：1个期限，现行超期0个，设想超期0个。"));
  ASSERT_EQ(run({"what-if", "--set", "C01=8", "--from", "2024-02-21"}), 0);
  EXPECT_TRUE(said("合计：0个期限"));
  ASSERT_EQ(run({"what-if", "--set", "C04=8", "--set", "C02.4=1", "--from", "2024-02-01"}), 0);
  EXPECT_FALSE(said(" | C01 "));
}

TEST_P(LawStoredTest, WhatIfSaysWhoWouldNoLongerBeLate) {
  clock.set(Instant::parse("2024-03-08T09:00:00+08:00").value());
  ASSERT_EQ(run({"what-if", "--set", "C01=30", "--from", "2024-01-01", "--language", "en"}), 0);
  EXPECT_TRUE(said("| no longer late")) << out_.str();
  ASSERT_EQ(run({"what-if", "--set", "C01=14", "--from", "2024-01-01"}), 0);
  EXPECT_TRUE(said("| 本已超期")) << out_.str();
}

TEST_P(LawStoredTest, NonsenseIsRefused) {
  const auto refused = [&](const std::vector<std::string>& options) {
    std::vector<std::string> args = {"what-if"};
    args.insert(args.end(), options.begin(), options.end());
    const int status = run(args);
    EXPECT_EQ(out_.str(), "");
    return std::to_string(status) + " " + err_.str();
  };
  EXPECT_NE(refused({"--set", "C99=3", "--from", "2024-01-01"}).find("1 没有C99"), std::string::npos);
  EXPECT_NE(refused({"--set", "C08=3", "--from", "2024-01-01"}).find("由文书写明"), std::string::npos);
  EXPECT_NE(refused({"--set", "C13=3", "--from", "2024-01-01"}).find("不是机关的义务"),
            std::string::npos);
  EXPECT_NE(refused({"--set", "C09.3=3", "--from", "2024-01-01"}).find("不分层级"), std::string::npos);
  EXPECT_NE(refused({"--set", "C09=1", "--set", "C09=2", "--from", "2024-01-01"}).find("重复"),
            std::string::npos);
  for (const char* value : {"C09", "C09=", "C09=x", "C09=4.5", "C02.9=3", "C02.=3", "C02.13=3"}) {
    EXPECT_NE(refused({"--set", value, "--from", "2024-01-01"}).find("应写作"), std::string::npos) << value;
  }
  for (const char* value : {"C09=0", "C09=-3", "C09=36501"}) {
    EXPECT_NE(refused({"--set", value, "--from", "2024-01-01"}).find("36500"), std::string::npos) << value;
  }
  EXPECT_NE(refused({"--set", "C09=3"}).find("请写明选项--from"), std::string::npos);
  EXPECT_NE(refused({"--from", "2024-01-01"}).find("请写明选项--set"), std::string::npos);
  EXPECT_NE(refused({"--set", "C09=3", "--from", "2024-02-30"}).find("--from的值不对"),
            std::string::npos);
  EXPECT_EQ(run({"explain", "123"}), 1);
  EXPECT_EQ(run({"explain", number_, "--language", "fr"}), 1);
  EXPECT_EQ(run({"recheck", "--from", "2024-01-01"}), 2);
  EXPECT_EQ(run({"recheck", "--colour", "x"}), 2);
}

}  // namespace
}  // namespace xinfang
