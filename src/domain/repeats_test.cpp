#include "domain/repeats.hpp"

#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

RepeatAdvice advice(const row_case::Moves& moves, Id at_organ, const std::string& day,
                    const std::string& state = "") {
  Course course = row_case::walked(moves, reg2022());
  if (!state.empty()) course.matter.subject(3)->state = state;
  return advise_on_repeat(reg2022(), course.matter, at_organ, "990101", county(),
                          Date::parse(day).value());
}

// The table of regulation 4.6, one line each.
TEST(Repeats, WhatFollowsDependsOnHowTheEarlierMatterStands) {
  const row_case::Ways ways;
  EXPECT_EQ(advice(ways.in_hand, kCountyOffice, "2024-03-20").what, "join")
      << "the county's office is not above the housing bureau in the tree";
  const RepeatAdvice above = advice(ways.in_hand, kCityGovernment, "2024-03-20");
  EXPECT_EQ(above.what, "tell_above");
  EXPECT_EQ(above.step, "joining_refused_above");
  EXPECT_EQ(above.ground, "NA03");
  EXPECT_EQ(above.basis, "REG2022 Art. 19 ¶3");
  EXPECT_EQ(advice(ways.in_hand, kCityGovernment, "2024-05-20").what, "join_and_supervise")
      << "late: no refusal";
  EXPECT_EQ(advice(ways.served, kCountyOffice, "2024-03-10").ground, "NA05");
  EXPECT_EQ(advice(ways.in_review, kCountyOffice, "2024-03-10").ground, "NA05");
  EXPECT_EQ(advice(ways.concluded, kCountyOffice, "2024-03-10").ground, "NM01");
  EXPECT_EQ(advice(ways.served, kCountyOffice, "2024-05-10", "LAPSED").what, "head_decides")
      << "the nation is silent on lapsed terms";
  EXPECT_EQ(advice(ways.settled, kCountyOffice, "2024-05-10").what, "head_decides");
  EXPECT_EQ(advice(ways.in_route, kCountyOffice, "2024-03-10").what, "point_to_route");
  EXPECT_EQ(advice(ways.refused, kCountyOffice, "2024-03-10").what, "new_matter");
}

}  // namespace
}  // namespace xinfang
