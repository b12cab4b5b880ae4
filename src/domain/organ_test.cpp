#include "domain/organ.hpp"

#include <gtest/gtest.h>

namespace xinfang {
namespace {

Organ an_organ(Id id, const char* type, int level, const char* region, Id superior, Id line = 0) {
  Organ organ;
  organ.organ_id = id;
  organ.type = type;
  organ.level = level;
  organ.region_code = region;
  organ.superior_id = superior;
  organ.line_superior_id = line;
  return organ;
}

OrganDirectory a_county() {
  return OrganDirectory({an_organ(40, "TOWNSHIP", 5, "210102003", 30),
                         an_organ(31, "DEPARTMENT", 4, "210102", 30, 21),
                         an_organ(32, "PETITION_OFFICE", 4, "210102", 30),
                         an_organ(30, "GOVERNMENT", 4, "210102", 20),
                         an_organ(21, "DEPARTMENT", 3, "210100", 20),
                         an_organ(20, "GOVERNMENT", 3, "210100", 0)});
}

TEST(OrganDirectory, BelowIsByAdministrationOrLineAtAnyDistanceAndNeverItself) {
  const auto organs = a_county();
  EXPECT_TRUE(organs.is_below(40, 30));
  EXPECT_TRUE(organs.is_below(40, 20));
  EXPECT_TRUE(organs.is_below(31, 21));
  EXPECT_FALSE(organs.is_below(40, 21));
  EXPECT_FALSE(organs.is_below(30, 40));
  EXPECT_FALSE(organs.is_below(30, 30));
  EXPECT_FALSE(organs.is_below(99, 30));
  EXPECT_FALSE(organs.is_below(40, 99));
  EXPECT_FALSE(organs.is_below(40, 0));
}

TEST(OrganDirectory, ACircleInTheDataEndsTheWalk) {
  const OrganDirectory organs({an_organ(1, "DEPARTMENT", 4, "210102", 2),
                               an_organ(2, "DEPARTMENT", 4, "210102", 1),
                               an_organ(3, "DEPARTMENT", 4, "210102", 0)});
  EXPECT_FALSE(organs.is_below(1, 3));
  EXPECT_TRUE(organs.is_below(1, 2));
}

TEST(OrganDirectory, AllStandByLevelRegionAndCode) {
  const auto organs = a_county();
  std::vector<Id> ids;
  for (const auto* organ : organs.all()) ids.push_back(organ->organ_id);
  EXPECT_EQ(ids, (std::vector<Id>{20, 21, 30, 31, 32, 40}));
  EXPECT_EQ(organs.find(99), nullptr);
  EXPECT_EQ(organs.find(31)->line_superior_id, 21);
}

TEST(OrganDirectory, ThePetitionOfficeOfARegionIsTheValidOne) {
  const auto organs = a_county();
  EXPECT_EQ(organs.petition_office_of("210102")->organ_id, 32);
  EXPECT_EQ(organs.petition_office_of("210100"), nullptr);
  auto abolished = an_organ(1, "PETITION_OFFICE", 4, "210103", 0);
  abolished.valid_to_on = Date::of(2020, 1, 1);
  EXPECT_EQ(OrganDirectory({abolished}).petition_office_of("210103"), nullptr);
}

}  // namespace
}  // namespace xinfang
