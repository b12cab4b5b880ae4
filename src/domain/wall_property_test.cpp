// Over random organ trees and random accused: whatever anybody tries after an accusation was screened,
// nothing of it comes to a forbidden organ, and nobody forbidden acts on it (REG2022 Art. 30 ¶3).
#include <random>

#include "domain/row_cases.hpp"

namespace xinfang {
namespace {

constexpr int kTrees = 150;
constexpr int kTries = 250;

class RandomTree {
 public:
  explicit RandomTree(unsigned seed) : dice(seed) {
    add("PETITION_OFFICE", 3, 0);
    add("GOVERNMENT", 3, 0);
    add("DISCIPLINE_ORGAN", 3, 0);
    add("PETITION_OFFICE", 4, 2);
    add("GOVERNMENT", 4, 2);
    add("DISCIPLINE_ORGAN", 4, 3);
    for (int i = 0; i < 10; ++i) {
      static const char* kTypes[] = {"DEPARTMENT", "TOWNSHIP", "PETITION_OFFICE", "PUBLIC_INSTITUTION",
                                     "COURT"};
      const int type = roll(5);
      const Id above = 1 + roll(static_cast<int>(organs_.size()));
      add(kTypes[type], type == 1 || type == 2 ? 5 : 4, above);
    }
    directory = OrganDirectory(organs_);
  }

  int roll(int sides) { return std::uniform_int_distribution<int>(0, sides - 1)(dice); }
  Id any() { return 1 + roll(static_cast<int>(organs_.size())); }

  std::mt19937 dice;
  OrganDirectory directory;

 private:
  void add(const char* type, int level, Id above) {
    Organ organ = county_organ(static_cast<Id>(organs_.size()) + 1, type, type, level, above);
    organ.categories.clear();
    if (roll(3) == 0) organ.line_superior_id = above;
    organs_.push_back(std::move(organ));
  }
  std::vector<Organ> organs_;
};

const std::vector<std::string>& all_roles() {
  static const std::vector<std::string> kAll = {
      "REGISTRAR",      "LETTER_HANDLER", "RECEPTIONIST",   "ONLINE_HANDLER", "INSPECTOR",
      "REVIEW_OFFICER", "OFFICE_HEAD",    "ORGAN_RECEIVER", "CASE_OFFICER",   "ORGAN_HEAD",
      "SIGNING_LEADER", "DISCIPLINE_LIAISON"};
  return kAll;
}

class WallCourse {
 public:
  WallCourse(unsigned seed) : tree_(seed) {}

  // Whether the accusation could be screened at all.
  bool screen() {
    const Id office = tree_.roll(2) ? 4 : 1;
    take("T01", 0, petitioner(), filing(office, "2024-03-01"));
    Json accused = Json::array();
    for (int i = 0; i <= tree_.roll(2); ++i) {
      Json one = Json::object().set("name", "某人").set("cadre_level", 3 + tree_.roll(2));
      const Id user = 500 + i;
      if (tree_.roll(5) != 0) one.set("organ_id", id_text(tree_.any()));
      if (tree_.roll(2)) one.set("is_unit", true);
      if (tree_.roll(2)) one.set("leads", true);
      if (tree_.roll(2)) {
        one.set("user_id", id_text(user));
        posts_.push_back({user, tree_.any(), tree_.roll(2) == 0, Date::of(2015, 1, 1),
                          tree_.roll(2) ? Date::of(2020, 1, 1) : Date{}});
      }
      accused.push(one);
    }
    Actor clerk = staff(office, all_roles());
    return take("T04", 1, clerk, screened("2").set("accused", accused));
  }

  void try_anything() {
    const auto& rows = reg2022().steps();
    const StepRule& row = rows[static_cast<std::size_t>(tree_.roll(static_cast<int>(rows.size())))];
    Json fields = lawful_fields(row.id, matter, now_);
    for (const FieldRule& field : row.fields) {
      if (field.type == "organ") fields.set(field.name, id_text(tree_.any()));
      if (field.type == "organs") fields.set(field.name, ids({tree_.any()}));
    }
    const int part = 1 + tree_.roll(static_cast<int>(matter.subjects.size()));
    Actor actor = staff(tree_.any(), all_roles());
    actor.user_id = tree_.roll(8) == 0 ? 500 : 900 + actor.organ_id;
    const bool taken = take(row.id, part, actor, fields);
    if (!taken) return;
    ++taken_;
    const Forbidden forbidden = forbidden_recipients(before_.wall.accused, posts_, tree_.directory);
    EXPECT_FALSE(forbidden.organ(actor.organ_id)) << row.id;
    EXPECT_FALSE(forbidden.user(actor.user_id)) << row.id;
    check();
  }

  void check() const {
    ASSERT_TRUE(matter.walled());
    const Forbidden forbidden = forbidden_recipients(matter.wall.accused, posts_, tree_.directory);
    for (const Subject& part : matter.subjects) {
      EXPECT_FALSE(forbidden.organ(part.organ_id)) << "holds a part";
    }
    const Projection projection = project(reg2022(), matter);
    for (const MatterReach& reach : projection.reach) {
      EXPECT_FALSE(forbidden.organ(reach.organ_id)) << "may read";
    }
    for (const OpenWork& work : projection.work) {
      EXPECT_FALSE(forbidden.organ(work.organ_id)) << "finds it in " << work.list;
      EXPECT_TRUE(work.wall);
    }
    for (const Document& document : matter.documents) {
      if (document.to.rfind("organ:", 0) != 0) continue;
      EXPECT_FALSE(forbidden.organ(*parse_id(document.to.substr(6)))) << document.kind;
    }
  }

  Matter matter;
  int taken_ = 0;

 private:
  bool take(const std::string& row, int part, const Actor& actor, Json fields) {
    before_ = matter;
    DecideContext context{now_, actor, tree_.directory, work_calendar(), &posts_, nullptr};
    auto decision = decide(reg2022(), matter, {row, part, std::move(fields)}, context);
    if (!decision) return false;
    Event event = from_parts(to_parts(decision->event));
    if (matter.version == 0) event.matter_id = 7;
    matter = apply(matter, event);
    return true;
  }

  RandomTree tree_;
  Instant now_ = at_noon("2024-03-01");
  std::vector<Post> posts_;
  Matter before_;
};

TEST(WallProperty, NothingOfAnAccusationComesToWhomItIsAimedAt) {
  int screened_ = 0, taken = 0;
  for (unsigned seed = 1; seed <= kTrees && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    WallCourse course(seed);
    if (!course.screen()) continue;
    ++screened_;
    course.check();
    for (int i = 0; i < kTries && !::testing::Test::HasFailure(); ++i) course.try_anything();
    taken += course.taken_;
  }
  EXPECT_GT(screened_, kTrees / 2) << "most accusations find an office that may hold them";
  EXPECT_GT(taken, screened_) << "somebody may act on them";
}

}  // namespace
}  // namespace xinfang
