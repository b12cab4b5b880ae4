#include "domain/protection.hpp"

#include <gtest/gtest.h>

#include <random>

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

constexpr Id kCity = 10, kCityOffice = 11, kCityHousing = 12, kCounty = 20, kCountyOffice = 21,
             kHousing = 22, kLabour = 23, kBrigade = 24, kDiscipline = 25, kTown = 30,
             kTownOffice = 31;

OrganDirectory a_city() {
  return OrganDirectory({an_organ(kCity, "GOVERNMENT", 3, "990100", 0),
                         an_organ(kCityOffice, "PETITION_OFFICE", 3, "990100", kCity),
                         an_organ(kCityHousing, "DEPARTMENT", 3, "990100", kCity),
                         an_organ(kCounty, "GOVERNMENT", 4, "990101", kCity),
                         an_organ(kCountyOffice, "PETITION_OFFICE", 4, "990101", kCounty),
                         an_organ(kHousing, "DEPARTMENT", 4, "990101", kCounty, kCityHousing),
                         an_organ(kLabour, "DEPARTMENT", 4, "990101", kCounty),
                         an_organ(kBrigade, "PUBLIC_INSTITUTION", 4, "990101", kLabour),
                         an_organ(kDiscipline, "DISCIPLINE_ORGAN", 4, "990101", kCounty),
                         an_organ(kTown, "TOWNSHIP", 5, "990101100", kCounty),
                         an_organ(kTownOffice, "PETITION_OFFICE", 5, "990101100", kTown)});
}

Accused unit(Id organ_id) {
  Accused accused;
  accused.organ_id = organ_id;
  accused.is_unit = accused.resolved = true;
  return accused;
}

Accused person(Id organ_id, bool leads, Id user_id = 0) {
  Accused accused;
  accused.organ_id = organ_id;
  accused.user_id = user_id;
  accused.leads = leads;
  accused.resolved = true;
  return accused;
}

Post post(Id user_id, Id organ_id, bool leads = false, bool past = false) {
  return {user_id, organ_id, leads, Date::of(2015, 1, 1), past ? Date::of(2018, 1, 1) : Date{}};
}

using Ids = std::set<Id>;

TEST(ForbiddenRecipients, AnAccusedUnitTakesAllBelowItByAdministrationOrLine) {
  const auto forbidden = forbidden_recipients({unit(kCityHousing)}, {}, a_city());
  EXPECT_FALSE(forbidden.unknown);
  EXPECT_EQ(forbidden.organs, (Ids{kCityHousing, kHousing}));
  EXPECT_EQ(forbidden_recipients({unit(kLabour)}, {}, a_city()).organs, (Ids{kLabour, kBrigade}));
  EXPECT_EQ(forbidden_recipients({unit(kCounty)}, {}, a_city()).organs.size(), 8u);
}

TEST(ForbiddenRecipients, ALeaderTakesAllBelowAMemberHisUnitAlone) {
  EXPECT_EQ(forbidden_recipients({person(kLabour, true)}, {}, a_city()).organs,
            (Ids{kLabour, kBrigade}));
  EXPECT_EQ(forbidden_recipients({person(kLabour, false)}, {}, a_city()).organs, (Ids{kLabour}));
}

TEST(ForbiddenRecipients, PostsThatWereHeldCountLikeThoseThatAre) {
  const std::vector<Post> posts{post(7, kLabour, true, true), post(7, kTown, false, true),
                                post(8, kBrigade, false, true), post(9, kHousing)};
  const auto forbidden = forbidden_recipients({person(kCountyOffice, false, 7)}, posts, a_city());
  EXPECT_EQ(forbidden.organs, (Ids{kCountyOffice, kLabour, kBrigade, kTown}));
  // 8 left the brigade long ago and is forbidden all the same; 9 never was in such an organ.
  EXPECT_EQ(forbidden.users, (Ids{7, 8}));
}

TEST(ForbiddenRecipients, PostsOfOthersForbidNoOrgan) {
  const auto forbidden = forbidden_recipients(
      {person(kLabour, false)}, {post(8, kLabour), post(8, kHousing, true)}, a_city());
  EXPECT_EQ(forbidden.organs, (Ids{kLabour}));
  EXPECT_EQ(forbidden.users, (Ids{8}));
}

TEST(ForbiddenRecipients, WhoIsNotResolvedMakesItUnknown) {
  EXPECT_TRUE(forbidden_recipients({}, {}, a_city()).unknown);
  auto free_text = person(kLabour, true);
  free_text.resolved = false;
  const auto half = forbidden_recipients({unit(kTown), free_text}, {}, a_city());
  EXPECT_TRUE(half.unknown);
  EXPECT_TRUE(half.organ(kTown));
  EXPECT_TRUE(half.organ(kLabour));
  const auto outside = forbidden_recipients({person(0, true)}, {}, a_city());
  EXPECT_FALSE(outside.unknown);
  EXPECT_TRUE(outside.organs.empty());
  EXPECT_TRUE(forbidden_recipients({person(4711, false)}, {}, a_city()).unknown);
}

TEST(WallHolder, IsTheNearestOfficeThatIsNotForbidden) {
  const auto organs = a_city();
  const auto against = [&](Accused accused) { return forbidden_recipients({accused}, {}, organs); };
  EXPECT_EQ(wall_holder(kCountyOffice, against(unit(kLabour)), organs), kCountyOffice);
  EXPECT_EQ(wall_holder(kHousing, against(unit(kLabour)), organs), kCountyOffice);
  EXPECT_EQ(wall_holder(kTown, against(unit(kTown)), organs), kCountyOffice);
  EXPECT_EQ(wall_holder(kTownOffice, against(unit(kCounty)), organs), kCityOffice);
  EXPECT_EQ(wall_holder(kCountyOffice, against(person(kCountyOffice, false)), organs), kCityOffice);
  EXPECT_EQ(wall_holder(kCountyOffice, against(unit(kCity)), organs), 0);
  EXPECT_EQ(wall_holder(4711, against(unit(kCity)), organs), 0);
}

TEST(WallHolder, StandsHigherWhileTheAccusedAreUnknown) {
  const auto organs = a_city();
  EXPECT_EQ(wall_holder(kTown, {}, organs), kCountyOffice);
  EXPECT_EQ(wall_holder(kTownOffice, {}, organs), kCountyOffice);
  EXPECT_EQ(wall_holder(kCountyOffice, {}, organs), kCityOffice);
  EXPECT_EQ(wall_holder(kCityOffice, {}, organs), 0);
}

TEST(WallHolder, IsFoundByPlaceWhereTheOfficesDoNotHangTogether) {
  auto abolished = an_organ(4, "PETITION_OFFICE", 4, "990101", 0);
  abolished.valid_to_on = Date::of(2020, 1, 1);
  const OrganDirectory organs({an_organ(1, "PETITION_OFFICE", 2, "990000", 0),
                               an_organ(3, "DEPARTMENT", 4, "990101", 4), abolished,
                               an_organ(5, "VILLAGE", 6, "990101100201", 0)});
  Forbidden nobody;
  nobody.unknown = false;
  EXPECT_EQ(wall_holder(3, nobody, organs), 1);
  EXPECT_EQ(wall_holder(5, nobody, organs), 1);
}

TEST(DisciplineLevel, IsOfWhoManagesTheHighestCadre) {
  const auto organs = a_city();
  auto deputy = person(kLabour, false), head = person(kCounty, true);
  deputy.cadre_level = 4;
  head.cadre_level = 3;
  EXPECT_EQ(discipline_level({deputy}, organs), 4);
  EXPECT_EQ(discipline_level({deputy, head}, organs), 3);
  EXPECT_EQ(discipline_level({unit(kTown)}, organs), 5);
  EXPECT_EQ(discipline_level({deputy, person(kTown, false)}, organs), 0);
  EXPECT_EQ(discipline_level({}, organs), 0);
}

TEST(DisciplineLevel, OfADisciplineOrgansOwnHeadIsTheOneAbove) {
  const auto organs = a_city();
  auto head = person(kDiscipline, true), member = person(kDiscipline, false);
  head.cadre_level = member.cadre_level = 4;
  EXPECT_EQ(discipline_level({head}, organs), 3);
  EXPECT_EQ(discipline_level({member}, organs), 4);
  EXPECT_EQ(discipline_level({unit(kDiscipline)}, organs), 3);
  head.cadre_level = 2;
  EXPECT_EQ(discipline_level({head}, organs), 2);
}

// Random graphs (circles included), posts and accused against the rule written a second time, as a
// closure by matrix instead of a walk: no forbidden recipient is reachable, none is named in vain.
class RandomTown {
 public:
  explicit RandomTown(unsigned seed) : dice_(seed) {
    count_ = 2 + roll(12);
    for (int i = 1; i <= count_; ++i) {
      auto organ = an_organ(i, roll(3) == 0 ? "PETITION_OFFICE" : "DEPARTMENT", 1 + roll(6),
                            roll(2) ? "990101" : "990100", roll(count_ + 1), roll(count_ + 1));
      if (roll(8) == 0) organ.valid_to_on = Date::of(2020, 1, 1);
      list_.push_back(organ);
    }
    organs_ = OrganDirectory(list_);
    for (int i = roll(12); i > 0; --i)
      posts_.push_back(post(1 + roll(6), 1 + roll(count_), roll(2) != 0, roll(2) != 0));
    for (int i = roll(3); i > 0; --i) {
      Accused accused = person(1 + roll(count_), roll(2) != 0, roll(7));
      accused.is_unit = roll(3) == 0;
      accused.resolved = roll(5) != 0;
      accused_.push_back(accused);
    }
    close();
  }

  void check() const {
    const Forbidden forbidden = forbidden_recipients(accused_, posts_, organs_);
    bool resolved = !accused_.empty();
    for (const Accused& each : accused_) resolved = resolved && each.resolved;
    EXPECT_EQ(forbidden.unknown, !resolved);
    for (Id organ = 1; organ <= count_; ++organ)
      EXPECT_EQ(forbidden.organ(organ), must_not_hear(organ)) << organ;
    for (Id user = 1; user <= 6; ++user)
      EXPECT_EQ(forbidden.user(user), must_not_see(user)) << user;
    for (const Organ& from : list_) {
      const Organ* holder = organs_.find(wall_holder(from.organ_id, forbidden, organs_));
      if (!holder) continue;
      EXPECT_TRUE(holder->is_petition_office());
      EXPECT_FALSE(must_not_hear(holder->organ_id));
      EXPECT_EQ(holder->valid_to_on.days, 0);
      EXPECT_LE(holder->level, resolved ? from.level : from.level - 1);
    }
  }

 private:
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(dice_); }

  void close() {
    for (const Organ& organ : list_) {
      above_[organ.organ_id][organ.superior_id] = true;
      above_[organ.organ_id][organ.line_superior_id] = true;
      above_[organ.organ_id][organ.organ_id] = true;
    }
    for (int k = 1; k <= count_; ++k)
      for (int i = 1; i <= count_; ++i)
        for (int j = 1; j <= count_; ++j)
          above_[i][j] = above_[i][j] || (above_[i][k] && above_[k][j]);
  }

  bool must_not_hear(Id organ) const {
    for (const Accused& each : accused_) {
      if (organ == each.organ_id) return true;
      if ((each.is_unit || each.leads) && above_[organ][each.organ_id]) return true;
      for (const Post& held : posts_) {
        if (each.user_id == 0 || held.user_id != each.user_id) continue;
        if (held.leads ? above_[organ][held.organ_id] : organ == held.organ_id) return true;
      }
    }
    return false;
  }

  bool must_not_see(Id user) const {
    for (const Accused& each : accused_)
      if (each.user_id == user) return true;
    for (const Post& held : posts_)
      if (held.user_id == user && must_not_hear(held.organ_id)) return true;
    return false;
  }

  std::mt19937 dice_;
  int count_ = 0;
  std::vector<Organ> list_;
  OrganDirectory organs_;
  std::vector<Post> posts_;
  std::vector<Accused> accused_;
  bool above_[16][16] = {};
};

TEST(ForbiddenRecipients, HoldInThousandsOfRandomTowns) {
  for (unsigned seed = 1; seed <= 5000 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomTown(seed).check();
  }
}

}  // namespace
}  // namespace xinfang
