// Data of every earlier schema version, opened by this program: brought up to date, proven, worked on.
#include <filesystem>
#include <random>

#include "store/verification.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {
namespace {

// What takes a version of the schema away again, newest first: a new migration needs a line here.
struct WayBack {
  int version;
  std::string_view script;
};
constexpr WayBack kWaysBack[] = {
    {7, "DROP INDEX idempotency_by_expiry"},
    {6, "DROP TABLE recounts"},
    {5, "ALTER TABLE item_number DROP COLUMN code_issue"},
    {4, "DROP TABLE user_posts"},
    {3, "DROP INDEX matter_access_by_matter"},
    {2,
     "DROP INDEX audit_by_about; ALTER TABLE audit DROP COLUMN about;"
     "ALTER TABLE audit DROP COLUMN about_id; DROP TABLE own_parameters; DROP TABLE own_days;"
     "ALTER TABLE organs DROP COLUMN postal_code; ALTER TABLE organs DROP COLUMN letter_head"}};

std::int64_t version_of(Database& database) {
  return database.read("SELECT MAX(version) FROM schema_version")[0].integer(0);
}

}  // namespace

class UpgradeTest : public ApiTest {
 protected:
  // The rows stay, in the tables that the version had.
  void take_back_to(int version) {
    Database& database = app.office().database;
    for (const WayBack& way : kWaysBack) {
      if (way.version > version) database.run_script(way.script);
    }
    database.write_now("DELETE FROM schema_version WHERE version > $1", {std::int64_t{version}});
  }

  void expect_clean() {
    Office& office = app.office();
    const VerifyReport report = verify(office.database, office.keys, *office.law.now());
    EXPECT_TRUE(report.clean()) << report.findings[0].row << " " << report.findings[0].problem;
    EXPECT_GT(report.events, 0u);
  }
};
XINFANG_ON_BOTH_ENGINES(UpgradeTest);

TEST_P(UpgradeTest, MattersOfEveryEarlierVersionAreProvenAndWorkedOn) {
  const int newest = static_cast<int>(version_of(app.office().database));
  ASSERT_EQ(newest, kWaysBack[0].version) << "the newest migration has no way back in this test";
  for (int version = newest - 1; version >= 1; --version) {
    SCOPED_TRACE("from version " + std::to_string(version));
    app.set_day("2026-03-02");
    const Json receipt = app.file();
    bool upgraded = false;
    for (const PathStep& step : main_path(app)) {
      if (step.deed == "acceptance") {
        take_back_to(version);
        ASSERT_EQ(version_of(app.office().database), version);
        app.reopen();
        ASSERT_EQ(version_of(app.office().database), newest);
        upgraded = true;
        expect_clean();
        EXPECT_EQ(app.own(receipt, "GET").body["title"].as_string(), "安澜建筑公司拖欠工资");
      }
      app.set_day(step.day);
      const Answer done = app.act(step.login, receipt, step.deed, step.fields);
      ASSERT_EQ(done.status, 200) << step.deed << ": " << done.response.body;
    }
    ASSERT_TRUE(upgraded);
    expect_clean();
  }
}

// A database of its own, which no test app must be able to open afterwards.
class VersionTest : public ::testing::TestWithParam<Engine> {
 protected:
  VersionTest() : scratch_(GetParam()) {
    folder_ = std::filesystem::temp_directory_path() /
              ("xf_version_" + std::to_string(std::random_device{}()));
    options_.root = XINFANG_ROOT;
    options_.data = folder_.string();
    options_.database = scratch_.options().url;
    options_.schema = scratch_.options().schema;
    OpenOffice made(options_);
  }
  ~VersionTest() override { std::filesystem::remove_all(folder_); }

  void set_version(const std::string& sql) { Database::open(scratch_.options())->run_script(sql); }
  // What it says instead of opening.
  std::string refused(bool writing) {
    options_.writing = writing;
    try {
      OpenOffice open(options_);
      return "";
    } catch (const std::runtime_error& error) {
      return error.what();
    }
  }

  ScratchDatabase scratch_;
  std::filesystem::path folder_;
  SetupOptions options_;
};
XINFANG_ON_BOTH_ENGINES(VersionTest);

TEST_P(VersionTest, ANewerDatabaseIsRefusedAndLeftAsItIs) {
  set_version("INSERT INTO schema_version VALUES (900, 'later', 0)");
  for (const bool writing : {true, false}) {
    EXPECT_NE(refused(writing).find("schema version 900"), std::string::npos);
    EXPECT_NE(refused(writing).find("Start the newer program"), std::string::npos);
  }
  EXPECT_EQ(version_of(*Database::open(scratch_.options())), 900);
}

TEST_P(VersionTest, AnOlderOneIsNotReadBeforeItIsBroughtUpToDate) {
  set_version(std::string(kWaysBack[0].script) + "; DELETE FROM schema_version WHERE version = " +
              std::to_string(kWaysBack[0].version));
  EXPECT_NE(refused(false).find("run xinfang migrate"), std::string::npos);
  EXPECT_EQ(refused(true), "");
  EXPECT_EQ(refused(false), "");
}

}  // namespace xinfang
