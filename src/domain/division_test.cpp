#include "domain/division.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace xinfang {
namespace {

const Divisions& country() {
  static const Divisions divisions = [] {
    std::ifstream file(XINFANG_ROOT "/law/divisions/divisions.csv");
    std::stringstream text;
    text << file.rdbuf();
    auto parsed = Divisions::parse(text.str());
    if (!parsed) throw std::runtime_error(parsed.refusal().facts[1].second);
    return std::move(parsed.value());
  }();
  return divisions;
}

TEST(Divisions, TheCountryHasAllTownshipsUnderThirtyFourProvinces) {
  EXPECT_EQ(country().size(), 44703u);
  EXPECT_EQ(country().children("").size(), 34u);
  ASSERT_NE(country().find("210102"), nullptr);
  EXPECT_EQ(country().find("210102")->name, "和平区");
  EXPECT_EQ(country().find("000000"), nullptr);
  EXPECT_EQ(country().find(""), nullptr);
}

TEST(Divisions, APathNamesProvinceCityCountyAndTownshipWithoutGroupingRows) {
  EXPECT_EQ(country().name_path("210102"), "辽宁省沈阳市和平区");
  EXPECT_EQ(country().name_path("110101"), "北京市东城区");
  EXPECT_EQ(country().name_path("210000"), "辽宁省");
  EXPECT_EQ(country().name_path("990000"), "");
}

TEST(Divisions, AVillageOrAnUnknownCodeFallsToTheNearestKnownDivision) {
  const auto* township = country().children("210102").at(0);
  EXPECT_EQ(country().nearest(township->code + "001"), township);
  EXPECT_EQ(country().nearest("210102999")->code, "210102");
  EXPECT_EQ(country().nearest("210199")->code, "210100");
  EXPECT_EQ(country().nearest("219999")->code, "210000");
  EXPECT_EQ(country().nearest("999999"), nullptr);
  EXPECT_EQ(country().nearest("21"), nullptr);
}

TEST(Divisions, ChildrenStandByCodeAndNameTheirParent) {
  const auto cities = country().children("210000");
  ASSERT_FALSE(cities.empty());
  EXPECT_EQ(cities.front()->code, "210100");
  for (const auto* city : cities) EXPECT_EQ(city->parent, "210000");
  EXPECT_TRUE(country().children("710000").empty());
}

TEST(Divisions, ARowThatIsWrongIsRefusedWithItsLine) {
  const auto detail = [](const char* rows) {
    const auto parsed = Divisions::parse(std::string("code,parent,name,level\n") + rows);
    return parsed ? std::string()
                  : parsed.refusal().facts[0].second + ": " + parsed.refusal().facts[1].second;
  };
  EXPECT_EQ(detail("110000,,北京市,1\n"), "");
  EXPECT_EQ(detail("11000,,北京市,1\n"), "2: a code has 6 or 9 digits");
  EXPECT_EQ(detail("110000,,,1\n"), "2: the name is missing");
  EXPECT_EQ(detail("110000,,北京市,5\n"), "2: level must be 1 to 4");
  EXPECT_EQ(detail("110000,,北京市,1\n110000,,北京市,1\n"), "0: the code 110000 stands twice");
  EXPECT_EQ(detail("110100,110000,市辖区,2\n"), "0: the parent of 110100 is unknown");
  EXPECT_FALSE(Divisions::parse("name,code\n").ok());
}

}  // namespace
}  // namespace xinfang
