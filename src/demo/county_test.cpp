#include "demo/county.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <random>
#include <set>

#include "cli/office_setup.hpp"
#include "demo/county_plan.hpp"
#include "demo/demo_fixture.hpp"
#include "demo/demo_office.hpp"
#include "domain/projection.hpp"
#include "services/letter_service.hpp"
#include "store/engine_fixture.hpp"
#include "store/event_store.hpp"
#include "store/matter_store.hpp"
#include "store/verification.hpp"

namespace xinfang {
namespace {

const Instant kNow = *Instant::parse("2026-03-04T10:20:00+08:00");

constexpr std::int64_t kMatters = 260;  // enough for each course once, and for most to end

// An office of its own with a county in it.
class CountyOffice {
 public:
  explicit CountyOffice(Engine engine)
      : scratch_(engine), clock_(*Instant::parse("2023-03-04T00:00:00+08:00")) {
    folder_ = std::filesystem::temp_directory_path() /
              ("xf_county_" + std::to_string(std::random_device{}()));
    SetupOptions options;
    options.root = XINFANG_ROOT;
    options.data = folder_.string();
    options.database = scratch_.options().url;
    options.schema = scratch_.options().schema;
    options.clock = &clock_;
    options.demonstration = true;
    options.durable = false;
    open_ = std::make_unique<OpenOffice>(options);
  }
  ~CountyOffice() {
    open_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  Office& office() { return open_->office(); }
  Instant now() const { return clock_.now(); }
  CountyPlan plan(std::int64_t matters) const {
    CountyPlan plan;
    plan.matters = matters;
    plan.seed = 1;
    plan.until = kNow;
    return plan;
  }
  CountyFigures live(std::int64_t matters) {
    const auto people = make_demo_office(office(), demo_file("office.toml"), DemoScope::county);
    EXPECT_TRUE(people.ok()) << people.refusal().code << " " << people.refusal().field;
    return live_county(office(), clock_, demo_texts(), demo_courses(), plan(matters));
  }
  std::vector<LoadedMatter> all_matters() {
    std::vector<LoadedMatter> all;
    const auto rows = matters_of_organ(office().database, Viewer::system(), false, 0, 1000);
    for (const MatterRow& row : rows) {
      all.push_back(*load_matter(office().database, Viewer::system(), row.matter_id));
    }
    return all;
  }

  // What happened, without the numbers that chance and time give to rows.
  std::multiset<std::string> all_steps() {
    std::multiset<std::string> steps;
    for (const LoadedMatter& loaded : all_matters()) {
      for (const Event& event : loaded.events) {
        steps.insert(event.at.iso() + " " + event.step + " " + loaded.matter.matter_no);
      }
    }
    return steps;
  }

 private:
  ScratchDatabase scratch_;
  SetClock clock_;
  std::filesystem::path folder_;
  std::unique_ptr<OpenOffice> open_;
};

class CountyTest : public ::testing::TestWithParam<Engine>, public CountyOffice {
 protected:
  CountyTest() : CountyOffice(GetParam()) {}
};
XINFANG_ON_BOTH_ENGINES(CountyTest);

std::string name_of(SubjectKind kind, const std::string& state) {
  return std::to_string(static_cast<int>(kind)) + " " + state;
}

// Rows that the county has no reason for, or too seldom for so few matters.
const std::set<std::string> kNotTaken = {
    "T00", "T02r", "T03", "T02u", "X06u", "T42p", "T49dr", "T44r", "T49ri", "T54p", "T52", "T01s",
    "T55", "T60"};

// An organ's matter is late when a duty of its own has run out; the clocks must say what happened.
void expect_plausible(const LoadedMatter& loaded) {
  Instant before{};
  for (const Event& event : loaded.events) {
    EXPECT_GE(event.at, before) << loaded.matter.matter_no;
    EXPECT_LE(event.at, kNow) << loaded.matter.matter_no;
    before = event.at;
  }
  EXPECT_LE(loaded.matter.received_at, loaded.events.front().at);
  for (const Deadline& clock : loaded.matter.deadlines) {
    EXPECT_LE(clock.started_on, china_date(kNow)) << clock.clock;
    EXPECT_GE(clock.due_strict_on, clock.started_on) << clock.clock;
    if (!clock.running()) EXPECT_GE(clock.ended_on, clock.started_on) << clock.clock;
    // Terms of the petitioner that are over have been taken note of.
    const bool lapses = clock.nature == Nature::petitioner_right;
    if (clock.running() && lapses) EXPECT_GE(clock.due_legal_on, china_date(kNow)) << clock.clock;
  }
}

TEST_P(CountyTest, LivesThreeYearsAndReachesEveryState) {
  const CountyFigures figures = live(kMatters);
  EXPECT_EQ(figures.matters, kMatters);
  for (const auto& [what, count] : figures.refused) ADD_FAILURE() << what << ": " << count;
  EXPECT_EQ(now(), kNow);

  std::set<std::string> states, ways, steps;
  int open = 0, paused = 0;
  const auto matters = all_matters();
  ASSERT_EQ(matters.size(), static_cast<std::size_t>(kMatters));
  for (const LoadedMatter& loaded : matters) {
    for (const Subject& part : loaded.matter.subjects) {
      states.insert(name_of(part.kind, part.state));
      ways.insert(part.way);
    }
    for (const Event& event : loaded.events) steps.insert(event.step);
    for (const Deadline& clock : loaded.matter.deadlines) {
      paused += clock.state == ClockState::suspended;
    }
    open += is_open(office().law.now()->of(loaded.matter.rule_set), loaded.matter);
    expect_plausible(loaded);
  }
  EXPECT_GT(open, 30);
  EXPECT_LT(open, 130);
  EXPECT_GT(paused, 0) << "a clock stands still today";
  for (const StateRule& state : office().law.now()->of("reg2022").states()) {
    const std::string name = name_of(state.subject, state.id);
    EXPECT_TRUE(states.contains(name)) << name;
  }
  for (const char* way : {"30", "31(1)", "31(2)", "31(4)", "31(5)", "31(6)"}) {
    EXPECT_TRUE(ways.contains(way)) << way;
  }
  for (const StepRule& step : office().law.now()->of("reg2022").steps()) {
    EXPECT_TRUE(steps.contains(step.id) || kNotTaken.contains(step.id))
        << step.id << " " << step.deed;
  }
  const VerifyReport report = verify(office().database, office().keys, *office().law.now());
  for (const Finding& finding : report.findings) ADD_FAILURE() << finding.row << finding.problem;
  EXPECT_EQ(report.streams, static_cast<std::uint64_t>(kMatters));
  EXPECT_FALSE(make_demo_office(office(), demo_file("office.toml"), DemoScope::core).ok());
}

TEST_P(CountyTest, LettersOpenAndTextsAreFound) {
  live(40);
  int letters = 0;
  for (const LoadedMatter& loaded : all_matters()) {
    for (const Document& document : loaded.matter.documents) {
      if (document.kind != "D10") continue;
      const auto letter = open_letter(office(), Viewer::system(), loaded.matter, document.no);
      ASSERT_TRUE(letter.ok()) << letter.refusal().code;
      EXPECT_TRUE(letter->pdf.starts_with("%PDF"));
      ++letters;
      break;
    }
    if (letters == 3) break;
  }
  EXPECT_EQ(letters, 3);
}

TEST_P(CountyTest, TheSameSeedLivesTheSameYears) {
  const CountyFigures figures = live(60);
  CountyOffice another(GetParam());
  EXPECT_EQ(another.live(60).steps, figures.steps);
  EXPECT_EQ(another.all_steps(), all_steps());
}

TEST_P(CountyTest, TheSamePlanIsTheSameCounty) {
  ASSERT_TRUE(make_demo_office(office(), demo_file("office.toml"), DemoScope::county).ok());
  const auto once = plan_county(office(), demo_texts(), demo_courses(), plan(300));
  const auto again = plan_county(office(), demo_texts(), demo_courses(), plan(300));
  ASSERT_EQ(once.size(), 300u);
  std::set<const DemoCourse*> courses;
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].course, again[i].course);
    EXPECT_EQ(once[i].story, again[i].story);
    EXPECT_EQ(once[i].place.code, again[i].place.code);
    EXPECT_EQ(once[i].arrives, again[i].arrives);
    EXPECT_EQ(once[i].waits, again[i].waits);
    EXPECT_LT(once[i].arrives, kNow);
    courses.insert(once[i].course);
  }
  EXPECT_EQ(courses.size(), demo_courses().courses.size());
}

// Each count's share of all, in percent.
std::vector<double> shares(const std::vector<std::int64_t>& counts) {
  double sum = 0;
  for (const std::int64_t count : counts) sum += static_cast<double>(count);
  std::vector<double> shares;
  for (const std::int64_t count : counts) shares.push_back(100 * static_cast<double>(count) / sum);
  return shares;
}

void expect_alike(const std::vector<std::int64_t>& counts, const std::vector<std::int64_t>& wanted,
                  double points) {
  const auto are = shares(counts), should = shares(wanted);
  ASSERT_EQ(are.size(), should.size());
  for (std::size_t i = 0; i < are.size(); ++i) EXPECT_NEAR(are[i], should[i], points) << "of place " << i;
}

TEST_P(CountyTest, PetitionsComeWhenPeopleWriteAndAreAnsweredAsSoonAsInPractice) {
  ASSERT_TRUE(make_demo_office(office(), demo_file("office.toml"), DemoScope::county).ok());
  std::vector<std::int64_t> hours(24), weekdays(7), months(12);
  std::vector<double> answered;  // days
  std::size_t standing = 0;
  for (const CountyLife& life : plan_county(office(), demo_texts(), demo_courses(), plan(20'000))) {
    standing += life.course->standing();
    if (life.opinion > 0) {
      double sum = 0;
      for (std::size_t i = 0; i <= life.opinion; ++i) {
        if (life.course->steps[i].percent == 100) sum += static_cast<double>(life.waits[i]);
      }
      answered.push_back(sum / 86'400'000);
    }
    // What comes by another way than the network comes in office hours.
    if (life.course->standing() || life.channel != "ONLINE" || !life.course->channels.empty()) continue;
    const Date on = china_date(life.arrives);
    ++hours[static_cast<std::size_t>((life.arrives - china_midnight(on)) / 3'600'000)];
    ++weekdays[static_cast<std::size_t>(on.weekday() - 1)];
    ++months[on.month() - 1];
  }
  expect_alike(hours, demo_courses().petition_hour, 1.5);
  expect_alike(weekdays, demo_courses().petition_weekday, 1.5);
  expect_alike(months, demo_courses().petition_month, 1.5);
  EXPECT_LT(standing, 300u) << "what stands is not multiplied";

  ASSERT_GT(answered.size(), 8000u);
  std::sort(answered.begin(), answered.end());
  const auto& courses = demo_courses();
  for (std::size_t i = 1; i + 1 < courses.answer_share.size(); ++i) {
    const auto at = static_cast<std::size_t>(courses.answer_share[i] * static_cast<double>(answered.size()));
    EXPECT_NEAR(answered[at] / courses.answer_days[i], 1, 0.2) << courses.answer_share[i];
  }
}

TEST_P(CountyTest, OldMattersAreOverAndABacklogRemains) {
  live(400);
  int old = 0, old_open = 0, open = 0, late_open = 0, answered = 0, late = 0;
  const Date today = china_date(kNow);
  for (const LoadedMatter& loaded : all_matters()) {
    const Matter& matter = loaded.matter;
    const bool is_open_now = is_open(office().law.now()->of(matter.rule_set), matter);
    const bool is_old = today - china_date(matter.received_at) > 500;
    old += is_old;
    old_open += is_old && is_open_now;
    open += is_open_now;
    for (const Deadline& clock : matter.deadlines) {
      if (clock.clock != "C09") continue;
      late_open += clock.running() && clock.due_legal_on < today;
      answered += !clock.running();
      late += !clock.running() && clock.due_legal_on < clock.ended_on;
    }
  }
  EXPECT_GT(old, 120);
  EXPECT_LT(old_open, old / 10) << "filed long ago, over by now but for a few";
  EXPECT_GT(open, 40);
  EXPECT_GT(late_open, 0) << "some are late today";
  EXPECT_GT(late, answered / 100) << "some were answered late";
  EXPECT_LT(late, answered / 5) << "most in time";
}

TEST_P(CountyTest, EveryMainCategoryHasACompetentOrgan) {
  ASSERT_TRUE(make_demo_office(office(), demo_file("office.toml"), DemoScope::county).ok());
  const auto organs = office().organs.now();
  for (const Category* category : office().categories.first_levels(china_date(kNow))) {
    if (category->name == "纪检监察") {  // goes by the liaison alone
      EXPECT_FALSE(competent_organ(*organs, category->code));
      continue;
    }
    bool any = competent_organ(*organs, category->code) != nullptr;
    for (const Category* second :
         office().categories.second_levels(category->code, china_date(kNow))) {
      any = any || competent_organ(*organs, second->code);
    }
    EXPECT_TRUE(any) << category->name;
  }
}

}  // namespace
}  // namespace xinfang
