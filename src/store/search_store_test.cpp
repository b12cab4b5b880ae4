#include "store/search_store.hpp"

#include "store/matter_fixture.hpp"

namespace xinfang {
namespace {

class SearchStoreTest : public MatterTest {
 protected:
  void SetUp() override {
    MatterTest::SetUp();
    open();
  }
  void TearDown() override {
    search_.reset();
    std::filesystem::remove_all(folder_);
  }
  void open() {
    std::filesystem::create_directory(folder_);
    search_ = std::make_unique<SearchStore>(db(), keys(), folder_.string());
  }
  void shut_search() { search_.reset(); }
  SearchStore& search() { return *search_; }
  std::filesystem::path folder() const { return folder_; }

  // Filed with this text and indexed as the follower of the log would.
  Matter indexed(const std::string& text, Id organ_id = kOffice) {
    Petition petition;
    petition.text = text;
    petition.organ_id = organ_id;
    Matter matter = file(petition);
    search().replace({{matter.matter_id, {text}, {organ_id}}});
    return matter;
  }
  std::vector<Id> found(std::string_view query, Id organ_id = kOffice) {
    return found(staff_of(organ_id), query);
  }
  std::vector<Id> found(const Viewer& viewer, std::string_view query, Id before = 0, int limit = 10) {
    return search().find(viewer, query, before, limit,
                         [](Id, const std::vector<std::string>&) { return true; });
  }

 private:
  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("xf_search_" + std::to_string(std::random_device{}()));
  std::unique_ptr<SearchStore> search_;
};
XINFANG_ON_BOTH_ENGINES(SearchStoreTest);

using Ids = std::vector<Id>;

TEST_P(SearchStoreTest, TwoCharacterWordsAreFoundNewestFirst) {
  const Id first = indexed("夜间施工噪声扰民").matter_id;
  const Id second = indexed("工厂噪声很大，夜间不停。").matter_id;
  indexed("拖欠工资");
  EXPECT_EQ(found("噪声"), (Ids{second, first}));
  EXPECT_EQ(found("夜间施工"), (Ids{first}));
  EXPECT_EQ(found("噪声 夜间"), (Ids{second, first}));
  EXPECT_EQ(found("工资"), (found("拖欠工资")));
  EXPECT_EQ(found("工资").size(), 1u);
  EXPECT_TRUE(found("污水").empty());
  EXPECT_TRUE(found("").empty());
  EXPECT_TRUE(found(" ，。").empty());
}

TEST_P(SearchStoreTest, ScatteredPiecesAreNotAMatch) {
  const Id real = indexed("夜间施工").matter_id;
  indexed("夜间不停，白天间施药，工地施工");  // all three pieces, never together
  EXPECT_EQ(found("夜间施工"), (Ids{real}));
}

TEST_P(SearchStoreTest, AWordsOperatorsAndQuotesAreOnlyText) {
  const Id id = indexed("请查 AND 公司 OR \"not\" NEAR(夜间)").matter_id;
  EXPECT_EQ(found("AND"), (Ids{id}));
  EXPECT_EQ(found("\"not\" NEAR("), (Ids{id}));
  EXPECT_EQ(found("{夜间}"), (Ids{id}));
  EXPECT_TRUE(found("' OR 1=1 --").empty());
}

TEST_P(SearchStoreTest, FullWidthAndCaseAreFoldedAlike) {
  const Id id = indexed("ＡＢＣ１２３公司欠薪").matter_id;
  EXPECT_EQ(found("abc123"), (Ids{id}));
}

TEST_P(SearchStoreTest, OnlyOrgansOnThePathFindIt) {
  const Id mine = indexed("夜间施工噪声").matter_id;
  const Id theirs = indexed("夜间施工噪声", kOtherOrgan).matter_id;
  EXPECT_EQ(found("噪声"), (Ids{mine}));
  EXPECT_EQ(found("噪声", kOtherOrgan), (Ids{theirs}));
  EXPECT_TRUE(found("噪声", 99).empty());
  EXPECT_EQ(found(Viewer::system(), "噪声"), (Ids{theirs, mine}));
  EXPECT_TRUE(found(petitioner_of(mine), "噪声").empty());
  EXPECT_TRUE(found(Viewer{}, "噪声").empty());
  // The index believes what it was told; the directory decides.
  search().replace({{theirs, {"夜间施工噪声"}, {kOffice}}});
  EXPECT_EQ(found("噪声"), (Ids{mine}));
}

TEST_P(SearchStoreTest, WhatWentBehindTheWallIsNotShownThoughTheIndexLags) {
  Matter matter = indexed("举报某某收受财物");
  ASSERT_EQ(found("收受"), (Ids{matter.matter_id}));
  Changes made;
  made.facts.set("kind", "2");
  ASSERT_TRUE(append(matter, made).committed());
  EXPECT_TRUE(found("收受").empty());
  EXPECT_TRUE(found(liaison_of(kOffice), "收受").empty());
  EXPECT_TRUE(found(Viewer::system(), "收受").empty());
}

TEST_P(SearchStoreTest, AReplacedTextIsFoundByTheNewWordsOnly) {
  Matter matter = indexed("夜间施工噪声");
  ASSERT_TRUE(append(matter, {}, {{"text", "河道排放污水", "petitioner"}}).committed());
  for (int again = 0; again < 2; ++again) {
    search().replace({{matter.matter_id, {"河道排放污水"}, {kOffice}}});
  }
  EXPECT_EQ(found("污水"), (Ids{matter.matter_id}));
  EXPECT_TRUE(found("噪声").empty());
}

TEST_P(SearchStoreTest, ARemovedEntryLeavesNoPieceBehind) {
  const Id gone = indexed("夜间施工噪声").matter_id;
  const Id stays = indexed("夜间施工噪声").matter_id;
  search().replace({{gone, {}, {}}});
  search().replace({{gone, {}, {}}});
  EXPECT_EQ(found("噪声"), (Ids{stays}));
  search().replace({{stays, {}, {kOffice}}});
  // Nothing may match any more, so that an entry put in later is not found by old words.
  search().replace({{gone, {"河道污水"}, {kOffice}}});
  EXPECT_TRUE(found("噪声").empty());
}

TEST_P(SearchStoreTest, ADestroyedTextIsFoundNoMore) {
  const Matter matter = indexed("夜间施工噪声");
  keys().destroy(load_matter(db(), Viewer::system(), matter.matter_id)->key_id);
  EXPECT_TRUE(found("噪声").empty());
}

TEST_P(SearchStoreTest, ADamagedTextDoesNotHideTheOthers) {
  const Id whole = indexed("夜间施工噪声").matter_id;
  const Id damaged = indexed("夜间施工噪声").matter_id;
  db().write_now("UPDATE vault SET ciphertext = $2 WHERE matter_id = $1",
                 {damaged, Blob{Bytes(60, 'd')}});
  EXPECT_EQ(found("噪声"), (Ids{whole}));
}

TEST_P(SearchStoreTest, OnlyTextsThatMayBeLookedIntoMatch) {
  const Id id = indexed("夜间施工噪声").matter_id;
  const auto asked = [&](bool may) {
    return search().find(staff_of(kOffice), "噪声", 0, 10,
                         [&](Id matter_id, const std::vector<std::string>& fields) {
                           EXPECT_EQ(matter_id, id);
                           EXPECT_EQ(fields, std::vector<std::string>{"text"});
                           return may;
                         });
  };
  EXPECT_EQ(asked(true), (Ids{id}));
  EXPECT_TRUE(asked(false).empty());
}

TEST_P(SearchStoreTest, PagesFollowEachOtherPastCandidatesThatAreNone) {
  Ids filed;
  for (int i = 0; i < 12; ++i) {
    filed.insert(filed.begin(), indexed("夜间施工第" + std::to_string(i) + "次").matter_id);
    indexed("夜间不停，间施药，施工");
  }
  Ids seen;
  Id before = 0;
  while (true) {
    const Ids page = found(staff_of(kOffice), "夜间施工", before, 5);
    if (page.empty()) break;
    seen.insert(seen.end(), page.begin(), page.end());
    before = page.back();
  }
  EXPECT_EQ(seen, filed);
}

TEST_P(SearchStoreTest, NoTextStandsInTheIndex) {
  const Matter matter = indexed("夜间施工噪声");
  if (GetParam() == Engine::postgres) {
    const Row row = db().read("SELECT CAST(pieces AS TEXT) FROM search_entries "
                              "WHERE matter_id = $1", {matter.matter_id}).at(0);
    EXPECT_EQ(row.text(0).find("噪声"), std::string::npos);
    return;
  }
  shut_search();
  DatabaseOptions options;
  options.url = "sqlite:" + (folder() / "search.db").string();
  const auto index = Database::open(options);
  const Row row = index->read("SELECT pieces FROM search_entries WHERE matter_id = $1",
                              {matter.matter_id}).at(0);
  EXPECT_EQ(row.text(0).find("噪声"), std::string::npos);
  EXPECT_EQ(row.text(0).size(), 6u * 11 - 1);  // five pieces and one organ
}

TEST_P(SearchStoreTest, TheCursorGoesWithTheIndex) {
  EXPECT_EQ(search().cursor(), 0);
  indexed("夜间施工噪声");
  search().move_cursor(12);
  shut_search();
  open();
  EXPECT_EQ(search().cursor(), 12);
  EXPECT_EQ(found("噪声").size(), 1u);
  search().clear();
  EXPECT_EQ(search().cursor(), 0);
  EXPECT_TRUE(found("噪声").empty());
}

}  // namespace
}  // namespace xinfang
