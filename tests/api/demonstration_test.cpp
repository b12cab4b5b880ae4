// The door of a demonstration, and that it is nowhere else.
#include "services/people_service.hpp"
#include "services/second_factor.hpp"
#include "tests/support/test_app.hpp"

namespace xinfang {

class DemonstrationTest : public ApiTest {
 protected:
  void open_door() { app.office().settings.demonstration = "演示系统，请勿填写真实信息。"; }
  Answer people() { return app.send("GET", "/api/v1/demonstration/people", ""); }
  Answer enter(const std::string& login) {
    return app.send("POST", "/api/v1/demonstration/session",
                    Json::object().set("login", login).dump());
  }
  bool offered(const std::string& login) {
    const Answer all = people();
    for (const Json& one : all.body["people"].as_array()) {
      if (one["login"].as_string() == login) return true;
    }
    return false;
  }
  static std::string cookie_of(const Answer& answer) {
    for (const auto& [name, value] : answer.response.headers) {
      if (name == "Set-Cookie") return value.substr(0, value.find(';'));
    }
    return {};
  }
};
XINFANG_ON_BOTH_ENGINES(DemonstrationTest);

TEST_P(DemonstrationTest, ItIsShutWhereTheOfficeIsNone) {
  EXPECT_EQ(people().status, 404);
  EXPECT_EQ(people().code(), "demonstration_only");
  const Answer refused = enter("laowu");
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.code(), "demonstration_only");
  EXPECT_EQ(cookie_of(refused), "");
}

TEST_P(DemonstrationTest, OneTapSignsInInFullAndTheAuditSaysHow) {
  open_door();
  ASSERT_TRUE(offered("laowu")) << people().response.body;
  const Answer all = people();
  for (const Json& one : all.body["people"].as_array()) {
    if (one["login"].as_string() != "laowu") continue;
    EXPECT_EQ(one["name"].as_string(), "老吴");
    EXPECT_EQ(one["organ"].as_string(), "县信访局");
    EXPECT_FALSE(one["roles"].as_array().empty());
  }
  const Answer entered = enter("laowu");
  ASSERT_EQ(entered.status, 201) << entered.response.body;
  EXPECT_EQ(entered.body["next"].as_string(), "");
  EXPECT_TRUE(entered.body["stepped_up_until"].is_string()) << "the second factor is included";
  const Answer lists =
      app.send("GET", "/api/v1/worklists", "", {{{"cookie", cookie_of(entered)}}, "", ""});
  EXPECT_EQ(lists.status, 200);
  const AuditRow line = read_audit(app.office().database, 0, 1).at(0);
  EXPECT_EQ(line.act, "signed_in");
  EXPECT_TRUE(Json::parse(line.detail).value()["demonstration"].as_bool());
}

TEST_P(DemonstrationTest, OnlyPeopleOfTheDemonstrationMayBeTried) {
  open_door();
  const auto administrators = create_administrators(app.office(), {});
  ASSERT_TRUE(administrators.ok());
  const std::string own = administrators->at(0).user.login;
  EXPECT_FALSE(offered(own)) << "no second factor yet";
  ASSERT_TRUE(enrol_directly(app.office(), own).ok());
  EXPECT_FALSE(offered(own)) << "a secret of one's own";
  EXPECT_EQ(enter(own).code(), "demonstration_person_unknown");
  EXPECT_EQ(enter("nobody").status, 404);
  EXPECT_EQ(enter("").status, 422);

  UserChange gone;
  gone.active = false;
  const Id user_id = find_user(app.office().database, "aqing")->user_id;
  ASSERT_TRUE(offered("aqing"));
  ASSERT_TRUE(change_user(app.office(), 0, user_id, gone).ok());
  EXPECT_FALSE(offered("aqing"));
  EXPECT_EQ(enter("aqing").code(), "demonstration_person_unknown");
}

}  // namespace xinfang
