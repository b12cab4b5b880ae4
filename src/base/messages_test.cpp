#include "base/messages.hpp"

#include <gtest/gtest.h>

namespace xinfang {
namespace {

Messages messages() {
  auto read = Messages::parse(
      "[refusal]\nclock_over = \"期限已于{due_on}届满\"\n[list.due]\nsoon = \"即将到期\"\nonly = "
      "\"只有中文\"\n",
      "[refusal]\nclock_over = \"The term ended on {due_on}\"\n[list.due]\nsoon = \"due soon\"\n");
  EXPECT_TRUE(read);
  return read.value();
}

TEST(Messages, SayTheSentenceOfTheLanguage) {
  EXPECT_EQ(messages().say(Language::zh, "refusal.clock_over", {{"due_on", "2024-03-15"}}),
            "期限已于2024-03-15届满");
  EXPECT_EQ(messages().say(Language::en, "refusal.clock_over", {{"due_on", "2024-03-15"}}),
            "The term ended on 2024-03-15");
  EXPECT_EQ(messages().say(Language::en, "list.due.soon"), "due soon");
}

TEST(Messages, FallBackToChineseAndThenToTheKey) {
  EXPECT_EQ(messages().say(Language::en, "list.due.only"), "只有中文");
  EXPECT_EQ(messages().say(Language::en, "no.such"), "no.such");
  EXPECT_FALSE(messages().has(Language::en, "list.due.only"));
  EXPECT_TRUE(messages().has(Language::zh, "list.due.only"));
  EXPECT_EQ(messages().keys(Language::en),
            (std::vector<std::string>{"list.due.soon", "refusal.clock_over"}));
}

TEST(Messages, AFactIsNeverReadAsAPattern) {
  auto read = Messages::parse("a = \"{x}{y} {unknown} {open\"", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->say(Language::zh, "a", {{"x", "{y}"}, {"y", "2"}}), "{y}2 {unknown} {open");
}

TEST(Messages, RefuseWhatIsNoTable) {
  auto broken = Messages::parse("a = \"x\"\nb = ", "");
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.refusal().code, "messages_invalid");
  EXPECT_NE(broken.refusal().facts[0].second.find("zh-CN.toml line 2"), std::string::npos);
  auto number = Messages::parse("", "[a]\nb = 1");
  ASSERT_FALSE(number);
  EXPECT_EQ(number.refusal().facts[0].second, "a.b is not a text");
}

}  // namespace
}  // namespace xinfang
