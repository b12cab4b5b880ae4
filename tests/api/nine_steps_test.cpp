// A petition's whole way by API, with the days the law gives for each step.
#include "tests/support/test_app.hpp"

#include "jobs/jobs.hpp"

namespace xinfang {

class NineStepsTest : public ApiTest {};
XINFANG_ON_BOTH_ENGINES(NineStepsTest);

namespace {

const Json* clock_of(const Json& matter, const std::string& clock) {
  const Json* last = nullptr;
  for (const Json& one : matter["clocks"].as_array()) {
    if (one["clock"].as_string() == clock) last = &one;
  }
  return last;
}

Json targets(Id organ) {
  return Json::object().set("targets", Json::array().push(id_text(organ)));
}

Json screening() { return Json::object().set("kind", "3").set("category", "040200"); }
Json acceptance() {
  return Json::object().set("officer", "小林").set("officer_phone", "0000-0000021");
}
Json opinion() {
  Json answers = Json::array();
  for (const int claim : {1, 2}) {
    answers.push(Json::object()
                     .set("claim", claim)
                     .set("outcome", claim == 1 ? "supported" : "explained")
                     .set("opinion", "责令用人单位限期支付。"));
  }
  return Json::object()
      .set("facts_found", "经查，用人单位拖欠三个月工资属实。")
      .set("legal_basis", "《保障农民工工资支付条例》第三条")
      .set("answers", std::move(answers));
}
Json service(const std::string& day) {
  return Json::object()
      .set("method", "DIRECT")
      .set("served_on", day)
      .set("receiver", "陈敏")
      .set("place", "县人社局");
}

void expect_ok(const Answer& answer) { EXPECT_EQ(answer.status, 200) << answer.response.body; }

}  // namespace

TEST_P(NineStepsTest, FromFilingToRating) {
  const Json receipt = app.file();
  ASSERT_EQ(receipt["next"].as_array().size(), 1u);
  EXPECT_EQ(receipt["next"].as_array()[0]["clock"].as_string(), "C01");
  EXPECT_EQ(receipt["next"].as_array()[0]["due_strict_on"].as_string(), "2026-03-17");

  app.set_day("2026-03-03");
  expect_ok(app.act("laowu", receipt, "screening", screening()));
  expect_ok(app.act("laowu", receipt, "transfer", targets(app.organ("0201"))));
  Json matter = app.matter("xiaolin", receipt);
  EXPECT_EQ(matter["state"].as_string(), "IN_TRANSIT");
  ASSERT_TRUE(clock_of(matter, "C04"));
  EXPECT_EQ((*clock_of(matter, "C04"))["due_strict_on"].as_string(), "2026-03-18");
  EXPECT_EQ((*clock_of(matter, "C05"))["due_strict_on"].as_string(), "2026-03-10");
  EXPECT_EQ((*clock_of(matter, "C01"))["state"].as_string(), "met");

  expect_ok(app.act("xiaolin", receipt, "sign_in"));
  app.set_day("2026-03-09");
  expect_ok(app.act("hanju", receipt, "acceptance", acceptance()));
  expect_ok(app.act("xiaolin", receipt, "start", Json::object().set("no_interest", true)));
  matter = app.matter("xiaolin", receipt);
  ASSERT_TRUE(clock_of(matter, "C09"));
  EXPECT_EQ((*clock_of(matter, "C09"))["due_strict_on"].as_string(), "2026-05-08");

  app.set_day("2026-04-01");
  expect_ok(app.act("hanju", receipt, "opinion", opinion()));
  app.set_day("2026-04-03");
  expect_ok(app.act("xiaolin", receipt, "service", service("2026-04-02")));
  matter = app.matter("xiaolin", receipt);
  EXPECT_EQ((*clock_of(matter, "C09"))["state"].as_string(), "met");
  EXPECT_EQ((*clock_of(matter, "C13"))["due_strict_on"].as_string(), "2026-05-02");

  const Answer rated = app.own(receipt, "POST", "/evaluations",
                               Json::object().set("target", "organ").set("value", "satisfied"));
  expect_ok(rated);
  EXPECT_EQ(rated.body["state"].as_string(), "CLOSED_OPEN_TERM");
  ASSERT_EQ(rated.body["ratings"].as_array().size(), 1u);

  // The petitioner sees every step with its day, own letters, and never an internal term.
  EXPECT_GE(rated.body["steps"].as_array().size(), 9u);
  bool opinion_there = false;
  for (const Json& letter : rated.body["letters"].as_array()) {
    EXPECT_EQ(letter["to"].as_string(), "petitioner");
    opinion_there = opinion_there || letter["kind"].as_string() == "D10";
    const Answer pdf = app.own(receipt, "GET", "/letters/" + std::to_string(letter["no"].as_int()));
    EXPECT_EQ(pdf.status, 200) << letter.dump();
    EXPECT_EQ(pdf.response.body.substr(0, 5), "%PDF-");
  }
  EXPECT_TRUE(opinion_there);
  for (const Json& clock : rated.body["clocks"].as_array()) {
    EXPECT_FALSE(clock["internal"].as_bool());
  }

  // The 30 days for review run out on a rest day: until the first working day after it.
  app.set_day("2026-07-20");
  EXPECT_GT(find_job("lapse")->run_once(app.office()), 0);
  EXPECT_EQ(app.matter("xiaolin", receipt)["state"].as_string(), "LAPSED");
}

TEST_P(NineStepsTest, DocumentNumbersHaveNoHoles) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i) {
    const Json receipt = app.file();
    expect_ok(app.act("laowu", receipt, "screening", screening()));
    // A refused attempt between them uses up nothing.
    EXPECT_NE(app.act("laowu", receipt, "transfer", targets(app.organ("0202"))).status, 200);
    expect_ok(app.act("laowu", receipt, "transfer", targets(app.organ("0201"))));
    if (i == 1) app.reopen();
    const Json matter = app.matter("laowu", receipt);
    for (const Json& document : matter["documents"].as_array()) {
      if (document["kind"].as_string() == "D02") numbers.push_back(document["number"].as_string());
    }
  }
  ASSERT_EQ(numbers.size(), 3u);
  for (int i = 0; i < 3; ++i) {
    const std::string ending = "〔2026〕" + std::to_string(i + 1) + "号";
    EXPECT_NE(numbers[static_cast<std::size_t>(i)].find(ending), std::string::npos) << numbers[i];
  }
}

TEST_P(NineStepsTest, EveryUnlawfulStepIsRefusedWithItsReason) {
  const Json receipt = app.file();
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  EXPECT_EQ(app.as("xiaolin", "GET", path).status, 404) << "not on the path yet";
  EXPECT_EQ(app.act("laowu", receipt, "transfer", targets(app.organ("0201"))).code(),
            "step_not_from_state");
  EXPECT_EQ(app.act("zhouju", receipt, "screening", screening()).code(), "step_not_yours");
  EXPECT_EQ(app.act("laowu", receipt, "screening", Json::object().set("kind", "3")).field(),
            "category");
  EXPECT_EQ(app.act("laowu", receipt, "screening",
                    Json::object().set("kind", "3").set("category", "045599")).code(),
            "category_unknown");
  EXPECT_EQ(app.act("laowu", receipt, "no_such_step").code(), "unknown_step");

  const Json action = Json::object().set("subject", 1).set("version", 1).set("fields", screening());
  EXPECT_EQ(app.as("laowu", "POST", path + "/actions/screening", action).status, 200);
  const Answer stale = app.as("laowu", "POST", path + "/actions/transfer",
                              Json::object().set("subject", 1).set("version", 1).set(
                                  "fields", targets(app.organ("0201"))));
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.code(), "stale_version");
  EXPECT_EQ(app.act("laowu", receipt, "transfer", targets(app.organ("0202"))).code(),
            "target_not_competent");
  EXPECT_EQ(app.own(receipt, "POST", "/evaluations",
                    Json::object().set("target", "organ").set("value", "satisfied")).code(),
            "rating_not_open");
}

}  // namespace xinfang
