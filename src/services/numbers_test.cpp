// Item numbers: in order, in blocks, and free again when their form was refused.
#include "services/numbers.hpp"

#include "services/office_fixture.hpp"

namespace xinfang {
namespace {

class NumbersTest : public OfficeTest {};
XINFANG_ON_BOTH_ENGINES(NumbersTest);

std::int64_t serial(const std::string& item_no) { return std::stoll(item_no.substr(20, 6)); }

TEST_P(NumbersTest, FollowOneAnotherOverManyBlocks) {
  Numbers numbers(db());
  for (int i = 1; i <= 200; ++i) {
    const std::string item_no = numbers.next_item_number(organ, "ONLINE", clock.today());
    EXPECT_TRUE(valid_item_number(item_no)) << item_no;
    ASSERT_EQ(serial(item_no), i);
  }
  Numbers restarted(db());
  const auto next = serial(restarted.next_item_number(organ, "ONLINE", clock.today()));
  EXPECT_GT(next, 200);
  EXPECT_LE(next, 2 * 256) << "a restart loses less than what was used";
  EXPECT_EQ(serial(restarted.next_item_number(organ, "LETTER", clock.today())), 1) << "its own count";
}

TEST_P(NumbersTest, ARefusedFormsNumberIsTheNextOnesUnlessAnotherWasTaken) {
  Numbers numbers(db());
  const auto next = [&] { return numbers.next_item_number(organ, "ONLINE", clock.today()); };
  const std::string first = next();
  numbers.give_back_item_number(first);
  EXPECT_EQ(next(), first);
  const std::string second = next();
  numbers.give_back_item_number(first);
  EXPECT_EQ(serial(next()), serial(second) + 1) << "never the same number twice";
}

}  // namespace
}  // namespace xinfang
