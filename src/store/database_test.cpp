// Reading, single writes, values and streams on both engines.
#include <thread>

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

class DatabaseTest : public EngineTest {
 protected:
  void SetUp() override {
    db().run_script(
        "CREATE TABLE values_kept(id BIGINT PRIMARY KEY, text TEXT, bytes BYTEA, extra JSON);");
  }
  void put(std::int64_t id, Param text, Param bytes = {}) {
    db().write_now("INSERT INTO values_kept(id, text, bytes) VALUES($1, $2, $3)",
                   {id, std::move(text), std::move(bytes)});
  }
  Row row(std::int64_t id) {
    return db().read("SELECT text, bytes, id FROM values_kept WHERE id = $1", {id}).at(0);
  }
};
XINFANG_ON_BOTH_ENGINES(DatabaseTest);

TEST_P(DatabaseTest, ValuesComeBackAsTheyWentIn) {
  Bytes all_bytes;
  for (int i = 0; i < 256; ++i) all_bytes.push_back(static_cast<char>(i));
  std::string large;
  while (large.size() < 1'000'000) large += "夜间施工噪声 𠮷😀'\"\\";
  put(INT64_MAX, large, Blob{all_bytes});
  put(INT64_MIN, std::string(), Blob{});
  put(3, std::monostate{}, std::monostate{});

  EXPECT_EQ(row(INT64_MAX).text(0), large);
  EXPECT_EQ(row(INT64_MAX).bytes(1), all_bytes);
  EXPECT_EQ(row(INT64_MAX).integer(2), INT64_MAX);
  EXPECT_EQ(row(INT64_MIN).text(0), "");
  EXPECT_EQ(row(INT64_MIN).bytes(1), "");
  EXPECT_FALSE(row(INT64_MIN).is_null(1));
  EXPECT_TRUE(row(3).is_null(0));
  EXPECT_TRUE(row(3).is_null(1));
  EXPECT_EQ(row(3).text_or(0, "无"), "无");
  EXPECT_THROW(row(3).text(2), DatabaseError);
  EXPECT_THROW(row(3).integer(9), DatabaseError);
}

TEST_P(DatabaseTest, ParametersStandInAnyOrderAndMayRepeat) {
  put(1, std::string("甲"));
  put(2, std::string("乙"));
  const Rows rows = db().read(
      "SELECT $2 || text || $1 || $2, CAST($3 AS BIGINT) + id FROM values_kept"
      " WHERE id = CAST($3 AS BIGINT) AND (CAST($4 AS TEXT) IS NULL OR text = CAST($4 AS TEXT))",
      {std::string("后"), std::string("前"), std::int64_t{2}, std::monostate{}});
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_EQ(rows[0].text(0), "前乙后前");
  EXPECT_EQ(rows[0].integer(1), 4);
}

TEST_P(DatabaseTest, BooleansAndSumsAreIntegers) {
  put(1, std::string("甲"));
  const Row answer = db().read("SELECT (1=1), (1=2), sum(id), count(*) FROM values_kept").at(0);
  EXPECT_EQ(answer.integer(0), 1);
  EXPECT_EQ(answer.integer(1), 0);
  EXPECT_EQ(answer.integer(2), 1);
  EXPECT_EQ(answer.integer(3), 1);
}

TEST_P(DatabaseTest, LikeSeesCaseAndJsonIsChecked) {
  put(1, std::string("Abc"));
  EXPECT_EQ(db().read("SELECT id FROM values_kept WHERE text LIKE 'a%'").size(), 0u);
  EXPECT_EQ(db().read("SELECT id FROM values_kept WHERE text LIKE 'A%'").size(), 1u);
  constexpr std::string_view kSet = "UPDATE values_kept SET extra = $1 WHERE id = 1 RETURNING extra";
  EXPECT_EQ(db().write_now(kSet, {std::string("{\"a\": 1}")}).at(0).text(0), "{\"a\": 1}");
  EXPECT_THROW(db().write_now(kSet, {std::string("{broken")}), DatabaseError);
}

TEST_P(DatabaseTest, WriteNowGivesWhatReturningNames) {
  constexpr std::string_view kNext =
      "INSERT INTO values_kept(id, text) VALUES($1, '1')"
      " ON CONFLICT(id) DO UPDATE SET text = values_kept.text || '1' RETURNING length(text)";
  EXPECT_EQ(db().write_now(kNext, {std::int64_t{9}}).at(0).integer(0), 1);
  EXPECT_EQ(db().write_now(kNext, {std::int64_t{9}}).at(0).integer(0), 2);
  EXPECT_EQ(db().write_now("UPDATE values_kept SET text = 'x' WHERE id = 77").size(), 0u);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 8; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 10; ++i) db().write_now(kNext, {std::int64_t{9}});
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(db().write_now(kNext, {std::int64_t{9}}).at(0).integer(0), 83);
}

TEST_P(DatabaseTest, AWriteThatFailsLeavesTheEngineUsable) {
  put(1, std::string("甲"));
  EXPECT_THROW(put(1, std::string("乙")), DatabaseError);
  EXPECT_THROW(db().run_script("CREATE TABLE a(id BIGINT); INSERT INTO nowhere VALUES(1);"),
               DatabaseError);
  EXPECT_THROW(db().read("SELECT id FROM a"), DatabaseError) << "half a script was kept";
  EXPECT_THROW(db().read("SELECT text FROM values_kept WHERE id = $1"), DatabaseError);
  EXPECT_THROW(db().read("SELECT text FROM values_kept WHERE id::text = '1'"), DatabaseError);
  EXPECT_EQ(row(1).text(0), "甲");
}

TEST_P(DatabaseTest, ReadConnectionsCannotWrite) {
  EXPECT_THROW(db().read("INSERT INTO values_kept(id) VALUES(1) RETURNING id"), DatabaseError);
  EXPECT_EQ(db().read("SELECT count(*) FROM values_kept").at(0).integer(0), 0);
}

TEST_P(DatabaseTest, SeveralReadsSeeOneSnapshot) {
  put(1, std::string("甲"));
  constexpr std::string_view kCount = "SELECT count(*) FROM values_kept";
  db().read_together([&](const Database::Reader& read) {
    EXPECT_EQ(read(kCount, {}).at(0).integer(0), 1);
    put(2, std::string("乙"));
    EXPECT_EQ(read(kCount, {}).at(0).integer(0), 1) << "the snapshot has moved";
    EXPECT_EQ(db().read(kCount).at(0).integer(0), 2) << "another reader sees what is committed";
  });
  EXPECT_EQ(db().read(kCount).at(0).integer(0), 2);
  EXPECT_THROW(db().read_together([](const Database::Reader&) { throw std::runtime_error("no"); }),
               std::runtime_error);
  EXPECT_EQ(db().read(kCount).at(0).integer(0), 2);
}

TEST_P(DatabaseTest, ReadersSeeOnlyWholeChangeSets) {
  std::atomic<bool> done = false;
  std::thread writer([&] {
    for (std::int64_t i = 1; i <= 100; ++i) {
      ChangeSet pair;
      pair.lane = i;
      for (const std::int64_t id : {2 * i, 2 * i + 1}) {
        pair.add("INSERT INTO values_kept(id) VALUES($1)", {id});
      }
      pair.proof = {"SELECT 1 FROM values_kept WHERE id = $1", {2 * i}};
      EXPECT_TRUE(db().commit(std::move(pair)).committed());
    }
    done = true;
  });
  while (!done) {
    EXPECT_EQ(db().read("SELECT count(*) FROM values_kept").at(0).integer(0) % 2, 0);
  }
  writer.join();
}

TEST_P(DatabaseTest, AScanStreamsAndMayBeStopped) {
  db().write_now(
      "INSERT INTO values_kept(id, text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
      " SELECT i + 1 FROM n WHERE i < 100000) SELECT i, '行' FROM n");
  constexpr std::string_view kAll = "SELECT id, text FROM values_kept ORDER BY id";
  std::int64_t seen = 0, sum = 0;
  db().scan(kAll, {}, [&](const Row& one) {
    ++seen;
    sum += one.integer(0);
    if (seen == 50'000) {  // the callback may read, also when every reader scans
      EXPECT_EQ(db().read("SELECT 1").at(0).integer(0), 1);
    }
  });
  EXPECT_EQ(seen, 100'000);
  EXPECT_EQ(sum, std::int64_t{100'000} * 100'001 / 2);

  seen = 0;
  EXPECT_THROW(db().scan(kAll, {},
                         [&](const Row&) {
                           if (++seen == 10) throw std::runtime_error("enough");
                         }),
               std::runtime_error);
  EXPECT_EQ(seen, 10);
  EXPECT_EQ(row(5).text(0), "行");
}

TEST(DatabaseAddress, AnUnknownOneIsRefusedWithASentence) {
  const auto sentence = [](const std::string& url) -> std::string {
    DatabaseOptions options;
    options.url = url;
    options.retry_window = {};
    try {
      Database::open(options);
    } catch (const DatabaseUnavailable& error) {
      return error.what();
    }
    return "opened";
  };
  EXPECT_NE(sentence("mysql://x").find("must begin with"), std::string::npos);
  EXPECT_NE(sentence("sqlite:").find("needs a file path"), std::string::npos);
  EXPECT_NE(sentence("sqlite:/nowhere/at/all.db").find("/nowhere/at/all.db"), std::string::npos);
  const std::string away = sentence("postgresql://user:geheim@/x?host=/nowhere");
  EXPECT_NE(away.find("/nowhere"), std::string::npos) << away;
  EXPECT_EQ(away.find("geheim"), std::string::npos) << "the password is in the sentence";
}

}  // namespace
}  // namespace xinfang
