#include "services/people_service.hpp"

#include "services/office_fixture.hpp"
#include "services/password.hpp"
#include "services/query_code.hpp"
#include "services/role.hpp"

namespace xinfang {
namespace {

class PeopleTest : public OfficeTest {
 protected:
  std::string create(const NewUser& wanted) {
    auto created = create_user(office(), 0, wanted);
    return created ? "" : created.refusal().code;
  }
};
XINFANG_ON_BOTH_ENGINES(PeopleTest);

TEST_P(PeopleTest, TheThreeAdministratorsAreThreePeopleWithoutCaseRoles) {
  const struct {
    std::vector<std::string> roles;
    const char* code;
  } cases[] = {{{"SYS_ADMIN", "SEC_ADMIN"}, "administrators_apart"},
               {{"SEC_ADMIN", "AUDITOR"}, "administrators_apart"},
               {{"SYS_ADMIN", "AUDITOR"}, "administrators_apart"},
               {{"AUDITOR", "REGISTRAR"}, "administrator_alone"},
               {{}, "roles_missing"},
               {{"KING"}, "role_unknown"},
               {{"PETITIONER"}, "role_not_for_staff"}};
  for (const auto& each : cases)
    EXPECT_EQ(create({"laowu", "老吴", organ.organ_id, each.roles, ""}), each.code);
  EXPECT_EQ(create({"audit1", "老吴", organ.organ_id, {"AUDITOR"}, ""}),
            "organ_not_for_administrators");
  EXPECT_EQ(create({"laowu", "老吴", 0, {"REGISTRAR"}, ""}), "organ_missing");
  EXPECT_EQ(create({"laowu", "老吴", 4711, {"REGISTRAR"}, ""}), "organ_unknown");
  EXPECT_EQ(create({"laowu", "老吴", organ.organ_id, {"REGISTRAR", "LETTER_HANDLER"}, ""}), "");
  EXPECT_EQ(create({"laowu", "老吴", organ.organ_id, {"REGISTRAR"}, ""}), "login_taken");
}

TEST_P(PeopleTest, ARoleIsGivenWhereTheOrganHasUseForIt) {
  const Organ labour = add_organ("0201", "和平区人社局", "DEPARTMENT");
  const auto made = [&](Id organ_id, const std::string& role) {
    return create({"u" + std::to_string(office().ids.next()), "老吴", organ_id, {role}, ""});
  };
  for (const char* role : {"CASE_OFFICER", "ORGAN_HEAD", "SIGNING_LEADER"}) {
    EXPECT_EQ(made(organ.organ_id, role), "role_not_in_organ") << "Art. 14: it decides no claim";
    EXPECT_EQ(made(labour.organ_id, role), "");
  }
  EXPECT_EQ(made(labour.organ_id, "OFFICE_HEAD"), "role_not_in_organ");
  EXPECT_EQ(made(organ.organ_id, "OFFICE_HEAD"), "");
  EXPECT_EQ(made(labour.organ_id, "LETTER_HANDLER"), "");
}

TEST_P(PeopleTest, NobodyIsPutIntoAClosedOrganButItsPeopleCanBeStopped) {
  Organ labour = add_organ("0201", "和平区人社局", "DEPARTMENT");
  const NewUser lin{"xiaolin", "小林", labour.organ_id, {"CASE_OFFICER"}, ""};
  const User user = create_user(office(), 0, lin)->user;
  labour.valid_to_on = clock.today();
  ASSERT_TRUE(write_organ(office(), 0, labour).ok());
  clock.advance(24 * 3'600'000);
  EXPECT_EQ(create({"xiaohe", "小何", labour.organ_id, {"CASE_OFFICER"}, ""}), "organ_closed");
  UserChange stopped;
  stopped.active = false;
  EXPECT_TRUE(change_user(office(), 0, user.user_id, stopped).ok());
  UserChange back;
  back.active = true;
  EXPECT_EQ(change_user(office(), 0, user.user_id, back).refusal().code, "organ_closed");
}

TEST_P(PeopleTest, AnAdministratorMayNotBecomeASecondKind) {
  const User user = add_user("sysadmin", {"SYS_ADMIN"});
  add_user("other", {"SYS_ADMIN"});
  UserChange change;
  change.roles = std::vector<std::string>{"SYS_ADMIN", "AUDITOR"};
  EXPECT_EQ(change_user(office(), 0, user.user_id, change).refusal().code,
            "administrators_apart");
}

TEST_P(PeopleTest, TheThreeAreMadeTogetherOnceWithPasswordsShownOnce) {
  const auto made = create_administrators(office(), {});
  ASSERT_TRUE(made.ok());
  ASSERT_EQ(made->size(), 3u);
  for (const CreatedUser& each : *made) {
    EXPECT_TRUE(check_new_password(each.password, each.user.login, "password").ok());
    EXPECT_TRUE(check_password(each.user.password_hash, each.password));
    EXPECT_TRUE(each.user.must_change);
  }
  EXPECT_EQ(create_administrators(office(), {}).refusal().code, "administrators_exist");
}

TEST_P(PeopleTest, NobodyChangesHisOwnRightsAndTheLastOfAKindStays) {
  const User user = add_user("secadmin", {"SEC_ADMIN"});
  UserChange change;
  change.active = false;
  EXPECT_EQ(change_user(office(), user.user_id, user.user_id, change).refusal().code,
            "not_yourself");
  EXPECT_EQ(change_user(office(), 0, user.user_id, change).refusal().code, "last_administrator");
  add_user("secadmin2", {"SEC_ADMIN"});
  EXPECT_TRUE(change_user(office(), 0, user.user_id, change).ok());
}

TEST_P(PeopleTest, AResetPasswordLiftsTheLockAndMustBeChanged) {
  const User user = add_user("laowu", {"REGISTRAR"});
  for (int i = 0; i < 5; ++i) (void)sign_in(office(), "laowu", "Wrong-2024", here);
  UserChange change;
  change.reset_password = true;
  const CreatedUser reset = change_user(office(), 0, user.user_id, change).value();
  const auto half = sign_in(office(), "laowu", reset.password, here);
  ASSERT_TRUE(half.ok());
  EXPECT_EQ(next_step(half->session, half->user), "password");
}

TEST_P(PeopleTest, PasswordsKeepTheRules) {
  const struct {
    const char *password, *code;
  } cases[] = {{"Ab1-xyz", "password_short"},
               {"abcdefgh1", "password_simple"},
               {"ABCDEFGH-", "password_simple"},
               {"LaoWu-2024", "password_is_login"},
               {"Abcdefg1", ""},
               {"六个汉字密码Ab", ""},
               {"abcdef-1", ""}};
  for (const auto& each : cases) {
    const auto result = check_new_password(each.password, "laowu", "new");
    EXPECT_EQ(result ? "" : result.refusal().code, each.code) << each.password;
  }
}

TEST_P(PeopleTest, OrgansStandInATreeWithoutCircles) {
  Organ city = organ;
  city.organ_id = 0;
  city.code = "0002";
  city.level = 3;
  city.region_code = "210100";
  city = write_organ(office(), 0, city).value();
  Organ county = organ;
  county.superior_id = city.organ_id;
  ASSERT_TRUE(write_organ(office(), 0, county).ok());
  EXPECT_TRUE(office().organs.now()->is_below(county.organ_id, city.organ_id));
  EXPECT_EQ(load_organs(db()).size(), 2u);

  Organ circle = city;
  circle.superior_id = county.organ_id;
  EXPECT_EQ(write_organ(office(), 0, circle).refusal().code, "organ_superior_lower");
  Organ beside = add_organ("0003", "和平区住建局", "DEPARTMENT");
  Organ under = organ;
  under.superior_id = beside.organ_id;
  ASSERT_TRUE(write_organ(office(), 0, under).ok());
  beside.superior_id = organ.organ_id;
  EXPECT_EQ(write_organ(office(), 0, beside).refusal().code, "organ_circle");
}

TEST_P(PeopleTest, EachBadOrganIsRefusedWithItsField) {
  const auto refused = [&](auto&& change) {
    Organ wanted = organ;
    wanted.organ_id = 0;
    wanted.code = "0009";
    change(wanted);
    auto written = write_organ(office(), 0, wanted);
    return written ? std::string("saved") : written.refusal().code + " " + written.refusal().field;
  };
  EXPECT_EQ(refused([](Organ& o) { o.code = "9"; }), "organ_code_form code");
  EXPECT_EQ(refused([](Organ& o) { o.code = "0001"; }), "organ_code_taken code");
  EXPECT_EQ(refused([](Organ& o) { o.type = "SHOP"; }), "organ_type_unknown type");
  EXPECT_EQ(refused([](Organ& o) { o.level = 7; }), "organ_level level");
  EXPECT_EQ(refused([](Organ& o) { o.region_code = "999999"; }), "region_unknown region_code");
  EXPECT_EQ(refused([](Organ& o) { o.superior_id = 4711; }), "organ_unknown superior_id");
  EXPECT_EQ(refused([](Organ& o) { o.categories = {"zz"}; }), "category_unknown categories");
  EXPECT_EQ(refused([](Organ&) {}), "saved");
}

TEST_P(PeopleTest, OrgansAreImportedLineByLineAndAgainWithoutDoubles) {
  const std::string header =
      "code,name,short_name,type,level,region_code,superior,line_superior,review_organ,"
      "document_prefix,address,phone,categories,valid_from_on\n";
  const std::string lines =
      "0100,沈阳市信访局,市信访局,PETITION_OFFICE,3,210100,,,,沈信,"
      "\"市府大路1号, 一楼\",,,2020-01-01\n"
      "0200,和平区城管局,区城管局,DEPARTMENT,4,210102,210100-0100,,,和城,,,,\n";
  const OrganImport first = import_organs(office(), header + lines);
  EXPECT_EQ(first.refused_line, 0) << first.refusal.code;
  EXPECT_EQ(first.created, 2);
  const OrganImport again = import_organs(office(), header + lines);
  EXPECT_EQ(again.created, 0);
  EXPECT_EQ(again.changed, 2);
  EXPECT_EQ(load_organs(db()).size(), 3u);

  EXPECT_EQ(import_organs(office(), "code,name\n").refusal.code, "csv_header");
  EXPECT_EQ(import_organs(office(), header + "0300,短\n").refusal.code, "csv_columns");
  const OrganImport open = import_organs(office(), header + "0300,\"没有结束\n");
  EXPECT_EQ(open.refusal.code, "csv_quotes");
  EXPECT_EQ(open.refused_line, 2);
}

TEST_P(PeopleTest, AQueryCodeBelongsToItsItemAndForgivesHowItIsTyped) {
  const std::string code = query_code_of(office().keys, "2101022024000017");
  EXPECT_EQ(code.size(), 11u);
  EXPECT_EQ(code[5], '-');
  EXPECT_EQ(code.find_first_of("ILOU"), std::string::npos);
  EXPECT_NE(code, query_code_of(office().keys, "2101022024000025"));
  std::string typed;
  for (char c : code) typed += c == '0' ? 'o' : c == '1' ? 'l' : static_cast<char>(std::tolower(c));
  EXPECT_TRUE(is_query_code(office().keys, "2101022024000017", " " + typed));
  EXPECT_FALSE(is_query_code(office().keys, "2101022024000025", code));
  EXPECT_FALSE(is_query_code(office().keys, "2101022024000017", ""));
}

TEST_P(PeopleTest, EveryActStandsInTheAuditWithWhoDidIt) {
  const User admin = add_user("secadmin", {"SEC_ADMIN"});
  const CreatedUser wu =
      create_user(office(), admin.user_id, {"laowu", "老吴", organ.organ_id, {"REGISTRAR"}, ""})
          .value();
  const AuditRow row = read_audit(db(), 0, 1).at(0);
  EXPECT_EQ(row.act, "user_created");
  EXPECT_EQ(row.user_id, admin.user_id);
  EXPECT_NE(row.detail.find(id_text(wu.user.user_id)), std::string::npos);
  EXPECT_EQ(row.detail.find(wu.password), std::string::npos);
  EXPECT_EQ(read_audit_about(db(), "user", id_text(wu.user.user_id), 0, 10).size(), 1u);
}

}  // namespace
}  // namespace xinfang
