// Sealing, appending, reading with limits, looks, keys and their destruction.
#include <algorithm>
#include <thread>

#include "store/matter_fixture.hpp"
#include "store/reach_store.hpp"

namespace xinfang {
namespace {

class EventStoreTest : public MatterTest {};
XINFANG_ON_BOTH_ENGINES(EventStoreTest);

TEST_P(EventStoreTest, AFiledMatterComesBackAsItWasFiled) {
  Matter filed = file();
  ASSERT_TRUE(transfer(filed, kOrgan, Date::of(2026, 4, 1)).committed());

  const auto loaded = load_matter(db(), Viewer::system(), filed.matter_id);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->matter.version, 2);
  EXPECT_EQ(loaded->matter.tip, filed.tip);
  EXPECT_EQ(loaded->matter.matter_no, filed.matter_no);
  EXPECT_EQ(loaded->matter.subjects.at(1).organ_id, kOrgan);
  EXPECT_EQ(loaded->events.size(), 2u);
  EXPECT_EQ(to_parts(loaded->events[1]).public_part.dump(),
            parts_of(stored_events(db(), filed.matter_id, 0)[1]).public_part.dump());
  EXPECT_GT(loaded->key_id, 0);
  EXPECT_FALSE(load_matter(db(), Viewer::system(), filed.matter_id + 1));
}

TEST_P(EventStoreTest, AMatterReadBeforeIsReadOnFromWhereItStood) {
  Matter filed = file();
  const auto first = load_matter(db(), Viewer::system(), filed.matter_id);
  EXPECT_EQ(load_matter(db(), Viewer::system(), filed.matter_id), first) << "nothing new: the same";
  ASSERT_TRUE(transfer(filed, kOrgan, Date::of(2026, 4, 1)).committed());
  const auto second = load_matter(db(), Viewer::system(), filed.matter_id);
  EXPECT_EQ(second->matter, filed);
  EXPECT_EQ(second->events.size(), 2u);
  EXPECT_EQ(second->first_commitment, first->first_commitment);
  EXPECT_EQ(first->events.size(), 1u) << "who holds the earlier one keeps it as it was";
  EXPECT_EQ(first->matter.version, 1);

  if (GetParam() == Engine::sqlite) return;
  const auto other = Database::open(options());  // as another server has it
  ASSERT_EQ(load_matter(*other, Viewer::system(), filed.matter_id)->matter, filed);
  ASSERT_TRUE(append(filed, {}).committed());
  EXPECT_EQ(load_matter(*other, Viewer::system(), filed.matter_id)->matter, filed);
}

TEST_P(EventStoreTest, AViewerSeesNoMoreBecauseTheMatterWasReadBefore) {
  const Matter filed = file();
  ASSERT_TRUE(load_matter(db(), Viewer::system(), filed.matter_id));
  EXPECT_FALSE(load_matter(db(), staff_of(kOrgan), filed.matter_id));
  EXPECT_TRUE(load_matter(db(), staff_of(kOffice), filed.matter_id));
  EXPECT_FALSE(load_matter(db(), petitioner_of(filed.matter_id + 1), filed.matter_id));
}

// A database put back to an earlier state under a running server: what it says counts.
TEST_P(EventStoreTest, WhatTheDatabaseNoLongerHoldsIsForgotten) {
  Matter filed = file();
  const Matter before = filed;
  ASSERT_TRUE(transfer(filed, kOrgan, Date::of(2026, 4, 1)).committed());
  ASSERT_EQ(load_matter(db(), Viewer::system(), filed.matter_id)->matter.version, 2);
  db().write_now("DELETE FROM events WHERE matter_id = $1 AND seq = 2", {filed.matter_id});
  EXPECT_EQ(load_matter(db(), Viewer::system(), filed.matter_id)->matter, before);
  Matter again = before;
  ASSERT_TRUE(append(again, {}).committed()) << "another event in the same place";
  EXPECT_EQ(load_matter(db(), Viewer::system(), filed.matter_id)->matter, again);
}

TEST_P(EventStoreTest, ValuesStandInTheVaultOnly) {
  const Matter filed = file();
  const std::vector<std::pair<std::string, std::string>> all = {
      {"petitioners[0].name", "陈敏"},
      {"petitioners[0].phone", "13800005678"},
      {"text", "夜间施工噪声扰民，请求处理。"}};
  EXPECT_EQ(read_vault(db(), keys(), filed.matter_id, {}), all);
  EXPECT_EQ(read_vault(db(), keys(), filed.matter_id, {"text"}),
            (decltype(all){{"text", "夜间施工噪声扰民，请求处理。"}}));
  EXPECT_EQ(read_vault(db(), keys(), filed.matter_id, {"text", "petitioners[0].name"}).size(), 2u);
  for (const StoredEvent& event : stored_events(db(), filed.matter_id, kMatterStream)) {
    const std::string bytes =
        event.header + event.public_part + event.petitioner_part + event.internal_part;
    EXPECT_EQ(bytes.find("陈敏"), std::string::npos);
    EXPECT_EQ(bytes.find("13800005678"), std::string::npos);
  }
  for (const Row& row : db().read("SELECT ciphertext FROM vault WHERE matter_id = $1",
                                  {filed.matter_id})) {
    EXPECT_EQ(row.bytes(0).find("陈敏"), std::string::npos);
  }
}

TEST_P(EventStoreTest, ACorrectedValueIsANewVersionAndBothStayProven) {
  Matter filed = file();
  ASSERT_TRUE(append(filed, {}, {{"petitioners[0].name", "陈敏敏", "petitioner"}}).committed());
  EXPECT_EQ(read_vault(db(), keys(), filed.matter_id, {"petitioners[0].name"})[0].second, "陈敏敏");
  EXPECT_EQ(said(findings()), "");
  const VerifyReport report = verify(db(), keys(), law());
  EXPECT_EQ(report.vault_values, 4u);
  EXPECT_EQ(report.events, 2u);
  EXPECT_EQ(report.streams, 1u);
}

TEST_P(EventStoreTest, OneFieldOfAPageOfMattersComesInOneStatement) {
  std::vector<Id> matters;
  for (int i = 0; i < 52; ++i) {
    Petition petition;
    petition.text = "第" + std::to_string(i) + "件";
    matters.push_back(file(petition).matter_id);
  }
  Matter corrected = file();
  ASSERT_TRUE(append(corrected, {}, {{"text", "更正后的内容", "petitioner"}}).committed());
  const Matter gone = file();
  keys().destroy(load_matter(db(), Viewer::system(), gone.matter_id)->key_id);
  matters.insert(matters.end(), {corrected.matter_id, gone.matter_id, 7});
  const auto texts = read_vault_of(db(), keys(), matters, "text");
  EXPECT_EQ(texts.size(), 53u) << "more than a page, without the destroyed and the unknown one";
  EXPECT_EQ(texts.at(matters[0]), "第0件");
  EXPECT_EQ(texts.at(matters[51]), "第51件");
  EXPECT_EQ(texts.at(corrected.matter_id), "更正后的内容") << "the newest version";
  EXPECT_TRUE(read_vault_of(db(), keys(), {}, "text").empty());
}

TEST_P(EventStoreTest, OrgansAtWorkAreThoseWithSomethingToDo) {
  Matter sent = file();
  ASSERT_TRUE(transfer(sent, kOrgan, Date::of(2026, 4, 1)).committed());
  const Matter fresh_one = file();
  const auto organs = organs_at_work(db(), {sent.matter_id, fresh_one.matter_id, 7});
  EXPECT_EQ(organs, (std::map<Id, std::vector<Id>>{{sent.matter_id, {kOrgan}},
                                                   {fresh_one.matter_id, {kOffice}}}));
}

TEST_P(EventStoreTest, ManyTextsOfOneEventAreAllKept) {
  Matter filed = file();
  std::vector<VaultText> texts;
  for (int i = 1; i <= 19; ++i) {
    texts.push_back({"claims[" + std::to_string(i) + "]", "诉求" + std::to_string(i), "public"});
  }
  ASSERT_TRUE(append(filed, {}, texts).committed());
  EXPECT_EQ(read_vault(db(), keys(), filed.matter_id, {}).size(), 22u);
  EXPECT_EQ(said(findings()), "");
  EXPECT_THROW(append(filed, {}, {{"text", "一", "public"}, {"text", "二", "public"}}),
               std::logic_error);
  EXPECT_THROW(append(filed, {}, {{"text", "一", "secret"}}), std::logic_error);
}

TEST_P(EventStoreTest, OfTwoWhoDecidedOnOneVersionOneWins) {
  const Matter filed = file();
  Matter first = filed, second = filed;
  EXPECT_TRUE(transfer(first, kOrgan, Date::of(2026, 4, 1)).committed());
  EXPECT_EQ(transfer(second, kOtherOrgan, Date::of(2026, 4, 1)).status,
            CommitOutcome::Status::conflict);
  EXPECT_EQ(load_matter(db(), Viewer::system(), filed.matter_id)->matter.subjects[1].organ_id,
            kOrgan);
  EXPECT_EQ(said(findings()), "");
}

TEST_P(EventStoreTest, EachViewerSeesWhatRegulationAllows) {
  Matter open = file();
  ASSERT_TRUE(transfer(open, kOrgan, Date::of(2026, 4, 1)).committed());
  Petition accusation;
  accusation.kind = "2";
  const Matter walled = file(accusation);

  Viewer liaison_without_step_up = liaison_of(kOffice);
  liaison_without_step_up.stepped_up = false;
  Viewer stepped_up_without_role = staff_of(kOffice);
  stepped_up_without_role.stepped_up = true;
  struct Case {
    const char* who;
    Viewer viewer;
    bool open, walled;
  };
  const std::vector<Case> cases = {
      {"the office that took it in", staff_of(kOffice), true, false},
      {"the organ it was sent to", staff_of(kOrgan), true, false},
      {"another organ", staff_of(kOtherOrgan), false, false},
      {"staff without organ", staff_of(0), false, false},
      {"liaison of the office", liaison_of(kOffice), true, true},
      {"liaison without second factor", liaison_without_step_up, true, false},
      {"second factor without the role", stepped_up_without_role, true, false},
      {"liaison of another organ", liaison_of(kOtherOrgan), false, false},
      {"petitioner of the first", petitioner_of(open.matter_id), true, false},
      {"petitioner of the accusation", petitioner_of(walled.matter_id), false, true},
      {"petitioner without a matter", petitioner_of(0), false, false},
      {"nobody", Viewer{}, false, false},
      {"the system", Viewer::system(), true, true},
  };
  for (const Case& one : cases) {
    SCOPED_TRACE(one.who);
    EXPECT_EQ(load_matter(db(), one.viewer, open.matter_id) != nullptr, one.open);
    EXPECT_EQ(load_matter(db(), one.viewer, walled.matter_id) != nullptr, one.walled);
    EXPECT_EQ(find_matter(db(), one.viewer, open.matter_id).has_value(), one.open);
    EXPECT_EQ(find_matter(db(), one.viewer, walled.matter_id).has_value(), one.walled);
    EXPECT_EQ(may_see(db(), one.viewer, walled.matter_id), one.walled);
    const auto found = find_by_person(db(), keys(), one.viewer, "phone", "13800005678", 10);
    EXPECT_EQ(found.size(), static_cast<std::size_t>(one.open) + (one.walled ? 1 : 0));
  }
  EXPECT_TRUE(find_by_person(db(), keys(), Viewer::system(), "id_number", "13800005678", 9).empty());
}

TEST_P(EventStoreTest, AWallRaisedLaterShutsOutThosePastTheDirectoryToo) {
  Matter matter = file();
  Changes made;
  made.facts.set("kind", "2");
  ASSERT_TRUE(append(matter, made).committed());
  EXPECT_FALSE(find_matter(db(), staff_of(kOffice), matter.matter_id));
  db().write_now("UPDATE matter_access SET wall = 0 WHERE matter_id = $1", {matter.matter_id});
  EXPECT_FALSE(load_matter(db(), staff_of(kOffice), matter.matter_id));
  EXPECT_TRUE(load_matter(db(), liaison_of(kOffice), matter.matter_id));
}

TEST_P(EventStoreTest, LooksAreKeptInTheirOwnStreamAndLeaveTheVersion) {
  const Matter matter = file();
  std::vector<std::thread> lookers;
  std::vector<Id> event_ids;
  for (int i = 0; i < 8; ++i) event_ids.push_back(next_id());
  keys();
  db();
  for (int i = 0; i < 8; ++i) {
    lookers.emplace_back([&, i] {
      record_look(db(), keys(), event_ids[i], matter.matter_id, Instant{1772000000000 + i},
                  staff_of(kOffice), "核对身份", {"petitioners[0].phone"});
    });
  }
  for (std::thread& looker : lookers) looker.join();
  const std::vector<Look> looks = looks_at(db(), staff_of(kOffice), matter.matter_id);
  ASSERT_EQ(looks.size(), 8u);
  for (std::size_t i = 0; i < looks.size(); ++i) {
    EXPECT_EQ(looks[i].seq, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(looks[i].organ_id, kOffice);
    EXPECT_EQ(looks[i].user_id, kOffice * 100);
    EXPECT_EQ(looks[i].reason, "核对身份");
    EXPECT_EQ(looks[i].fields, std::vector<std::string>{"petitioners[0].phone"});
  }
  EXPECT_EQ(load_matter(db(), Viewer::system(), matter.matter_id)->matter.version, 1);
  EXPECT_TRUE(looks_at(db(), staff_of(kOtherOrgan), matter.matter_id).empty());
  EXPECT_TRUE(looks_at(db(), petitioner_of(matter.matter_id), matter.matter_id).empty());
  EXPECT_EQ(said(findings()), "");
  EXPECT_EQ(verify(db(), keys(), law()).streams, 2u);
}

TEST_P(EventStoreTest, ADestroyedKeyTakesTheValuesAndLeavesTheProofs) {
  const Matter gone = file(), stays = file();
  const Id key_id = load_matter(db(), Viewer::system(), gone.matter_id)->key_id;
  keys().destroy(key_id);
  EXPECT_TRUE(keys().destroyed(key_id));
  EXPECT_TRUE(read_vault(db(), keys(), gone.matter_id, {}).empty());
  EXPECT_EQ(read_vault(db(), keys(), stays.matter_id, {}).size(), 3u);
  shut_keys();
  EXPECT_TRUE(read_vault(db(), keys(), gone.matter_id, {}).empty());
  EXPECT_EQ(said(findings()), "");
}

class GmEventStoreTest : public MatterTest {
 protected:
  CryptoProfile profile() const override { return CryptoProfile::gm; }
};
XINFANG_ON_BOTH_ENGINES(GmEventStoreTest);

TEST_P(GmEventStoreTest, TheCommercialProfileSealsProvesAndFindsDamage) {
  Matter matter = file();
  ASSERT_TRUE(transfer(matter, kOrgan, Date::of(2026, 4, 1)).committed());
  EXPECT_EQ(read_vault(db(), keys(), matter.matter_id, {"text"})[0].second, Petition{}.text);
  EXPECT_EQ(find_by_person(db(), keys(), Viewer::system(), "phone", "13800005678", 9).size(), 1u);
  const std::vector<StoredEvent> events = stored_events(db(), matter.matter_id, kMatterStream);
  EXPECT_EQ(commitment_of(CryptoProfile::gm, {}, events[0]), events[0].commitment);
  EXPECT_NE(commitment_of(CryptoProfile::standard, {}, events[0]), events[0].commitment);
  EXPECT_EQ(said(findings()), "");
  db().write_now("UPDATE events SET public_part = '{}' WHERE matter_id = $1 AND seq = 1",
                 {matter.matter_id});
  EXPECT_EQ(findings().at(0).row, "matter " + id_text(matter.matter_id) + " stream 0 seq 1");
}

}  // namespace
}  // namespace xinfang
