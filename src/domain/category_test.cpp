#include "domain/category.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace xinfang {
namespace {

Categories shipped() {
  std::ifstream file(XINFANG_ROOT "/law/categories/categories.toml");
  std::stringstream text;
  text << file.rdbuf();
  auto parsed = Categories::parse(text.str());
  if (!parsed) throw std::runtime_error(parsed.refusal().facts[1].second);
  return std::move(parsed.value());
}

TEST(Categories, SeventeenFirstLevelsAndTheirSecondLevelsByOrder) {
  const auto categories = shipped();
  const Date on = Date::of(2024, 3, 1);
  EXPECT_EQ(categories.first_levels(on).size(), 17u);
  EXPECT_EQ(categories.find("010000")->name, "农村农业");
  EXPECT_EQ(categories.find("010100")->name, "村务管理");
  EXPECT_EQ(categories.find("011200")->name, "动物防疫");
  EXPECT_EQ(categories.find("990100")->name, "其他");
  EXPECT_EQ(categories.second_levels("140000", on).size(), 12u);
  EXPECT_EQ(categories.name_path("130100"), "环境保护 / 环境污染");
  EXPECT_EQ(categories.name_path("130000"), "环境保护");
  EXPECT_EQ(categories.find("013000"), nullptr);
  EXPECT_EQ(categories.name_path("013000"), "");
}

TEST(Categories, ACategoryThatEndedIsFoundButNoLongerOffered) {
  const auto parsed = Categories::parse(
      "[[category]]\ncode=\"010000\"\nname=\"a\"\n"
      "[[category]]\ncode=\"010100\"\nname=\"b\"\nvalid_from_on=\"2005-05-01\"\nvalid_to_on=\"2018-"
      "03-31\"\n"
      "[[category]]\ncode=\"010200\"\nname=\"c\"\nvalid_from_on=\"2018-04-01\"\n");
  ASSERT_TRUE(parsed.ok());
  const auto offered = [&](Date on) { return parsed->second_levels("010000", on).at(0)->name; };
  EXPECT_EQ(offered(Date::of(2018, 3, 31)), "b");
  EXPECT_EQ(offered(Date::of(2018, 4, 1)), "c");
  EXPECT_EQ(parsed->find("010100")->name, "b");
}

TEST(Categories, ARowThatIsWrongIsRefused) {
  const auto detail = [](const char* text) {
    const auto parsed = Categories::parse(text);
    return parsed ? std::string() : parsed.refusal().facts[1].second;
  };
  EXPECT_EQ(detail("[[category]]\ncode=\"0100\"\nname=\"a\"\n"),
            "a code has six digits and ends with 00");
  EXPECT_EQ(detail("[[category]]\ncode=\"010000\"\n"), "the name is missing");
  EXPECT_EQ(detail("[[category]]\ncode=\"010100\"\nname=\"b\"\n"), "its first level is missing");
  EXPECT_EQ(detail("[[category]]\ncode=\"010000\"\nname=\"a\"\nnamee=\"b\"\n"),
            "unknown key namee");
  EXPECT_EQ(detail("[[category]]\ncode=\"010000\"\nname=\"a\"\nvalid_to_on=\"2018-02-30\"\n"),
            "valid_to_on is not a day");
  EXPECT_EQ(
      detail(
          "[[category]]\ncode=\"010000\"\nname=\"a\"\n[[category]]\ncode=\"010000\"\nname=\"b\"\n"),
      "the code stands twice");
  EXPECT_EQ(detail(""), "no [[category]] rows");
  EXPECT_NE(detail("[[category"), "");
}

}  // namespace
}  // namespace xinfang
