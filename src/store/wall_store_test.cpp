// Behind the wall the person counts: whoever is accused, or is or was of a unit that must not hear
// of it, sees the matter nowhere, though their organ holds it and they are its liaison.
#include "store/wall_store.hpp"

#include "store/matter_fixture.hpp"
#include "store/organ_store.hpp"
#include "store/reach_store.hpp"

namespace xinfang {
namespace {

constexpr Id kBureau = 40, kBrigade = 41;  // the brigade hangs below the bureau
constexpr Id kFang = 701, kLiu = 702, kMa = 703, kAccused = 704;

class WallStoreTest : public MatterTest {
 protected:
  void SetUp() override {
    MatterTest::SetUp();
    for (const auto& [organ_id, superior_id] :
         std::vector<std::pair<Id, Id>>{{kOffice, 0}, {kBureau, 0}, {kBrigade, kBureau}}) {
      Organ organ;
      organ.organ_id = organ_id;
      organ.code = std::to_string(1000 + organ_id);
      organ.type = organ_id == kOffice ? "PETITION_OFFICE" : "DEPARTMENT";
      organ.level = 4;
      organ.region_code = "330483";
      organ.superior_id = superior_id;
      organ.valid_from_on = Date::of(2020, 1, 1);
      ChangeSet changes;
      save_organ(changes, organ);
      ASSERT_TRUE(db().commit(std::move(changes)).committed());
    }
    serve(kFang, kOffice, {"DISCIPLINE_LIAISON"});
    serve(kLiu, kBrigade, {"CASE_OFFICER"});
    serve(kLiu, kOffice, {"DISCIPLINE_LIAISON"});
    serve(kMa, kOffice, {"DISCIPLINE_LIAISON"});
    serve(kAccused, kBureau, {"ORGAN_HEAD"});
  }

  // From now on; what was before stays on record.
  void serve(Id user_id, Id organ_id, std::vector<std::string> roles) {
    User user;
    user.user_id = user_id;
    user.login = std::to_string(user_id);
    user.name = "某";
    user.organ_id = organ_id;
    user.password_hash = "$argon2id$";
    user.roles = std::move(roles);
    ChangeSet changes;
    save_user(changes, user, clock().now());
    ASSERT_TRUE(db().commit(std::move(changes)).committed());
  }

  static Viewer liaison(Id user_id) {
    Viewer viewer = liaison_of(kOffice);
    viewer.user_id = user_id;
    return viewer;
  }

  static Accused bureau() { return {kBureau, 0, true, false, 0, true}; }
  static Accused ma() { return {kOffice, kMa, false, false, 4, true}; }

  Id accusation(Accused accused, Date due_on = Date::of(2026, 3, 16)) {
    Petition petition;
    petition.kind = "2";
    petition.due_on = due_on;
    Matter matter = file(petition);
    Changes made;
    made.wall = Wall{};
    made.wall->accused = {accused};
    EXPECT_TRUE(append(matter, std::move(made)).committed());
    return matter.matter_id;
  }

  // Seen in every way there is, or in none.
  void expect_seen(Id user_id, Id matter_id, bool seen) {
    SCOPED_TRACE(user_id);
    const Viewer viewer = liaison(user_id);
    EXPECT_EQ(load_matter(db(), viewer, matter_id) != nullptr, seen);
    EXPECT_EQ(find_matter(db(), viewer, matter_id).has_value(), seen);
    EXPECT_EQ(may_see(db(), viewer, matter_id), seen);
    EXPECT_EQ(looks_at(db(), viewer, matter_id).size(), seen ? 1u : 0u);
    const auto has = [&](const auto& rows, auto&& id_of) {
      return std::any_of(rows.begin(), rows.end(),
                         [&](const auto& row) { return id_of(row) == matter_id; });
    };
    EXPECT_EQ(has(worklist(db(), viewer, "register", std::nullopt, 50),
                  [](const WorkRow& row) { return row.matter.matter_id; }),
              seen);
    EXPECT_EQ(has(matters_of_organ(db(), viewer, false, 0, 50),
                  [](const MatterRow& row) { return row.matter_id; }),
              seen);
    EXPECT_EQ(has(find_by_person(db(), keys(), viewer, "phone", "13800005678", 50),
                  [](const auto& found) { return found.first; }),
              seen);
    WorkKey key;
    for (const WorkRow& row : worklist(db(), liaison(kFang), "register", std::nullopt, 50))
      if (row.matter.matter_id == matter_id) key = key_of(row);
    EXPECT_EQ(claim_work(db(), viewer, "register", key, user_id), seen);
    claim_work(db(), viewer, "register", key, 0);
  }
};
XINFANG_ON_BOTH_ENGINES(WallStoreTest);

TEST_P(WallStoreTest, WhoOnceServedWhereItIsAimedSeesItNowhere) {
  const Id matter_id = accusation(bureau());
  record_look(db(), keys(), next_id(), matter_id, clock().now(), liaison(kFang), "", {"file"});
  expect_seen(kFang, matter_id, true);
  expect_seen(kMa, matter_id, true);
  expect_seen(kLiu, matter_id, false);  // of the brigade below the bureau, until they moved here
}

TEST_P(WallStoreTest, TheAccusedSeesNothingAndWithThemNobodyOfTheirUnit) {
  const Id matter_id = accusation(ma());
  record_look(db(), keys(), next_id(), matter_id, clock().now(), liaison(kFang), "", {"file"});
  for (const Id user_id : {kMa, kLiu, kFang}) {
    const Viewer viewer = liaison(user_id);
    EXPECT_FALSE(load_matter(db(), viewer, matter_id)) << user_id;
    EXPECT_FALSE(find_matter(db(), viewer, matter_id)) << user_id;
    EXPECT_TRUE(matters_of_organ(db(), viewer, false, 0, 50).empty()) << user_id;
    EXPECT_TRUE(work_counts(db(), viewer, Date::of(2026, 3, 1)).empty()) << user_id;
  }
  EXPECT_TRUE(load_matter(db(), Viewer::system(), matter_id));
  EXPECT_TRUE(load_matter(db(), petitioner_of(matter_id), matter_id));
}

TEST_P(WallStoreTest, CountsAndPagesAreThoseOfWhatMayBeSeen) {
  std::vector<Id> open;
  for (int i = 0; i < 6; ++i) {
    accusation(bureau(), Date::of(2026, 3, 2) + i);
    Petition petition;
    petition.due_on = Date::of(2026, 3, 2) + i;
    open.push_back(file(petition).matter_id);
  }
  const auto counted = [&](Id user_id) {
    const auto counts = work_counts(db(), liaison(user_id), Date::of(2026, 3, 4));
    EXPECT_EQ(counts.size(), 1u);
    return std::tuple(counts.at(0).all, counts[0].overdue, counts[0].due_soon);
  };
  EXPECT_EQ(counted(kFang), std::tuple(12, 4, 8));
  EXPECT_EQ(counted(kLiu), std::tuple(6, 2, 4));

  const Viewer liu = liaison(kLiu);
  std::vector<Id> by_due_day, by_age;
  std::optional<WorkKey> after;
  for (auto page = worklist(db(), liu, "register", after, 2); !page.empty();
       page = worklist(db(), liu, "register", after, 2)) {
    EXPECT_EQ(page.size(), 2u);
    for (const WorkRow& row : page) by_due_day.push_back(row.matter.matter_id);
    after = key_of(page.back());
  }
  EXPECT_EQ(by_due_day, open);
  Id before = 0;
  for (auto page = matters_of_organ(db(), liu, false, before, 2); !page.empty();
       page = matters_of_organ(db(), liu, false, before, 2)) {
    EXPECT_EQ(page.size(), 2u);
    for (const MatterRow& row : page) by_age.insert(by_age.begin(), row.matter_id);
    before = page.back().matter_id;
  }
  EXPECT_EQ(by_age, open);
}

TEST_P(WallStoreTest, WhatIsNotWalledKeepsNobodyOut) {
  Matter matter = file();
  Changes made;
  made.wall = Wall{};
  made.wall->accused = {bureau()};
  ASSERT_TRUE(append(matter, std::move(made)).committed());
  const bool walled = load_matter(db(), Viewer::system(), matter.matter_id)->matter.walled();
  EXPECT_EQ(load_matter(db(), liaison(kLiu), matter.matter_id) != nullptr, !walled);
}

}  // namespace
}  // namespace xinfang
