// The desk: worklists and counts, search, masked persons and looks, the wall, bad input, permissions.
#include <latch>
#include <set>
#include <thread>

#include "jobs/jobs.hpp"
#include "store/matter_store.hpp"
#include "store/verification.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {

class DeskTest : public ApiTest {
 protected:
  void screen(const Json& receipt, const std::string& kind = "3") {
    const Answer done = app.act("laowu", receipt, "screening", screening_fields(kind));
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

TEST_P(DeskTest, TheFileTellsWhoseTurnItWasAndTheMinutesAddUp) {
  const Json receipt = app.file();
  for (const PathStep& step : main_path(app)) {
    app.set_day(step.day);
    ASSERT_EQ(app.act(step.login, receipt, step.deed, step.fields).status, 200) << step.deed;
  }
  app.set_day("2026-04-13");
  const Json tracks = app.matter("laowu", receipt)["responsibility"];
  ASSERT_EQ(tracks.as_array().size(), 1u);
  const Json& track = tracks.as_array()[0];
  EXPECT_TRUE(track["running"].as_bool());
  std::vector<std::pair<std::string, std::int64_t>> days;
  std::int64_t sum = 0;
  for (const Json& total : track["totals"].as_array()) {
    sum += total["minutes"].as_int();
    days.emplace_back(total["turn"].as_string() + total["organ"].as_string(),
                      total["minutes"].as_int() / 1440);
  }
  EXPECT_EQ(sum, track["minutes"].as_int());
  const std::vector<std::pair<std::string, std::int64_t>> expected = {
      {"organ安澜县信访局", 1}, {"organ安澜县人力资源和社会保障局", 31}, {"petitioner", 10}};
  EXPECT_EQ(days, expected);
  EXPECT_EQ(app.matter("xiaolin", receipt)["responsibility"], tracks);
  EXPECT_TRUE(app.own(receipt, "GET").body["responsibility"].is_null());
}

TEST_P(DeskTest, EachStepMovesTheWorkToTheNextList) {
  const Json receipt = app.file();
  const auto everything = [&] {
    std::string text;
    for (const std::string login : {"laowu", "xiaolin", "xiaohe"}) {
      const Answer answer = app.as(login, "GET", "/api/v1/worklists");
      for (const Json& one : answer.body["lists"].as_array()) {
        if (one["all"].as_int() == 0) continue;
        text += login + ":" + one["list"].as_string() + "=" + std::to_string(one["all"].as_int());
        EXPECT_NE(one["name"].as_string(), "list." + one["list"].as_string());
        const Answer page = app.as(login, "GET", "/api/v1/matters", Json(),
                                   {{}, "list=" + one["list"].as_string(), ""});
        EXPECT_EQ(page.body["items"].as_array().size(), 1u) << one.dump();
      }
    }
    return text;
  };
  const std::vector<std::string> expected = {"laowu:to_screen=1", "laowu:to_dispose=1",
                                             "xiaolin:to_sign_in=1", "xiaolin:to_accept=1",
                                             "xiaolin:to_start=1", "xiaolin:in_hand=1",
                                             "xiaolin:to_serve=1", ""};
  EXPECT_EQ(everything(), expected[0]);
  std::size_t i = 0;
  for (const PathStep& step : main_path(app)) {
    app.set_day(step.day);
    const Answer done = app.act(step.login, receipt, step.deed, step.fields);
    ASSERT_EQ(done.status, 200) << step.deed << " " << done.response.body;
    EXPECT_EQ(everything(), expected[++i]) << "right after " << step.deed;
  }
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
  const std::string no = receipt["item_no"].as_string();
  const std::string path = "/api/v1/matters/" + no;
  const Json look = Json::object()
                        .set("reason", "电话联系信访人核实情况")
                        .set("fields", Json::array().push("petitioners[0].phone"));
  for (const std::string login : {"laowu", "zhouju", "xiaolin", "hanju"}) {
    for (const char* below : {"", "/looks", "/letters/1", "/attachments/1"}) {
      EXPECT_EQ(app.as(login, "GET", path + below).status, 404) << login << below;
    }
    EXPECT_EQ(app.as(login, "POST", path + "/looks", look).status, 404) << login;
    for (const char* words : {"夜间", "安澜", no.c_str()}) {
      EXPECT_EQ(found(login, words), 0u) << login << " " << words;
    }
    for (const char* list : {"to_dispose", "to_screen", "all", "closed", "held_outside"}) {
      EXPECT_EQ(app.as(login, "GET", "/api/v1/matters", Json(), {{}, std::string("list=") + list, ""})
                    .response.body.find(no),
                std::string::npos)
          << login << " " << list;
    }
    EXPECT_EQ(app.act(login, receipt, "transfer", target_fields(app.organ("0201"))).status, 404);
  }
  EXPECT_EQ(count("laowu", "to_dispose", "all"), 0);

  EXPECT_EQ(app.as("fanglian", "GET", path).status, 200) << "stepped up at sign-in";
  const Json to_accused = Json::object().set("subject", 1).set("version", 2).set(
      "fields", target_fields(app.organ("0201")));
  for (const char* deed : {"transfer", "transfer_down", "assignment", "acceptance"}) {
    EXPECT_EQ(app.as("fanglian", "POST", path + "/actions/" + deed, to_accused).status, 403) << deed;
  }
  const Answer handed = app.act("fanglian", receipt, "hand_over_to_discipline",
                                Json::object()
                                    .set("receiver", id_text(app.organ("0401")))
                                    .set("page_count", 3));
  EXPECT_EQ(handed.status, 200) << handed.response.body;
  EXPECT_EQ(app.as("laowu", "GET", path).status, 404);
  EXPECT_EQ(app.own(receipt, "GET").status, 200) << "the petitioner still sees the own petition";
  // The second factor of the sign-in grows old: then the wall stands for the liaison as well.
  app.clock.advance(11 * 60'000);
  EXPECT_EQ(app.as("fanglian", "GET", path).status, 404);
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
  for (const char* unknown : {"petitioners[0].shoe", "petitioners[9].name", "text", "petitioners[0]"}) {
    EXPECT_EQ(app.as("laowu", "POST", path + "/looks",
                     Json::object().set("reason", "电话联系").set("fields", Json::array().push(unknown)))
                  .code(),
              "look_field_unknown")
        << unknown;
  }
  const Answer looked = app.as(
      "laowu", "POST", path + "/looks",
      Json::object().set("reason", "电话联系信访人核实情况").set("fields", fields));
  ASSERT_EQ(looked.status, 200) << looked.response.body;
  EXPECT_EQ(looked.body["values"].as_array().at(0)["value"].as_string(), "13800005678");
  const Answer looks = app.as("laowu", "GET", path + "/looks");
  ASSERT_EQ(looks.body["looks"].as_array().size(), 1u);
  EXPECT_EQ(looks.body["looks"].as_array()[0]["reason"].as_string(), "电话联系信访人核实情况");
  EXPECT_EQ(app.as("laowu", "GET", path).body["version"].as_int(), 1) << "a look is no step";
  const Answer own = app.own(receipt, "GET");
  ASSERT_EQ(own.body["looks"].as_array().size(), 1u) << "the person concerned sees that it was";
  EXPECT_EQ(own.body["looks"].as_array()[0]["organ"].as_string(), "安澜县信访局");
  EXPECT_EQ(own.body["looks"].as_array()[0]["fields"], fields);
  EXPECT_EQ(own.response.body.find("核实情况"), std::string::npos) << "the reason is internal";
  EXPECT_EQ(app.as("xiaolin", "POST", path + "/looks",
                   Json::object().set("reason", "电话联系").set("fields", fields)).status,
            404);
}

TEST_P(DeskTest, ACorrectedPersonStaysMasked) {
  const Json receipt = app.file();
  screen(receipt);
  const auto correct = [&](const char* entry, const std::string& value) {
    return app.act("laowu", receipt, "correction",
                   Json::object().set("entry", entry).set("value", value).set("reason", "来电更正"));
  };
  const Json person = Json::object().set("name", "陈敏").set("phone", "13900001234");
  EXPECT_EQ(correct("petitioners[0]", "13900001234").field(), "value") << "no person";
  EXPECT_EQ(correct("petitioners[0]", R"({"name":"陈敏","shoe":"42"})").field(), "value.shoe");
  EXPECT_EQ(correct("region_code", "889999").code(), "region_unknown");
  EXPECT_EQ(correct("category", "045599").code(), "category_unknown");
  const Answer done = correct("petitioners[0]", person.dump());
  ASSERT_EQ(done.status, 200) << done.response.body;
  const Answer shown =
      app.as("laowu", "GET", "/api/v1/matters/" + receipt["item_no"].as_string());
  EXPECT_EQ(shown.response.body.find("13900001234"), std::string::npos) << shown.response.body;
  EXPECT_EQ(shown.body["petitioners"].as_array().at(0)["phone"].as_string(), "139****1234");
  EXPECT_EQ(found("laowu", "139-0000-1234"), 1u) << "whoever knows the number finds the matter";
  EXPECT_EQ(found("laowu", "1390000"), 0u) << "but a part of it finds nothing";
  EXPECT_EQ(found("hanju", "13900001234"), 0u) << "not on its path";
  EXPECT_EQ(found("laowu", "来电更正"), 1u);
}

// Eight at once on one version: one wins, each other is told so, and one event is there.
TEST_P(DeskTest, OfManyWhoDecideOnOneVersionOneWins) {
  constexpr int kPeople = 8;
  for (int round = 0; round < 5; ++round) {
    const Json receipt = app.file();
    screen(receipt);
    const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
    for (const char* login : {"laowu", "zhouju"}) app.as(login, "GET", path);
    Json body = target_fields(app.organ("0201"));
    body = Json::object().set("subject", 1).set("version", 2).set("fields", body);
    std::vector<Answer> answers(kPeople);
    std::latch start(kPeople);
    std::vector<std::thread> threads;
    for (int i = 0; i < kPeople; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        answers[i] = app.as(i % 2 ? "laowu" : "zhouju", "POST", path + "/actions/transfer", body);
      });
    }
    for (std::thread& thread : threads) thread.join();
    int won = 0;
    for (const Answer& answer : answers) {
      won += answer.status == 200;
      if (answer.status == 200) continue;
      EXPECT_EQ(answer.status, 409);
      EXPECT_EQ(answer.code(), "stale_version") << answer.response.body;
    }
    EXPECT_EQ(won, 1);
    const Json seen = app.matter("laowu", receipt);
    EXPECT_EQ(seen["version"].as_int(), 3);
    EXPECT_EQ(seen["history"].as_array().size(), 3u);
  }
}

TEST_P(DeskTest, ARepeatedActionWithItsKeyGivesTheFirstAnswer) {
  const Json receipt = app.file();
  const std::string path =
      "/api/v1/matters/" + receipt["item_no"].as_string() + "/actions/screening";
  Json body = Json::object().set("subject", 1).set("version", 1);
  const TestApp::Sent key{{{"idempotency-key", "k-1"}}, "", ""};
  EXPECT_EQ(app.as("laowu", "POST", path, body, key).status, 422) << "a refusal is not kept";
  body.set("fields", screening_fields());
  const Answer first = app.as("laowu", "POST", path, body, key);
  EXPECT_EQ(first.status, 200) << first.response.body;
  app.reopen();
  const Answer again = app.as("laowu", "POST", path, body, key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(first.response.body, again.response.body);
  EXPECT_EQ(app.matter("laowu", receipt)["version"].as_int(), 2) << "one event";
  const Answer other =
      app.as("laowu", "POST", path, body.set("fields", screening_fields("1")), key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.code(), "idempotency_mismatch");
  EXPECT_EQ(app.as("zhouju", "POST", path, body, key).code(), "stale_version")
      << "somebody else's key is another key";
}

TEST_P(DeskTest, ARepeatedSupplementWithItsKeyAddsOnce) {
  const Json receipt = app.file();
  const Json body = Json::object().set("text", "补充一份证明。");
  const TestApp::Sent key{{{"idempotency-key", "k-2"}}, "", ""};
  const Answer first = app.own(receipt, "POST", "/supplements", body, key);
  const Answer again = app.own(receipt, "POST", "/supplements", body, key);
  EXPECT_EQ(first.status, 200) << first.response.body;
  EXPECT_EQ(first.response.body, again.response.body);
  EXPECT_EQ(app.own(receipt, "GET").body["version"].as_int(), 2);
  const auto kept = find_answer(app.office().database, "item:" + receipt["item_no"].as_string(),
                                "k-2", app.clock.now());
  ASSERT_TRUE(kept) << "kept with the deed";
  EXPECT_EQ(kept->answer.find("证明"), std::string::npos) << "no text outside the vault";
}

TEST_P(DeskTest, ARepeatedRegistrationWithItsKeyRegistersOnce) {
  Json letter = app.petition().set("channel", "LETTER");
  const TestApp::Sent key{{{"idempotency-key", "k-3"}}, "", ""};
  const Answer first = app.as("laowu", "POST", "/api/v1/registrations", letter, key);
  ASSERT_EQ(first.status, 201) << first.response.body;
  app.reopen();
  const Answer again = app.as("laowu", "POST", "/api/v1/registrations", letter, key);
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(first.response.body, again.response.body);
  EXPECT_EQ(count("laowu", "to_screen", "all"), 1);
  letter.set("title", "另一封来信");
  EXPECT_EQ(app.as("laowu", "POST", "/api/v1/registrations", letter, key).code(),
            "idempotency_mismatch");
  const auto user = find_user(app.office().database, "laowu");
  const auto kept = find_answer(app.office().database, "user:" + id_text(user->user_id), "k-3",
                                app.clock.now());
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->answer.find(first.body["query_code"].as_string()), std::string::npos);
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
  const VerifyReport report = verify(app.office().database, app.office().keys, *app.office().law.now());
  for (const Finding& finding : report.findings) ADD_FAILURE() << finding.row << finding.problem;
  EXPECT_GT(report.events, 2u);
  const RebuildReport rebuilt = rebuild(app.office().database, *app.office().law.now(), false);
  for (const Finding& one : rebuilt.differences) ADD_FAILURE() << one.row << one.problem;
  EXPECT_EQ(rebuilt.differed, 0u);
}

}  // namespace xinfang
