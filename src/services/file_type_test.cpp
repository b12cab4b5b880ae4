#include "services/file_type.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace xinfang {
namespace {

std::string repeated(std::string_view text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(FileName, IsKeptWithoutFoldersAndWhatAShellTakesAmiss) {
  EXPECT_EQ(tidy_file_name("../照片/a b.jpg"), "a b.jpg");
  EXPECT_EQ(tidy_file_name("C:\\x\\合同$(rm).docx"), "合同_(rm).docx");
  EXPECT_EQ(tidy_file_name(" ..hidden. "), "hidden");
  EXPECT_EQ(tidy_file_name(". ."), "file");
  EXPECT_EQ(tidy_file_name("\xFF.txt"), "file");
}

TEST(FileName, IsCutToAHundredCharactersAndKeepsItsEnding) {
  const std::string name = tidy_file_name(repeated("名", 150) + ".txt");
  EXPECT_EQ(characters(name), 100u);
  EXPECT_TRUE(name.ends_with("名.txt"));
}

TEST(FileName, CutAtADotOrBlankEndsInNeither) {
  // Longer endings than ten characters are none: all of it is cut.
  EXPECT_EQ(tidy_file_name(repeated("y", 99) + ".abcdefghijk"), repeated("y", 99));
  EXPECT_EQ(tidy_file_name(repeated("y", 98) + " .abcdefghijk"), repeated("y", 98));
  EXPECT_EQ(tidy_file_name(repeated("y", 95) + "  yyyy.txt"), repeated("y", 95) + ".txt");
}

}  // namespace
}  // namespace xinfang
