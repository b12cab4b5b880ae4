#include "store/key_store.hpp"

#include <sys/stat.h>

#include <fstream>
#include <set>
#include <thread>

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

class KeyStoreTest : public EngineTest {
 protected:
  std::unique_ptr<KeyStore> open(char master, CryptoProfile profile = CryptoProfile::standard) {
    return std::make_unique<KeyStore>(Database::open(options()), Bytes(32, master), profile);
  }
};
XINFANG_ON_BOTH_ENGINES(KeyStoreTest);

TEST_P(KeyStoreTest, KeysAreNeverGivenTwiceByManyTakersAndRestarts) {
  std::set<Id> ids;
  std::set<Bytes> values;
  for (int start = 0; start < 2; ++start) {
    const auto keys = open('m');
    std::mutex mutex;
    std::vector<std::thread> takers;
    for (int taker = 0; taker < 4; ++taker) {
      takers.emplace_back([&] {
        for (int i = 0; i < 300; ++i) {
          const KeyStore::MatterKey key = keys->take();
          const std::lock_guard lock(mutex);
          EXPECT_TRUE(ids.insert(key.key_id).second);
          EXPECT_TRUE(values.insert(key.key).second);
        }
      });
    }
    for (std::thread& taker : takers) taker.join();
  }
  EXPECT_EQ(ids.size(), 2400u);
}

TEST_P(KeyStoreTest, AKeyIsFoundAgainAfterARestart) {
  KeyStore::MatterKey key;
  Bytes purpose;
  {
    const auto keys = open('m');
    key = keys->take();
    purpose = keys->purpose_key("search");
    EXPECT_NE(purpose, keys->purpose_key("token"));
  }
  const auto keys = open('m');
  EXPECT_EQ(keys->find(key.key_id), key.key);
  EXPECT_EQ(keys->find(key.key_id + 100000), "");
  EXPECT_FALSE(keys->destroyed(key.key_id + 100000));
  EXPECT_EQ(keys->purpose_key("search"), purpose);
}

TEST_P(KeyStoreTest, AWrongMasterKeyIsToldInASentence) {
  open('m');
  try {
    open('x');
    FAIL() << "opened";
  } catch (const std::runtime_error& error) {
    EXPECT_NE(std::string(error.what()).find("master key does not open this key store"),
              std::string::npos);
  }
  EXPECT_THROW(open('m', CryptoProfile::gm), std::runtime_error);
  EXPECT_NO_THROW(open('m'));
}

TEST_P(KeyStoreTest, RotationChangesTheMasterKeyAndNothingElse) {
  KeyStore::MatterKey key;
  Bytes purpose;
  {
    const auto keys = open('m');
    key = keys->take();
    purpose = keys->purpose_key("query-code");
    keys->rotate_master(Bytes(32, 'n'));
    EXPECT_EQ(keys->find(key.key_id), key.key);
  }
  EXPECT_THROW(open('m'), std::runtime_error);
  const auto keys = open('n');
  EXPECT_EQ(keys->find(key.key_id), key.key);
  EXPECT_EQ(keys->purpose_key("query-code"), purpose);
}

TEST_P(KeyStoreTest, ADestroyedKeyIsGoneForGoodAndADamagedOneIsNamed) {
  Id destroyed = 0, damaged = 0;
  {
    const auto keys = open('m');
    destroyed = keys->take().key_id;
    damaged = keys->take().key_id;
    keys->destroy(destroyed);
    EXPECT_EQ(keys->find(destroyed), "");
  }
  Database::open(options())->write_now("UPDATE matter_keys SET wrapped = $2 WHERE key_id = $1",
                                       {damaged, Blob{Bytes(60, 'd')}});
  const auto keys = open('m');
  EXPECT_EQ(keys->find(destroyed), "");
  EXPECT_TRUE(keys->destroyed(destroyed));
  EXPECT_FALSE(keys->destroyed(damaged));
  EXPECT_THROW(keys->find(damaged), std::runtime_error);
}

TEST_P(KeyStoreTest, MoreKeysThanAreRememberedAreAllFound) {
  const auto keys = open('m');
  std::vector<KeyStore::MatterKey> taken;
  for (int i = 0; i < 4200; ++i) taken.push_back(keys->take());
  for (const std::size_t i : {std::size_t{0}, std::size_t{100}, std::size_t{4199}}) {
    EXPECT_EQ(keys->find(taken[i].key_id), taken[i].key);
  }
}

class MasterKeyTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ::unsetenv("XINFANG_MASTER_KEY");
    std::filesystem::create_directory(folder_);
  }
  void TearDown() override {
    ::unsetenv("XINFANG_MASTER_KEY");
    std::filesystem::remove_all(folder_);
  }
  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("xf_key_" + std::to_string(std::random_device{}()));
  const std::string file_ = (folder_ / "master.key").string();
};

TEST_F(MasterKeyTest, ItIsMadeOnceForItsOwnerOnly) {
  EXPECT_THROW(load_master_key(file_, false), std::runtime_error);
  const Bytes key = load_master_key(file_, true);
  EXPECT_EQ(key.size(), 32u);
  EXPECT_EQ(load_master_key(file_, true), key);
  EXPECT_EQ(load_master_key(file_, false), key);
  struct stat facts {};
  ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(MasterKeyTest, AFileThatOthersReadOrOfAnotherLengthIsRefused) {
  load_master_key(file_, true);
  ASSERT_EQ(::chmod(file_.c_str(), 0640), 0);
  EXPECT_THROW(load_master_key(file_, false), std::runtime_error);
  for (const int length : {0, 31, 33}) {
    std::filesystem::remove(file_);
    std::ofstream(file_) << Bytes(static_cast<std::size_t>(length), 'k');
    ASSERT_EQ(::chmod(file_.c_str(), 0600), 0);
    EXPECT_THROW(load_master_key(file_, true), std::runtime_error) << length;
  }
}

TEST_F(MasterKeyTest, TheEnvironmentComesFirstAndMustBeWhole) {
  load_master_key(file_, true);
  ::setenv("XINFANG_MASTER_KEY", std::string(64, 'a').c_str(), 1);
  EXPECT_EQ(load_master_key(file_, false), Bytes(32, '\xaa'));
  ::setenv("XINFANG_MASTER_KEY", "abc", 1);
  EXPECT_THROW(load_master_key(file_, false), std::runtime_error);
}

}  // namespace
}  // namespace xinfang
