// A machine whose clock was set back: what was given out is not given a second time.
#include "cli/check_command.hpp"
#include "tests/support/test_app.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kDay = 24 * 3'600'000;

class ClockApiTest : public ApiTest {};
XINFANG_ON_BOTH_ENGINES(ClockApiTest);

TEST_P(ClockApiTest, SetBackBeforeAStartIsSaidAndNoIdComesTwice) {
  const Id before = *parse_id(app.file()["proof"]["event_id"].as_string());
  EXPECT_EQ(clock_behind(app.office()), "");
  app.clock.advance(-3 * kDay);
  app.reopen();
  EXPECT_NE(clock_behind(app.office()).find("behind the newest event"), std::string::npos);
  EXPECT_GT(app.office().ids.next(), before);
  EXPECT_GT(*parse_id(app.file()["proof"]["event_id"].as_string()), before);
}

TEST_P(ClockApiTest, SetBackMeanwhileLeavesTheStepsInOrder) {
  const Json receipt = app.file();
  app.clock.advance(-kDay);
  const Answer after =
      app.own(receipt, "POST", "/supplements", Json::object().set("text", "补充一份证明"));
  ASSERT_EQ(after.status, 200) << after.response.body;
  const auto& steps = after.body["steps"].as_array();
  ASSERT_EQ(steps.size(), 2u);
  EXPECT_EQ(steps[1]["at"].as_string(), steps[0]["at"].as_string());
}

}  // namespace
}  // namespace xinfang
