// The door in front of every handler: who is let in, and with what headers.
#include "http/access.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "services/office_fixture.hpp"
#include "services/query_code.hpp"
#include "services/role.hpp"
#include "services/throttle.hpp"
#include "store/matter_store.hpp"

namespace xinfang {
namespace {

constexpr const char* kItem = "2101022024000017";

std::string header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers)
    if (key == name) return value;
  return {};
}

std::string code_of(const Response& response) {
  return Json::parse(response.body).value()["code"].as_string();
}

// Staff hold each case role that a route names, an administrator his own, others none.
bool holds_one_of(const ApiRoute& route, std::string_view who) {
  return std::any_of(route.roles.begin(), route.roles.end(), [&](std::string_view role) {
    return role == who || (who == "staff" && !is_administrator_role(role));
  });
}

Response let_in(Call&) {
  Response response;
  response.body = "{\"done\":true}";
  return response;
}

class AccessTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    ChangeSet changes;
    changes.lane = 42;
    save_item_number(changes, kItem, 42, 1);
    ASSERT_TRUE(db().commit(std::move(changes)).committed());
  }

  static Request request(std::string method, const SignedIn* who = nullptr, bool csrf = true) {
    Request made;
    made.method = std::move(method);
    made.path = "/test";
    made.client_address = "192.0.2.1";
    made.path_params["item_no"] = kItem;
    if (who) made.headers.emplace_back("cookie", "xf_session=" + who->token);
    if (who && csrf) made.headers.emplace_back("x-csrf-token", who->session.csrf);
    return made;
  }

  Response call(const ApiRoute& route, const Request& asked) {
    return wrap_route(office(), route).handler(asked);
  }
  Response call(Access access, const Request& asked) {
    return call({"POST", "/test", access, let_in}, asked);
  }
};
XINFANG_ON_BOTH_ENGINES(AccessTest);

TEST_P(AccessTest, EveryRouteLetsInThoseItNamesAndNobodyElse) {
  std::vector<std::string> case_roles;
  for (const ApiRoute& route : api_routes())
    for (const std::string_view role : route.roles)
      if (!is_administrator_role(role)) case_roles.emplace_back(role);
  case_roles.push_back("ANALYST");
  const Bytes staff_secret = add_ready_user("laowu", case_roles);
  const Bytes plain_secret = add_ready_user("xiaoli", {"VOLUNTEER"});
  std::map<std::string, SignedIn> people;
  people.emplace("staff", full_session("laowu", staff_secret));
  people.emplace("volunteer", full_session("xiaoli", plain_secret));
  for (const char* role : {"SYS_ADMIN", "SEC_ADMIN", "AUDITOR"}) {
    const std::string login = role == std::string("SYS_ADMIN")   ? "sysadmin"
                              : role == std::string("SEC_ADMIN") ? "secadmin" : "auditor";
    people.emplace(role, full_session(login, add_ready_user(login, {role})));
  }
  people.emplace("half", sign_in(office(), "laowu", kTestPassword, here).value());

  // Who gets past the door; all others get 401 when nobody, 403 when known.
  const std::map<Access, std::set<std::string>> allowed = {
      {Access::everyone,
       {"nobody", "half", "staff", "volunteer", "SYS_ADMIN", "SEC_ADMIN", "AUDITOR", "petitioner"}},
      {Access::petitioner, {"petitioner"}},
      {Access::half_signed_in, {"half", "staff", "volunteer", "SYS_ADMIN", "SEC_ADMIN", "AUDITOR"}},
      {Access::signed_in, {"staff", "volunteer", "SYS_ADMIN", "SEC_ADMIN", "AUDITOR"}},
      {Access::staff, {"staff", "volunteer"}},
      {Access::stepped_up, {"staff", "volunteer"}},
      {Access::system_admin, {"SYS_ADMIN"}},
      {Access::security_admin, {"SEC_ADMIN"}},
      {Access::auditor, {"AUDITOR"}}};
  for (ApiRoute route : api_routes()) {
    route.handler = let_in;
    for (const char* who : {"nobody", "petitioner", "half", "staff", "volunteer", "SYS_ADMIN",
                            "SEC_ADMIN", "AUDITOR"}) {
      const auto person = people.find(who);
      Request asked = request(std::string(route.method),
                              person == people.end() ? nullptr : &person->second);
      if (who == std::string("petitioner"))
        asked.headers.emplace_back("x-query-code", query_code_of(office().keys, kItem));
      bool expected = allowed.at(route.access).contains(who);
      if (!route.roles.empty()) expected = expected && holds_one_of(route, who);
      const int status = call(route, asked).status;
      const bool known = person != people.end() && route.access != Access::petitioner;
      EXPECT_EQ(status, expected ? 200 : known ? 403 : 401)
          << route.method << " " << route.pattern << " by " << who;
    }
  }
}

TEST_P(AccessTest, AChangeNeedsTheSessionsCsrfToken) {
  const SignedIn wu = full_session("laowu", add_ready_user("laowu", {"REGISTRAR"}));
  EXPECT_EQ(code_of(call(Access::staff, request("POST", &wu, false))), "csrf_wrong");
  Request wrong = request("POST", &wu, false);
  wrong.headers.emplace_back("x-csrf-token", "guess");
  EXPECT_EQ(code_of(call(Access::staff, wrong)), "csrf_wrong");
  EXPECT_EQ(call(Access::staff, request("GET", &wu, false)).status, 200);
}

TEST_P(AccessTest, ACookieWithoutItsCsrfTokenHasNoAuthorityOnOpenRoutes) {
  const SignedIn wu = full_session("laowu", add_ready_user("laowu", {"REGISTRAR"}));
  const ApiRoute route{"POST", "/test", Access::everyone, [](Call& call) {
                         return json_response(call.session ? 201 : 200, Json::object());
                       }};
  EXPECT_EQ(call(route, request("POST", &wu, false)).status, 200);
  EXPECT_EQ(call(route, request("POST", &wu, true)).status, 201);
}

TEST_P(AccessTest, ARequestFromAnotherSiteIsRefused) {
  office().settings.public_url = "https://xinfang.example.cn";
  const struct {
    const char *name, *value;
    int status;
  } cases[] = {{"origin", "https://evil.example", 403},
               {"origin", "null", 403},
               {"origin", "http://127.0.0.1:8080", 200},
               {"origin", "https://xinfang.example.cn", 200},
               {"origin", "https://xinfang.example.cn.evil.example", 403},
               {"sec-fetch-site", "cross-site", 403},
               {"sec-fetch-site", "same-site", 403},
               {"sec-fetch-site", "same-origin", 200},
               {"sec-fetch-site", "none", 200}};
  for (const auto& each : cases) {
    Request asked = request("POST");
    asked.headers.emplace_back("host", "127.0.0.1:8080");
    asked.headers.emplace_back(each.name, each.value);
    EXPECT_EQ(call(Access::everyone, asked).status, each.status) << each.name << each.value;
  }
}

TEST_P(AccessTest, StepUpMustBeFreshWhereTheRouteAsks) {
  const SignedIn wu = full_session("laowu", add_ready_user("laowu", {"REGISTRAR"}));
  EXPECT_EQ(call(Access::stepped_up, request("POST", &wu)).status, 200);
  clock.advance(10 * 60'000);
  EXPECT_EQ(code_of(call(Access::stepped_up, request("POST", &wu))), "step_up_needed");
  EXPECT_EQ(call(Access::staff, request("POST", &wu)).status, 200);
}

TEST_P(AccessTest, TheCookieIsClosedToScriptsAndOtherSites) {
  Request plain, secure;
  secure.secure = true;
  EXPECT_EQ(token_cookie(plain, "t"), "xf_session=t; Path=/; HttpOnly; SameSite=Strict");
  EXPECT_EQ(token_cookie(secure, "t"),
            "__Host-xf_session=t; Path=/; HttpOnly; SameSite=Strict; Secure");
  const SignedIn wu = full_session("laowu", add_ready_user("laowu", {"REGISTRAR"}));
  Request over_tls = request("GET", &wu);
  over_tls.secure = true;
  EXPECT_EQ(call(Access::staff, over_tls).status, 401) << "only the prefixed cookie counts there";
}

TEST_P(AccessTest, FiveWrongQueryCodesLockTheItem) {
  const std::string right = query_code_of(office().keys, kItem);
  Request asked = request("GET");
  asked.headers.emplace_back("x-query-code", right == "00000-00000" ? "11111-11111"
                                                                    : "00000-00000");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(code_of(call(Access::petitioner, asked)), "query_code_wrong");
  asked.headers.back().second = right;
  const Response locked = call(Access::petitioner, asked);
  EXPECT_EQ(locked.status, 429);
  EXPECT_EQ(header_of(locked, "Retry-After"), "1800");
  clock.advance(kLockMs);
  EXPECT_EQ(call(Access::petitioner, asked).status, 200);
  EXPECT_EQ(code_of(call(Access::petitioner, request("GET"))), "query_code_missing");
}

TEST_P(AccessTest, AnUnknownItemLooksLikeAWrongCode) {
  Request asked = request("GET");
  asked.path_params["item_no"] = "2101022024999999";
  asked.headers.emplace_back("x-query-code",
                             query_code_of(office().keys, "2101022024999999"));
  EXPECT_EQ(code_of(call(Access::petitioner, asked)), "query_code_wrong");
}

TEST_P(AccessTest, ProblemsComeInTheCallersLanguage) {
  Request asked = request("POST");
  const Response chinese = call(Access::staff, asked);
  EXPECT_EQ(chinese.content_type, "application/problem+json");
  EXPECT_EQ(header_of(chinese, "Content-Language"), "zh-CN");
  EXPECT_NE(chinese.body.find("请先登录"), std::string::npos);
  asked.headers.emplace_back("accept-language", "de, en;q=0.8, zh;q=0.5");
  const Response english = call(Access::staff, asked);
  EXPECT_EQ(header_of(english, "Content-Language"), "en");
  EXPECT_NE(english.body.find("Please sign in"), std::string::npos);
  asked.query.emplace_back("lang", "zh-CN");
  EXPECT_EQ(header_of(call(Access::staff, asked), "Content-Language"), "zh-CN");
}

TEST_P(AccessTest, ARefusalNamesFieldsAndCodesInWords) {
  const auto detail = [&](const Refusal& refusal, Language language) {
    return Json::parse(problem(refusal, office(), language).body).value()["detail"].as_string();
  };
  const Refusal missing = refuse("field_missing").on("petitioners[1].id_number");
  EXPECT_EQ(detail(missing, Language::zh), "请填写“信访人 2 · 身份号码”。");
  EXPECT_EQ(detail(missing, Language::en), "Please fill in \"petitioner 2 · identity number\".");
  const Refusal not_yours = refuse("step_not_yours")
                                .with("step", "transfer")
                                .with("who", "ORGAN_HEAD (holder), petitioner");
  EXPECT_EQ(detail(not_yours, Language::zh),
            "“转送”不由您办理，应由：机关负责人 (承办单位), 信访人。");
  const Refusal other_way = refuse("way_has_no_review").with("way", "31(2)");
  EXPECT_NE(detail(other_way, Language::zh).find("通过“仲裁”办理的"), std::string::npos);
  const Refusal other_result = refuse("result_other").with("result", "handling_revoked");
  EXPECT_NE(detail(other_result, Language::zh).find("“撤销处理意见”"), std::string::npos);
  const Refusal too_low = refuse("receiver_other_level").with("level", "3");
  EXPECT_NE(detail(too_low, Language::zh).find("移送市级的纪检监察机关"), std::string::npos);
  const Refusal by_letter = refuse("fact_other_channel").with("value", "LETTER");
  EXPECT_NE(detail(by_letter, Language::zh).find("渠道是“来信”"), std::string::npos);
}

TEST_P(AccessTest, AnswersAreNotStoredAndCarryTheSecurityHeaders) {
  const Response response = call(Access::everyone, request("GET"));
  EXPECT_EQ(header_of(response, "Cache-Control"), "no-store");
  EXPECT_EQ(header_of(response, "X-Content-Type-Options"), "nosniff");
  EXPECT_NE(header_of(response, "Content-Security-Policy").find("default-src 'self'"),
            std::string::npos);
}

TEST_P(AccessTest, ABodyMustSayThatItIsJson) {
  Request asked = request("POST");
  asked.body = "{}";
  EXPECT_EQ(call(Access::everyone, asked).status, 415);
  asked.headers.emplace_back("content-type", "application/json; charset=utf-8");
  EXPECT_EQ(call(Access::everyone, asked).status, 200);
}

TEST_P(AccessTest, AFailureGivesANumberAndNotItsCause) {
  const ApiRoute broken{"GET", "/test", Access::everyone,
                        [](Call&) -> Response { throw std::runtime_error("secret cause"); }};
  const Response response = call(broken, request("GET"));
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secret cause"), std::string::npos);
  const ApiRoute away{"GET", "/test", Access::everyone,
                      [](Call&) -> Response { throw DatabaseUnavailable("away"); }};
  EXPECT_EQ(call(away, request("GET")).status, 503);
  EXPECT_EQ(header_of(call(away, request("GET")), "Retry-After"), "5");
}

int deeds = 0;

TEST_P(AccessTest, ARepeatedRequestGetsTheFirstAnswerForThreeDays) {
  deeds = 0;
  const ApiRoute route{.method = "POST", .pattern = "/test", .access = Access::staff,
                       .handler = [](Call&) {
                         return json_response(201, Json::object().set("deed", ++deeds));
                       },
                       .idempotent_key = true};
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const Bytes other = add_ready_user("hanju", {"OFFICE_HEAD"});
  const SignedIn wu = full_session("laowu", secret), han = full_session("hanju", other);
  const auto ask = [&](const SignedIn& who, const std::string& key, const std::string& body) {
    Request asked = request("POST", &who);
    asked.headers.emplace_back("content-type", "application/json");
    asked.headers.emplace_back("idempotency-key", key);
    asked.body = body;
    return call(route, asked);
  };
  EXPECT_EQ(ask(wu, "k1", "{}").body, "{\"deed\":1}");
  const Response again = ask(wu, "k1", "{}");
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, "{\"deed\":1}");
  EXPECT_EQ(header_of(again, "Idempotent-Replay"), "true");
  EXPECT_EQ(code_of(ask(wu, "k1", "{\"a\":1}")), "idempotency_mismatch");
  EXPECT_EQ(ask(han, "k1", "{}").body, "{\"deed\":2}") << "keys are the caller's own";
  EXPECT_EQ(code_of(ask(wu, "a b", "{}")), "idempotency_key_form");
  clock.advance(72 * 3'600'000LL);
  const SignedIn later = full_session("laowu", secret);
  EXPECT_EQ(ask(later, "k1", "{}").body, "{\"deed\":3}");
}

}  // namespace
}  // namespace xinfang
