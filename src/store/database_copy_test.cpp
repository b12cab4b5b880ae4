#include "store/database_copy.hpp"

#include <fstream>

#include "store/backup_store.hpp"
#include "store/engine_fixture.hpp"
#include "store/key_store.hpp"
#include "store/matter_store.hpp"
#include "store/organ_store.hpp"

namespace xinfang {
namespace {

class DatabaseCopyTest : public EngineTest {
 protected:
  DatabaseCopyTest() : other_(GetParam()) {}
  void SetUp() override {
    fresh();
    folder_ = std::filesystem::temp_directory_path() /
              ("xf_copy_" + std::to_string(std::random_device{}()));
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string file() const { return (folder_ / "copy").string(); }
  Database& other() {
    if (!other_database_) other_database_ = Database::open(other_.options());
    return *other_database_;
  }
  void make_other() {
    database_from_copy(other_.options(), file(), [](Database& database) {
      migrate(database, load_migrations(XINFANG_ROOT "/migrations"));
    });
  }
  static std::int64_t value_of(Database& database, const std::string& counter) {
    const Rows rows = database.read("SELECT value FROM counters WHERE name = $1", {counter});
    return rows.empty() ? 0 : rows[0].integer(0);
  }

  ScratchDatabase other_;
  std::unique_ptr<Database> other_database_;
  std::filesystem::path folder_;
};
XINFANG_ON_BOTH_ENGINES(DatabaseCopyTest);

TEST_P(DatabaseCopyTest, HoldsOneMomentAlthoughOthersWrite) {
  take_numbers(db(), "before", 5);
  SnapshotFigures figures;
  CopyWatch watch;
  watch.look = [&](const Database::Reader& read) {
    take_numbers(db(), "before", 5);
    take_numbers(db(), "after", 1);
    figures = snapshot_figures(read);
  };
  int steps = 0;
  watch.progress = [&](std::uint64_t, std::uint64_t) {
    if (++steps == 1) take_numbers(db(), "during", 1);
  };
  copy_database(options(), CopyOf::matters, file(), watch);
  make_other();
  EXPECT_EQ(value_of(other(), "before"), 5);
  EXPECT_EQ(value_of(other(), "after"), 0);
  EXPECT_EQ(value_of(other(), "during"), 0);
  EXPECT_EQ(value_of(db(), "before"), 10);
  SnapshotFigures copied;
  other().read_together([&](const auto& read) { copied = snapshot_figures(read); });
  EXPECT_EQ(copied, figures);
  EXPECT_GT(figures.schema_version, 5);
}

TEST_P(DatabaseCopyTest, KeepsEveryValueAsItWas) {
  Session session;
  session.token_digest = Bytes("\x00\\.\n\xff", 5);
  session.csrf = "制表\t换行\n反斜线\\.\\N";
  session.user_id = 7;
  save_session(db(), session);
  copy_database(options(), CopyOf::matters, file(), {});
  make_other();
  const auto found = find_session(other(), session.token_digest);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->csrf, session.csrf);
  EXPECT_EQ(found->user_id, 7);
}

TEST_P(DatabaseCopyTest, KeysStandInACopyOfTheirOwn) {
  ScratchDatabase place(GetParam()), restored(GetParam());
  Id kept = 0, destroyed = 0;
  Bytes key;
  {
    KeyStore keys(Database::open(place.options()), Bytes(32, 'm'), CryptoProfile::standard);
    const KeyStore::MatterKey one = keys.take(), two = keys.take();
    kept = one.key_id;
    key = one.key;
    destroyed = two.key_id;
    keys.destroy(destroyed);
    CopyWatch watch;
    watch.look = [](const Database::Reader& read) {
      EXPECT_EQ(key_figures(read).keys, 512);
      EXPECT_EQ(key_figures(read).profile, "standard");
    };
    copy_database(place.options(), CopyOf::keys, file(), watch);
  }
  database_from_copy(restored.options(), file(), [&](Database&) {
    KeyStore(Database::open(restored.options()), Bytes(32, 'x'), CryptoProfile::standard);
  });
  KeyStore keys(Database::open(restored.options()), Bytes(32, 'm'), CryptoProfile::standard);
  EXPECT_EQ(keys.find(kept), key);
  EXPECT_TRUE(keys.destroyed(destroyed));
  if (GetParam() == Engine::sqlite) return;  // one file, one database
  copy_database(place.options(), CopyOf::matters, file() + "2", {});
  EXPECT_EQ(std::filesystem::file_size(file() + "2"), 0u) << "keys in the copy of the matters";
}

TEST_P(DatabaseCopyTest, EmptyIsOnlyWhatHoldsNothing) {
  EXPECT_FALSE(is_database_empty(options()));
  EXPECT_TRUE(is_database_empty(other_.options()));
  other().run_script("CREATE TABLE one (a BIGINT)");
  EXPECT_FALSE(is_database_empty(other_.options()));
}

TEST_P(DatabaseCopyTest, ACopyIsNeverWrittenOverAFile) {
  std::ofstream(file()) << "a backup";
  if (GetParam() == Engine::sqlite) {
    EXPECT_THROW(copy_database(options(), CopyOf::matters, file(), {}), DatabaseError);
  }
  std::filesystem::create_directory(folder_ / "full");
  EXPECT_THROW(copy_database(options(), CopyOf::matters, folder_ / "full", {}), DatabaseError);
}

TEST_P(DatabaseCopyTest, ACutCopyFillsNothing) {
  if (GetParam() == Engine::sqlite) return;  // the digest of the file is what holds it
  take_numbers(db(), "before", 5);
  copy_database(options(), CopyOf::matters, file(), {});
  std::filesystem::resize_file(file(), std::filesystem::file_size(file()) - 3);
  EXPECT_THROW(make_other(), DatabaseError);
  EXPECT_EQ(value_of(other(), "before"), 0);
}

TEST_P(DatabaseCopyTest, AfterARestoreNobodyIsSignedInAndNumbersOfTheDayAreSetOn) {
  const Date today = Date::of(2024, 3, 1);
  Session session;
  session.token_digest = Bytes(32, 't');
  save_session(db(), session);
  EXPECT_EQ(numbers_set_on(db(), today), 0);
  begin_after_restore(db(), today);
  EXPECT_FALSE(find_session(db(), session.token_digest));
  EXPECT_EQ(numbers_set_on(db(), today), 100'000);
  EXPECT_EQ(numbers_set_on(db(), today + 1), 0);
  begin_after_restore(db(), today);
  EXPECT_EQ(numbers_set_on(db(), today), 200'000);
}

}  // namespace
}  // namespace xinfang
