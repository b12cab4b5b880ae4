// A whole sign-in and the first administration, through the routes.
#include <gtest/gtest.h>

#include "http/api.hpp"
#include "services/office_fixture.hpp"

namespace xinfang {
namespace {

class SessionApiTest : public OfficeTest {
 protected:
  Response ask(const std::string& method, const std::string& pattern, const Json& body = {},
               std::map<std::string, std::string> params = {}) {
    Request request;
    request.method = method;
    request.path = pattern;
    request.path_params = std::move(params);
    request.client_address = "192.0.2.1";
    if (!body.is_null()) {
      request.body = body.dump();
      request.headers.emplace_back("content-type", "application/json");
    }
    if (!cookie_.empty()) request.headers.emplace_back("cookie", cookie_);
    if (!csrf_.empty()) request.headers.emplace_back("x-csrf-token", csrf_);
    for (const ApiRoute& route : api_routes()) {
      if (route.method != method || route.pattern != pattern) continue;
      Response response = wrap_route(office(), route).handler(request);
      for (const auto& [name, value] : response.headers)
        if (name == "Set-Cookie") cookie_ = value.substr(0, value.find(';'));
      if (auto json = Json::parse(response.body)) {
        answer_ = *json;
        if (answer_["csrf"].is_string()) csrf_ = answer_["csrf"].as_string();
      }
      return response;
    }
    ADD_FAILURE() << "no route " << method << " " << pattern;
    return {};
  }

  void sign_in_as(const std::string& login, const Bytes& secret) {
    clock.advance(kTotpStepSeconds * 1000);
    cookie_.clear();
    csrf_.clear();
    ASSERT_EQ(ask("POST", "/api/v1/session",
                  Json::object().set("login", login).set("password", kTestPassword)).status, 201);
    ASSERT_EQ(answer_["next"].as_string(), "code");
    ASSERT_EQ(ask("POST", "/api/v1/session/second-factor",
                  Json::object().set("code", totp_code(secret, clock.now()))).status, 201);
    ASSERT_EQ(answer_["next"].as_string(), "");
  }

  std::string cookie_, csrf_;
  Json answer_;
};
XINFANG_ON_BOTH_ENGINES(SessionApiTest);

TEST_P(SessionApiTest, ThePersonSignsInLooksAtHimselfAndSignsOut) {
  sign_in_as("laowu", add_ready_user("laowu", {"REGISTRAR"}));
  EXPECT_EQ(ask("GET", "/api/v1/session").status, 200);
  EXPECT_EQ(answer_["login"].as_string(), "laowu");
  EXPECT_EQ(answer_["organ_id"].as_string(), id_text(organ.organ_id));
  EXPECT_EQ(ask("GET", "/api/v1/sessions").status, 200);
  EXPECT_EQ(answer_["sessions"].as_array().size(), 1u);
  EXPECT_EQ(ask("GET", "/api/v1/organs").status, 200);
  EXPECT_EQ(ask("DELETE", "/api/v1/session").status, 204);
  EXPECT_EQ(cookie_, "xf_session=");
  EXPECT_EQ(ask("GET", "/api/v1/session").status, 401);
}

TEST_P(SessionApiTest, TheSecurityAdministratorMakesAPersonAndTheAuditorSeesIt) {
  const Bytes auditor = add_ready_user("auditor", {"AUDITOR"});
  sign_in_as("secadmin", add_ready_user("secadmin", {"SEC_ADMIN"}));
  const Json wanted = Json::object()
                          .set("login", "hanju")
                          .set("name", "韩局")
                          .set("organ_id", id_text(organ.organ_id))
                          .set("roles", Json::array().push("OFFICE_HEAD"));
  ASSERT_EQ(ask("POST", "/api/v1/users", wanted).status, 201);
  EXPECT_EQ(answer_["password"].as_string().size(), 16u);
  const std::string user_id = answer_["user_id"].as_string();
  EXPECT_EQ(ask("PATCH", "/api/v1/users/{user_id}", Json::object().set("active", false),
                {{"user_id", user_id}}).status, 200);
  EXPECT_FALSE(answer_["active"].as_bool(true));
  EXPECT_EQ(ask("PATCH", "/api/v1/users/{user_id}", Json::object(), {{"user_id", "x"}}).status,
            404);
  clock.advance(11 * 60'000);
  EXPECT_EQ(ask("POST", "/api/v1/users", wanted).status, 403) << "the code is no longer fresh";

  sign_in_as("auditor", auditor);
  ASSERT_EQ(ask("GET", "/api/v1/audit").status, 200);
  std::string acts;
  for (const Json& row : answer_["audit"].as_array()) acts += row["act"].as_string() + " ";
  EXPECT_NE(acts.find("user_changed user_created"), std::string::npos) << acts;
}

TEST_P(SessionApiTest, HealthAnswersAndFiguresAreForTheirAddresses) {
  EXPECT_EQ(ask("GET", "/healthz").body, "ok\n");
  EXPECT_EQ(ask("GET", "/readyz").status, 200);
  EXPECT_EQ(ask("GET", "/metrics").status, 403);
  office().settings.metrics_from = {"192.0.2.1"};
  office().edge_figures = [] {
    return std::vector<std::pair<std::string, std::uint64_t>>{{"requests", 7}};
  };
  const std::string text = ask("GET", "/metrics").body;
  EXPECT_NE(text.find("\nxinfang_log_backlog 0\n"), std::string::npos) << text;
  EXPECT_NE(text.find("\nxinfang_edge_requests 7\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace xinfang
