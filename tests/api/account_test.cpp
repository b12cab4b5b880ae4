// Signing in from the first password on, people, organs and the audit, all through the routes.
#include "services/people_service.hpp"
#include "services/second_factor.hpp"
#include "tests/support/test_app.hpp"

namespace xinfang {

namespace {

constexpr const char* kOwnPassword = "Anlan-own-2026";

Json roles(const std::string& role) { return Json::array().push(role); }

}  // namespace

class AccountTest : public ApiTest {
 protected:
  AccountTest() {
    auto made = create_administrators(app.office(), {});
    EXPECT_TRUE(made.ok());
    for (const CreatedUser& one : *made) first_passwords_[one.user.login] = one.password;
  }

  // A browser: keeps the cookie and the CSRF token that it was given.
  Answer ask(const std::string& method, const std::string& path, const Json& body = Json(),
             TestApp::Sent sent = {}) {
    if (!cookie_.empty()) sent.headers["cookie"] = cookie_;
    if (!csrf_.empty()) sent.headers["x-csrf-token"] = csrf_;
    const Answer answer =
        app.send(method, "/api/v1" + path, body.is_null() ? "" : body.dump(), sent);
    for (const auto& [name, value] : answer.response.headers) {
      if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
    }
    if (answer.body["csrf"].is_string()) csrf_ = answer.body["csrf"].as_string();
    return answer;
  }

  std::string new_code() {
    app.clock.advance(kTotpStepSeconds * 1000);
    return totp_code(secret_, app.clock.now());
  }

  Answer show_password(const std::string& login, const std::string& password) {
    cookie_.clear();
    csrf_.clear();
    return ask("POST", "/session", Json::object().set("login", login).set("password", password));
  }

  // First password, own password, one-time codes set up: what every new person goes through.
  void arrive(const std::string& login, const std::string& first_password) {
    Answer answer = show_password(login, first_password);
    ASSERT_EQ(answer.status, 201) << answer.response.body;
    EXPECT_EQ(answer.body["next"].as_string(), "password");
    EXPECT_EQ(ask("POST", "/second-factor").code(), "password_change_first");
    answer = ask("POST", "/password",
                 Json::object().set("current", first_password).set("new", kOwnPassword));
    ASSERT_EQ(answer.status, 204) << answer.response.body;
    EXPECT_EQ(ask("GET", "/session").body["next"].as_string(), "enrolment");
    EXPECT_EQ(ask("GET", "/sessions").code(), "enrol_first");
    const Json enrolment = ask("POST", "/second-factor").body;
    EXPECT_NE(enrolment["url"].as_string().find("secret=" + enrolment["secret"].as_string()),
              std::string::npos);
    secret_ = unbase32(enrolment["secret"].as_string()).value();
    const std::string half = cookie_;
    answer = ask("POST", "/second-factor/confirm",
                 Json::object().set("enrolment", enrolment["enrolment"]).set("code", new_code()));
    ASSERT_EQ(answer.status, 201) << answer.response.body;
    EXPECT_EQ(answer.body["next"].as_string(), "");
    EXPECT_NE(cookie_, half) << "a full session has a cookie of its own";
  }
  void arrive(const std::string& login) { arrive(login, first_passwords_.at(login)); }

  Bytes secret_;

 private:
  std::string cookie_, csrf_;
  std::map<std::string, std::string> first_passwords_;
};
XINFANG_ON_BOTH_ENGINES(AccountTest);

TEST_P(AccountTest, FromTheFirstPasswordToSigningOut) {
  arrive("secadmin");
  EXPECT_EQ(ask("GET", "/session").body["login"].as_string(), "secadmin");
  EXPECT_EQ(ask("DELETE", "/session").status, 204);
  EXPECT_EQ(ask("GET", "/session").code(), "sign_in_needed");

  EXPECT_EQ(show_password("secadmin", "not this").status, 401);
  EXPECT_EQ(show_password("secadmin", kOwnPassword).body["next"].as_string(), "code");
  EXPECT_EQ(ask("GET", "/sessions").code(), "code_first") << "half a session opens nothing";
  EXPECT_EQ(ask("POST", "/session/second-factor", Json::object().set("code", "000000")).code(),
            "code_wrong");
  ASSERT_EQ(ask("POST", "/session/second-factor", Json::object().set("code", new_code())).status,
            201);
  const Json here = ask("GET", "/session").body;
  EXPECT_TRUE(here["stepped_up_until"].is_string());

  ASSERT_EQ(show_password("secadmin", kOwnPassword).status, 201);
  ASSERT_EQ(ask("POST", "/session/second-factor", Json::object().set("code", new_code())).status,
            201);
  const Json sessions = ask("GET", "/sessions").body["sessions"];
  ASSERT_EQ(sessions.as_array().size(), 2u);
  EXPECT_EQ(ask("DELETE", "/sessions/" + here["session_id"].as_string()).status, 204);
  const Json left = ask("GET", "/sessions").body["sessions"];
  ASSERT_EQ(left.as_array().size(), 1u);
  EXPECT_TRUE(left.as_array()[0]["this"].as_bool());
  EXPECT_EQ(ask("DELETE", "/sessions/" + here["session_id"].as_string()).status, 404);
}

TEST_P(AccountTest, APersonIsMadeWithAFreshCodeAndStopped) {
  arrive("secadmin");
  const Json wanted = Json::object()
                          .set("login", "xiaozhao")
                          .set("name", "小赵")
                          .set("organ_id", id_text(app.organ("0201")))
                          .set("roles", roles("CASE_OFFICER"));
  app.clock.advance(11 * 60'000);
  EXPECT_EQ(ask("POST", "/users", wanted).code(), "step_up_needed");
  ASSERT_EQ(ask("POST", "/session/step-up", Json::object().set("code", new_code())).status, 200);
  const Answer made = ask("POST", "/users", wanted);
  ASSERT_EQ(made.status, 201) << made.response.body;
  EXPECT_TRUE(made.body["must_change_password"].as_bool());
  EXPECT_EQ(ask("POST", "/users", wanted).code(), "login_taken");
  EXPECT_EQ(ask("POST", "/users", Json(wanted).set("roles", roles("SYS_ADMIN"))).field(),
            "organ_id") << "an administrator belongs to no organ";

  const std::string path = "/users/" + made.body["user_id"].as_string();
  const Answer renamed = ask("PATCH", path, Json::object().set("name", "赵工"));
  EXPECT_EQ(renamed.body["name"].as_string(), "赵工");
  EXPECT_EQ(renamed.body.find("password"), nullptr) << "it was shown once";
  const Json of_organ =
      ask("GET", "/users", Json(), {{}, "organ_id=" + id_text(app.organ("0201")), ""}).body;
  EXPECT_EQ(of_organ["users"].as_array().size(), 3u);
  EXPECT_GT(ask("GET", "/users").body["users"].as_array().size(), 3u);
  EXPECT_EQ(ask("GET", "/colleagues").code(), "administrator_no_cases");
  const auto colleagues = [&] {
    std::string names;
    const Answer answer = app.as("xiaolin", "GET", "/api/v1/colleagues");
    for (const Json& one : answer.body["colleagues"].as_array()) names += one["name"].as_string();
    return names;
  };
  EXPECT_EQ(colleagues(), "小林赵工韩局") << "those of the own organ, by name";

  EXPECT_EQ(ask("PATCH", path, Json::object().set("active", false)).status, 200);
  EXPECT_FALSE(ask("PATCH", path, Json::object().set("active", Json())).body["active"].as_bool(true))
      << "null names nothing";
  EXPECT_EQ(colleagues(), "小林韩局") << "who left is nobody's colleague";
  EXPECT_EQ(show_password("xiaozhao", made.body["password"].as_string()).status, 401);
}

TEST_P(AccountTest, AnOrganIsMadeOnceUnderItsKey) {
  arrive("secadmin");
  const Json wanted = Json::object()
                          .set("code", "0203")
                          .set("name", "安澜县教育局")
                          .set("type", "DEPARTMENT")
                          .set("level", 4)
                          .set("region_code", std::string(kDemoRegion))
                          .set("superior_id", id_text(app.organ("0100")));
  const TestApp::Sent key{{{"idempotency-key", "organ-1"}}, "", ""};
  const Answer made = ask("POST", "/organs", wanted, key), again = ask("POST", "/organs", wanted, key);
  ASSERT_EQ(made.status, 201) << made.response.body;
  EXPECT_EQ(again.body["organ_id"], made.body["organ_id"]);
  const std::string path = "/organs/" + made.body["organ_id"].as_string();
  const Answer changed = ask("PATCH", path, Json::object().set("phone", "0000-0000203"));
  EXPECT_EQ(changed.body["phone"].as_string(), "0000-0000203");
  EXPECT_EQ(changed.body["name"], made.body["name"]) << "what is not named stays";
  EXPECT_EQ(ask("PATCH", path, Json::object().set("superior_id", made.body["organ_id"])).code(),
            "organ_circle");
  int times = 0;
  const Json organs = ask("GET", "/organs").body["organs"];
  for (const Json& organ : organs.as_array()) {
    times += organ["code"].as_string() == "0203";
  }
  EXPECT_EQ(times, 1);
}

TEST_P(AccountTest, TheAuditorReadsWhatWasDoneAndNothingElse) {
  arrive("secadmin");
  EXPECT_EQ(ask("GET", "/audit").code(), "not_administrator");
  EXPECT_EQ(ask("GET", "/worklists").code(), "administrator_no_cases");
  arrive("auditor");
  const Json all = ask("GET", "/audit").body["audit"];
  ASSERT_GT(all.as_array().size(), 3u);
  EXPECT_EQ(all.as_array()[0]["act"].as_string(), "second_factor_enrolled");
  const Json me = ask("GET", "/session").body;
  EXPECT_EQ(all.as_array()[0]["user"], me["name"]) << "a name, not only a number";
  EXPECT_EQ(all.as_array()[0]["user_id"], me["user_id"]);
  const std::string second = std::to_string(all.as_array()[1]["audit_no"].as_int());
  const Json older = ask("GET", "/audit", Json(), {{}, "before=" + second, ""}).body["audit"];
  EXPECT_EQ(older.as_array().size(), all.as_array().size() - 2);
  EXPECT_EQ(ask("GET", "/audit", Json(), {{}, "before=x", ""}).field(), "before");
  EXPECT_EQ(ask("GET", "/users").code(), "not_administrator");
}

}  // namespace xinfang
