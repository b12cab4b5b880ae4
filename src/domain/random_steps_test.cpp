// Thousands of random sequences of lawful and unlawful steps. What must hold after each, whatever
// came before: no unlawful step passed (judged here from the row, apart from decide()), the state
// is the fold of the events, every open part has a running clock or is held outside, nothing closed
// still presses an organ, and days once set move by extension alone.
#include <random>
#include <set>

#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

constexpr int kCourses = 600;
constexpr int kAttempts = 60;

struct Judge {
  const Rulebook& rulebook;
  const Matter& before;
  const Matter& after;
  const Event& event;
  const Actor& actor;

  const StepRule& row() const { return *rulebook.step(event.step); }

  bool lawful_state() const {
    if (row().from.empty()) return before.version == 0;
    const Subject* part = before.subject(event.subject_no);
    if (!part || part->kind != row().subject) return false;
    const StateRule* state = rulebook.state(part->kind, part->state);
    if (row().from.front() == "any") return true;
    if (row().from.front() == "*" && state->open) return true;
    return std::count(row().from.begin(), row().from.end(), part->state) == 1;
  }

  bool lawful_person() const {
    for (const ActorRule& rule : row().who) {
      bool role = rule.roles.empty();
      for (const std::string& one : rule.roles) role = role || actor.has_role(one);
      if (!role) continue;
      const Subject* part = before.subject(event.subject_no);
      if (rule.relation == "petitioner" && actor.kind == "petitioner") return true;
      if (rule.relation == "system" && actor.kind == "system") return true;
      if (actor.kind != "staff") continue;
      if (rule.relation == "registrar") return true;
      if (part && rule.relation == "holder" && part->organ_id == actor.organ_id) return true;
      if (part && rule.relation == "sender" && part->sender_id == actor.organ_id) return true;
      const bool office = actor.organ_id == kCountyOffice || actor.organ_id == kTownOffice;
      if (rule.relation == "supervisor" && office) return true;
      if (rule.relation == "reviewer" && actor.organ_id == kGovernment) return true;
      if (rule.relation == "re_reviewer" && actor.organ_id == kCityGovernment) return true;
      if (rule.relation == "superior" && (actor.organ_id == kGovernment ||
                                            actor.organ_id == kCityGovernment)) return true;
      if (rule.relation == "decider" && actor.organ_id == kGovernment) return true;
      if (rule.relation == "trigger" && !before.triggers.empty()) return true;
      if (rule.relation == "path" && stands_on_path()) return true;
    }
    return false;
  }

  bool stands_on_path() const {
    for (const Subject& part : before.subjects) {
      for (const Id organ : {part.organ_id, part.sender_id, part.review_organ_id,
                             part.re_review_organ_id}) {
        if (organ == actor.organ_id) return true;
      }
    }
    return false;
  }

  void open_parts_are_timed() const {
    for (const Subject& part : after.subjects) {
      const StateRule* state = rulebook.state(part.kind, part.state);
      ASSERT_NE(state, nullptr) << part.state;
      bool timed = false, pressed = false;
      for (const Deadline& clock : after.deadlines) {
        if (clock.subject_no != part.no || !clock.running()) continue;
        timed = timed || clock.nature != Nature::guidance;
        pressed = pressed || (clock.nature == Nature::duty && clock.clock != "C08" &&
                              rulebook.clock(clock.clock)->list.empty());
      }
      EXPECT_TRUE(!state->open || timed || state->held_outside) << event.step << " " << part.state;
      EXPECT_FALSE(!state->open && pressed) << event.step << " " << part.state;
    }
  }

  void days_stand() const {
    for (std::size_t i = 0; i < before.deadlines.size(); ++i) {
      const Deadline& was = before.deadlines[i];
      const Deadline& is = after.deadlines[i];
      EXPECT_LE(is.due_strict_on, is.due_legal_on);
      bool moved = false;
      for (const ClockChange& change : event.changes.clocks) {
        const bool own = change.after.no == was.no;
        moved = moved || (own && (change.op == "extend" || change.op == "resume" ||
                                  change.op == "move"));
      }
      EXPECT_TRUE(moved || is.due_strict_on == was.due_strict_on) << is.clock;
      EXPECT_TRUE(moved || is.started_on == was.started_on);
      EXPECT_TRUE(was.running() || is == was) << is.clock << ": an ended clock came alive";
    }
  }
};

std::vector<Actor> everybody() {
  return {petitioner(),
          system_actor(),
          clerk(),
          office_head(),
          liaison(),
          town_clerk(),
          receiver(),
          case_officer(),
          organ_head(),
          labour_receiver(),
          staff(kLabour, {"ORGAN_HEAD", "CASE_OFFICER"}),
          staff(kInspectors, {"ORGAN_RECEIVER", "CASE_OFFICER", "ORGAN_HEAD"}),
          staff(kTownOffice, {"OFFICE_HEAD"}),
          inspector(),
          labour_liaison(),
          government(),
          city_government(),
          staff(kDiscipline, {"ANALYST"})};
}

class RandomCourse {
 public:
  RandomCourse(unsigned seed, std::set<std::string>& taken) : dice_(seed), taken_(taken) {}

  void run() {
    for (int i = 0; i < kAttempts; ++i) attempt();
    Matter folded;
    for (const Event& event : course_.events) folded = apply(folded, event);
    EXPECT_EQ(folded, course_.matter);
  }

 private:
  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(dice_); }

  // Steps that end a course, and those that change nothing on its way, are drawn more rarely, so that
  // the long ways are walked too.
  const StepRule& some_row() {
    static const std::set<std::string> kEnding = {
        "T00",  "T01s", "T05",  "T05c", "T09",  "T10",  "T11",  "T12",  "T13",  "T13b", "T13m", "T14",
        "T15",  "T20",  "T22",  "T22d", "T23",  "T29b", "T30",  "T31",  "T33n", "T47L", "T47Lo", "T48",
        "T48a", "T48n", "T48an", "T48t", "T48x", "T49", "T51",  "T52",  "T53",  "T55",  "X01",  "X02",
        "X03",  "X06",  "X06u", "T54",  "T46",  "T47o", "T47",  "T37",  "T37r"};
    const auto& rows = course_.rulebook.steps();
    const StepRule* row = nullptr;
    do {
      row = &rows[static_cast<std::size_t>(roll(static_cast<int>(rows.size())))];
    } while (kEnding.count(row->id) && roll(14) != 0);
    return *row;
  }

  Json some_fields(const StepRule& row) {
    Json fields = lawful_fields(course_.rulebook, row.id, course_.matter, course_.now);
    if (row.id == "T04") fields.set("kind", std::to_string(1 + roll(10) / 4));
    if (row.id == "T06" && roll(3) == 0) fields.set("targets", ids({kLabour}));
    if (row.id == "T01" && roll(4) == 0) fields.set("organ_id", id_text(kHousing));
    if (roll(6) != 0 || fields.as_object().empty()) return fields;
    auto victim = static_cast<std::size_t>(roll(static_cast<int>(fields.as_object().size())));
    std::string name = fields.as_object()[victim].first;
    const Json spoilt[] = {nullptr, -1, "", Json::array(), true, "九", Json::object()};
    return fields.set(name, spoilt[roll(7)]);
  }

  // Mostly a row that fits some part, so that courses get far; else anything anywhere.
  void attempt() {
    course_.now = course_.now + roll(3) * roll(8) * 86'400'000LL;
    const StepRule* row = &some_row();
    int subject = roll(static_cast<int>(course_.matter.subjects.size()) + 1);
    for (int tries = 0; tries < 200 && roll(50) != 0; ++tries) {
      const Subject* part = course_.matter.subject(subject);
      bool fits = part ? row->subject == part->kind &&
                             (std::count(row->from.begin(), row->from.end(), part->state) > 0 ||
                              std::count(row->from.begin(), row->from.end(), "any") > 0)
                       : row->from.empty() && course_.matter.version == 0;
      if (fits) break;
      row = &some_row();
      subject = roll(static_cast<int>(course_.matter.subjects.size()) + 1);
    }
    static const std::vector<Actor> people = everybody();
    Json fields = some_fields(*row);
    std::size_t first = static_cast<std::size_t>(roll(static_cast<int>(people.size())));
    for (std::size_t i = 0; i < people.size(); ++i) {
      const Actor& actor = people[(first + i) % people.size()];
      Matter before = course_.matter;
      if (!course_.step(row->id, subject, actor, fields)) {
        EXPECT_EQ(before, course_.matter);
        EXPECT_FALSE(course_.refusal.code.empty());
        continue;
      }
      judge(before, actor);
      return;
    }
  }

  void judge(const Matter& before, const Actor& actor) {
    Judge judge{course_.rulebook, before, course_.matter, course_.events.back(), actor};
    taken_.insert(judge.event.step);
    EXPECT_TRUE(judge.lawful_state()) << judge.event.step;
    EXPECT_TRUE(judge.lawful_person()) << judge.event.step;
    judge.open_parts_are_timed();
    judge.days_stand();
  }

  std::mt19937 dice_;
  std::set<std::string>& taken_;
  Course course_;
};

TEST(RandomSteps, NeverLeaveTheLaw) {
  std::set<std::string> taken;
  for (unsigned seed = 1; seed <= kCourses && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    RandomCourse(seed, taken).run();
  }
  // Rows that need another matter or another calendar, and the rarest of the long ways, are walked in
  // rows_test.
  EXPECT_GT(taken.size(), 80u);
}

}  // namespace
}  // namespace xinfang
