// The desk: worklists and counts, search, masked persons and looks, the wall, bad input, permissions.
#include "tests/support/test_app.hpp"

#include <fstream>
#include <set>
#include <thread>

#include "jobs/jobs.hpp"
#include "store/verification.hpp"

namespace xinfang {

class DeskTest : public ApiTest {
 protected:
  void screen(const Json& receipt, const std::string& kind = "3") {
    const Answer done = app.act("laowu", receipt, "screening",
                                Json::object().set("kind", kind).set("category", "040200"));
    ASSERT_EQ(done.status, 200) << done.response.body;
  }
  std::size_t found(const std::string& login, const std::string& query) {
    run_all_jobs(app.office());
    const Answer answer = app.as(login, "GET", "/api/v1/matters", Json(), {{}, "query=" + query, ""});
    EXPECT_EQ(answer.status, 200) << answer.response.body;
    return answer.body["items"].as_array().size();
  }
  std::int64_t count(const std::string& login, const std::string& list, const char* what) {
    const Answer answer = app.as(login, "GET", "/api/v1/worklists");
    for (const Json& one : answer.body["lists"].as_array()) {
      if (one["list"].as_string() == list) return one[what].as_int();
    }
    return 0;
  }
};
XINFANG_ON_BOTH_ENGINES(DeskTest);

TEST_P(DeskTest, WorklistsCountAndTurnRed) {
  const Json first = app.file(), second = app.file();
  EXPECT_EQ(count("laowu", "to_screen", "all"), 2);
  EXPECT_EQ(count("laowu", "to_screen", "overdue"), 0);
  app.set_day("2026-03-16");
  EXPECT_EQ(count("laowu", "to_screen", "due_soon"), 2);
  app.set_day("2026-03-18");
  EXPECT_EQ(count("laowu", "to_screen", "overdue"), 2);
  screen(first);
  EXPECT_EQ(count("laowu", "to_screen", "all"), 1);
  EXPECT_EQ(count("laowu", "to_dispose", "all"), 1);
  EXPECT_EQ(count("xiaolin", "to_screen", "all"), 0);
  const Answer page =
      app.as("laowu", "GET", "/api/v1/matters", Json(), {{}, "list=to_screen", ""});
  ASSERT_EQ(page.body["items"].as_array().size(), 1u);
  EXPECT_EQ(page.body["items"].as_array()[0]["matter"]["matter_no"], second["item_no"]);
  EXPECT_EQ(page.body["items"].as_array()[0]["days_left"].as_int(), -1);
}

TEST_P(DeskTest, SearchFindsTwoCharactersAfterScreeningOnThePathOnly) {
  const Json receipt = app.file();
  EXPECT_EQ(found("laowu", "夜间"), 0u) << "nothing before screening";
  screen(receipt);
  EXPECT_EQ(found("laowu", "夜间"), 1u);
  EXPECT_EQ(found("laowu", "白天"), 0u);
  EXPECT_EQ(found("xiaolin", "夜间"), 0u) << "not on its path";
  EXPECT_EQ(found("laowu", receipt["item_no"].as_string()), 1u);
}

TEST_P(DeskTest, AnAccusationIsWalledOff) {
  const Json receipt = app.file();
  screen(receipt, "2");
  EXPECT_EQ(found("laowu", "夜间"), 0u);
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  EXPECT_EQ(app.as("laowu", "GET", path).status, 404);
  EXPECT_EQ(app.as("fanglian", "GET", path).status, 200) << "stepped up at sign-in";
  EXPECT_EQ(count("laowu", "to_dispose", "all"), 0);
  EXPECT_EQ(app.act("laowu", receipt, "transfer",
                    Json::object().set("targets", Json::array().push(id_text(app.organ("0201")))))
                .status,
            404);
}

TEST_P(DeskTest, PersonsAreMaskedAndALookIsRecorded) {
  const Json receipt = app.file();
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  const Answer shown = app.as("laowu", "GET", path);
  const Json person = shown.body["petitioners"].as_array().at(0);
  EXPECT_EQ(person["phone"].as_string(), "138****5678");
  EXPECT_EQ(shown.response.body.find("13800005678"), std::string::npos);
  EXPECT_EQ(shown.response.body.find("文化路2号"), std::string::npos);

  const Json fields = Json::array().push("petitioners[0].phone");
  EXPECT_EQ(app.as("laowu", "POST", path + "/looks", Json::object().set("fields", fields)).field(),
            "reason");
  const Answer looked = app.as(
      "laowu", "POST", path + "/looks",
      Json::object().set("reason", "电话联系信访人核实情况").set("fields", fields));
  ASSERT_EQ(looked.status, 200) << looked.response.body;
  EXPECT_EQ(looked.body["values"].as_array().at(0)["value"].as_string(), "13800005678");
  const Answer looks = app.as("laowu", "GET", path + "/looks");
  ASSERT_EQ(looks.body["looks"].as_array().size(), 1u);
  EXPECT_EQ(looks.body["looks"].as_array()[0]["reason"].as_string(), "电话联系信访人核实情况");
  EXPECT_EQ(app.as("laowu", "GET", path).body["version"].as_int(), 1) << "a look is no step";
  EXPECT_EQ(app.as("xiaolin", "POST", path + "/looks",
                   Json::object().set("reason", "电话联系").set("fields", fields)).status,
            404);
}

TEST_P(DeskTest, OfTwoWhoDecideOnOneVersionOneWins) {
  const Json receipt = app.file();
  screen(receipt);
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  app.as("laowu", "GET", path);
  app.as("zhouju", "GET", path);
  const Json body = Json::object().set("subject", 1).set("version", 2).set(
      "fields",
      Json::object().set("targets", Json::array().push(id_text(app.organ("0201")))));
  Answer answers[2];
  std::thread first([&] { answers[0] = app.as("laowu", "POST", path + "/actions/transfer", body); });
  std::thread second(
      [&] { answers[1] = app.as("zhouju", "POST", path + "/actions/transfer", body); });
  first.join();
  second.join();
  const std::multiset<int> statuses = {answers[0].status, answers[1].status};
  EXPECT_EQ(statuses, (std::multiset<int>{200, 409}));
  EXPECT_EQ(app.matter("laowu", receipt)["version"].as_int(), 3);
}

TEST_P(DeskTest, ARepeatedActionWithItsKeyGivesTheFirstAnswer) {
  const Json receipt = app.file();
  const std::string path =
      "/api/v1/matters/" + receipt["item_no"].as_string() + "/actions/screening";
  const Json body = Json::object().set("subject", 1).set("version", 1).set(
      "fields", Json::object().set("kind", "3").set("category", "040200"));
  const TestApp::Sent key{{{"idempotency-key", "k-1"}}, "", ""};
  const Answer first = app.as("laowu", "POST", path, body, key);
  const Answer again = app.as("laowu", "POST", path, body, key);
  EXPECT_EQ(first.status, 200) << first.response.body;
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(first.response.body, again.response.body);
}

TEST_P(DeskTest, NobodyGetsInWithoutSigningIn) {
  const Json receipt = app.file();
  for (const ApiRoute& route : api_routes()) {
    if (route.access == Access::everyone) continue;
    std::string path(route.pattern);
    for (std::size_t at; (at = path.find('{')) != std::string::npos;) {
      path.replace(at, path.find('}') - at + 1, "1");
    }
    const int status = app.send(std::string(route.method), path, "").status;
    EXPECT_TRUE(status == 401 || status == 403) << route.method << " " << path << " " << status;
  }
  for (const ApiRoute& route : api_routes()) {
    if (route.access != Access::staff || route.method != "GET") continue;
    if (route.pattern.find('{') != std::string_view::npos) continue;
    EXPECT_EQ(app.send("GET", std::string(route.pattern), "").status, 401) << route.pattern;
  }
}

TEST_P(DeskTest, EverythingIsCleanAndRebuildsTheSame) {
  const Json receipt = app.file();
  screen(receipt);
  app.act("laowu", receipt, "transfer",
          Json::object().set("targets", Json::array().push(id_text(app.organ("0201")))));
  run_all_jobs(app.office());
  const VerifyReport report = verify(app.office().database, app.office().keys, app.office().law);
  for (const Finding& finding : report.findings) ADD_FAILURE() << finding.row << finding.problem;
  EXPECT_GT(report.events, 2u);
  const RebuildReport rebuilt = rebuild(app.office().database, app.office().law, false);
  for (const Finding& one : rebuilt.differences) ADD_FAILURE() << one.row << one.problem;
  EXPECT_EQ(rebuilt.differed, 0u);
}

}  // namespace xinfang
