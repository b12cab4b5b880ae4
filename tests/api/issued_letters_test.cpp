// Every letter of the law is issued by the step that asks for it, from what the step's form takes: none
// lacks a fact that nobody can enter, and none says what nobody entered.
#include <set>

#include "services/organ_service.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {

class IssuedLettersTest : public ApiTest {
 protected:
  void act(const std::string& login, const Json& receipt, const std::string& deed,
           Json fields = Json::object(), int subject = 0) {
    const Answer done = app.act(login, receipt, deed, std::move(fields), subject);
    EXPECT_EQ(done.status, 200) << deed << ": " << done.response.body;
  }
  // Filed, screened and, when an organ is named, sent there and signed in by 小林.
  Json screened(const std::string& kind = "3") {
    const Json receipt = app.file();
    act("laowu", receipt, "screening", screening_fields(kind));
    return receipt;
  }
  Json at_labour(const std::string& kind = "3") {
    const Json receipt = screened(kind);
    act("laowu", receipt, "transfer", target_fields(app.organ("0201")));
    act("xiaolin", receipt, "sign_in");
    return receipt;
  }
  std::string letter(const std::string& login, const Json& receipt, const std::string& kind) {
    seen.insert(kind);
    return letter_text(app, login, receipt, kind);
  }
  static void has(const std::string& text, const std::string& words) {
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in: " << text;
  }
  static void has_not(const std::string& text, const std::string& words) {
    EXPECT_EQ(text.find(words), std::string::npos) << words << " is in: " << text;
  }

  std::set<std::string> seen;
};
XINFANG_ON_BOTH_ENGINES(IssuedLettersTest);

TEST_P(IssuedLettersTest, FromAssignmentToTheReportOfItsResult) {
  const Json receipt = screened();
  act("zhouju", receipt, "assignment",
      target_fields(app.organ("0201")).set("note", "重点核查").set("report_by", "2026-06-30"));
  has(letter("zhouju", receipt, "D07"), "请于2026年6月30日前");
  act("xiaolin", receipt, "sign_in");
  act("hanju", receipt, "acceptance", acceptance_fields());
  act("xiaolin", receipt, "start", Json::object().set("no_interest", true));
  act("hanju", receipt, "extension",
      Json::object().set("days", 20).set("reason", "需要委托鉴定并听取各方意见"));
  // Accepted on March 2: 60 days end on May 1, 20 more on May 21.
  const std::string extended = letter("hanju", receipt, "D09");
  has(extended, "原办理期限至2026年5月1日止");
  has(extended, "至2026年5月21日止");
  act("hanju", receipt, "opinion", opinion_fields());
  has(letter("hanju", receipt, "D10"), "用人单位应当按月支付工资");
  Json served = service_fields("2026-03-02");
  act("xiaolin", receipt, "service", served.set("place", Json()));
  const std::string proof = letter("xiaolin", receipt, "D17");
  has(proof, "2026年3月2日");
  has_not(proof, "时0分");
  has_not(proof, "送达地点");
  const Json report = Json::object().set("report", "经查属实，已督促支付工资。");
  EXPECT_EQ(app.act("hanju", receipt, "result_report", report).field(), "closing");
  act("hanju", receipt, "result_report", Json(report).set("closing", "三个月工资已经付清。"));
  has(letter("hanju", receipt, "D18"), "三个月工资已经付清");
  EXPECT_EQ(seen.size(), 5u);
}

TEST_P(IssuedLettersTest, AnObjectionSaysWhatTheOrganSaid) {
  const Json receipt = at_labour();
  act("hanju", receipt, "objection",
      Json::object().set("reasons", "该工地由交通运输局主管。").set("approved_by", "韩局"));
  const std::string bare = letter("hanju", receipt, "D08");
  has(bare, "该工地由交通运输局主管");
  has_not(bare, "职责依据");
  has_not(bare, "我单位认为该事项属于");
  const Json other = at_labour();
  act("hanju", other, "objection",
      Json::object()
          .set("reasons", "该工地由交通运输局主管。")
          .set("approved_by", "韩局")
          .set("legal_basis", "《安澜县机关职责规定》第九条")
          .set("competent_organ", "安澜县交通运输局"));
  const std::string whole = letter("hanju", other, "D08");
  has(whole, "职责依据：《安澜县机关职责规定》第九条");
  has(whole, "我单位认为该事项属于安澜县交通运输局职责范围");
}

TEST_P(IssuedLettersTest, ASuggestionIsAnsweredWithWhatWasStudied) {
  const Json receipt = at_labour("1");
  act("hanju", receipt, "acceptance", acceptance_fields());
  const Json reply =
      Json::object().set("adoption", "partly").set("reply", "明年先在清河镇试点推行。");
  EXPECT_EQ(app.act("hanju", receipt, "suggestion_reply", reply).field(), "study");
  act("hanju", receipt, "suggestion_reply", Json(reply).set("study", "与县里的规划相符。"));
  has(letter("hanju", receipt, "D26"), "与县里的规划相符");
}

TEST_P(IssuedLettersTest, AnAccusationGoesWithItsPagesCounted) {
  const Json receipt = screened("2");
  Json fields = Json::object().set("receiver", id_text(app.organ("0401")));
  EXPECT_EQ(app.act("fanglian", receipt, "hand_over_to_discipline", fields).field(), "page_count");
  act("fanglian", receipt, "hand_over_to_discipline", fields.set("page_count", 6));
  const std::string text = letter("fanglian", receipt, "D24");
  has(text, "安澜县纪律检查委员会");
  has(text, "材料共6页");
}

TEST_P(IssuedLettersTest, AnOrgansOwnHeadAndAddressStandOnNewLettersOnly) {
  const auto acceptance = [&] {
    const Json receipt = at_labour();
    act("hanju", receipt, "acceptance", acceptance_fields());
    return receipt;
  };
  const Json before = acceptance();
  Organ organ = *app.office().organs.now()->find(app.organ("0201"));
  organ.letter_head = "安澜县人社局信访专用";
  organ.postal_code = "419001";
  ASSERT_TRUE(write_organ(app.office(), 0, organ).ok());
  const Json after = acceptance();
  const std::string head = letter("hanju", after, "D03");
  EXPECT_EQ(head.rfind("安澜县人社局信访专用", 0), 0u) << head;
  has(head, "（邮政编码：419001）");
  has(head, "安澜县人力资源和社会保障局");
  const std::string earlier = letter("hanju", before, "D03");
  EXPECT_EQ(earlier.rfind("安澜县人力资源和社会保障局", 0), 0u) << earlier;
  has_not(earlier, "419001");
}

// Each ground of the law leads to a letter that can be signed.
TEST_P(IssuedLettersTest, EveryGroundCanBeTold) {
  const auto law = app.office().law.now();
  const Rulebook& rulebook = law->of("reg2022");
  std::set<std::string> told;
  for (const GroundRule& ground : rulebook.grounds()) {
    for (const bool by_office : {true, false}) {
      const Json receipt = by_office ? screened() : at_labour();
      Json fields = Json::object()
                        .set("ground", ground.id)
                        .set("explanation", "该事项正在依法定程序办理。")
                        .set("right_door", "安澜县人民政府");
      // The matter before this one stands in another system.
      if (!ground.earlier.empty()) fields.set("final_organ", "和宁市中级人民法院");
      const std::string login = by_office ? "zhouju" : "hanju";
      const Answer done = app.act(login, receipt, "non_acceptance", fields);
      if (!ground.on) EXPECT_EQ(done.code(), "ground_unknown") << "a ground of other provinces";
      if (done.status != 200) {
        EXPECT_EQ(done.code().rfind("ground_", 0), 0u) << ground.id << " " << done.response.body;
        continue;
      }
      told.insert(ground.id);
      has(letter(login, receipt, ground.document), "该事项正在依法定程序办理");
    }
  }
  EXPECT_EQ(told.count("NM01"), 1u);
  EXPECT_EQ(seen, (std::set<std::string>{"D04", "D05"}));
}

}  // namespace xinfang
