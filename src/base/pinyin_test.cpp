#include "base/pinyin.hpp"

#include <gtest/gtest.h>

namespace xinfang {
namespace {

TEST(Pinyin, EachCharacterGivesTheFirstLetterOfItsReading) {
  EXPECT_EQ(pinyin_initials("和平区"), "hpq");
  EXPECT_EQ(pinyin_initials("人力资源和社会保障局"), "rlzyhshbzj");
  EXPECT_EQ(pinyin_initials("哈尔滨市"), "hebs");
  EXPECT_EQ(pinyin_initials("湖㳇镇"), "hfz") << "Extension A";
  EXPECT_EQ(pinyin_initials("㐀龍"), "ql") << "the first of the table, a traditional one";
}

TEST(Pinyin, LettersAndDigitsStayAndWhatHasNoReadingIsLeftOut) {
  EXPECT_EQ(pinyin_initials("第3居委会B区"), "d3jwhbq");
  EXPECT_EQ(pinyin_initials("一、二（三）—𠮷。"), "yes");
  EXPECT_EQ(pinyin_initials(""), "");
  EXPECT_EQ(pinyin_initials("\xE5\x92"), "") << "cut in the middle of a character";
}

TEST(Pinyin, AWordThatIsReadOtherwiseCountsBeforeItsCharacters) {
  const auto readings = parse_readings(
      "# notes\ntext,initials\n重庆,cq\n长,c\n长子县,zzx\n厦门,xm\n");
  ASSERT_TRUE(readings.ok());
  EXPECT_EQ(pinyin_initials("重庆市", *readings), "cqs");
  EXPECT_EQ(pinyin_initials("重大项目", *readings), "zdxm");
  EXPECT_EQ(pinyin_initials("长治市", *readings), "czs");
  EXPECT_EQ(pinyin_initials("长子县", *readings), "zzx") << "the longest word counts";
  EXPECT_EQ(pinyin_initials("新厦门路", *readings), "xxml") << "within a name, too";
}

TEST(Pinyin, AReadingThatIsWrongIsRefusedWithItsLine) {
  const auto line = [](const char* rows) {
    const auto parsed = parse_readings(std::string("text,initials\n") + rows);
    return parsed ? std::string() : parsed.refusal().facts[0].second;
  };
  EXPECT_EQ(line("厦门,xm\n"), "");
  EXPECT_EQ(line("厦门\n"), "2");
  EXPECT_EQ(line("厦门,x\n"), "2");
  EXPECT_EQ(line("厦门,xm\n六安,LA\n"), "3");
  EXPECT_EQ(line("厦门,xm\n厦门,xm\n"), "3");
  EXPECT_EQ(line("\xFF,x\n"), "2");
  EXPECT_FALSE(parse_readings("厦门,xm\n").ok());
}

}  // namespace
}  // namespace xinfang
