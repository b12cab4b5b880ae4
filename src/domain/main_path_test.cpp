// The main job by the shipped table, with its days.
#include "domain/law_fixture.hpp"

namespace xinfang {
namespace {

const Actor kLaoWu = staff(kCountyOffice, {"REGISTRAR", "ONLINE_HANDLER", "OFFICE_HEAD"});
const Actor kReceiver = staff(kHousing, {"ORGAN_RECEIVER"});
const Actor kOfficer = staff(kHousing, {"CASE_OFFICER"});
const Actor kHan = staff(kHousing, {"ORGAN_HEAD", "SIGNING_LEADER"});

Json officer() {
  return Json::object().set("officer", "周正").set("officer_phone", "0990-1234567");
}

Json opinion() {
  Json answers = Json::array();
  for (int claim : {1, 2}) {
    answers.push(Json::object()
                     .set("claim", claim)
                     .set("outcome", "supported")
                     .set("opinion", "支持。")
                     .set("reasons", "夜间施工未经许可。"));
  }
  return Json::object()
      .set("facts_found", "经现场核查，工地夜间施工情况属实。")
      .set("heard", "3月20日当面听取了信访人的陈述")
      .set("legal_basis", "《噪声污染防治法》第四十三条")
      .set("answers", answers);
}

Json served(const std::string& on, const std::string& method = "DIRECT") {
  return Json::object().set("method", method).set("served_on", on).set("receiver", "陈敏");
}

// Filed on 1 March, screened, transferred and signed in on the 4th.
Course at_housing() {
  Course course;
  EXPECT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  course.on("2024-03-04");
  EXPECT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
  EXPECT_TRUE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))));
  EXPECT_TRUE(course.step("sign_in", 2, kReceiver));
  return course;
}

Course in_hand() {
  Course course = at_housing();
  course.on("2024-03-06");
  EXPECT_TRUE(course.step("acceptance", 2, kReceiver, officer()));
  EXPECT_TRUE(course.step("start", 3, kOfficer, Json::object().set("no_interest", true)));
  return course;
}

Course served_course() {
  Course course = in_hand();
  course.on("2024-04-01");
  EXPECT_TRUE(course.step("opinion", 3, kHan, opinion()));
  course.on("2024-04-03");
  EXPECT_TRUE(course.step("service", 3, kOfficer, served("2024-04-02")));
  return course;
}

TEST(MainPath, TakesAPetitionFromFilingToRating) {
  Course course = served_course();
  EXPECT_EQ(course.state(1), "DISPATCHED");
  EXPECT_EQ(course.state(2), "ACCEPTED_HERE");
  EXPECT_EQ(course.state(3), "CLOSED_OPEN_TERM");
  EXPECT_TRUE(course.step("rating", 3, petitioner(), Json::object().set("value", "satisfied")));
  EXPECT_TRUE(course.step("rating", 1, petitioner(), Json::object().set("value", "unsatisfied")));
  ASSERT_EQ(course.matter.ratings.size(), 2u);
  EXPECT_EQ(course.matter.ratings[0].target, "organ");
  EXPECT_EQ(course.matter.ratings[1].target, "office");
  EXPECT_EQ(shown_state(course.rulebook, course.matter), "CLOSED_OPEN_TERM");
}

TEST(MainPath, ClocksCarryTheDaysOfTheLaw) {
  Course course = served_course();
  Deadline disposal = course.clock("C01");  // 15 days from Friday 1 March
  EXPECT_EQ(disposal.due_strict_on.iso(), "2024-03-16");
  EXPECT_EQ(disposal.due_legal_on.iso(), "2024-03-18");
  EXPECT_EQ(disposal.state, ClockState::met);
  EXPECT_EQ(course.clock("C04").due_strict_on.iso(), "2024-03-19");
  EXPECT_EQ(course.clock("C05").due_strict_on.iso(), "2024-03-11");  // five working days
  Deadline handling = course.clock("C09");
  EXPECT_EQ(handling.started_on.iso(), "2024-03-06");
  EXPECT_EQ(handling.due_strict_on.iso(), "2024-05-05");
  EXPECT_EQ(handling.due_legal_on.iso(), "2024-05-06");
  EXPECT_EQ(handling.ended_on.iso(), "2024-04-02");  // service, not signing
  EXPECT_EQ(course.clock("C13").due_strict_on.iso(), "2024-05-02");
  EXPECT_EQ(course.clock("C13").due_legal_on.iso(), "2024-05-06");  // Labour Day
  EXPECT_EQ(course.clock("C13").organ_id, 0);
}

TEST(MainPath, IssuesTheLettersOfEachStep) {
  Course course = served_course();
  std::string kinds;
  for (const Document& document : course.matter.documents) kinds += document.kind + " ";
  EXPECT_EQ(kinds, "D01 D06 D02 D03 D10 D17 ");
}

TEST(MainPath, WritesNoLetterToNobody) {
  Course course;
  Json anonymous = filing(kCountyOffice, "2024-03-01");
  anonymous.set("anonymous", true).set("petitioners", Json::array());
  ASSERT_TRUE(course.step("registration", 0, petitioner(), anonymous));
  EXPECT_TRUE(course.matter.documents.empty());
}

TEST(Clocks, TheSwitchOfTheRowKeepsTheDutyToTell) {
  for (const char* value : {"on", "off"}) {
    LawTexts texts = law_texts("reg2022");
    std::string& rows = texts["parameters.toml"];
    const std::string row = "key = \"c04_released_without_address\"\nvalue = \"on\"";
    ASSERT_NE(rows.find(row), std::string::npos);
    rows.replace(rows.find(row) + row.size() - 3, 2, value);
    const auto loaded = Rulebook::load("reg2022", texts, nullptr);
    ASSERT_TRUE(std::holds_alternative<Rulebook>(loaded));
    Course course(std::get<Rulebook>(loaded));
    Json anonymous = filing(kCountyOffice, "2024-03-01");
    anonymous.set("anonymous", true).set("petitioners", Json::array());
    ASSERT_TRUE(course.step("registration", 0, petitioner(), anonymous));
    ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
    ASSERT_TRUE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))));
    EXPECT_EQ(course.clock("C04").internal, std::string(value) == "on");
  }
}

TEST(Registration, RefusesWhatCannotBeRegistered) {
  struct Case {
    const char* field;
    Json value;
    const char* code;
  };
  const Case cases[] = {{"title", "", "field_short"},
                        {"title", nullptr, "field_missing"},
                        {"claims", Json::array(), "list_short"},
                        {"claims", "一条", "field_type"},
                        {"received_at", at_noon("2024-03-02").iso(), "received_in_future"},
                        {"received_at", "昨天", "field_type"},
                        {"channel", "PIGEON", "field_value"},
                        {"petitioners", Json::array(), "person_or_anonymous"},
                        {"person_count", 10000, "field_range"},
                        {"shoe_size", 42, "field_unknown"},
                        {"text", "", "text_or_scan_needed"}};
  for (const Case& one : cases) {
    Course course;
    Json fields = filing(kCountyOffice, "2024-03-01").set(one.field, one.value);
    EXPECT_FALSE(course.step("registration", 0, petitioner(), fields)) << one.field;
    EXPECT_EQ(course.refusal.code, one.code) << one.field;
  }
}

TEST(Registration, WithADepartmentStartsItsOwnClock) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kHousing, "2024-03-01")));
  EXPECT_EQ(course.clock("C03").due_strict_on.iso(), "2024-03-16");
  EXPECT_EQ(course.clock("C01").no, 0);
  ASSERT_TRUE(course.step("screening", 1, kReceiver, screened("3")));
  ASSERT_TRUE(course.step("acceptance", 1, kReceiver, officer())) << course.refusal.code;
  EXPECT_EQ(course.state(2), "ACCEPTED");
  EXPECT_EQ(course.clock("C03").state, ClockState::met);
}

TEST(Takeover, EntersTheStateOfItsProofAndKeepsOldTermsAsHistory) {
  Course course;
  course.on("2026-11-20");
  Json fields = Json::object()
                    .set("organ_id", id_text(kCountyOffice))
                    .set("item_no", "1")
                    .set("matter_no", "1")
                    .set("channel", "ONLINE")
                    .set("received_at", at_noon("2024-03-01").iso())
                    .set("region_code", "990101")
                    .set("state", "REGISTERED")
                    .set("proof", "旧系统台账")
                    .set("title", "路灯不亮");
  ASSERT_TRUE(course.step("takeover", 0, system_actor(), fields)) << course.refusal.code;
  EXPECT_EQ(course.clock("C01").state, ClockState::cancelled);
  EXPECT_EQ(course.clock("C01R").due_strict_on.iso(), "2026-11-25");  // three working days
  EXPECT_TRUE(course.clock("C01R").internal);
  Course replied;
  ASSERT_TRUE(
      replied.step("takeover", 0, system_actor(),
                   fields.set("state", "REPLIED").set("received_at", at_noon("2024-02-01").iso())));
  EXPECT_FALSE(is_open(replied.rulebook, replied.matter));
  EXPECT_TRUE(replied.matter.deadlines.empty());
}

TEST(Transfer, RefusesWrongTargets) {
  struct Case {
    Id target;
    const char* code;
  };
  for (const Case& one : {Case{kTownOffice, "target_not_same_level"},
                          {kCountyOffice, "target_is_self"},
                          {kDiscipline, "target_by_liaison_only"},
                          {99, "organ_unknown"}}) {
    Course course;
    ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
    ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
    EXPECT_FALSE(
        course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({one.target}))));
    EXPECT_EQ(course.refusal.code, one.code) << one.target;
  }
}

TEST(Transfer, DownAndOnGivesEachOfficeItsShare) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
  ASSERT_TRUE(
      course.step("transfer_down", 1, kLaoWu, Json::object().set("targets", ids({kTownOffice}))));
  EXPECT_EQ(course.clock("C02").organ_id, kTownOffice);
  EXPECT_EQ(course.clock("C04").no, 0);
  EXPECT_EQ(course.clock("C01").state, ClockState::met);
}

TEST(Objection, AgreedSendsItBackWithAnInternalTerm) {
  Course course = at_housing();
  course.on("2024-03-11");  // the fifth working day
  Json reasons = Json::object()
                     .set("reasons", "该工地由交通运输局主管，不属我局职责。")
                     .set("approved_by", "韩局");
  ASSERT_TRUE(course.step("objection", 2, kReceiver, reasons)) << course.refusal.code;
  EXPECT_EQ(course.clock("C06").organ_id, kCountyOffice);
  EXPECT_TRUE(course.clock("C04").running());
  ASSERT_TRUE(course.step("objection_agreed", 2, kLaoWu));
  EXPECT_EQ(course.state(2), "RETURNED");
  EXPECT_EQ(course.state(1), "SCREENED");
  EXPECT_EQ(course.clock("C04").state, ClockState::cancelled);
  EXPECT_EQ(course.clock("C01R").due_strict_on.iso(), "2024-03-14");
  EXPECT_FALSE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))));
  EXPECT_EQ(course.refusal.code, "target_returned_it");
  EXPECT_TRUE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kLabour}))));
  EXPECT_EQ(course.clock("C01R").state, ClockState::met);
}

TEST(Objection, AfterFiveWorkingDaysIsRefused) {
  Course course = at_housing();
  course.on("2024-03-12");
  Json reasons = Json::object()
                     .set("reasons", "该工地由交通运输局主管，不属我局职责。")
                     .set("approved_by", "韩局");
  EXPECT_FALSE(course.step("objection", 2, kReceiver, reasons));
  EXPECT_EQ(course.refusal.code, "clock_over");
  EXPECT_EQ(course.refusal.basis, "REG2022 Art. 23 ¶3");
}

TEST(Objection, RefusedLeavesTheTermUnchanged) {
  Course course = at_housing();
  Date due = course.clock("C04").due_strict_on;
  Json reasons = Json::object()
                     .set("reasons", "该工地由交通运输局主管，不属我局职责。")
                     .set("approved_by", "韩局");
  ASSERT_TRUE(course.step("objection", 2, kReceiver, reasons));
  ASSERT_TRUE(
      course.step("objection_refused", 2, kLaoWu, Json::object().set("reasons", "属于你局职责")));
  EXPECT_EQ(course.state(2), "SIGNED_IN");
  EXPECT_EQ(course.clock("C04").due_strict_on, due);
  EXPECT_FALSE(course.step("objection", 2, kReceiver, reasons));
}

TEST(Acceptance, AfterSilenceCountsFromTheLastDayOfC04) {
  Course course = at_housing();
  course.on("2024-04-10");
  ASSERT_TRUE(course.step("acceptance", 2, kReceiver, officer()));
  EXPECT_EQ(course.clock("C04").state, ClockState::late);
  EXPECT_EQ(course.clock("C09").started_on.iso(), "2024-03-19");
}

TEST(Extension, OnceWithinThirtyDaysBeforeTheEnd) {
  Course course = in_hand();
  Json fields =
      Json::object().set("days", 31).set("reason", "案情复杂，需要委托鉴定并听取多方意见");
  EXPECT_FALSE(course.step("extension", 3, kHan, fields));
  EXPECT_EQ(course.refusal.code, "more_than_allowed");
  ASSERT_TRUE(course.step("extension", 3, kHan, fields.set("days", 30)));
  EXPECT_EQ(course.clock("C09").due_strict_on.iso(), "2024-06-04");
  EXPECT_FALSE(course.step("extension", 3, kHan, fields.set("days", 1)));
  EXPECT_EQ(course.refusal.code, "extended_before");
  Course late = in_hand();
  late.on("2024-05-07");
  EXPECT_FALSE(late.step("extension", 3, kHan, fields.set("days", 10)));
  EXPECT_EQ(late.refusal.code, "clock_over");
}

TEST(Opinion, AnswersEveryClaim) {
  Course course = in_hand();
  Json fields = opinion();
  fields.set("answers", Json::array().push(fields["answers"].as_array()[0]));
  EXPECT_FALSE(course.step("opinion", 3, kHan, fields));
  EXPECT_EQ(course.refusal.code, "claim_unanswered");
  EXPECT_EQ(course.refusal.facts[0].second, "2");
  Json first = opinion()["answers"].as_array()[0];
  fields.set("answers", Json::array().push(first.set("reasons", Json())));
  EXPECT_FALSE(course.step("opinion", 3, kHan, fields));
  EXPECT_EQ(course.refusal.field, "answers[0].reasons");
}

TEST(Service, NeedsACompleteRecord) {
  Course course = in_hand();
  course.on("2024-04-01");
  ASSERT_TRUE(course.step("opinion", 3, kHan, opinion()));
  struct Case {
    Json fields;
    const char* code;
  };
  const Case cases[] = {{served("2024-04-02"), "served_in_future"},
                        {served("2024-03-31"), "served_before_signed"},
                        {served("2024-04-01", "PUBLIC"), "field_missing"},
                        {served("2024-04-01", "OWL"), "field_value"}};
  for (const Case& one : cases) {
    EXPECT_FALSE(course.step("service", 3, kOfficer, one.fields));
    EXPECT_EQ(course.refusal.code, one.code);
  }
  course.on("2024-05-10");
  Json announced = served("2024-05-01", "PUBLIC").set("announced_on", "2024-04-01");
  ASSERT_TRUE(course.step("service", 3, kOfficer, announced)) << course.refusal.code;
  EXPECT_EQ(course.clock("C13").started_on.iso(), "2024-05-01");
}

TEST(Assignment, OwesAReportAfterTheProcedureIsServed) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
  Json fields = Json::object()
                    .set("targets", ids({kHousing}))
                    .set("note", "请核查")
                    .set("report_by", "2024-03-01");
  EXPECT_FALSE(course.step("assignment", 1, kLaoWu, fields));
  EXPECT_EQ(course.refusal.code, "day_not_ahead");
  ASSERT_TRUE(course.step("assignment", 1, kLaoWu, fields.set("report_by", "2024-05-31")));
  EXPECT_EQ(course.clock("C08").due_strict_on.iso(), "2024-05-31");
  ASSERT_TRUE(course.step("sign_in", 2, kReceiver));
  ASSERT_TRUE(course.step("acceptance", 2, kReceiver, officer()));
  Json report = Json::object()
                    .set("report", "已办结并送达，附处理意见书。")
                    .set("closing", "施工单位已停止夜间施工。");
  EXPECT_FALSE(course.step("result_report", 2, kHan, report));
  EXPECT_EQ(course.refusal.code, "procedure_still_open");
  ASSERT_TRUE(course.step("start", 3, kOfficer, Json::object().set("no_interest", true)));
  ASSERT_TRUE(course.step("opinion", 3, kHan, opinion()));
  ASSERT_TRUE(course.step("service", 3, kOfficer, served("2024-03-01")));
  ASSERT_TRUE(course.step("result_report", 2, kHan, report)) << course.refusal.code;
  EXPECT_EQ(course.clock("C08").state, ClockState::met);
}

TEST(NonAcceptance, OnlyOnAListedGroundThatFits) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
  Json fields = Json::object()
                    .set("ground", "BECAUSE")
                    .set("explanation", "我们不想受理这个事项。")
                    .set("right_door", "安澜县人民法院");
  EXPECT_FALSE(course.step("non_acceptance", 1, kLaoWu, fields));
  EXPECT_EQ(course.refusal.code, "ground_unknown");
  EXPECT_FALSE(course.step("non_acceptance", 1, kLaoWu, fields.set("ground", "NA04")));
  EXPECT_EQ(course.refusal.code, "ground_other_channel");  // a visit's ground, an online item
  ASSERT_TRUE(course.step("non_acceptance", 1, kLaoWu, fields.set("ground", "NA06")))
      << course.refusal.code;
  EXPECT_EQ(course.state(1), "NOT_ACCEPTED");
  EXPECT_EQ(course.matter.documents.back().kind, "D04");
}

TEST(Withdrawal, EndsEveryPartBeforeServiceOnly) {
  Course course = in_hand();
  Json fields = Json::object().set("free_will", true);
  ASSERT_TRUE(course.step("withdrawal", 1, petitioner(), fields));
  EXPECT_EQ(course.state(1), "WITHDRAWN");
  EXPECT_EQ(course.state(2), "WITHDRAWN");
  EXPECT_EQ(course.state(3), "WITHDRAWN");
  EXPECT_EQ(course.clock("C09").state, ClockState::cancelled);
  Course done = served_course();
  EXPECT_FALSE(done.step("withdrawal", 1, petitioner(), fields));
  EXPECT_EQ(done.refusal.code, "already_served");
  Course unsure = in_hand();
  EXPECT_FALSE(unsure.step("withdrawal", 1, kLaoWu, fields));
  EXPECT_EQ(unsure.refusal.code, "identity_unchecked");
}

TEST(Lapse, OnlyAfterTheLegalDay) {
  Course course = served_course();
  course.on("2024-05-06");  // strict 2 May, legal 6 May
  EXPECT_FALSE(course.step("lapse", 3, system_actor()));
  EXPECT_EQ(course.refusal.code, "clock_still_running");
  course.on("2024-05-07");
  ASSERT_TRUE(course.step("lapse", 3, system_actor()));
  EXPECT_EQ(course.state(3), "LAPSED");
  EXPECT_EQ(course.clock("C13").state, ClockState::lapsed);
}

TEST(Rating, ReplacedUntilTheWindowIsOver) {
  Course course = served_course();
  ASSERT_TRUE(course.step("rating", 3, petitioner(), Json::object().set("value", "satisfied")));
  ASSERT_TRUE(course.step("rating", 3, petitioner(), Json::object().set("value", "unsatisfied")));
  ASSERT_EQ(course.matter.ratings.size(), 1u);
  EXPECT_EQ(course.matter.ratings[0].value, "unsatisfied");
  course.on("2024-05-07");
  EXPECT_FALSE(course.step("rating", 3, petitioner(), Json::object().set("value", "satisfied")));
  EXPECT_EQ(course.refusal.code, "rating_over");
  ASSERT_TRUE(course.step("rating_over", 3, system_actor()));
  EXPECT_EQ(course.clock("C17").state, ClockState::lapsed);
}

TEST(Recall, BeforeSignInOnly) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
  ASSERT_TRUE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))));
  ASSERT_TRUE(course.step("recall", 2, kLaoWu, Json::object().set("reason", "单位选错")));
  EXPECT_EQ(course.state(2), "RECALLED");
  EXPECT_EQ(course.state(1), "SCREENED");
  ASSERT_TRUE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))))
      << "a recall is no objection";
  ASSERT_TRUE(course.step("sign_in", 3, kReceiver));
  EXPECT_FALSE(course.step("recall", 3, kLaoWu, Json::object().set("reason", "单位选错")));
}

// Its share of the term was met when it passed the hop on; what comes back may still be another's.
TEST(Objection, OfALowerOfficeThatGotTheHopBack) {
  Course course;
  const Actor town = staff(kTownOffice, {"ONLINE_HANDLER"});
  const Actor township = staff(kTown, {"ORGAN_RECEIVER"});
  const Json objection =
      Json::object().set("reasons", "不属于本镇行政区域内的事项").set("approved_by", "张镇长");
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3")));
  ASSERT_TRUE(course.step("transfer_down", 1, kLaoWu, Json::object().set("targets", ids({kTownOffice}))));
  ASSERT_TRUE(course.step("passing_on", 2, town, Json::object().set("targets", ids({kTown}))));
  EXPECT_FALSE(course.matter.running_clock(2, "C02"));
  ASSERT_TRUE(course.step("objection", 3, township, objection)) << course.refusal.code;
  ASSERT_TRUE(course.step("objection_agreed", 3, town));
  EXPECT_EQ(course.state(2), "SIGNED_IN");
  ASSERT_TRUE(course.step("objection", 2, town, objection)) << course.refusal.code;
  EXPECT_EQ(course.state(2), "OBJECTED");
}

TEST(Accusation, LeavesByTheLiaisonAlone) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  Json accused = Json::array().push(
      Json::object().set("name", "某主任").set("organ_id", id_text(kTown)).set("cadre_level", 4));
  EXPECT_FALSE(course.step("screening", 1, kLaoWu, screened("2")));
  EXPECT_EQ(course.refusal.code, "accused_needed");
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("2").set("accused", accused)));
  EXPECT_FALSE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))));
  EXPECT_EQ(course.refusal.code, "accusation_by_liaison_only");
  Actor liaison = staff(kCountyOffice, {"DISCIPLINE_LIAISON"});
  ASSERT_TRUE(course.step("hand_over_to_discipline", 1, liaison,
                          Json::object().set("receiver", id_text(kDiscipline)).set("page_count", 6)));
  EXPECT_EQ(course.state(1), "IN_DISCIPLINE");
  EXPECT_TRUE(course.clock("CF1").internal);
  EXPECT_TRUE(project(course.rulebook, course.matter).work.at(0).wall);
}

TEST(Suggestion, IsRepliedToAndHasNoOpinion) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("1")));
  ASSERT_TRUE(course.step("transfer", 1, kLaoWu, Json::object().set("targets", ids({kHousing}))));
  ASSERT_TRUE(course.step("sign_in", 2, kReceiver));
  ASSERT_TRUE(course.step("acceptance", 2, kReceiver, officer()));
  EXPECT_EQ(course.clock("C24").due_strict_on.iso(), "2024-04-30");
  EXPECT_EQ(course.clock("C09").no, 0);
  EXPECT_FALSE(course.step("start", 3, kOfficer, Json::object().set("no_interest", true)));
  EXPECT_EQ(course.refusal.code, "kind_other");
  Json reply = Json::object()
                   .set("adoption", "partly")
                   .set("study", "与县里的规划相符。")
                   .set("reply", "部分采纳您的建议，明年先试点。");
  ASSERT_TRUE(course.step("suggestion_reply", 3, kHan, reply));
  EXPECT_EQ(course.state(3), "REPLIED");
}

TEST(Correction, MakesANewVersionWithAReason) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  Json fields = Json::object()
                    .set("entry", "region_code")
                    .set("value", "990101100")
                    .set("reason", "属地填错");
  ASSERT_TRUE(course.step("correction", 1, kLaoWu, fields));
  EXPECT_EQ(course.matter.fact("region_code"), "990101100");
}

TEST(MainPath, AClockThatWasSetBackDoesNotTurnTheStepsRound) {
  Course course = at_housing();
  const Instant last = course.events.back().at;
  course.on("2024-03-02");
  ASSERT_TRUE(course.step("acceptance", 2, kReceiver, officer())) << course.refusal.code;
  EXPECT_EQ(course.events.back().at, last);
  course.on("2024-03-06");
  ASSERT_TRUE(course.step("start", 3, kOfficer, Json::object().set("no_interest", true)))
      << course.refusal.code;
  EXPECT_EQ(course.events.back().at, at_noon("2024-03-06"));
}

TEST(Correction, OfTheDayOfReceiptMovesItsClocks) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  const Json fields = Json::object().set("entry", "received_at").set("reason", "收到日期填错");
  const auto correct = [&](const std::string& value) {
    return course.step("correction", 1, kLaoWu, Json(fields).set("value", value));
  };
  EXPECT_FALSE(correct("上个星期三"));
  EXPECT_EQ(course.refusal.code, "field_type");
  EXPECT_EQ(course.refusal.field, "value");
  EXPECT_FALSE(correct((course.now + 60'000).iso()));
  EXPECT_EQ(course.refusal.code, "received_in_future");
  EXPECT_EQ(course.refusal.field, "value");
  EXPECT_EQ(course.clock("C01").due_legal_on.iso(), "2024-03-18") << "a refusal moves nothing";
  ASSERT_TRUE(correct(at_noon("2024-02-27").iso()));
  EXPECT_EQ(course.clock("C01").started_on.iso(), "2024-02-27");
  EXPECT_EQ(course.clock("C01").due_legal_on.iso(), "2024-03-13");
  EXPECT_EQ(course.matter.received_at.ms, at_noon("2024-02-27").ms);
}

TEST(Correction, OfTheDayOfReceiptLeavesClocksThatBeganOtherwise) {
  Course course;
  ASSERT_TRUE(course.step("registration", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  ASSERT_TRUE(course.step("screening", 1, kLaoWu, screened("3").set("simple", true)));
  EXPECT_EQ(course.clock("C10").started_on.iso(), "2024-03-01");
  ASSERT_TRUE(course.step("transfer_down", 1, kLaoWu, Json::object().set("targets", ids({kTownOffice}))));
  // The town's own C10 began with the transfer, on the day of receipt by chance.
  ASSERT_TRUE(course.step("correction", 1, kLaoWu,
                          Json::object()
                              .set("entry", "received_at")
                              .set("value", at_noon("2024-02-27").iso())
                              .set("reason", "收到日期填错")));
  const Deadline* town = course.matter.running_clock(2, "C10");
  ASSERT_NE(town, nullptr);
  EXPECT_EQ(town->started_on.iso(), "2024-03-01");
}

}  // namespace
}  // namespace xinfang
