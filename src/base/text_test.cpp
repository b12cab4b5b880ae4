#include "base/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace xinfang {
namespace {

struct Case {
  std::string text;
  std::string expected;
};

TEST(Utf8, IsStrict) {
  for (const char* good : {"", "abc", "陈敏", "😀", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"})
    EXPECT_TRUE(is_utf8(good)) << good;
  for (const char* bad : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                          "\xF8\x88\x80\x80\x80", "\xE9\x99", "a\xFF"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
  }
  EXPECT_EQ(characters("陈敏 a😀"), 5U);
}

TEST(Tidy, KeepsTheWordsAndDropsWhatHidesInThem) {
  for (const Case& c : std::vector<Case>{{"　 陈敏\xC2\xA0\n", "陈敏"},
                                         {"a\r\nb\rc\n\nd", "a\nb\nc\n\nd"},
                                         {"a\tb", "a\tb"},
                                         {std::string("a\0\x01\x7F\xC2\x85z", 7), "az"},
                                         {"附件\u202Egpj.exe", "附件gpj.exe"},
                                         {"\u2067退回\u2069已办结", "退回已办结"},
                                         {"e\u0301", "é"},
                                         {"\uFEFF文", "文"},
                                         {"\u200B 文\u200B", "文"},
                                         {"①㈱", "①㈱"},
                                         {"", ""},
                                         {"　", ""}}) {
    EXPECT_EQ(tidy(c.text), c.expected);
  }
}

// Texts of everyday characters are only trimmed; what steers direction sends a text the long way.
TEST(Tidy, IsTheSameForEachCharacterAloneAndBesideOneThatIsDropped) {
  const std::string dropped = "\u200E";
  const auto utf8 = [](unsigned c) {
    std::string text;
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += static_cast<char>(0xC0 | (c >> 6));
      text += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      text += static_cast<char>(0xE0 | (c >> 12));
      text += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (c & 0x3F));
    }
    return text;
  };
  int wrong = 0;
  for (unsigned c = 1; c < 0x10000; ++c) {
    if (c >= 0xD800 && c < 0xE000) continue;
    for (const std::string& text : {"字" + utf8(c) + "字", utf8(c) + "a ", " a" + utf8(c)}) {
      if (tidy(text) == tidy(dropped + text)) continue;
      if (++wrong < 5) ADD_FAILURE() << "U+" << std::hex << c;
    }
  }
  EXPECT_EQ(wrong, 0);
}

TEST(Fold, MakesLookAlikesEqual) {
  for (const Case& c :
       std::vector<Case>{{"Ｎｏ．７，ＡＢＣ", "no 7 abc"},
                         {"⼈民", "人民"},      // Kangxi radical U+2F08
                         {"⺅⻢⻋", "亻马车"},  // CJK radicals, which NFKC leaves alone
                         {"㇐", "一"},          // CJK stroke
                         {"噪\u200B声", "噪声"},
                         {"《关于噪声》——第3号！", "关于噪声 第3号"},
                         {"Straße ﬁ", "strasse fi"},
                         {"a  \t\n b", "a b"},
                         {"，。", ""}}) {
    EXPECT_EQ(fold(c.text), c.expected);
  }
}

TEST(Pieces, AreTwoCharactersOrWholeWords) {
  using List = std::vector<std::string>;
  EXPECT_EQ(pieces("夜间施工"), (List{"夜间", "间施", "施工"}));
  EXPECT_EQ(pieces("3号楼A座夜间"), (List{"3", "号楼", "a", "座夜", "夜间"}));
  EXPECT_EQ(pieces("噪"), (List{"噪"}));
  EXPECT_EQ(pieces("噪声，噪声"), (List{"噪声"}));
  EXPECT_EQ(pieces("声，噪"), (List{"声", "噪"}));
  EXPECT_EQ(pieces("Café 13800000000"), (List{"café", "13800000000"}));
  EXPECT_EQ(pieces("𠮷野家"), (List{"𠮷野", "野家"}));
  EXPECT_EQ(pieces(" 。 "), List{});
}

TEST(Masks, OfRegulation54) {
  for (const Case& c : std::vector<Case>{
           {"11010519491231002X", "110***********002X"}, {"1234567", "*******"}, {"", ""}}) {
    EXPECT_EQ(mask_id_number(c.text), c.expected);
  }
  for (const Case& c :
       std::vector<Case>{{"13812345678", "138****5678"}, {"12345", "*****"}, {"", ""}}) {
    EXPECT_EQ(mask_phone(c.text), c.expected);
  }
  for (const Case& c : std::vector<Case>{{"陈敏", "陈某"},
                                         {"王小明", "王某某"},
                                         {"阿不都·热合曼", "阿某某"},
                                         {"𠮷田", "𠮷某"},
                                         {"吴", "某"},
                                         {"", ""}}) {
    EXPECT_EQ(mask_name(c.text), c.expected);
  }
}

TEST(Phone, HasOneCanonicalForm) {
  for (const Case& c : std::vector<Case>{{"13800000000", "13800000000"},
                                         {"１３８ ００００ ００００", "13800000000"},
                                         {"+86 138 0000 0000", "13800000000"},
                                         {"0086-138-0000-0000", "13800000000"},
                                         {"86138 0000 0000", "13800000000"},
                                         {"tel:+8613800000000", "13800000000"},
                                         {"138\u200B00000000", "13800000000"},
                                         {"010-12345678", "01012345678"},
                                         {"(010)12345678", "01012345678"},
                                         {"（010）1234 5678", "01012345678"},
                                         {"+86 10 12345678", "01012345678"},
                                         {"010-12345678-803", "01012345678803"},
                                         {"010-12345678转803", "01012345678803"},
                                         {"400-000-0000", "4000000000"},
                                         {"+852 9123 4567", "0085291234567"},
                                         {"+1 (312) 555 0100", "0013125550100"}}) {
    EXPECT_EQ(normal_phone(c.text), c.expected) << c.text;
  }
  for (const char* none :
       {"", "10000000000", "1380000000", "138000000000", "12345", "95XXX", "138-XXXX-XXXX",
        "一三八零零零零零零零零", "138O0000000", "+", "-", "138****0000", "++8613800000000"}) {
    EXPECT_EQ(normal_phone(none), "") << none;
  }
}

TEST(IdNumber, OfTheStandardIsValidAndEveryAlterationIsNot) {
  for (std::string good : {"11010519491231002X", "440524188001010014"}) {
    EXPECT_TRUE(valid_id_number(good)) << good;
  }
  std::string good = "11010519491231002X";
  EXPECT_EQ(normal_id_number("11010519491231002x"), good);
  EXPECT_EQ(normal_id_number(" １１０１０５ 19491231-002Ｘ\n"), good);
  for (std::size_t i = 0; i < 17; ++i) {
    for (char digit = '0'; digit <= '9'; ++digit) {
      std::string altered = good;
      altered[i] = digit;
      EXPECT_EQ(valid_id_number(altered), altered == good) << altered;
    }
    std::string swapped = good;
    std::swap(swapped[i], swapped[i + 1]);
    EXPECT_EQ(valid_id_number(swapped), swapped == good) << swapped;
  }
  for (const char* none :
       {"", "110105194912310", "11010519491231002", "11010519491231002XX", "1.10105E+17",
        "11010519491231002Х", "ABCDEFGHIJKLMNOPQR", "٤٦٨٢٦٤١٩٧٠٠٩٠٦٦٨١٣"}) {
    EXPECT_EQ(normal_id_number(none), "") << none;
    EXPECT_FALSE(valid_id_number(none)) << none;
  }
  EXPECT_FALSE(valid_id_number("110105194902310021"));  // 31 February
}

std::string random_text() {
  static const std::vector<std::string> kParts = {
      "夜", "间", "施", "工",     "A",      "b",  "7", " ", "，", "⼈", "⺅", "é",     "e\u0301",
      "ﾞ",  "ｶ",  "한", "\u202E", "\u200B", "\n", "😀", "ß", "İ",  "①",  "؈",  "\u0345"};
  std::string text;
  for (int n = *rc::gen::inRange(0, 30); n > 0; --n) text += *rc::gen::elementOf(kParts);
  return text;
}

RC_GTEST_PROP(TextProperty, TidyingAndFoldingTwiceIsAsOnce, ()) {
  std::string text = random_text();
  RC_ASSERT(tidy(tidy(text)) == tidy(text));
  RC_ASSERT(fold(fold(text)) == fold(text));
  RC_ASSERT(is_utf8(tidy(text)) && is_utf8(fold(text)));
}

// What is searched as a part of a text is found: the pieces of a part cut at blanks, and all inner
// pieces of any other part, are among the pieces of the whole.
RC_GTEST_PROP(TextProperty, PiecesOfAHanPartArePiecesOfTheWhole, ()) {
  static const std::vector<std::string> kHan = {"夜", "间", "施", "工", "噪", "声"};
  std::string before, part, after;
  for (int n = *rc::gen::inRange(0, 9); n > 0; --n) before += *rc::gen::elementOf(kHan);
  for (int n = *rc::gen::inRange(2, 9); n > 0; --n) part += *rc::gen::elementOf(kHan);
  for (int n = *rc::gen::inRange(0, 9); n > 0; --n) after += *rc::gen::elementOf(kHan);
  auto whole = pieces(before + part + after);
  auto wanted = pieces(part);
  RC_ASSERT(!wanted.empty());
  for (const auto& piece : wanted) RC_ASSERT(std::count(whole.begin(), whole.end(), piece) == 1);
}

RC_GTEST_PROP(TextProperty, AnyBytesAreTakenWithoutHarm, (const std::string& bytes)) {
  RC_ASSERT(is_utf8(tidy(bytes)) && is_utf8(fold(bytes)));
  normal_phone(bytes);
  RC_ASSERT(!valid_id_number(bytes));
  for (const auto& piece : pieces(bytes)) RC_ASSERT(is_utf8(piece));
}

}  // namespace
}  // namespace xinfang
