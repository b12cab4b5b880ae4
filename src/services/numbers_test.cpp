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

class LettersOfTwoServers : public NumbersTest {
 protected:
  // The matter's part of it is of no concern here.
  bool give(Numbers& server, const DocumentNumber& number) {
    ChangeSet changes;
    save_document_number(changes, number, 7, 1);
    save_organ(changes, organ);  // brings the proof
    const bool given = db().commit(std::move(changes)).committed();
    if (given) server.settle(number);
    else server.give_back(number);
    return given;
  }
  std::vector<std::int64_t> given() { return document_numbers_of(db(), 5, "安信转", 2026); }
  DocumentNumber lend(Numbers& server) { return server.lend(5, "安信转", 2026); }
};
XINFANG_ON_BOTH_ENGINES(LettersOfTwoServers);

TEST_P(LettersOfTwoServers, WhoComesSecondDrawsAgainAndThereIsNoHole) {
  Numbers one(db()), other(db());
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(give(one, lend(one)));
  const DocumentNumber here = lend(one), there = lend(other);
  EXPECT_EQ(here.number, there.number);
  EXPECT_TRUE(give(one, here));
  EXPECT_FALSE(give(other, there));
  EXPECT_EQ(lend(other).number, 22);
  // From now on it looks first, however many the other one gave.
  for (int i = 0; i < 30; ++i) {
    const DocumentNumber next = lend(one);
    if (!give(one, next)) ASSERT_TRUE(give(one, lend(one)));
  }
  Numbers late(db());
  EXPECT_TRUE(give(late, lend(late)));
  EXPECT_EQ(given().size(), static_cast<std::size_t>(given().back()));
}

TEST_P(LettersOfTwoServers, WhatOneGivesBackTheOtherGives) {
  Numbers one(db()), other(db());
  ASSERT_TRUE(give(one, lend(one)));
  const DocumentNumber lost = lend(other);  // 2
  ASSERT_TRUE(give(one, lend(one)));        // 2 as well
  ASSERT_FALSE(give(other, lost));
  const DocumentNumber back = lend(one), kept = lend(one);
  EXPECT_EQ(back.number, 3);
  ASSERT_TRUE(give(one, kept));
  one.give_back(back);
  EXPECT_EQ(lend(other).number, 3) << "nobody else would fill it while the first one rests";
}

TEST_P(LettersOfTwoServers, WhatIsLentHereIsNotLentTwice) {
  Numbers one(db()), other(db());
  ASSERT_TRUE(give(other, lend(other)));
  const DocumentNumber first = lend(one), second = lend(one);
  ASSERT_TRUE(give(other, lend(other)));
  ASSERT_TRUE(give(other, lend(other)));
  EXPECT_FALSE(give(one, first));
  const DocumentNumber third = lend(one), fourth = lend(one);
  EXPECT_EQ(third.number, 4);
  EXPECT_EQ(fourth.number, 5);
  EXPECT_FALSE(give(one, second));
  EXPECT_TRUE(give(one, third));
  EXPECT_TRUE(give(one, fourth));
}

}  // namespace
}  // namespace xinfang
