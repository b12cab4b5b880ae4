// Whose turn it was: by hand on courses one can count, and on thousands of random ones against the
// rule asked afresh for single minutes.
#include "domain/responsibility.hpp"

#include <map>
#include <random>
#include <set>

#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kDay = 1440;  // minutes
constexpr Id kNobody = 0;

void take(Course& course, const char* day, const char* row, int part, const Actor& actor,
          Json fields = {}) {
  course.on(day);
  if (fields.is_null()) fields = lawful_fields(row, course.matter, course.now);
  EXPECT_TRUE(course.step(row, part, actor, fields))
      << row << " " << course.refusal.code << " " << course.refusal.field;
}

std::vector<ResponsibilityTrack> tracks_of(const Course& course, const char* now) {
  return responsibility(course.rulebook, course.events, at_noon(now));
}

using Totals = std::vector<ResponsibilityTotal>;

// Received and filed on 1 March at noon, screened on the 4th.
Course screened_course() {
  Course course;
  take(course, "2024-03-01", "T01", 0, petitioner());
  take(course, "2024-03-04", "T04", 1, clerk());
  return course;
}

// A reported assignment: every change of hands on its own day.
Course reported_course() {
  Course course = screened_course();
  take(course, "2024-03-05", "T08", 1, office_head());
  take(course, "2024-03-07", "T16", 2, receiver());
  take(course, "2024-03-08", "T21", 2, receiver());
  take(course, "2024-03-11", "T26", 3, case_officer());
  take(course, "2024-03-20", "T32", 3, organ_head());
  take(course, "2024-03-22", "T33", 3, case_officer());
  return course;
}

TEST(Responsibility, EachDayOfACourseIsWithItsHolder) {
  const auto tracks = tracks_of(reported_course(), "2024-04-01");
  ASSERT_EQ(tracks.size(), 1u);
  const ResponsibilityTrack& track = tracks[0];
  EXPECT_EQ(track.subject_no, 3);
  EXPECT_TRUE(track.running);
  EXPECT_EQ(track.minutes(), 31 * kDay);
  EXPECT_EQ(track.totals, (Totals{{Turn::organ, kCountyOffice, 4 * kDay},
                                  {Turn::organ, kHousing, 17 * kDay},
                                  {Turn::petitioner, kNobody, 10 * kDay}}));
  std::vector<std::string> states;
  for (const ResponsibilitySpan& span : track.spans) states.push_back(span.state);
  EXPECT_EQ(states,
            (std::vector<std::string>{"REGISTERED", "SCREENED", "ARRIVED", "SIGNED_IN", "ACCEPTED",
                                      "HANDLING", "OPINION_ISSUED", "CLOSED_OPEN_TERM"}));
  EXPECT_EQ(track.spans[2].until, at_noon("2024-03-07"));
}

TEST(Responsibility, EndsWithTheProcedureButAnOwedReportIsTheOrgansTime) {
  Course course = reported_course();
  take(course, "2024-05-10", "T37", 3, system_actor());
  auto tracks = tracks_of(course, "2024-05-15");
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_TRUE(tracks[0].running);
  EXPECT_EQ(tracks[0].spans.back().state, "ACCEPTED_HERE");
  EXPECT_EQ(tracks[0].spans.back().organ_id, kHousing);
  take(course, "2024-05-17", "T35", 2, organ_head());
  tracks = tracks_of(course, "2024-09-01");
  EXPECT_FALSE(tracks[0].running);
  EXPECT_EQ(tracks[0].until, at_noon("2024-05-17"));
  EXPECT_EQ(tracks[0].totals, (Totals{{Turn::organ, kCountyOffice, 4 * kDay},
                                      {Turn::organ, kHousing, (17 + 7) * kDay},
                                      {Turn::petitioner, kNobody, 49 * kDay}}));
}

TEST(Responsibility, AnObjectionIsTheSendersTurnAndAWayThatLedBackStaysWithWhoHadIt) {
  Course course = screened_course();
  take(course, "2024-03-05", "T06", 1, clerk());
  take(course, "2024-03-06", "T16", 2, receiver());
  take(course, "2024-03-08", "T18", 2, receiver());
  take(course, "2024-03-11", "T19", 2, clerk());
  take(course, "2024-03-12", "T06", 1, clerk(), to_organ(kLabour));
  const auto tracks = tracks_of(course, "2024-03-20");
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks[0].subject_no, 3);
  // Housing had it three days before it objected, although the hop to it came to nothing.
  EXPECT_EQ(tracks[0].totals, (Totals{{Turn::organ, kCountyOffice, (4 + 3 + 1) * kDay},
                                      {Turn::organ, kHousing, 3 * kDay},
                                      {Turn::organ, kLabour, 8 * kDay}}));
}

TEST(Responsibility, TwoOrgansHaveTwoTracksAndNeitherHasTheOthersDays) {
  Course course = screened_course();
  take(course, "2024-03-05", "T06", 1, clerk(),
       to_organ(kHousing).set("targets", ids({kHousing, kLabour})));
  take(course, "2024-03-06", "T16", 2, receiver());
  take(course, "2024-03-07", "T23", 2, organ_head());
  const auto tracks = tracks_of(course, "2024-03-20");
  ASSERT_EQ(tracks.size(), 2u);
  EXPECT_FALSE(tracks[0].running);
  EXPECT_EQ(tracks[0].totals,
            (Totals{{Turn::organ, kCountyOffice, 4 * kDay}, {Turn::organ, kHousing, 2 * kDay}}));
  EXPECT_TRUE(tracks[1].running);
  EXPECT_EQ(tracks[1].totals,
            (Totals{{Turn::organ, kCountyOffice, 4 * kDay}, {Turn::organ, kLabour, 15 * kDay}}));
}

TEST(Responsibility, WhatIsHeldOutsideIsALawfulPause) {
  Course course;
  take(course, "2024-03-01", "T01", 0, petitioner());
  Json accusation = screened("2");
  accusation.set("accused", Json::array().push(Json::object().set("organ_id", id_text(kTown))));
  take(course, "2024-03-02", "T04", 1, clerk(), accusation);
  take(course, "2024-03-04", "T13", 1, liaison());
  const auto tracks = tracks_of(course, "2024-03-10");
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks[0].totals,
            (Totals{{Turn::organ, kCountyOffice, 3 * kDay}, {Turn::pause, kNobody, 6 * kDay}}));
}

TEST(Responsibility, AReviewIsTheReviewersTimeAndItsHearingAPause) {
  Course course = reported_course();
  const auto review = [&](const char* row, const char* result) {
    return lawful_fields(row, course.matter, course.now).set("result", result);
  };
  take(course, "2024-04-01", "T38", 3, petitioner());
  take(course, "2024-04-11", "T40", 3, government(), review("T40", "upheld"));
  take(course, "2024-04-12", "T40s", 3, government());
  take(course, "2024-04-22", "T42", 3, petitioner());
  take(course, "2024-04-25", "T43", 3, city_government());
  take(course, "2024-05-05", "T43e", 3, city_government());
  const auto tracks = tracks_of(course, "2024-05-06");
  ASSERT_EQ(tracks.size(), 1u);
  EXPECT_EQ(tracks[0].totals, (Totals{{Turn::organ, kCountyOffice, 4 * kDay},
                                      {Turn::organ, kHousing, 17 * kDay},
                                      {Turn::petitioner, kNobody, (10 + 10) * kDay},
                                      {Turn::organ, kGovernment, 11 * kDay},
                                      {Turn::organ, kCityGovernment, (3 + 1) * kDay},
                                      {Turn::pause, kNobody, 10 * kDay}}));
  EXPECT_EQ(tracks[0].minutes(), 66 * kDay);
}

TEST(Responsibility, CountsFromReceiptAndOfATakeOverFromTheTakeOver) {
  Course course;
  course.on("2024-03-05");
  ASSERT_TRUE(course.step("T01", 0, petitioner(), filing(kCountyOffice, "2024-03-01")));
  EXPECT_EQ(tracks_of(course, "2024-03-06")[0].minutes(), 5 * kDay);

  Course taken;
  taken.on("2024-03-05");
  Json fields = lawful_fields("T00", taken.matter, taken.now);
  ASSERT_TRUE(
      taken.step("T00", 0, system_actor(), fields.set("received_at", at_noon("2020-01-01").iso())));
  EXPECT_EQ(tracks_of(taken, "2024-03-06")[0].minutes(), 1 * kDay);
  Course closed;
  closed.on("2024-03-05");
  fields = lawful_fields("T00", closed.matter, closed.now);
  ASSERT_TRUE(closed.step("T00", 0, system_actor(), fields.set("state", "REPLIED")));
  EXPECT_TRUE(tracks_of(closed, "2024-03-06").empty());
  EXPECT_TRUE(responsibility(reg2022(), {}, at_noon("2024-03-06")).empty());
}

TEST(Responsibility, SecondsAreNobodysAndAClockSetBackMovesNothing) {
  Course course = screened_course();
  course.events[1].at = course.events[0].at + 90'000;  // one and a half minutes later
  auto tracks = responsibility(course.rulebook, course.events, course.events[0].at + 150'000);
  ASSERT_EQ(tracks[0].spans.size(), 2u);
  EXPECT_EQ(tracks[0].spans[0].minutes(), 1);
  EXPECT_EQ(tracks[0].minutes(), 2);
  course.events[1].at = course.events[0].at + -600'000;
  tracks = responsibility(course.rulebook, course.events, course.events[0].at + 60'000);
  EXPECT_EQ(tracks[0].minutes(), 1);
  EXPECT_EQ(tracks[0].spans[0].state, "SCREENED");
}

// A course of rows drawn by lot, with pauses of minutes to days.
class RandomCourse {
 public:
  explicit RandomCourse(unsigned seed) : dice_(seed) {
    for (int i = 0; i < 60 && course_.events.size() < 16; ++i) attempt();
  }

  void check() {
    const Instant now = course_.now + roll(90'000) * 60'000LL;
    const auto tracks = responsibility(course_.rulebook, course_.events, now);
    for (const ResponsibilityTrack& track : tracks) {
      SCOPED_TRACE(track.subject_no);
      adds_up(track);
      for (int i = 0; i < 8; ++i)
        is_whose_turn(track, track.from + roll(static_cast<int>(track.minutes())) * 60'000LL);
    }
    // Whoever holds something open now has a running track that says so.
    for (const Subject& part : course_.matter.subjects) {
      if (!course_.rulebook.state(part.kind, part.state)->open || part.mode == "co") continue;
      bool named = false;
      for (const ResponsibilityTrack& track : tracks)
        named = named || (track.running && track.until >= now + -60'000 &&
                          track.spans.back().subject_no == part.no);
      EXPECT_TRUE(named || has_open_below(course_.matter, part.no)) << part.no << part.state;
    }
    longest = std::max(longest, course_.events.size());
  }

  static inline std::size_t longest = 0;

 private:
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(dice_); }

  void attempt() {
    static const std::vector<Actor> people = {petitioner(),      system_actor(), clerk(),
                                              office_head(),     liaison(),      town_clerk(),
                                              receiver(),        case_officer(), organ_head(),
                                              labour_receiver(), government(),   city_government()};
    const auto& rows = course_.rulebook.steps();
    const StepRule& row = rows[static_cast<std::size_t>(roll(static_cast<int>(rows.size())))];
    if ((row.id == "T30" || row.id == "T14") && roll(6) != 0) return;
    Json fields = lawful_fields(row.id, course_.matter, course_.now);
    if (row.id == "T06" && roll(2) != 0) fields.set("targets", ids({kLabour}));
    course_.now = course_.now + roll(3) * roll(9'000) * 60'000LL;
    for (int part = 0; part <= static_cast<int>(course_.matter.subjects.size()); ++part)
      for (const Actor& actor : people)
        if (course_.step(row.id, part, actor, fields)) return;
  }

  void adds_up(const ResponsibilityTrack& track) {
    ASSERT_FALSE(track.spans.empty());
    Instant at = track.from;
    std::map<std::pair<Turn, Id>, std::int64_t> by_holder;
    for (const ResponsibilitySpan& span : track.spans) {
      EXPECT_EQ(span.from, at);
      EXPECT_LT(span.from, span.until);
      EXPECT_EQ(span.turn == Turn::closed, span.subject_no == 0);
      EXPECT_EQ(span.organ_id != 0, span.turn == Turn::organ || span.turn == Turn::pause);
      at = span.until;
      by_holder[{span.turn, span.turn == Turn::organ ? span.organ_id : 0}] += span.minutes();
    }
    EXPECT_EQ(at, track.until);
    std::int64_t sum = 0;
    for (const ResponsibilityTotal& total : track.totals) {
      EXPECT_EQ(total.minutes, (by_holder[{total.turn, total.organ_id}]));
      sum += total.minutes;
    }
    EXPECT_EQ(by_holder.size(), track.totals.size());
    EXPECT_EQ(sum, track.minutes());
  }

  bool has_open_below(const Matter& matter, int no) {
    for (const Subject& part : matter.subjects) {
      if (part.parent_no != no) continue;
      if (course_.rulebook.state(part.kind, part.state)->open || has_open_below(matter, part.no))
        return true;
    }
    return false;
  }

  static bool standing_still(const Matter& matter, int no) {
    for (const Deadline& clock : matter.deadlines)
      if (clock.subject_no == no && clock.suspended_on.days != 0 && clock.running()) return true;
    return false;
  }

  static Id worker(const Subject& part, const std::string& by) {
    if (by == "sender") return part.sender_id;
    if (by == "reviewer") return part.review_organ_id;
    if (by == "re_reviewer") return part.re_review_organ_id;
    return part.organ_id;
  }

  // The matter as it stood at that minute, and from the bottom of the chain the first open part.
  void is_whose_turn(const ResponsibilityTrack& track, Instant minute) {
    Matter then;
    for (const Event& event : course_.events)
      if (event.at.ms / 60'000 <= minute.ms / 60'000) then = apply(then, event);
    const ResponsibilitySpan* span = nullptr;
    for (const ResponsibilitySpan& each : track.spans)
      if (each.from <= minute && minute < each.until) span = &each;
    ASSERT_TRUE(span);
    for (int no = track.subject_no; no != 0; no = course_.matter.subject(no)->parent_no) {
      const Subject* part = then.subject(no);
      const StateRule* state = part ? course_.rulebook.state(part->kind, part->state) : nullptr;
      if (!state || !state->open) continue;
      EXPECT_EQ(span->state, part->state);
      EXPECT_EQ(span->subject_no, no);
      if (state->held_outside || standing_still(then, no)) {
        EXPECT_EQ(span->turn, Turn::pause);
      } else if (state->worked_by == "petitioner") {
        EXPECT_EQ(span->turn, Turn::petitioner);
      } else {
        EXPECT_EQ(span->turn, Turn::organ);
        EXPECT_EQ(span->organ_id, worker(*part, state->worked_by));
      }
      return;
    }
  }

  std::mt19937 dice_;
  Course course_;
};

TEST(Responsibility, AddsUpToTheWholeOnRandomCourses) {
  for (unsigned seed = 1; seed <= 1000 && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    RandomCourse(seed).check();
  }
  EXPECT_GE(RandomCourse::longest, 12u);
}

}  // namespace
}  // namespace xinfang
