// Tests on both engines, always: SQLite in a temporary file as in production, PostgreSQL in a
// schema of its own on the server of XINFANG_TEST_POSTGRES (a missing variable fails the test).
//
//   class MatterStoreTest : public EngineTest {};
//   XINFANG_ON_BOTH_ENGINES(MatterStoreTest);
//   TEST_P(MatterStoreTest, Something) { fresh(); db().read("..."); }
//
// db() opens an empty database at its first use; fresh() opens one with migrations/ applied.
// Set options() before the first use to change lanes, limits or pauses. reopen() closes and opens
// again, as a restarted server does. ScratchDatabase serves tests with another fixture.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <string>

#include "store/database.hpp"
#include "store/migrations.hpp"

namespace xinfang {

// A place for one database; removed with everything in it at the end.
class ScratchDatabase {
 public:
  explicit ScratchDatabase(Engine engine) : engine_(engine) {
    static std::atomic<int> count = 0;
    const std::string name =
        "xf_" + std::to_string(std::random_device{}()) + "_" + std::to_string(++count);
    if (engine == Engine::sqlite) {
      folder_ = std::filesystem::temp_directory_path() / name;
      std::filesystem::create_directory(folder_);
      options_.url = "sqlite:" + (folder_ / "xinfang.db").string();
    } else {
      const char* url = std::getenv("XINFANG_TEST_POSTGRES");
      if (!url || !*url) {
        throw std::runtime_error(
            "XINFANG_TEST_POSTGRES is not set: give the libpq URL of a PostgreSQL server, since "
            "both engines are tested always.");
      }
      options_.url = url;
      options_.schema = name;
      options_.readers = 2;
      options_.lanes = 2;
    }
  }
  ScratchDatabase(const ScratchDatabase&) = delete;
  ScratchDatabase& operator=(const ScratchDatabase&) = delete;

  ~ScratchDatabase() {
    std::error_code ignored;
    if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
    if (engine_ != Engine::postgres) return;
    try {
      Database::open(options_)->run_script("DROP SCHEMA " + options_.schema + " CASCADE");
    } catch (const DatabaseError& error) {
      ADD_FAILURE() << "the schema of the test stays behind: " << error.what();
    }
  }

  DatabaseOptions& options() { return options_; }
  Engine engine() const { return engine_; }
  std::filesystem::path folder() const { return folder_; }  // empty on PostgreSQL

 private:
  const Engine engine_;
  std::filesystem::path folder_;
  DatabaseOptions options_;
};

class EngineTest : public ::testing::TestWithParam<Engine> {
 protected:
  EngineTest() : scratch_(GetParam()) {}

  DatabaseOptions& options() { return scratch_.options(); }
  ScratchDatabase& scratch() { return scratch_; }

  Database& db() {
    if (!database_) database_ = Database::open(options());
    return *database_;
  }
  void fresh() { migrate(db(), load_migrations(XINFANG_ROOT "/migrations")); }
  void shut() { database_.reset(); }
  void reopen() {
    shut();
    db();
  }

 private:
  ScratchDatabase scratch_;
  std::unique_ptr<Database> database_;
};

inline std::string engine_name(const ::testing::TestParamInfo<Engine>& engine) {
  return engine.param == Engine::sqlite ? "Sqlite" : "Postgres";
}

}  // namespace xinfang

#define XINFANG_ON_BOTH_ENGINES(Suite)                                                     \
  INSTANTIATE_TEST_SUITE_P(BothEngines, Suite,                                             \
                           ::testing::Values(::xinfang::Engine::sqlite,                    \
                                             ::xinfang::Engine::postgres),                 \
                           ::xinfang::engine_name)
