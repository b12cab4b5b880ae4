#include "cli/admin_command.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "services/office_fixture.hpp"
#include "services/sign_in_service.hpp"

namespace xinfang {
namespace {

class AdminCommandTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    folder_ = std::filesystem::temp_directory_path() /
              ("xf_admin_" + std::to_string(std::random_device{}()));
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  int run(const std::vector<std::string>& words, const std::string& input = "") {
    std::istringstream in(input);
    out_.str("");
    err_.str("");
    return run_admin(office(), words, in, out_, err_);
  }
  std::string file(const std::string& name) const { return (folder_ / name).string(); }

  std::ostringstream out_, err_;
  std::filesystem::path folder_;
};
XINFANG_ON_BOTH_ENGINES(AdminCommandTest);

TEST_P(AdminCommandTest, TheThreeAdministratorsAreMadeWithSecretsForScripts) {
  ASSERT_EQ(run({"create-administrators", "--totp-secret-out", file("totp")}), 0) << err_.str();
  std::istringstream lines(out_.str());
  std::string login, id, password;
  ASSERT_TRUE(lines >> login >> id >> password);
  EXPECT_EQ(login, "sysadmin");
  auto half = sign_in(office(), login, password, here);
  ASSERT_TRUE(half.ok());
  std::ifstream secrets(file("totp"));
  std::string url;
  ASSERT_TRUE(secrets >> login >> url);
  const auto at = url.find("secret=") + 7;
  const Bytes secret = unbase32(url.substr(at, url.find('&') - at)).value();
  EXPECT_TRUE(
      finish_sign_in(office(), half->session, half->user, totp_code(secret, clock.now()), here)
          .ok());
  EXPECT_EQ(run({"create-administrators"}), 1);
  EXPECT_NE(err_.str().find("administrators_exist"), std::string::npos);
}

TEST_P(AdminCommandTest, AUserIsMadeWithAPasswordFromStandardInput) {
  ASSERT_EQ(run({"create-user", "--login", "laowu", "--name", "老吴", "--organ", "210102-0001",
                 "--role", "REGISTRAR", "--password-file", "-"}, "Given-4711\n"), 0) << err_.str();
  EXPECT_EQ(out_.str().find("Given-4711"), std::string::npos);
  EXPECT_TRUE(sign_in(office(), "laowu", "Given-4711", here).ok());
  EXPECT_EQ(run({"list-users"}), 0);
  EXPECT_NE(out_.str().find("laowu\t老吴\t210102-0001\tREGISTRAR\tactive"), std::string::npos);
  EXPECT_EQ(run({"reset-password", "laowu"}), 0);
  EXPECT_FALSE(sign_in(office(), "laowu", "Given-4711", here).ok());
}

TEST_P(AdminCommandTest, OrgansAreMadeAndImported) {
  ASSERT_EQ(run({"create-organ", "--code", "0100", "--name", "沈阳市信访局", "--type",
                 "PETITION_OFFICE", "--level", "3", "--region", "210100"}), 0) << err_.str();
  std::ofstream(file("organs.csv")) << "code,name\n";
  EXPECT_EQ(run({"import-organs", file("organs.csv")}), 1);
  EXPECT_NE(err_.str().find("organs.csv:1"), std::string::npos);
}

TEST_P(AdminCommandTest, TheMasterKeyIsRotatedOnlyIntoANewFile) {
  const KeyStore::MatterKey key = office().keys.take();
  ASSERT_EQ(run({"rotate-master-key", "--new-key-file", file("master")}), 0) << err_.str();
  EXPECT_EQ(office().keys.find(key.key_id), key.key);
  EXPECT_EQ(load_master_key(file("master"), false).size(), 32u);
  EXPECT_EQ(run({"rotate-master-key", "--new-key-file", file("master")}), 1);
}

TEST_P(AdminCommandTest, WhatIsNotKnownIsSaid) {
  EXPECT_EQ(run({}), 2);
  EXPECT_EQ(run({"fly"}), 2);
  EXPECT_EQ(run({"list-users", "--colour", "red"}), 1);
  EXPECT_NE(err_.str().find("--colour"), std::string::npos);
  EXPECT_EQ(run({"create-user", "--login"}), 1);
}

}  // namespace
}  // namespace xinfang
