// An office for tests on both engines: fresh databases, a standing clock, the real sentences, a
// small organ tree and three people made through the services.
//
//   class SignInTest : public OfficeTest {};
//   XINFANG_ON_BOTH_ENGINES(SignInTest);
//   TEST_P(SignInTest, Something) { const CreatedUser laowu = add_user("laowu", {"REGISTRAR"}); }
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "services/office.hpp"
#include "services/organ_service.hpp"
#include "services/people_service.hpp"
#include "services/second_factor.hpp"
#include "services/sign_in_service.hpp"
#include "store/engine_fixture.hpp"

namespace xinfang {

inline constexpr const char* kTestPassword = "Xinfang-2024";

class OfficeTest : public EngineTest {
 protected:
  OfficeTest() : keys_scratch_(GetParam()) {}

  void SetUp() override {
    fresh();
    keys_ = std::make_unique<KeyStore>(Database::open(keys_scratch_.options()), Bytes(32, 'm'),
                                       CryptoProfile::standard);
    search_ = std::make_unique<SearchStore>(db(), *keys_, scratch().folder().string());
    messages_ = Messages::parse(text_of("/i18n/zh-CN.toml"), text_of("/i18n/en.toml")).value();
    divisions_ = Divisions::parse("code,parent,name,level\n"
                                  "210000,,辽宁省,1\n210100,210000,沈阳市,2\n"
                                  "210102,210100,和平区,3\n")
                     .value();
    office_ = std::make_unique<Office>(Office{
        .database = db(), .keys = *keys_, .search = *search_, .clock = clock, .ids = ids_,
        .law = law_, .calendar = calendar_, .divisions = divisions_, .categories = categories_,
        .messages = messages_, .organs = organs_, .settings = {}, .publish = {},
        .edge_figures = {}});
    organ = add_organ("0001", "和平区信访局", "PETITION_OFFICE");
  }

  Office& office() { return *office_; }

  Organ add_organ(const std::string& code, const std::string& name, const std::string& type) {
    Organ wanted;
    wanted.code = code;
    wanted.name = wanted.short_name = name;
    wanted.type = type;
    wanted.level = 4;
    wanted.region_code = "210102";
    wanted.valid_from_on = clock.today();
    return write_organ(office(), 0, wanted).value();
  }

  // Password kTestPassword, still to be changed.
  User add_user(const std::string& login, const std::vector<std::string>& roles) {
    NewUser wanted{login, "老吴", 0, roles, kTestPassword};
    if (roles.at(0) != "SYS_ADMIN" && roles[0] != "SEC_ADMIN" && roles[0] != "AUDITOR")
      wanted.organ_id = organ.organ_id;
    auto created = create_user(office(), 0, wanted);
    EXPECT_TRUE(created.ok()) << (created.ok() ? "" : created.refusal().code);
    return created->user;
  }

  // One who has finished: own password, second factor. Gives its secret.
  Bytes add_ready_user(const std::string& login, const std::vector<std::string>& roles) {
    User user = add_user(login, roles);
    user.must_change = false;
    EXPECT_TRUE(write_user(office(), user).ok());
    return enrol_directly(office(), login).value();
  }

  // A full session by password and code, moving the clock one step first so that the code is new.
  SignedIn full_session(const std::string& login, const Bytes& secret) {
    clock.advance(kTotpStepSeconds * 1000);
    auto half = sign_in(office(), login, kTestPassword, here);
    EXPECT_TRUE(half.ok()) << (half.ok() ? "" : half.refusal().code);
    auto full = finish_sign_in(office(), half->session, half->user,
                               totp_code(secret, clock.now()), here);
    EXPECT_TRUE(full.ok()) << (full.ok() ? "" : full.refusal().code);
    return full.value();
  }

  SetClock clock{Instant::parse("2024-03-01T09:00:00+08:00").value()};
  Caller here{"192.0.2.1", "test"};
  Organ organ;

 private:
  static std::string text_of(const std::string& path) {
    std::ifstream file(XINFANG_ROOT + path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
  }

  ScratchDatabase keys_scratch_;
  std::unique_ptr<KeyStore> keys_;
  std::unique_ptr<SearchStore> search_;
  IdMaker ids_{clock, 1};
  LawBook law_{Law()};
  CalendarBook calendar_{WorkCalendar()};
  Divisions divisions_;
  Categories categories_;
  Messages messages_;
  OrganBook organs_{OrganDirectory()};
  std::unique_ptr<Office> office_;
};

}  // namespace xinfang
