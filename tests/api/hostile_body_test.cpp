// Bodies that nobody's form sends: whatever comes on whatever route is refused with a code or taken
// whole; never a failure of the program, never half of it kept.
#include <cstdlib>
#include <iostream>
#include <map>
#include <set>

#include "base/files.hpp"
#include "base/text.hpp"
#include "jobs/jobs.hpp"
#include "services/people_service.hpp"
#include "store/event_store.hpp"
#include "store/verification.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kHole = "\"@hole\"";

std::string replaced(std::string text, std::string_view what, const std::string& by) {
  for (std::size_t at; (at = text.find(what)) != std::string::npos;) {
    text.replace(at, what.size(), by);
  }
  return text;
}

// The texts of `value` with one value in it, or all of it, replaced by the hole.
std::vector<std::string> with_hole(const Json& value) {
  std::vector<std::string> texts = {std::string(kHole)};
  const auto of_item = [&](std::size_t count, auto item, auto put) {
    for (std::size_t i = 0; i < count; ++i) {
      for (const std::string& text : with_hole(item(i))) {
        Json copy = value;
        put(copy, i);
        texts.push_back(replaced(copy.dump(), "\"@here\"", text));
      }
    }
  };
  of_item(
      value.as_object().size(), [&](std::size_t i) { return value.as_object()[i].second; },
      [&](Json& copy, std::size_t i) { copy.set(value.as_object()[i].first, "@here"); });
  of_item(
      value.as_array().size(), [&](std::size_t i) { return value.as_array()[i]; },
      [&](Json& copy, std::size_t i) {
        Json::Array items = value.as_array();
        items[i] = "@here";
        copy = Json(std::move(items));
      });
  return texts;
}

std::string nested(int depth) { return std::string(depth, '[') + std::string(depth, ']'); }

// What is put in the place of any one value.
std::vector<std::string> odd_values() {
  return {"null", "true", "5", "-1", "0.5", "1e400", "9007199254740993", "[]", "{}", "[null]",
          R"({"a":{"b":[{}]}})", nested(30), nested(40), R"("")", R"("x")", R"("\u0000")",
          R"("\ud800")", R"("\udc00\ud800")", R"("\u202e\u2066\ufeff")", "\"\xF0\x9F\x98\x80\"",
          "\"\xFF\xFE\"", "\"" + std::string(200'000, 'x') + "\"", R"("9007199254740993")",
          R"("-1")", R"("../../etc/passwd")", R"("'; DROP TABLE events; --")", R"("2026-02-30")",
          R"("9999-99-99T99:99:99Z")", R"("%s%n{}$1\\")"};
}

// What is sent in the place of a whole body.
std::vector<std::string> odd_bodies(const Json& good) {
  std::vector<std::string> bodies = {
      "", " ", "null", "5", "\"x\"", "[]", "[{}]", "[" + good.dump() + "]", "{", "{]", "{\"a\"",
      "{\"a\":1,}", "{'a':1}", "\xEF\xBB\xBF{}", "\xFF", std::string("{\0}", 3), nested(5000),
      "{\"a\":" + std::string(100'000, '1') + "}", good.dump() + good.dump(), good.dump() + "x"};
  std::string many = "{";
  for (int i = 0; i < 20'000; ++i) many += "\"k" + std::to_string(i) + "\":0,";
  bodies.push_back(many + "\"k\":0}");
  Json unknown = good;
  bodies.push_back(unknown.set("colour", "red").dump());
  for (const auto& [name, value] : good.as_object()) {
    const Json one = Json::object().set(name, value);
    bodies.push_back("{" + one.dump().substr(1, one.dump().size() - 2) + "," +
                     good.dump().substr(1));
  }
  return bodies;
}

}  // namespace

class HostileBodyTest : public ApiTest {
 protected:
  void SetUp() override {
    for (const auto& [login, role] :
         std::map<std::string, std::string>{{"anguan", "SEC_ADMIN"}, {"xiguan", "SYS_ADMIN"}}) {
      const auto made = create_user(app.office(), 0, {login, "安管", 0, {role}, kPassword});
      ASSERT_TRUE(made.ok());
      User user = made->user;
      user.must_change = false;
      ASSERT_TRUE(write_user(app.office(), user).ok());
      ASSERT_TRUE(enrol_directly(app.office(), login).ok());
    }
  }

  // A good body for each route that reads one; "@token" stands for a fresh submission token.
  std::map<std::string, Json> good_bodies() {
    Json registration = app.petition();
    registration.set("token", "@token").set("channel", "LETTER").set("note", "邮戳不清");
    registration.set("received_at", "2026-02-27T10:00:00+08:00");
    const Json code = Json::object().set("code", "123456");
    Json organ = Json::object();
    organ.set("code", "0777").set("name", "安澜县水利局").set("short_name", "县水利局");
    organ.set("type", "DEPARTMENT").set("level", 4).set("region_code", std::string(kDemoRegion));
    organ.set("superior_id", id_text(app.organ("0100"))).set("document_prefix", "安水");
    organ.set("categories", Json::array().push("030000")).set("valid_from_on", "2020-01-01");
    const Json fields = Json::array().push("petitioners[0].phone");
    const Json days = Json::array().push(
        Json::object().set("on", "2027-10-04").set("kind", "holiday").set("name", "国庆节"));
    return {
        {"/api/v1/session", Json::object().set("login", "aqing").set("password", "wrong")},
        {"/api/v1/session/second-factor", code},
        {"/api/v1/session/step-up", code},
        {"/api/v1/password", Json::object().set("current", kPassword).set("new", "x")},
        {"/api/v1/second-factor/confirm", Json(code).set("enrolment", "x")},
        {"/api/v1/demonstration/session", Json::object().set("login", "laowu")},
        {"/api/v1/users", Json::object()
                              .set("login", "xiaoli")
                              .set("name", "小李")
                              .set("organ_id", id_text(app.organ("0202")))
                              .set("roles", Json::array().push("CASE_OFFICER"))},
        {"/api/v1/users/{user_id}", Json::object()
                                        .set("name", "阿青")
                                        .set("organ_id", id_text(app.organ("0301")))
                                        .set("roles", Json::array().push("CASE_OFFICER"))
                                        .set("active", true)},
        {"/api/v1/parameters/{rule_set}/{key}", Json::object()
                                                    .set("value", 30)
                                                    .set("valid_from_on", "2030-01-01")
                                                    .set("reason", "本县要求")},
        {"/api/v1/calendar/{year}", Json::object().set("source", "放假通知").set("days", days)},
        {"/api/v1/organs", organ},
        {"/api/v1/organs/{organ_id}", Json(organ).set("code", "0301")},
        {"/api/v1/petitions", app.petition().set("token", "@token").set("anonymous", false)},
        {"/api/v1/petitions/{item_no}/supplements",
         Json::object().set("text", "补充").set("attachments", Json::array().push("7"))},
        {"/api/v1/petitions/{item_no}/withdrawal",
         Json::object().set("reason", "已解决").set("free_will", false).set("version", 1)},
        {"/api/v1/petitions/{item_no}/evaluations",
         Json::object().set("target", "office").set("value", "satisfied").set("comment", "好")},
        {"/api/v1/registrations", registration},
        {"/api/v1/matters/{matter_no}/actions/{step}",
         Json::object().set("subject", 1).set("version", 99).set("fields", screening_fields())},
        {"/api/v1/matters/{matter_no}/looks",
         Json::object().set("reason", "电话联系核实").set("fields", fields)}};
  }

  Answer send_as_due(const ApiRoute& route, const std::string& path, const Json& receipt,
                     const std::string& body) {
    const std::string login = route.access == Access::security_admin ? "anguan"
                              : route.access == Access::system_admin ? "xiguan"
                                                                     : "laowu";
    std::string text = body;
    if (text.find("@token") != std::string::npos) {
      const Answer token = app.send("POST", "/api/v1/submissions", "");
      text = replaced(text, "@token", token.body["token"].as_string());
    }
    TestApp::Sent sent;
    sent.headers["x-query-code"] = receipt["query_code"].as_string();
    return app.as_raw(login, std::string(route.method), path, text, sent);
  }

  std::size_t events() {
    std::size_t count = 0;
    scan_events(app.office().database, [&](const StoredEvent&) { ++count; });
    return count;
  }

  static constexpr const char* kPassword = "Anlan-demo-2026";
};
XINFANG_ON_BOTH_ENGINES(HostileBodyTest);

TEST_P(HostileBodyTest, OnEveryRouteIsRefusedOrTakenWhole) {
  const std::set<std::string> bodiless = {"/api/v1/submissions", "/api/v1/second-factor"};
  const std::map<std::string, Json> good = good_bodies();
  const Json receipt = app.file();
  const std::string user_id = id_text(find_user(app.office().database, "aqing")->user_id);
  for (const ApiRoute& route : api_routes()) {
    const bool reads_one =
        route.method == "POST" || route.method == "PATCH" || route.method == "PUT";
    if (!reads_one || route.upload) continue;
    const std::string pattern(route.pattern);
    ASSERT_TRUE(good.count(pattern) || bodiless.count(pattern)) << pattern << ": no body here yet";
    std::string path = replaced(pattern, "{item_no}", receipt["item_no"].as_string());
    path = replaced(path, "{matter_no}", receipt["item_no"].as_string());
    path = replaced(path, "{organ_id}", id_text(app.organ("0301")));
    path = replaced(replaced(path, "{user_id}", user_id), "{step}", "screening");
    path = replaced(replaced(path, "{rule_set}", "reg2022"), "{key}", "cf1_days");
    path = replaced(path, "{year}", "2027");
    app.clock.advance(31 * 60'000);  // what was locked by guessing on the route before is open

    const bool reads = good.count(pattern) != 0;
    const Json body = reads ? good.at(pattern) : Json::object();
    const std::size_t before = events();
    for (const std::string& odd : odd_bodies(body)) {
      const Answer answer = send_as_due(route, path, receipt, odd);
      EXPECT_LT(answer.status, 500) << pattern << " " << odd.substr(0, 200);
      EXPECT_GE(answer.status, reads ? 400 : 200) << pattern << " " << odd.substr(0, 200);
      EXPECT_TRUE(answer.status < 400 || !answer.code().empty()) << pattern;
    }
    EXPECT_EQ(events(), before) << pattern << ": something was kept of a refused body";
    if (!reads) continue;
    for (const std::string& text : with_hole(body)) {
      for (const std::string& odd : odd_values()) {
        const Answer answer = send_as_due(route, path, receipt, replaced(text, kHole, odd));
        EXPECT_LT(answer.status, 500) << text << " with " << odd.substr(0, 200);
        EXPECT_TRUE(answer.status < 400 || !answer.code().empty()) << text << odd.substr(0, 200);
      }
    }
  }
  run_all_jobs(app.office());
  const VerifyReport report = verify(app.office().database, app.office().keys, *app.office().law.now());
  for (const Finding& finding : report.findings) ADD_FAILURE() << finding.row << finding.problem;
  EXPECT_EQ(rebuild(app.office().database, *app.office().law.now(), false).differed, 0u);
  EXPECT_EQ(app.own(receipt, "GET").body["title"], app.petition()["title"]);
}

// Each as title, text, claim and name, then as words to search: given back as it was typed (but for
// what tidy() drops), or refused with its field.
TEST_P(HostileBodyTest, NaughtyStringsAreGivenBackAsTheyWere) {
  const char* shared = std::getenv("XINFANG_SHARED");
  if (!shared) {
    std::cout << "XINFANG_SHARED is not set: naughty_strings.json is skipped\n";
    return;
  }
  const auto text = read_file(std::string(shared) + "/badinput/naughty_strings.json");
  ASSERT_TRUE(text.ok());
  const auto strings = Json::parse(*text);
  ASSERT_TRUE(strings.ok());
  EXPECT_GT(strings->as_array().size(), 500u);
  int whole = 0, as_text = 0;
  for (const Json& one : strings->as_array()) {
    const std::string naughty = one.as_string(), kept = tidy(naughty);
    Json petition = app.petition();
    petition.set("token", app.send("POST", "/api/v1/submissions", "").body["token"]);
    petition.set("text", naughty);
    Json everywhere = petition;
    everywhere.set("title", naughty).set("claims", Json::array().push(naughty));
    everywhere.set("petitioners", Json::array().push(
                                      Json::object().set("name", naughty).set("phone", "13800005678")));
    if (whole % 12 == 0) {
      const Answer file = app.send("POST", "/api/v1/submissions/attachments", "",
                                   {{{"x-submission-token", petition["token"].as_string()}},
                                    "name=" + naughty + ".txt", "工资条"});
      EXPECT_TRUE(file.status == 201 || kept.empty()) << naughty << file.response.body;
    }
    Answer filed = app.send("POST", "/api/v1/petitions", everywhere.dump());
    const bool all = filed.status == 201;
    if (!all) {
      EXPECT_EQ(filed.status, 422) << naughty;
      EXPECT_NE(filed.field(), "") << filed.response.body;
      filed = app.send("POST", "/api/v1/petitions", petition.dump());
    }
    if (filed.status != 201) {
      EXPECT_EQ(kept, "") << filed.response.body;
      continue;
    }
    const Json shown = app.own(filed.body, "GET").body;
    EXPECT_EQ(shown["text"].as_string(), kept);
    ++as_text;
    for (const Json& file : shown["attachments"].as_array()) {
      EXPECT_NE(file["name"].as_string(), "");
      EXPECT_EQ(file["name"].as_string().find_first_of("/\\"), std::string::npos) << file.dump();
    }
    if (!all) continue;
    EXPECT_EQ(shown["title"].as_string(), kept);
    EXPECT_EQ(shown["claims"].as_array().at(0)["text"].as_string(), kept);
    const Answer looked = app.as(
        "laowu", "POST", "/api/v1/matters/" + filed.body["item_no"].as_string() + "/looks",
        Json::object().set("reason", "核对姓名").set("fields", Json::array().push("petitioners[0].name")));
    EXPECT_EQ(looked.body["values"].as_array().at(0)["value"].as_string(), kept);
    if (++whole % 25 == 0) {
      const Answer letter = app.own(filed.body, "GET", "/letters/1");
      EXPECT_EQ(letter.response.body.substr(0, 5), "%PDF-") << naughty;
      app.act("laowu", filed.body, "screening", screening_fields());
    }
    const Answer found = app.as("laowu", "GET", "/api/v1/matters", Json(), {{}, "query=" + naughty, ""});
    EXPECT_TRUE(found.status == 200 || found.status == 422) << found.response.body;
  }
  EXPECT_GT(whole, 400);
  EXPECT_GT(as_text, 500);
}

}  // namespace xinfang
