// Administrators set up the office: own terms, own days of the calendar, and the history of it.
#include "tests/support/main_path.hpp"

#include "services/people_service.hpp"

namespace xinfang {

class SetUpTest : public ApiTest {
 protected:
  void SetUp() override {
    add_administrator("xiguan", "习管", "SYS_ADMIN");
    add_administrator("anguan", "安管", "SEC_ADMIN");
    add_administrator("shenji", "沈计", "AUDITOR");
  }
  void add_administrator(const std::string& login, const std::string& name, const char* role) {
    const auto made = create_user(app.office(), 0, {login, name, 0, {role}, "Anlan-demo-2026"});
    ASSERT_TRUE(made.ok()) << made.refusal().code;
    User user = made->user;
    user.must_change = false;
    ASSERT_TRUE(write_user(app.office(), user).ok());
    ASSERT_TRUE(enrol_directly(app.office(), login).ok());
  }

  Answer ask(const std::string& login, const std::string& method, const std::string& path,
             const Json& body = Json(), const std::string& query = "") {
    return app.as(login, method, "/api/v1" + path, body, {{}, query, ""});
  }
  Json parameter(const std::string& rule_set, const std::string& key) {
    const Json all = ask("xiguan", "GET", "/parameters").body["parameters"];
    for (const Json& row : all.as_array()) {
      if (row["rule_set"].as_string() == rule_set && row["key"].as_string() == key) return row;
    }
    return Json();
  }
  // A suggestion accepted now; its clock C24.
  Json clock_of_suggestion() { return clock_of(accepted_suggestion()); }
  Json accepted_suggestion() {
    const Json receipt = app.file();
    EXPECT_EQ(app.act("laowu", receipt, "screening", screening_fields("1")).status, 200);
    EXPECT_EQ(app.act("laowu", receipt, "transfer", target_fields(app.organ("0201"))).status, 200);
    EXPECT_EQ(app.act("xiaolin", receipt, "sign_in").status, 200);
    EXPECT_EQ(app.act("hanju", receipt, "acceptance", acceptance_fields()).status, 200);
    return receipt;
  }
  Json clock_of(const Json& receipt) {
    const Json matter = app.matter("hanju", receipt);
    for (const Json& clock : matter["clocks"].as_array()) {
      if (clock["clock"].as_string() == "C24") return clock;
    }
    return Json();
  }

  static Json own(int value, const std::string& from = "2026-03-02") {
    return Json::object()
        .set("value", value)
        .set("valid_from_on", from)
        .set("reason", "本县要求更快答复建议");
  }
  static Json day(const std::string& on, const std::string& kind, const std::string& name) {
    return Json::object().set("on", on).set("kind", kind).set("name", name);
  }
  static Json notice(Json days) {
    return Json::object().set("source", "国务院办公厅2027年节假日安排通知").set("days", days);
  }
};
XINFANG_ON_BOTH_ENGINES(SetUpTest);

TEST_P(SetUpTest, AnInternalTermIsTightenedForNewClocksOnly) {
  const Json before = parameter("reg2022", "c24_days");
  EXPECT_EQ(before["law_value"].as_string(), "60");
  EXPECT_EQ(before["tighten"].as_string(), "less");
  EXPECT_EQ(before["unit"].as_string(), "days");
  EXPECT_TRUE(before["internal"].as_bool());
  EXPECT_TRUE(before["own"].is_null());
  const Json running = accepted_suggestion();
  const Json sixty = clock_of(running);
  EXPECT_EQ(sixty["length"].as_int(), 60);

  const Answer set = ask("xiguan", "PUT", "/parameters/reg2022/c24_days", own(40));
  ASSERT_EQ(set.status, 200) << set.response.body;
  EXPECT_EQ(set.body, parameter("reg2022", "c24_days"));
  EXPECT_EQ(set.body["law_value"].as_string(), "60");
  EXPECT_EQ(set.body["value"].as_string(), "40");
  EXPECT_EQ(set.body["own"]["by"].as_string(), "习管");
  EXPECT_EQ(set.body["own"]["valid_from_on"].as_string(), "2026-03-02");
  EXPECT_EQ(clock_of_suggestion()["length"].as_int(), 40) << "in force at once";
  EXPECT_EQ(clock_of(running)["due_strict_on"], sixty["due_strict_on"]) << "a running clock stays";

  app.reopen();
  EXPECT_EQ(parameter("reg2022", "c24_days")["value"].as_string(), "40");
  EXPECT_EQ(clock_of_suggestion()["length"].as_int(), 40) << "after a restart";

  // From April on even fewer; until then what was set before holds.
  ASSERT_EQ(ask("xiguan", "PUT", "/parameters/reg2022/c24_days", own(30, "2026-04-01")).status, 200);
  EXPECT_EQ(parameter("reg2022", "c24_days")["value"].as_string(), "40");
  EXPECT_EQ(parameter("reg2022", "c24_days")["own"]["value"].as_int(), 30);
  app.set_day("2026-04-01");
  EXPECT_EQ(parameter("reg2022", "c24_days")["value"].as_string(), "30");

  const Answer back = ask("xiguan", "DELETE", "/parameters/reg2022/c24_days");
  ASSERT_EQ(back.status, 200) << back.response.body;
  EXPECT_TRUE(back.body["own"].is_null());
  EXPECT_EQ(clock_of_suggestion()["length"].as_int(), 60);
  EXPECT_EQ(ask("xiguan", "DELETE", "/parameters/reg2022/c24_days").code(), "parameter_not_own");
}

TEST_P(SetUpTest, TheLawsOwnTermsAndLaxerOnesAreRefused) {
  const auto refused = [&](const std::string& path, const Json& body) {
    const Answer answer = ask("xiguan", "PUT", "/parameters/" + path, body);
    return answer.code() + " " + answer.field();
  };
  const Answer law = ask("xiguan", "PUT", "/parameters/reg2022/c09_days", own(30));
  EXPECT_EQ(law.status, 403);
  EXPECT_EQ(law.code(), "parameter_fixed");
  EXPECT_EQ(law.body["basis"].as_string(), "REG2022 Art. 34");
  EXPECT_EQ(refused("reg2005/c24_days", own(30)), "parameter_fixed ") << "there it is the law's";
  EXPECT_EQ(refused("reg2022/c24_days", own(60)), "parameter_not_stricter value");
  EXPECT_EQ(refused("reg2022/c24_days", own(0)), "field_range value");
  EXPECT_EQ(refused("reg2022/c24_days", own(30, "2026-03-01")), "parameter_from_past valid_from_on");
  EXPECT_EQ(refused("reg2022/c99_days", own(3)), "parameter_unknown ");
  EXPECT_EQ(refused("reg1999/c24_days", own(3)), "rule_set_unknown ");
  EXPECT_EQ(refused("reg2022/c24_days", Json(own(30)).set("reason", Json())), "field_missing reason");
  EXPECT_EQ(refused("reg2022/c24_days", Json(own(30)).set("valid_from_on", Json())),
            "field_missing valid_from_on");
  EXPECT_EQ(ask("anguan", "PUT", "/parameters/reg2022/c24_days", own(30)).code(),
            "not_administrator");
  EXPECT_EQ(ask("anguan", "GET", "/parameters").status, 200);
  EXPECT_EQ(ask("laowu", "GET", "/parameters").code(), "role_missing");
  app.clock.advance(11 * 60'000);
  EXPECT_EQ(refused("reg2022/c24_days", own(30)), "step_up_needed ");
  EXPECT_EQ(parameter("reg2022", "c24_days")["value"].as_string(), "60");
}

TEST_P(SetUpTest, TheNoticeOfAYearIsEnteredWhenItAppears) {
  const auto year = [&](const std::string& asked) {
    return app.send("GET", "/api/v1/calendar", "", {{}, asked, ""});
  };
  EXPECT_EQ(year("").body["year"].as_int(), 2026);
  EXPECT_FALSE(year("year=2026").body["provisional"].as_bool(true));
  const std::size_t days_of_law = year("year=2027").body["days"].as_array().size();
  EXPECT_TRUE(year("year=2027").body["provisional"].as_bool());
  EXPECT_EQ(year("year=27").field(), "year");

  app.set_day("2026-12-30");
  const auto derivation = [&] {
    const Json receipt = app.file();
    return app.own(receipt, "GET").body["clocks"].dump();
  };
  EXPECT_NE(derivation().find("provisional"), std::string::npos);

  const Json days = Json::array()
                        .push(day("2027-01-14", "holiday", "元旦"))
                        .push(day("2027-01-16", "workday", "元旦"));
  const Answer entered = ask("xiguan", "PUT", "/calendar/2027", notice(days));
  ASSERT_EQ(entered.status, 200) << entered.response.body;
  EXPECT_FALSE(entered.body["provisional"].as_bool(true));
  EXPECT_EQ(entered.body["source"].as_string(), "国务院办公厅2027年节假日安排通知");
  EXPECT_EQ(entered.body["days"].as_array().size(), days_of_law + 2);
  // Fifteen days from December 30 end on January 14: now a day off.
  const std::string clocks = derivation();
  EXPECT_EQ(clocks.find("provisional"), std::string::npos) << clocks;
  EXPECT_NE(clocks.find("\"due_legal_on\":\"2027-01-15\""), std::string::npos) << clocks;

  app.reopen();
  EXPECT_EQ(year("year=2027").body, entered.body);
  const Answer replaced = ask("xiguan", "PUT", "/calendar/2027",
                              notice(Json::array().push(day("2027-10-04", "holiday", "国庆节"))));
  EXPECT_EQ(replaced.body["days"].as_array().size(), days_of_law + 1);
  const Answer back = ask("xiguan", "PUT", "/calendar/2027", notice(Json::array()));
  EXPECT_TRUE(back.body["provisional"].as_bool());
  EXPECT_EQ(back.body["source"].as_string(), "");
  EXPECT_EQ(back.body["days"].as_array().size(), days_of_law);
}

TEST_P(SetUpTest, AnAnnouncedYearAndWrongDaysAreRefused) {
  const auto refused = [&](const std::string& year, const Json& body) {
    const Answer answer = ask("xiguan", "PUT", "/calendar/" + year, body);
    return answer.code() + " " + answer.field();
  };
  const Json first = day("2027-10-04", "holiday", "国庆节");
  EXPECT_EQ(refused("2026", notice(Json::array())), "calendar_announced ");
  EXPECT_EQ(refused("2028", notice(Json::array().push(first))), "day_outside_year days");
  EXPECT_EQ(refused("2027", notice(Json::array().push(first).push(first))), "day_twice days");
  EXPECT_EQ(refused("2027", notice(Json())), "field_missing days");
  EXPECT_EQ(refused("2027", notice(Json::array().push(day("", "holiday", "国庆节")))),
            "field_type days[0].on");
  EXPECT_EQ(refused("2027", notice(Json::array().push(day("2027-10-04", "feast", "国庆节")))),
            "field_value days[0].kind");
  EXPECT_EQ(refused("1066", notice(Json::array())), "field_range year");
  EXPECT_EQ(ask("anguan", "PUT", "/calendar/2027", notice(Json::array())).code(),
            "not_administrator");
}

TEST_P(SetUpTest, EachChangeStandsInTheHistoryOfWhatItChanged) {
  const std::string organ = id_text(app.organ("0201"));
  const Answer changed =
      ask("anguan", "PATCH", "/organs/" + organ,
          Json::object().set("letter_head", "安澜县人社局文件").set("postal_code", "419001"));
  ASSERT_EQ(changed.status, 200) << changed.response.body;
  EXPECT_EQ(ask("anguan", "PATCH", "/organs/" + organ, Json::object().set("postal_code", "4190"))
                .code(),
            "postal_code_form");
  const Json of_organ = ask("anguan", "GET", "/changes", Json(), "of=organ&id=" + organ).body["changes"];
  ASSERT_EQ(of_organ.as_array().size(), 2u) << "made, changed";
  const Json& newest = of_organ.as_array()[0];
  EXPECT_EQ(newest["user"].as_string(), "安管");
  EXPECT_EQ(newest["act"].as_string(), "organ_changed");
  EXPECT_EQ(newest["id"].as_string(), organ);
  EXPECT_EQ(newest["before"].dump(), R"({"postal_code":"","letter_head":""})");
  EXPECT_EQ(newest["after"].dump(), R"({"postal_code":"419001","letter_head":"安澜县人社局文件"})");
  EXPECT_TRUE(of_organ.as_array()[1]["before"].is_null());
  EXPECT_EQ(of_organ.as_array()[1]["user"].as_string(), "") << "made by the command line";

  const User aqing = *find_user(app.office().database, "aqing");
  const Answer reset = ask("anguan", "PATCH", "/users/" + id_text(aqing.user_id),
                           Json::object().set("name", "阿青二").set("reset_password", true));
  ASSERT_EQ(reset.status, 200) << reset.response.body;
  const Json of_user =
      ask("anguan", "GET", "/changes", Json(), "of=user&id=" + id_text(aqing.user_id)).body;
  const Json& user_row = of_user["changes"].as_array().at(0);
  EXPECT_EQ(user_row["before"].dump(), R"({"name":"阿青"})");
  EXPECT_EQ(user_row["after"].dump(), R"({"name":"阿青二","password_reset":true})");
  EXPECT_EQ(of_user.dump().find(reset.body["password"].as_string()), std::string::npos);

  ASSERT_EQ(ask("xiguan", "PUT", "/parameters/reg2022/cf1_days", own(30)).status, 200);
  ASSERT_EQ(ask("xiguan", "DELETE", "/parameters/reg2022/cf1_days").status, 200);
  ASSERT_EQ(ask("xiguan", "PUT", "/calendar/2027",
                notice(Json::array().push(day("2027-10-04", "holiday", "国庆节"))))
                .status,
            200);
  const Json of_term =
      ask("xiguan", "GET", "/changes", Json(), "of=parameter&id=reg2022/cf1_days").body["changes"];
  ASSERT_EQ(of_term.as_array().size(), 2u);
  EXPECT_TRUE(of_term.as_array()[0]["after"].is_null());
  EXPECT_EQ(of_term.as_array()[1]["after"]["value"].as_int(), 30);
  const Json of_year = ask("shenji", "GET", "/changes", Json(), "of=calendar&id=2027").body["changes"];
  EXPECT_EQ(of_year.as_array().at(0)["after"]["days"].as_array().size(), 1u);
  EXPECT_EQ(check_audit(app.office().database, app.office().keys.profile()), "");
}

TEST_P(SetUpTest, TheHistoryIsForThoseWhoKeepItAndComesByTheHundred) {
  const auto code = [&](const std::string& login, const std::string& query) {
    const Answer answer = ask(login, "GET", "/changes", Json(), query);
    return answer.status == 200 ? "" : answer.code() + " " + answer.field();
  };
  EXPECT_EQ(code("xiguan", "of=organ"), "not_administrator ");
  EXPECT_EQ(code("anguan", "of=calendar"), "not_administrator ");
  for (const char* of : {"organ", "user", "parameter", "calendar"}) {
    EXPECT_EQ(code("shenji", std::string("of=") + of), "");
  }
  EXPECT_EQ(code("laowu", "of=organ"), "role_missing ");
  EXPECT_EQ(code("anguan", ""), "field_missing of");
  EXPECT_EQ(code("anguan", "of=weather"), "field_value of");
  EXPECT_EQ(code("anguan", "of=organ&id=' OR 1=1"), "field_type id");
  EXPECT_EQ(code("anguan", "of=organ&before=x"), "field_type before");

  const std::string path = "/organs/" + id_text(app.organ("0301"));
  for (int i = 0; i < 101; ++i) {
    ask("anguan", "PATCH", path, Json::object().set("phone", "0000-" + std::to_string(i)));
  }
  const std::string query = "of=organ&id=" + id_text(app.organ("0301"));
  const Json page = ask("anguan", "GET", "/changes", Json(), query).body["changes"];
  ASSERT_EQ(page.as_array().size(), 100u);
  const std::string last = std::to_string(page.as_array().back()["audit_no"].as_int());
  const Json rest =
      ask("anguan", "GET", "/changes", Json(), query + "&before=" + last).body["changes"];
  EXPECT_EQ(rest.as_array().size(), 2u) << "the first change and the making";
}

}  // namespace xinfang
