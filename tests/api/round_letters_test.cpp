// Letters of review, re-review and what stands beside handling: each says the papers before it, the
// organs by name and what was asked, from a course of real steps.
#include "services/organ_service.hpp"
#include "services/people_service.hpp"
#include "tests/support/letters.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {

class RoundLettersTest : public ApiTest {
 protected:
  RoundLettersTest() {
    Organ city;
    city.code = "0901";
    city.name = "云阜市人民政府";
    city.short_name = "市政府";
    city.type = "GOVERNMENT";
    Organ county = *app.office().organs.now()->find(app.organ("0100"));
    city.region_code = county.region_code.substr(0, 4) + "00";
    city.level = 3;
    city.document_prefix = "云政";
    city.valid_from_on = county.valid_from_on;
    const auto made = write_organ(app.office(), 0, city);
    EXPECT_TRUE(made.ok()) << (made.ok() ? "" : made.refusal().code + made.refusal().field);
    county.superior_id = county.review_organ_id = made->organ_id;
    EXPECT_TRUE(write_organ(app.office(), 0, county).ok());
    hire("fucha", "符复查", app.organ("0100"), {"REVIEW_OFFICER"});
    hire("lixian", "黎县长", app.organ("0100"), {"ORGAN_HEAD", "SIGNING_LEADER"});
    hire("shifu", "史复核", made->organ_id, {"REVIEW_OFFICER"});
    hire("shizhang", "石市长", made->organ_id, {"ORGAN_HEAD", "SIGNING_LEADER"});
  }

  void hire(const std::string& login, const std::string& name, Id organ,
            std::vector<std::string> roles) {
    const auto user = create_user(app.office(), 0, {login, name, organ, std::move(roles), ""});
    ASSERT_TRUE(user.ok()) << login << (user.ok() ? "" : user.refusal().code);
    User seasoned = *find_user(app.office().database, login);
    seasoned.must_change = false;
    ASSERT_TRUE(write_user(app.office(), seasoned).ok());
    ASSERT_TRUE(enrol_directly(app.office(), login).ok());
  }
  void act(const std::string& day, const std::string& login, const Json& receipt,
           const std::string& deed, Json fields = Json::object(), int subject = 0) {
    app.set_day(day);
    const Answer done = app.act(login, receipt, deed, std::move(fields), subject);
    EXPECT_EQ(done.status, 200) << deed << ": " << done.response.body;
  }
  Json walk(std::size_t steps) {
    app.set_day("2026-03-02");
    const Json receipt = app.file();
    const auto path = main_path(app);
    for (std::size_t i = 0; i < steps; ++i) {
      act(path[i].day, path[i].login, receipt, path[i].deed, path[i].fields);
    }
    return receipt;
  }
  std::string letter(const std::string& login, const Json& receipt, const std::string& kind,
                     Id organ = 0) {
    return letter_text(app, login, receipt, kind, organ);
  }
  std::string number_of(const std::string& login, const Json& receipt, const std::string& kind) {
    std::string number;
    const Json matter = app.matter(login, receipt);
    for (const Json& one : matter["documents"].as_array()) {
      if (one["kind"].as_string() == kind) number = one["number"].as_string();
    }
    EXPECT_NE(number, "") << kind;
    return number;
  }
  static void has(const std::string& text, const std::string& words) {
    EXPECT_NE(text.find(words), std::string::npos) << words << " is not in: " << text;
  }
  static void has_not(const std::string& text, const std::string& words) {
    EXPECT_EQ(text.find(words), std::string::npos) << words << " is in: " << text;
  }

  Json request(const std::string& asks, const std::string& received_on) {
    return Json::object()
        .set("requests", asks)
        .set("reasons", "夜间施工没有查处，也没有说明理由。")
        .set("received_on", received_on);
  }
  Json opinion(const std::string& result) {
    return Json::object()
        .set("result", result)
        .set("facts_found", "经复查，工地确有夜间施工。")
        .set("opinion", "原处理意见依据正确。")
        .set("legal_basis", "《信访工作条例》第三十五条");
  }
};
XINFANG_ON_BOTH_ENGINES(RoundLettersTest);

TEST_P(RoundLettersTest, FromTheRequestForReviewToTheRecordOfConclusion) {
  const Json receipt = walk(7);
  const std::string handling = number_of("hanju", receipt, "D10");
  act("2026-04-10", "laowu", receipt, "review_request",
      request("请求查处夜间施工并书面答复。", "2026-04-09"));
  const std::string asked = letter("laowu", receipt, "D11Q");
  has(asked, "安澜县人民政府：");
  has(asked, handling);
  has(asked, "请求查处夜间施工并书面答复。");
  has(asked, "2026年4月9日");
  has_not(asked, "联系人");

  act("2026-04-13", "fucha", receipt, "review_admission");
  const std::string admitted = letter("fucha", receipt, "D11A");
  has(admitted, "您不服安澜县人力资源和社会保障局于2026年4月1日作出的");
  has(admitted, "我单位于2026年4月9日收到");
  has(admitted, "至2026年5月9日止");
  has(admitted, "请求查处夜间施工并书面答复。");

  act("2026-04-20", "lixian", receipt, "review_opinion", opinion("upheld"));
  const std::string review = letter("fucha", receipt, "D11");
  has(review, handling);
  has(review, "请求查处夜间施工并书面答复。");
  has(review, "决定：维持安澜县人力资源和社会保障局作出的处理意见");
  has(review, "30日内，向云阜市人民政府书面提出复核请求");
  act("2026-04-22", "fucha", receipt, "review_service", service_fields("2026-04-22"));
  const std::string reviewed = number_of("fucha", receipt, "D11");
  const std::string served = letter("fucha", receipt, "D17");
  has(served, reviewed);
  has(served, "信访事项复查意见书");
  has_not(served, handling);

  act("2026-05-06", "laowu", receipt, "re_review_request",
      request("请求撤销复查意见。", "2026-05-06"));
  has(letter("laowu", receipt, "D12Q"), reviewed);
  act("2026-05-07", "shifu", receipt, "re_review_admission");
  const std::string again = letter("shifu", receipt, "D12A");
  has(again, "您不服安澜县人民政府于2026年4月20日作出的");
  has(again, "请求撤销复查意见。");
  has_not(again, "请求查处夜间施工并书面答复。");
  has(again, "自2026年5月6日起至2026年6月5日止");

  act("2026-05-11", "shifu", receipt, "re_review_hearing",
      Json::object()
          .set("hearing_on", "2026-05-18")
          .set("place", "市信访局听证室，上午九时")
          .set("chair", "石市长")
          .set("subject_of_hearing", "夜间施工的查处"));
  const std::string hearing = letter("shifu", receipt, "D16");
  has(hearing, "2026年5月18日");
  has(hearing, "不计入复核期限");
  act("2026-05-18", "shifu", receipt, "re_review_hearing_over",
      Json::object().set("hearing_ended_on", "2026-05-18").set("findings", "双方陈述完毕。"));
  act("2026-05-20", "shizhang", receipt, "re_review_opinion", opinion("changed"));
  const std::string final_opinion = letter("shifu", receipt, "D12");
  has(final_opinion, reviewed);
  has(final_opinion, "变更安澜县人民政府作出的复查意见");
  has(final_opinion, "信访程序的终结意见");
  act("2026-05-22", "shifu", receipt, "re_review_service",
      service_fields("2026-05-22").set("helping_plan", "镇里每月走访一次。"));
  const std::string record = letter("shifu", receipt, "D19");
  has(record, handling);
  has(record, reviewed);
  has(record, number_of("shifu", receipt, "D12"));
  has(record, "镇里每月走访一次");
}

TEST_P(RoundLettersTest, ARefusedRequestLeavesWhatIsLeftOfTheTerm) {
  const Json receipt = walk(7);
  act("2026-04-10", "laowu", receipt, "review_request",
      request("请求处理停车位。", "2026-04-10"));
  act("2026-04-13", "lixian", receipt, "review_refusal",
      Json::object()
          .set("ground", "RV05")
          .set("explanation", "停车位不在原处理意见之内。")
          .set("right_door", "新的请求可以另行提出。"));
  const std::string refused = letter("fucha", receipt, "D11R");
  has(refused, "信访事项复查申请不予受理告知书");
  has(refused, "停车位不在原处理意见之内");
  has(refused, "提出原处理意见以外的新的请求");
  // Served on April 2: the 30 days end on May 2, a holiday; May 6 is the first day of work.
  has(refused, "您申请复查的期限到2026年5月6日为止");
}

TEST_P(RoundLettersTest, ARevokedOpinionIsDoneAgainByTheDayOfTheReview) {
  const Json receipt = walk(7);
  act("2026-04-10", "laowu", receipt, "review_request", request("请求重查。", "2026-04-10"));
  act("2026-04-13", "fucha", receipt, "review_admission");
  act("2026-04-20", "lixian", receipt, "review_opinion",
      opinion("revoked").set("redo_by", "2026-06-15"));
  const std::string review = letter("fucha", receipt, "D11");
  has(review, "由其于2026年6月15日前重新办理");
  has_not(review, "提出复核请求");
  const std::string first = number_of("hanju", receipt, "D10");
  act("2026-04-22", "fucha", receipt, "review_redo", service_fields("2026-04-22"));
  act("2026-05-20", "hanju", receipt, "opinion", opinion_fields());
  const std::string second = letter("hanju", receipt, "D10");
  has(second, "于2026年3月9日受理");
  act("2026-05-22", "xiaolin", receipt, "service", service_fields("2026-05-21"));
  const std::string served = letter("xiaolin", receipt, "D17");
  has(served, number_of("hanju", receipt, "D10"));
  has_not(served, first);
}

TEST_P(RoundLettersTest, AnOrganThatHelpsIsAskedForItsPartOnly) {
  const Json receipt = walk(1);
  act("2026-03-03", "laowu", receipt, "transfer",
      target_fields(app.organ("0201"))
          .set("co_organs", Json::array().push(id_text(app.organ("0202")))));
  const std::string told = letter("laowu", receipt, "D02");
  has(told, "转送安澜县人力资源和社会保障局处理");
  has(told, "同时请安澜县住房和城乡建设局协助办理");
  const std::string lead = letter("hanju", receipt, "D06", app.organ("0201"));
  const std::string helper = letter("songju", receipt, "D06", app.organ("0202"));
  has(helper, "由安澜县人力资源和社会保障局主办");
  has(helper, "请你单位于2026年3月18日前");
  has_not(helper, "决定是否受理");
  has_not(lead, "主办");
}

TEST_P(RoundLettersTest, WhatStandsBesideHandlingNamesOrgansAndPeople) {
  const Json receipt = walk(5);
  act("2026-03-10", "laowu", receipt, "recusal_request",
      Json::object().set("person", "小林").set("interest", "小林是用人单位负责人的亲属。"));
  const std::string asked = letter("laowu", receipt, "D21Q");
  has(asked, "小林是用人单位负责人的亲属");
  const auto colleague = find_user(app.office().database, std::string("xiaolin"));
  act("2026-03-11", "hanju", receipt, "recusal_decision",
      Json::object()
          .set("colleague", id_text(colleague->user_id))
          .set("granted", true)
          .set("reasons", "有近亲属关系，应当回避。"));
  const std::string decided = letter("hanju", receipt, "D21");
  has(decided, "决定小林回避");
  has_not(decided, id_text(colleague->user_id));
  int procedure = 0;
  const Json matter = app.matter("zhouju", receipt);
  for (const Json& part : matter["subjects"].as_array()) {
    if (part["kind"].as_string() == "procedure") procedure = static_cast<int>(part["no"].as_int());
  }
  act("2026-05-20", "zhouju", receipt, "supervision",
      Json::object()
          .set("trigger", "SV01")
          .set("means", "letter")
          .set("demand", "请尽快出具处理意见书。"),
      procedure);
  const std::string pressed = letter("zhouju", receipt, "D13");
  has(pressed, "安澜县人力资源和社会保障局：");
  has(pressed, "无正当理由未按规定期限办结");
  has(pressed, "办理期限应于2026年5月8日届满");
}

TEST_P(RoundLettersTest, AStatutoryRouteSaysItsOwnLawAndNotTheRegulations) {
  const Json receipt = walk(3);
  act("2026-03-05", "hanju", receipt, "statutory_route",
      Json::object()
          .set("way", "31(2)")
          .set("law", "《劳动争议调解仲裁法》第二十七条")
          .set("route_organ", "安澜县劳动人事争议仲裁委员会")
          .set("materials", "仲裁申请书、劳动合同")
          .set("route_term", "一年内申请")
          .set("route_due", "2026-12-31"));
  const std::string told = letter("hanju", receipt, "D25");
  has(told, "应当通过仲裁程序解决");
  has(told, "《劳动争议调解仲裁法》第二十七条");
  has(told, "2026年12月31日");
  has(told, "请求发放三个月工资");
  act("2026-04-05", "hanju", receipt, "route_not_open",
      Json::object()
          .set("reason", "仲裁委员会认为不属于劳动争议。")
          .set("refusal_document", "不予受理通知书"));
  const std::string back = letter("hanju", receipt, "D37");
  has(back, "该途径不能适用，我单位自2026年4月5日起依照信访程序受理");
  has(back, "不予受理通知书");
  has_not(back, "简易程序");
}

TEST_P(RoundLettersTest, TwoReviewsAtOnceSayEachItsOwnRequest) {
  Organ housing = *app.office().organs.now()->find(app.organ("0202"));
  housing.categories.push_back("040000");
  ASSERT_TRUE(write_organ(app.office(), 0, housing).ok());
  const Json receipt = walk(1);
  for (const auto& [organ, claim] : {std::pair{"0201", 1}, std::pair{"0202", 2}}) {
    act("2026-03-03", "laowu", receipt, "transfer",
        target_fields(app.organ(organ)).set("claims", Json::array().push(claim)));
  }
  const std::pair<std::string, std::string> organs[] = {{"xiaolin", "hanju"}, {"xiaohe", "songju"}};
  int claim = 0;
  for (const auto& [officer, head] : organs) {
    ++claim;
    act("2026-03-04", officer, receipt, "sign_in");
    act("2026-03-05", head, receipt, "acceptance", acceptance_fields());
    act("2026-03-05", officer, receipt, "start", Json::object().set("no_interest", true));
    Json answer = opinion_fields()["answers"].as_array()[0];
    answer.set("claim", claim);
    act("2026-03-20", head, receipt, "opinion",
        opinion_fields().set("answers", Json::array().push(answer)));
    act("2026-03-20", officer, receipt, "service", service_fields("2026-03-20"));
  }
  std::vector<int> parts;
  const Json matter = app.matter("laowu", receipt);
  for (const Json& part : matter["subjects"].as_array()) {
    if (part["kind"].as_string() != "procedure") continue;
    parts.push_back(static_cast<int>(part["no"].as_int()));
  }
  ASSERT_EQ(parts.size(), 2u);
  act("2026-03-30", "laowu", receipt, "review_request", request("请求足额发放。", "2026-03-30"),
      parts[0]);
  act("2026-03-31", "laowu", receipt, "review_request", request("请求停止施工。", "2026-03-31"),
      parts[1]);
  act("2026-04-01", "fucha", receipt, "review_admission", Json::object(), parts[0]);
  const std::string first = letter("fucha", receipt, "D11A");
  has(first, "请求足额发放。");
  has_not(first, "请求停止施工。");
  has(first, "您不服安澜县人力资源和社会保障局");
  act("2026-04-01", "fucha", receipt, "review_admission", Json::object(), parts[1]);
  const std::string second = letter("fucha", receipt, "D11A");
  has(second, "请求停止施工。");
  has_not(second, "请求足额发放。");
  has(second, "您不服安澜县住房和城乡建设局");
}

TEST_P(RoundLettersTest, WhatGoesToTheCourtNamesTheCourt) {
  Organ court = *app.office().organs.now()->find(app.organ("0001"));
  court.organ_id = 0;
  court.code = "0801";
  court.name = "安澜县人民法院";
  court.short_name = "县法院";
  court.type = "COURT";
  court.phone = "0000-0000088";
  const auto made = write_organ(app.office(), 0, court);
  ASSERT_TRUE(made.ok()) << made.refusal().code;
  const Json receipt = walk(1);
  act("2026-03-04", "laowu", receipt, "hand_over_to_political_legal",
      Json::object()
          .set("receiver", id_text(made->organ_id))
          .set("why_outside", "您不服的是民事判决。")
          .set("concluded", true));
  const std::string sent = letter("laowu", receipt, "D23");
  has(sent, "安澜县人民法院：");
  has(sent, "据了解，该事项已经依法终结");
  const std::string told = letter("laowu", receipt, "D02L");
  has(told, "将该事项转送安澜县人民法院");
  has(told, "您不服的是民事判决");
  has(told, "安澜县人民法院联系电话：0000-0000088");
  has_not(told, id_text(made->organ_id));
}

TEST_P(RoundLettersTest, AnAccusationIsHandedOverToAnOrganByName) {
  Organ discipline = *app.office().organs.now()->find(app.organ("0001"));
  discipline.organ_id = 0;
  discipline.code = "0802";
  discipline.name = "安澜县纪委监委";
  discipline.short_name = "县纪委监委";
  discipline.type = "DISCIPLINE_ORGAN";
  const auto made = write_organ(app.office(), 0, discipline);
  ASSERT_TRUE(made.ok()) << made.refusal().code;
  app.set_day("2026-03-02");
  const Json receipt = app.file();
  const Json accused = Json::object()
                           .set("name", "某股长")
                           .set("organ_id", id_text(app.organ("0202")))
                           .set("cadre_level", 4);
  act("2026-03-03", "laowu", receipt, "screening",
      screening_fields("2").set("accused", Json::array().push(accused)));
  act("2026-03-04", "fanglian", receipt, "hand_over_to_discipline",
      Json::object().set("receiver", id_text(made->organ_id)).set("page_count", 6), 1);
  const std::string sent = letter("fanglian", receipt, "D24");
  has(sent, "安澜县纪委监委：");
  has(sent, "材料共6页");
  has_not(sent, id_text(made->organ_id));
  has_not(sent, "某股长");
}

TEST_P(RoundLettersTest, AnAgreementAndAnEndSayWhatHappened) {
  const Json receipt = walk(5);
  act("2026-03-20", "hanju", receipt, "settlement",
      Json::object()
          .set("agreement_form", "conciliation")
          .set("terms", "用人单位于3月15日付清三个月工资。")
          .set("signed_on", "2026-03-12")
          .set("performed_on", "2026-03-15")
          .set("proof", "转账凭证"));
  const std::string agreed = letter("hanju", receipt, "D15");
  has(agreed, "和解协议书");
  has(agreed, "用人单位于3月15日付清三个月工资");
  has(agreed, "2026年3月15日");
  const Json other = walk(2);
  act("2026-03-20", "zhouju", other, "termination",
      Json::object()
          .set("terminated_because", "death")
          .set("proof", "死亡证明")
          .set("no_successor", true),
      1);
  const std::string ended = letter("zhouju", other, "D20");
  has(ended, "陈敏反映的");
  has(ended, "信访人死亡，没有人继续提出请求");
  has_not(ended, "您");
}

TEST_P(RoundLettersTest, AnUrgentMatterIsReportedUpward) {
  const Json receipt = walk(1);
  act("2026-03-03", "laowu", receipt, "urgent_report",
      Json::object().set("danger", "三十余人聚集在工地。").set("urgent", true));
  act("2026-03-03", "zhouju", receipt, "urgent_report_sent",
      Json::object()
          .set("recipients", "中共安澜县委、安澜县人民政府")
          .set("report", "三十余人聚集在工地，已派人到场劝导。"));
  const std::string report = letter("zhouju", receipt, "D27");
  has(report, "中共安澜县委、安澜县人民政府：");
  has(report, "已派人到场劝导");
}

TEST_P(RoundLettersTest, AnOrderToHandleAgainNamesTheOpinion) {
  const Json receipt = walk(7);
  act("2026-04-10", "hanju", receipt, "rehandling",
      Json::object()
          .set("order", "认定的工资数额有误，应当重新核对。")
          .set("redo_by", "2026-05-15"));
  const std::string order = letter("hanju", receipt, "D36");
  has(order, number_of("hanju", receipt, "D10"));
  has(order, "认定的工资数额有误");
  has(order, "于2026年5月15日前重新办理");
}

TEST_P(RoundLettersTest, AContestedRefusalIsAnsweredWithItsNumber) {
  const Json receipt = walk(1);
  act("2026-03-04", "zhouju", receipt, "non_acceptance",
      Json::object()
          .set("ground", "NA06")
          .set("explanation", "该事项已经在劳动仲裁中。")
          .set("right_door", "安澜县劳动人事争议仲裁委员会"));
  act("2026-03-10", "laowu", receipt, "refusal_contested",
      Json::object().set("reasons", "仲裁没有受理我的请求。"));
  const std::string refused = number_of("zhouju", receipt, "D04");
  act("2026-03-16", "zhouju", receipt, "refusal_upheld",
      Json::object().set("reasons", "仲裁程序正在进行，应当等待裁决。"));
  const std::string answer = letter("zhouju", receipt, "D38");
  has(answer, refused);
  has(answer, "我单位于2026年3月10日收到");
  has(answer, "予以维持");
}

}  // namespace xinfang
