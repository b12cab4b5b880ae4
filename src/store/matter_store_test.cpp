// Worklists, counts, reach, numbers, kept answers, counters; and how the engines run the lists.
#include <algorithm>
#include <set>
#include <thread>

#include "store/matter_fixture.hpp"
#include "store/matter_sql.hpp"

namespace xinfang {
namespace {

class MatterStoreTest : public MatterTest {
 protected:
  std::vector<std::pair<Id, std::int64_t>> work_of(Id organ_id) {
    std::vector<std::pair<Id, std::int64_t>> work;
    for (const Row& row : db().read("SELECT matter_id, subject_no FROM open_work "
                                    "WHERE organ_id = $1 ORDER BY matter_id, subject_no",
                                    {organ_id})) {
      work.emplace_back(row.integer(0), row.integer(1));
    }
    return work;
  }

  // The way a list is run: EXPLAIN of the very statement the store uses.
  std::string plan(std::string_view sql, std::vector<Param> params) {
    static std::set<std::string> texts;  // statement texts outlive their connections
    const bool sqlite = db().engine() == Engine::sqlite;
    const std::string& text =
        *texts.insert((sqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + std::string(sql)).first;
    std::string lines;
    for (const Row& row : db().read(text, std::move(params))) {
      lines += row.text(sqlite ? 3 : 0) + "\n";
    }
    return lines;
  }
};
XINFANG_ON_BOTH_ENGINES(MatterStoreTest);

TEST_P(MatterStoreTest, WorkMovesWithTheMatterAndLeavesNothingClosed) {
  Matter matter = file();
  EXPECT_EQ(work_of(kOffice).size(), 1u);
  EXPECT_EQ(find_matter(db(), staff_of(kOffice), matter.matter_id)->state, "REGISTERED");
  ASSERT_TRUE(transfer(matter, kOrgan, Date::of(2026, 4, 1)).committed());
  EXPECT_TRUE(work_of(kOffice).empty());
  EXPECT_EQ(work_of(kOrgan).size(), 1u);
  const auto row = find_matter(db(), staff_of(kOrgan), matter.matter_id);
  EXPECT_EQ(row->state, "IN_TRANSIT");
  EXPECT_EQ(row->version, 2);
  EXPECT_TRUE(row->open);

  Changes made;
  for (Subject part : matter.subjects) {
    part.state = part.kind == SubjectKind::node ? "DONE" : "FILED_ONLY";
    made.subjects.push_back({part, ""});
  }
  Deadline met = matter.deadlines[1];
  met.state = ClockState::met;
  made.clocks.push_back({"stop", met});
  ASSERT_TRUE(append(matter, made).committed());
  EXPECT_TRUE(work_of(kOrgan).empty());
  EXPECT_FALSE(find_matter(db(), staff_of(kOrgan), matter.matter_id)->open);
  EXPECT_EQ(matters_of_organ(db(), staff_of(kOrgan), true, 0, 10).size(), 1u);
  EXPECT_EQ(said(findings()), "");
}

TEST_P(MatterStoreTest, APostponedPieceKeepsWhoeverTookIt) {
  Matter matter = file();
  const Viewer wu = staff_of(kOffice);
  const WorkRow before = worklist(db(), wu, "register", std::nullopt, 10).at(0);
  EXPECT_TRUE(claim_work(db(), wu, "register", key_of(before), wu.user_id));
  Viewer han = wu;
  han.user_id = 77;
  EXPECT_FALSE(claim_work(db(), han, "register", key_of(before), han.user_id));
  EXPECT_FALSE(claim_work(db(), staff_of(kOrgan), "register", key_of(before), 5));

  Changes made;
  Deadline longer = matter.deadlines[0];
  longer.due_strict_on = longer.due_legal_on = Date::of(2026, 4, 15);
  made.clocks.push_back({"extend", longer});
  ASSERT_TRUE(append(matter, made).committed());
  const WorkRow after = worklist(db(), wu, "register", std::nullopt, 10).at(0);
  EXPECT_EQ(after.due_on, Date::of(2026, 4, 15));
  EXPECT_EQ(after.claimed_by, wu.user_id);
  EXPECT_TRUE(claim_work(db(), wu, "register", key_of(after), 0));
  EXPECT_EQ(worklist(db(), wu, "register", std::nullopt, 10).at(0).claimed_by, 0);
  EXPECT_EQ(said(findings()), "");
}

TEST_P(MatterStoreTest, AWorklistIsPagedWithoutHolesOrDoublesWhileOthersFile) {
  std::vector<Id> filed;
  for (int i = 0; i < 23; ++i) {
    Petition petition;
    petition.due_on = Date::of(2026, 3, 10) + (i * 7) % 5;  // many on one day, out of order
    filed.push_back(file(petition).matter_id);
  }
  const Viewer viewer = staff_of(kOffice);
  std::vector<Id> seen;
  std::optional<WorkKey> after;
  std::optional<WorkKey> previous;
  while (true) {
    const auto page = worklist(db(), viewer, "register", after, 4);
    if (page.empty()) break;
    for (const WorkRow& row : page) {
      seen.push_back(row.matter.matter_id);
      if (previous) {
        EXPECT_LT(std::tuple(previous->due_on, previous->matter_id),
                  std::tuple(row.due_on, row.matter.matter_id));
      }
      previous = key_of(row);
    }
    after = key_of(page.back());
    Petition urgent;  // lands on a page already read
    urgent.due_on = Date::of(2026, 3, 1);
    file(urgent);
  }
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, filed);
}

TEST_P(MatterStoreTest, CountsAreOfTheViewersOrganAndHideTheWall) {
  const Date today = Date::of(2026, 3, 10);
  for (const int offset : {-3, -1, 0, 5, 6, 30}) {
    Petition petition;
    petition.due_on = today + offset;
    file(petition);
  }
  Petition accusation;
  accusation.kind = "2";
  accusation.due_on = today - 1;
  file(accusation);
  Petition elsewhere;
  elsewhere.organ_id = kOtherOrgan;
  file(elsewhere);

  const auto counts = work_counts(db(), staff_of(kOffice), today);
  ASSERT_EQ(counts.size(), 1u);
  EXPECT_EQ(counts[0].list, "register");
  EXPECT_EQ(counts[0].all, 6);
  EXPECT_EQ(counts[0].overdue, 2);
  EXPECT_EQ(counts[0].due_soon, 2);
  const auto behind = work_counts(db(), liaison_of(kOffice), today);
  EXPECT_EQ(behind.at(0).all, 7);
  EXPECT_EQ(behind.at(0).overdue, 3);
  EXPECT_EQ(worklist(db(), staff_of(kOffice), "register", std::nullopt, 50).size(), 6u);
  EXPECT_EQ(worklist(db(), liaison_of(kOffice), "register", std::nullopt, 50).size(), 7u);
  EXPECT_EQ(matters_of_organ(db(), staff_of(kOffice), false, 0, 50).size(), 6u);
  EXPECT_EQ(matters_of_organ(db(), liaison_of(kOffice), false, 0, 50).size(), 7u);
  for (const Viewer& none : {Viewer{}, Viewer::system(), petitioner_of(1)}) {
    EXPECT_TRUE(work_counts(db(), none, today).empty());
    EXPECT_TRUE(worklist(db(), none, "register", std::nullopt, 50).empty());
  }
  EXPECT_EQ(matters_of_organ(db(), Viewer::system(), false, 0, 50).size(), 8u);
  EXPECT_TRUE(matters_of_organ(db(), petitioner_of(1), false, 0, 50).empty());
}

TEST_P(MatterStoreTest, MattersOfAnOrganComeNewestFirstAndPageByPage) {
  std::vector<Id> filed;
  for (int i = 0; i < 9; ++i) filed.push_back(file().matter_id);
  std::vector<Id> seen;
  Id before = 0;
  while (true) {
    const auto page = matters_of_organ(db(), staff_of(kOffice), false, before, 4);
    if (page.empty()) break;
    for (const MatterRow& row : page) seen.push_back(row.matter_id);
    before = page.back().matter_id;
  }
  std::reverse(filed.begin(), filed.end());
  EXPECT_EQ(seen, filed);
}

TEST_P(MatterStoreTest, LapsedTermsAreThoseOfTheSystemBeforeToday) {
  Matter matter = file();
  for (const auto& [subject, due_on] :
       {std::pair(1, std::string("2026-03-09")), std::pair(2, std::string("2026-03-10"))}) {
    db().write_now("INSERT INTO open_work (organ_id, list, due_on, matter_id, subject_no, clock, "
                   "wall, claimed_by) VALUES (0, 'lapse', $1, $2, $3, 'C13', 0, 0)",
                   {due_on, matter.matter_id, subject});
  }
  const auto lapsed = lapsed_work(db(), Date::of(2026, 3, 10), 10);
  ASSERT_EQ(lapsed.size(), 1u);
  EXPECT_EQ(lapsed[0].subject_no, 1);
  EXPECT_EQ(lapsed[0].clock, "C13");
}

TEST_P(MatterStoreTest, ListsAreRangesOfAnIndex) {
  // Other organs hold most rows; this office only some of them.
  std::vector<ChangeSet> all;
  for (int i = 0; i < 4000; ++i) {
    Matter matter;
    matter.matter_id = 100 + i;
    matter.version = 1;
    Projection projection;
    projection.shown_state = "REGISTERED";
    const Id organ_id = 10 + i % 40;
    projection.work.push_back({1, organ_id, "register", "C01", Date::of(2026, 3, 1) + i % 60, false});
    if (i % 10 == 0) projection.work.push_back({2, 0, "lapse", "C13", Date::of(2026, 3, 1) + i % 300, false});
    projection.reach.push_back({organ_id, true});
    ChangeSet changes;
    changes.lane = matter.matter_id;
    changes.proof = {"SELECT matter_id FROM matters WHERE matter_id = $1", {matter.matter_id}};
    save_projection(changes, matter, projection, nullptr);
    all.push_back(std::move(changes));
  }
  for (const CommitOutcome& outcome : db().commit_all(std::move(all))) {
    ASSERT_TRUE(outcome.committed()) << outcome.detail;
  }
  db().run_script("ANALYZE");

  const std::vector<std::pair<const char*, std::string>> plans = {
      {"worklist", plan(matter_sql::kWorklist, {kOffice, "register", "2026-03-05", 400, 1, 0, 20})},
      {"walled work", plan(matter_sql::kWalledWork, {kOffice})},
      {"counts", plan(matter_sql::kWorkCounts, {kOffice, "2026-03-10", "2026-03-15", 0})},
      {"lapsed", plan(matter_sql::kLapsed, {"2026-03-10", 20, "lapse"})},
      {"matters of organ", plan(matter_sql::kMattersOfOrgan, {kOffice, 3000, 0, 1, 20})}};
  for (const auto& [name, lines] : plans) {
    SCOPED_TRACE(name);
    EXPECT_EQ(lines.find("SCAN"), std::string::npos) << lines;      // SQLite
    EXPECT_EQ(lines.find("Seq Scan"), std::string::npos) << lines;  // PostgreSQL
    EXPECT_TRUE(lines.find("SEARCH") != std::string::npos ||
                lines.find("Index") != std::string::npos)
        << lines;
  }
  EXPECT_EQ(work_counts(db(), staff_of(kOffice), Date::of(2026, 3, 10)).at(0).all, 100);
}

TEST_P(MatterStoreTest, AnItemNumberIsGivenOnce) {
  const Matter matter = file();
  const auto place = find_item(db(), matter.matter_no);
  ASSERT_TRUE(place);
  EXPECT_EQ(place->matter_id, matter.matter_id);
  EXPECT_EQ(place->subject_no, 1);
  EXPECT_FALSE(find_item(db(), "XF0"));
  ChangeSet again;
  again.lane = 5;
  save_item_number(again, matter.matter_no, 5, 1);
  EXPECT_EQ(db().commit(std::move(again)).status, CommitOutcome::Status::conflict);
}

TEST_P(MatterStoreTest, PersonsAreFoundByNumberWithoutItsBeingStored) {
  Petition petition;
  petition.phone = "13911112222";
  const Matter first = file(petition), second = file(petition);
  file();
  const auto found = find_by_person(db(), keys(), staff_of(kOffice), "phone", "13911112222", 10);
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0], std::pair(second.matter_id, second.matter_no));
  EXPECT_EQ(found[1].first, first.matter_id);
  EXPECT_EQ(find_by_person(db(), keys(), staff_of(kOffice), "phone", "13911112222", 1).size(), 1u);
  for (const Row& row : db().read("SELECT blind_index FROM person_key WHERE matter_id = $1",
                                  {first.matter_id})) {
    EXPECT_EQ(row.bytes(0).size(), 32u);
    EXPECT_EQ(row.bytes(0).find("139"), std::string::npos);
  }
}

TEST_P(MatterStoreTest, AKeptAnswerIsGivenAgainUntilItsTermEnds) {
  const Instant now{1772000000000}, end = now + 72 * 3'600'000LL;
  const auto keep = [&](int status, Instant expires_at) {
    ChangeSet changes;
    keep_answer(changes, "user:7", "k1", {Bytes(32, 'd'), status, "{\"item_no\":\"甲1\"}"},
                expires_at);
    changes.proof = {"SELECT status FROM idempotency WHERE caller = $1 AND key = $2 "
                     "AND expires_at = $3", {"user:7", "k1", expires_at.ms}};
    return db().commit(std::move(changes)).status;
  };
  EXPECT_FALSE(find_answer(db(), "user:7", "k1", now));
  EXPECT_EQ(keep(201, end), CommitOutcome::Status::committed);
  EXPECT_EQ(keep(200, end + 1), CommitOutcome::Status::conflict);
  const auto kept = find_answer(db(), "user:7", "k1", end + -1);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->status, 201);
  EXPECT_EQ(kept->answer, "{\"item_no\":\"甲1\"}");
  EXPECT_EQ(kept->body_digest, Bytes(32, 'd'));
  EXPECT_FALSE(find_answer(db(), "user:8", "k1", now));
  EXPECT_FALSE(find_answer(db(), "user:7", "k1", end));
  EXPECT_EQ(keep(202, end + 5), CommitOutcome::Status::committed);
  EXPECT_EQ(forget_old_answers(db(), end + 4), 0);
  EXPECT_EQ(forget_old_answers(db(), end + 5), 1);
}

TEST_P(MatterStoreTest, NumbersInBlocksAreNeverGivenTwice) {
  EXPECT_EQ(take_numbers(db(), "item", 10), 1);
  EXPECT_EQ(take_numbers(db(), "item", 1), 11);
  EXPECT_EQ(take_numbers(db(), "other", 5), 1);
  std::mutex mutex;
  std::set<std::int64_t> given;
  std::vector<std::thread> takers;
  for (int taker = 0; taker < 6; ++taker) {
    takers.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const std::int64_t first = take_numbers(db(), "item", 7);
        const std::lock_guard lock(mutex);
        for (std::int64_t n = first; n < first + 7; ++n) EXPECT_TRUE(given.insert(n).second) << n;
      }
    });
  }
  for (std::thread& taker : takers) taker.join();
  EXPECT_EQ(*given.begin(), 12);
  EXPECT_EQ(*given.rbegin(), 12 + 6 * 10 * 7 - 1);
}

}  // namespace
}  // namespace xinfang
