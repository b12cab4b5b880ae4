#include "store/duty.hpp"

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

class DutyTest : public EngineTest {};
INSTANTIATE_TEST_SUITE_P(ServersOnPostgres, DutyTest, ::testing::Values(Engine::postgres), engine_name);

TEST_P(DutyTest, OneOfThreeHasItUntilItIsGone) {
  db();
  auto first = std::make_unique<Duty>(options());
  Duty second(options()), third(options());
  EXPECT_TRUE(first->mine());
  EXPECT_FALSE(second.mine());
  EXPECT_TRUE(first->mine()) << "asked again";
  first.reset();
  // The database hears of a closed session a moment later.
  while (!third.mine()) EXPECT_FALSE(second.mine());
  EXPECT_FALSE(second.mine());
}

TEST_P(DutyTest, WhoWasCutOffLearnsIt) {
  Duty first(options()), second(options());
  ASSERT_TRUE(first.mine());
  ASSERT_FALSE(second.mine());
  db().read("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted "
            "AND CAST(objid AS BIGINT) = $1",
            {Duty::lock_of(options().schema) & 0xFFFFFFFF});
  while (!second.mine()) {
  }
  EXPECT_FALSE(first.mine());
}

TEST_P(DutyTest, AnotherSchemaIsAnotherOffice) {
  ScratchDatabase elsewhere(Engine::postgres);
  Database::open(elsewhere.options());
  db();
  Duty here(options()), there(elsewhere.options());
  EXPECT_TRUE(here.mine());
  EXPECT_TRUE(there.mine());
}

TEST_P(DutyTest, AnUnreachableDatabaseGivesNoDuty) {
  DatabaseOptions away = options();
  away.url = "postgresql://nobody@/nothing?host=/nonexistent";
  EXPECT_FALSE(Duty(away).mine());
}

}  // namespace
}  // namespace xinfang
