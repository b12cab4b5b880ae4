#include "domain/division.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace xinfang {
namespace {

std::string text_of(const std::string& name) {
  std::ifstream file(XINFANG_ROOT "/law/divisions/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

const Divisions& country() {
  static const Divisions divisions = [] {
    auto readings = parse_readings(text_of("readings.csv"));
    if (!readings) throw std::runtime_error(readings.refusal().facts[1].second);
    auto parsed = Divisions::parse(text_of("divisions.csv"), *readings);
    if (!parsed) throw std::runtime_error(parsed.refusal().facts[1].second);
    return std::move(parsed.value());
  }();
  return divisions;
}

constexpr const char* kTwoTownships =
    "code,parent,name,level\n990000,,示例省,1\n990100,990000,示例市,2\n990101,990100,安澜县,3\n"
    "990101001,990101,清河镇,4\n990101002,990101,清源乡,4\n";
constexpr const char* kTheirVillages =
    "township,villages\n990101001,001青石村委会,002河东社区居委会\n990101002,201东坪村委会\n";

Divisions small_county(int* readings = nullptr) {
  auto divisions = Divisions::parse(kTwoTownships);
  divisions->read_villages_by([readings] {
    if (readings) ++*readings;
    return *Villages::parse(kTheirVillages);
  });
  return std::move(*divisions);
}

std::string codes(const std::vector<Division>& list) {
  std::string text;
  for (const Division& one : list) text += (text.empty() ? "" : " ") + one.code;
  return text;
}

std::string first_names(std::string_view query, std::string_view within, std::size_t count) {
  std::string text;
  for (const Division& one : country().search(query, within, count)) {
    text += (text.empty() ? "" : " ") + country().name_path(one.code);
  }
  return text;
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
  const auto township = country().children("210102").at(0);
  EXPECT_EQ(country().nearest(township.code + "001")->code, township.code);
  EXPECT_EQ(country().nearest("210102999")->code, "210102");
  EXPECT_EQ(country().nearest("210199")->code, "210100");
  EXPECT_EQ(country().nearest("219999")->code, "210000");
  EXPECT_EQ(country().nearest("999999"), nullptr);
  EXPECT_EQ(country().nearest("21"), nullptr);
}

TEST(Divisions, ChildrenStandByCodeAndNameTheirParent) {
  const auto cities = country().children("210000");
  ASSERT_FALSE(cities.empty());
  EXPECT_EQ(cities.front().code, "210100");
  for (const auto& city : cities) EXPECT_EQ(city.parent, "210000");
  EXPECT_TRUE(country().children("710000").empty());
}

TEST(Divisions, ARowThatIsWrongIsRefusedWithItsLine) {
  const auto detail = [](const char* rows) {
    const auto parsed = Divisions::parse(std::string("code,parent,name,level\n") + rows);
    return parsed ? std::string()
                  : parsed.refusal().facts[0].second + ": " + parsed.refusal().facts[1].second;
  };
  EXPECT_EQ(detail("110000,,北京市,1\n"), "");
  EXPECT_EQ(detail("11000,,北京市,1\n"), "2: a code has 6, 9 or 12 digits");
  EXPECT_EQ(detail("110000,,,1\n"), "2: the name is missing");
  EXPECT_EQ(detail("110000,,北京市,6\n"), "2: level must be 1 to 5");
  EXPECT_EQ(detail("110000,,北京市,1\n110000,,北京市,1\n"), "0: the code 110000 stands twice");
  EXPECT_EQ(detail("110100,110000,市辖区,2\n"), "0: the parent of 110100 is unknown");
  EXPECT_FALSE(Divisions::parse("name,code\n").ok());
}

TEST(Divisions, NamesHaveTheInitialsPeopleType) {
  const auto initials = [](const char* code) { return country().find(code)->initials; };
  EXPECT_EQ(initials("210102"), "hpq");
  EXPECT_EQ(initials("500000"), "cqs");
  EXPECT_EQ(initials("350200"), "xms");
  EXPECT_EQ(initials("341500"), "las");
  EXPECT_EQ(initials("440113"), "pyq") << "番禺";
  EXPECT_EQ(initials("340300"), "bbs") << "蚌埠";
  EXPECT_EQ(initials("330382"), "yqs") << "乐清";
  EXPECT_EQ(initials("511100"), "lss") << "乐山";
  EXPECT_EQ(initials("371722"), "sx") << "单县";
  EXPECT_EQ(initials("140400"), "czs") << "长治";
  EXPECT_EQ(initials("140428"), "zzx") << "长子";
  EXPECT_EQ(initials("540000"), "xzzzq") << "西藏";
  EXPECT_EQ(initials("422823"), "bdx") << "巴东";
  EXPECT_EQ(country().initials("县人力资源和社会保障局"), "xrlzyhshbzj");
}

TEST(Divisions, ASearchGivesTheNameItselfThenWhatBeginsWithItThenTheHigherLevel) {
  EXPECT_EQ(first_names("沈阳市", "", 1), "辽宁省沈阳市");
  EXPECT_EQ(first_names("沈阳", "", 1), "辽宁省沈阳市");
  EXPECT_EQ(first_names("cqs", "", 1), "重庆市");
  EXPECT_EQ(first_names("和平区", "", 50), "天津市和平区 辽宁省沈阳市和平区");
  EXPECT_EQ(first_names("hpq", "210000", 1), "辽宁省沈阳市和平区");
  EXPECT_EQ(first_names("平区", "210100", 5), "辽宁省沈阳市和平区") << "in the middle of the name";
  EXPECT_EQ(first_names("pq", "210102", 5), "") << "initials only from their beginning";
  EXPECT_EQ(first_names("和平区", "210102", 5), "") << "below it, not itself";
  EXPECT_EQ(first_names("市辖区", "", 5), "") << "a row that only groups is no place";
  EXPECT_EQ(country().search("a", "", 50).size(), 50u);
}

TEST(Divisions, VillagesAreReadOnceWhenTheFirstIsNeeded) {
  int readings = 0;
  const Divisions county = small_county(&readings);
  EXPECT_EQ(codes(county.children("990101")), "990101001 990101002");
  EXPECT_EQ(codes(county.search("河东", "990101", 5)), "") << "villages only within a township";
  EXPECT_EQ(readings, 0);
  EXPECT_EQ(codes(county.children("990101001")), "990101001001 990101001002");
  const Division village = county.children("990101002").at(0);
  EXPECT_EQ(village.name, "东坪村委会");
  EXPECT_EQ(village.parent, "990101002");
  EXPECT_EQ(village.level, 5);
  EXPECT_EQ(village.initials, "dpcwh");
  EXPECT_EQ(codes(county.search("hd", "990101001", 5)), "990101001002");
  EXPECT_EQ(codes(county.search("村", "990101001", 5)), "990101001001");
  EXPECT_EQ(county.name_path("990101002201"), "示例省示例市安澜县清源乡东坪村委会");
  EXPECT_EQ(county.name_path("990101002999"), "示例省示例市安澜县清源乡");
  EXPECT_TRUE(county.children("990101001001").empty());
  EXPECT_EQ(readings, 1);
}

TEST(Divisions, VillagesThatStandAmongTheRowsAreFoundThere) {
  const auto divisions = Divisions::parse(std::string(kTwoTownships) +
                                          "990101001001,990101001,青石村委会,5\n");
  ASSERT_TRUE(divisions.ok());
  EXPECT_EQ(codes(divisions->children("990101001")), "990101001001");
  EXPECT_EQ(divisions->name_path("990101001001"), "示例省示例市安澜县清河镇青石村委会");
  EXPECT_EQ(codes(divisions->search("qs", "990101001", 5)), "990101001001");
  EXPECT_EQ(codes(divisions->search("qs", "", 5)), "");
}

TEST(Divisions, AVillageRowThatIsWrongIsRefusedWithItsLine) {
  const auto detail = [](const char* rows) {
    const auto parsed = Villages::parse(std::string("# note\ntownship,villages\n") + rows);
    return parsed ? std::string()
                  : parsed.refusal().facts[0].second + ": " + parsed.refusal().facts[1].second;
  };
  EXPECT_EQ(detail("110101001,001多福巷社区居委会,002银闸社区居委会\n"), "");
  EXPECT_EQ(detail("110101001\n"), "");
  EXPECT_EQ(detail("110101,001多福巷\n"), "3: a township has 9 digits");
  EXPECT_EQ(detail("110101002,001甲\n110101001,001甲\n"), "4: townships stand by code, each once");
  EXPECT_EQ(detail("110101001,001\n"), "3: a village is three digits and a name");
  EXPECT_EQ(detail("110101001,甲村\n"), "3: a village is three digits and a name");
  EXPECT_EQ(detail("110101001,002甲,001乙\n"), "3: villages stand by code, each once");
  EXPECT_FALSE(Villages::parse("code,name\n").ok());
}

}  // namespace
}  // namespace xinfang
