// A petition's whole way by API, with the days the law gives for each step.
#include <set>
#include <thread>

#include "jobs/jobs.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {

class NineStepsTest : public ApiTest {
 protected:
  // The petitioner sees no internal term, note or person, and no letter to an organ.
  void expect_nothing_internal(const Json& receipt) {
    const Answer shown = app.own(receipt, "GET");
    for (const Json& clock : shown.body["clocks"].as_array()) {
      EXPECT_FALSE(clock["internal"].as_bool());
    }
    EXPECT_EQ(shown.response.body.find("内部研判"), std::string::npos);
    EXPECT_EQ(shown.response.body.find("user_id"), std::string::npos);
    int to_organs = 0;
    const Json matter = app.matter("laowu", receipt);
    for (const Json& document : matter["documents"].as_array()) {
      if (document["to"].as_string() == "petitioner") continue;
      ++to_organs;
      const std::string below = "/letters/" + std::to_string(document["no"].as_int());
      EXPECT_EQ(app.own(receipt, "GET", below).status, 404) << document.dump();
    }
    EXPECT_GT(to_organs, 0);
  }

  // Values that no field of that type takes, one at a time; how many were tried.
  std::size_t expect_wrong_values_refused(const PathStep& step, const Json& receipt) {
    const std::map<std::string, std::vector<Json>> wrong = {
        {"text", {5, true, Json::array(), Json::object(), std::string(70'000, 'x')}},
        {"code", {5, true, Json::array(), Json::object(), "\xF0\x9F\x98\x80"}},
        {"boolean", {5, "true", Json::array(), Json::object(), false}},
        {"date", {5, true, "2026-02-30", "gestern", Json::object()}},
        {"integer", {"5", true, Json::array(), -1}},
        {"organs", {5, "x", Json::array(), Json::array().push(5), Json::array().push("7")}},
        {"claim_answers", {5, "x", Json::array(), Json::array().push(Json::object())}}};
    std::size_t tried = 0;
    const Json seen = app.matter(step.login, receipt);
    for (const Json& action : seen["actions"].as_array()) {
      if (action["deed"].as_string() != step.deed) continue;
      for (const Json& rule : action["fields"].as_array()) {
        const auto values = wrong.find(rule["type"].as_string());
        if (values == wrong.end()) continue;
        const std::string name = rule["name"].as_string();
        std::vector<Json> tries = values->second;
        if (rule["type"].as_string() == "text" && rule["required"].as_bool()) {
          tries.push_back(" \xE3\x80\x80\xE2\x80\xAE\n");  // blanks and what steers direction
        }
        for (const Json& value : tries) {
          if (value.is_bool() && rule["type"].as_string() == "boolean" &&
              !rule["required"].as_bool()) {
            continue;
          }
          const bool none = value.is_array() && value.as_array().empty();
          if (none && rule["type"].as_string() == "organs" && !rule["required"].as_bool()) {
            continue;  // nobody is named
          }
          Json fields = step.fields;
          fields.set(name, value);
          const Answer refused = app.act(step.login, receipt, step.deed, fields);
          EXPECT_EQ(refused.status, 422) << step.deed << "." << name << " " << value.dump();
          EXPECT_EQ(refused.field().rfind(name, 0), 0u) << refused.response.body;
          ++tried;
        }
      }
    }
    return tried;
  }
};
XINFANG_ON_BOTH_ENGINES(NineStepsTest);

namespace {

const Json* clock_of(const Json& matter, const std::string& clock) {
  const Json* last = nullptr;
  for (const Json& one : matter["clocks"].as_array()) {
    if (one["clock"].as_string() == clock) last = &one;
  }
  return last;
}

void expect_ok(const Answer& answer) { EXPECT_EQ(answer.status, 200) << answer.response.body; }

}  // namespace

TEST_P(NineStepsTest, FromFilingToRating) {
  const Json receipt = app.file();
  ASSERT_EQ(receipt["next"].as_array().size(), 1u);
  EXPECT_EQ(receipt["next"].as_array()[0]["clock"].as_string(), "C01");
  EXPECT_EQ(receipt["next"].as_array()[0]["due_strict_on"].as_string(), "2026-03-17");

  app.set_day("2026-03-03");
  const std::string note = "内部研判：先行电话核实";
  expect_ok(app.act("laowu", receipt, "screening", screening_fields().set("note", note)));
  expect_ok(app.act("laowu", receipt, "transfer",
                    target_fields(app.organ("0201")).set("note", note)));
  Json matter = app.matter("xiaolin", receipt);
  EXPECT_EQ(matter["state"].as_string(), "IN_TRANSIT");
  ASSERT_TRUE(clock_of(matter, "C04"));
  EXPECT_EQ((*clock_of(matter, "C04"))["due_strict_on"].as_string(), "2026-03-18");
  EXPECT_EQ((*clock_of(matter, "C05"))["due_strict_on"].as_string(), "2026-03-10");
  EXPECT_EQ((*clock_of(matter, "C01"))["state"].as_string(), "met");

  expect_ok(app.act("xiaolin", receipt, "sign_in"));
  app.set_day("2026-03-09");
  expect_ok(app.act("hanju", receipt, "acceptance", acceptance_fields()));
  expect_ok(app.act("xiaolin", receipt, "start", Json::object().set("no_interest", true)));
  matter = app.matter("xiaolin", receipt);
  ASSERT_TRUE(clock_of(matter, "C09"));
  EXPECT_EQ((*clock_of(matter, "C09"))["due_strict_on"].as_string(), "2026-05-08");

  app.set_day("2026-04-01");
  expect_ok(app.act("hanju", receipt, "opinion", opinion_fields()));
  app.set_day("2026-04-03");
  expect_ok(app.act("xiaolin", receipt, "service", service_fields("2026-04-02")));
  matter = app.matter("xiaolin", receipt);
  EXPECT_EQ((*clock_of(matter, "C09"))["state"].as_string(), "met");
  EXPECT_EQ((*clock_of(matter, "C13"))["due_strict_on"].as_string(), "2026-05-02");

  const Answer rated = app.own(receipt, "POST", "/evaluations",
                               Json::object().set("target", "organ").set("value", "satisfied"));
  expect_ok(rated);
  EXPECT_EQ(rated.body["state"].as_string(), "CLOSED_OPEN_TERM");
  ASSERT_EQ(rated.body["ratings"].as_array().size(), 1u);

  // The petitioner sees every step with its day and the own letters.
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
  expect_nothing_internal(receipt);

  // The 30 days for review run out on a rest day: until the first working day after it.
  app.set_day("2026-07-20");
  EXPECT_GT(find_job("lapse")->run_once(app.office()), 0);
  EXPECT_EQ(app.matter("xiaolin", receipt)["state"].as_string(), "LAPSED");
}

// Before each step of the path: everything else that anybody might try now is refused with a code,
// and so are wrong values in each field of the step itself. Nothing of it leaves a trace.
TEST_P(NineStepsTest, AtEachStageAllElseIsRefused) {
  const Json receipt = app.file();
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  std::set<std::string> deeds;
  const auto law = app.office().law.now();
  for (const StepRule& step : law->of("reg2022").steps()) deeds.insert(step.deed);
  std::vector<PathStep> steps = main_path(app);
  steps.push_back({"2026-04-03", "xiaolin", "result_report", Json::object()});  // not walked
  std::int64_t version = 1;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const PathStep& step = steps[i];
    app.set_day(step.day);
    for (const std::string login : {"laowu", "xiaolin", "hanju"}) {
      const Answer seen = app.as(login, "GET", path);
      std::set<std::pair<std::string, std::int64_t>> allowed;
      for (const Json& action : seen.body["actions"].as_array()) {
        if (!action["allowed"].as_bool()) continue;
        allowed.emplace(action["deed"].as_string(), action["subject"].as_int());
      }
      for (const std::string& deed : deeds) {
        for (const int subject : {1, 2, 3}) {
          if (allowed.count({deed, subject})) continue;
          const Json body = Json::object().set("subject", subject).set("version", version);
          const Answer refused = app.as(login, "POST", path + "/actions/" + deed, body);
          EXPECT_TRUE(refused.status == 403 || refused.status == 404 || refused.status == 409 ||
                      refused.status == 422)
              << login << " " << deed << " " << refused.response.body;
          EXPECT_NE(refused.code(), "") << login << " " << deed;
        }
      }
    }
    if (i + 1 == steps.size()) break;
    EXPECT_GE(expect_wrong_values_refused(step, receipt), step.fields.as_object().size() * 4);
    ASSERT_EQ(app.matter("laowu", receipt)["version"].as_int(), version) << step.deed;
    expect_ok(app.act(step.login, receipt, step.deed, step.fields));
    ++version;
  }
}

TEST_P(NineStepsTest, DocumentNumbersHaveNoHoles) {
  std::vector<std::string> numbers;
  for (int i = 0; i < 3; ++i) {
    const Json receipt = app.file();
    expect_ok(app.act("laowu", receipt, "screening", screening_fields()));
    // A refused attempt between them uses up nothing.
    EXPECT_NE(app.act("laowu", receipt, "transfer", target_fields(app.organ("0202"))).status, 200);
    expect_ok(app.act("laowu", receipt, "transfer", target_fields(app.organ("0201"))));
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

TEST_P(NineStepsTest, DocumentNumbersHaveNoHolesWhenManyDecideAtOnce) {
  constexpr int kMatters = 8;
  std::vector<Json> receipts;
  for (int i = 0; i < kMatters; ++i) {
    receipts.push_back(app.file());
    expect_ok(app.act("laowu", receipts.back(), "screening", screening_fields()));
  }
  // Two at each matter: who comes second gives the number back, and the next letters take it.
  std::vector<std::thread> threads;
  for (int i = 0; i < 2 * kMatters; ++i) {
    threads.emplace_back([&, i] {
      app.act("laowu", receipts[i / 2], "transfer", target_fields(app.organ("0201")));
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < kMatters; ++i) {
    receipts.push_back(app.file());
    expect_ok(app.act("laowu", receipts.back(), "screening", screening_fields()));
    expect_ok(app.act("laowu", receipts.back(), "transfer", target_fields(app.organ("0201"))));
  }
  std::set<std::string> numbers;
  for (const Json& receipt : receipts) {
    const Json matter = app.matter("laowu", receipt);
    EXPECT_EQ(matter["version"].as_int(), 3);
    for (const Json& document : matter["documents"].as_array()) {
      if (document["kind"].as_string() == "D02") numbers.insert(document["number"].as_string());
    }
  }
  std::set<std::string> expected;
  const std::string stem = numbers.begin()->substr(0, numbers.begin()->find("〕"));
  for (int i = 1; i <= 2 * kMatters; ++i) expected.insert(stem + "〕" + std::to_string(i) + "号");
  EXPECT_EQ(numbers, expected);
}

TEST_P(NineStepsTest, EveryUnlawfulStepIsRefusedWithItsReason) {
  const Json receipt = app.file();
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  EXPECT_EQ(app.as("xiaolin", "GET", path).status, 404) << "not on the path yet";
  EXPECT_EQ(app.act("laowu", receipt, "transfer", target_fields(app.organ("0201"))).code(),
            "step_not_from_state");
  EXPECT_EQ(app.act("zhouju", receipt, "screening", screening_fields()).code(), "step_not_yours");
  EXPECT_EQ(app.act("laowu", receipt, "screening", Json::object().set("kind", "3")).field(),
            "category");
  EXPECT_EQ(app.act("laowu", receipt, "screening",
                    Json::object().set("kind", "3").set("category", "045599")).code(),
            "category_unknown");
  EXPECT_EQ(app.act("laowu", receipt, "no_such_step").code(), "unknown_step");

  const Json action = Json::object().set("subject", 1).set("version", 1).set("fields", screening_fields());
  EXPECT_EQ(app.as("laowu", "POST", path + "/actions/screening", action).status, 200);
  const Answer stale = app.as("laowu", "POST", path + "/actions/transfer",
                              Json::object().set("subject", 1).set("version", 1).set(
                                  "fields", target_fields(app.organ("0201"))));
  EXPECT_EQ(stale.status, 409);
  EXPECT_EQ(stale.code(), "stale_version");
  EXPECT_EQ(app.act("laowu", receipt, "transfer", target_fields(app.organ("0202"))).code(),
            "target_not_competent");
  EXPECT_EQ(app.own(receipt, "POST", "/evaluations",
                    Json::object().set("target", "organ").set("value", "satisfied")).code(),
            "rating_not_open");
}

}  // namespace xinfang
