#include "base/files.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <thread>

#include "base/crypto.hpp"
#include "base/json.hpp"
#include "base/log.hpp"

namespace xinfang {
namespace {

class Files : public testing::Test {
 protected:
  Files() : folder_(std::filesystem::temp_directory_path() / ("xf-files-" + hex(random_bytes(8)))) {
    std::filesystem::create_directory(folder_);
  }
  ~Files() override { std::filesystem::remove_all(folder_); }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  mode_t mode(const std::string& name) const {
    struct stat found {};
    EXPECT_EQ(stat(path(name).c_str(), &found), 0);
    return found.st_mode & 07777;
  }

  std::filesystem::path folder_;
};

TEST_F(Files, WhatIsWrittenIsReadAndNothingElseIsLeft) {
  std::string first = random_bytes(200'000);
  ASSERT_TRUE(write_file_durably(path("key"), first));
  EXPECT_EQ(*read_file(path("key")), first);
  ASSERT_TRUE(write_file_durably(path("key"), ""));
  EXPECT_EQ(*read_file(path("key")), "");
  EXPECT_EQ(mode("key"), 0600U);
  auto entries = std::filesystem::directory_iterator(folder_);
  EXPECT_EQ(std::distance(begin(entries), end(entries)), 1);
}

TEST_F(Files, RefusalsNameThePathAndTheReason) {
  auto missing = read_file(path("none"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.refusal().code, "file_unreadable");
  EXPECT_EQ(missing.refusal().facts[0].second, path("none"));
  EXPECT_EQ(missing.refusal().facts[1].second, "No such file or directory");
  EXPECT_FALSE(read_file(folder_.string()));
  EXPECT_EQ(write_file_durably(path("no/such/folder"), "x").refusal().code, "file_unwritable");
  std::filesystem::create_directory(path("folder"));
  EXPECT_EQ(write_file_durably(path("folder"), "x").refusal().code, "file_unwritable");
  EXPECT_TRUE(std::filesystem::is_empty(path("folder")));
}

TEST_F(Files, WhatMayPassIsToldApartFromWhatIsWrong) {
  for (const int error : {ENOSPC, EDQUOT, EROFS, EIO, EMFILE, ENFILE}) {
    EXPECT_THROW(fail_file("x", error), StorageUnavailable) << error;
  }
  for (const int error : {ENOENT, EACCES, ENOTDIR}) {
    try {
      fail_file("x", error);
    } catch (const StorageUnavailable&) {
      ADD_FAILURE() << error << " does not pass by waiting";
    } catch (const std::runtime_error& what) {
      EXPECT_TRUE(std::string(what.what()).starts_with("x: ")) << what.what();
    }
  }
}

TEST_F(Files, APrivateFolderIsClosedToOthers) {
  ASSERT_TRUE(make_private_folder(path("a/b")));
  EXPECT_EQ(mode("a/b"), 0700U);
  std::filesystem::create_directory(path("open"));
  chmod(path("open").c_str(), 0755);
  ASSERT_TRUE(make_private_folder(path("open")));
  EXPECT_EQ(mode("open"), 0700U);
  ASSERT_TRUE(write_file_durably(path("file"), "x"));
  EXPECT_EQ(make_private_folder(path("file")).refusal().code, "folder_unusable");
}

TEST_F(Files, AMemoryFileIsReadByItsPathAndGoneAfterwards) {
  const std::string bytes = random_bytes(200'000);
  std::string at;
  {
    const MemoryFile file(bytes);
    at = file.path();
    EXPECT_EQ(std::filesystem::file_size(at), bytes.size());
    EXPECT_EQ(*read_file(at), bytes);
    EXPECT_EQ(*read_file(at), bytes) << "from its beginning each time";
  }
  EXPECT_FALSE(read_file(at));
}

class Log : public Files {
 protected:
  Log() {
    EXPECT_EQ(pipe2(ends_, O_NONBLOCK), 0);
    set_log_file(ends_[1]);
  }
  ~Log() override {
    set_log_file(STDERR_FILENO);
    set_log_level(Level::info);
    close(ends_[0]);
    close(ends_[1]);
  }
  // What stands in the pipe now, line by line.
  std::vector<Json> lines() {
    std::string text;
    char block[4096];
    for (ssize_t got; (got = read(ends_[0], block, sizeof block)) > 0;)
      text.append(block, static_cast<std::size_t>(got));
    std::vector<Json> found;
    for (std::size_t from = 0; from < text.size();) {
      std::size_t end = text.find('\n', from);
      auto line = Json::parse(text.substr(from, end - from));
      EXPECT_TRUE(line) << text.substr(from, end - from);
      found.push_back(line ? *line : Json());
      from = end + 1;
    }
    return found;
  }

  int ends_[2];
};

TEST_F(Log, ALineIsOneObjectWhateverTheValuesHold) {
  log_line(Level::info, "server_started",
           {{"port", "8080"}, {"name", "a\n\"b\" 陈\x01"}, {"broken", "a\xFFz"}});
  log_line(Level::debug, "hidden");
  auto found = lines();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["level"].as_string(), "info");
  EXPECT_EQ(found[0]["event"].as_string(), "server_started");
  EXPECT_EQ(found[0]["name"].as_string(), "a\n\"b\" 陈\x01");
  EXPECT_EQ(found[0]["broken"].as_string(), "a?z");
  EXPECT_EQ(found[0]["at"].as_string().size(), 24U);
  set_log_level(Level::debug);
  log_line(Level::debug, "seen");
  EXPECT_EQ(lines().size(), 1U);
}

TEST_F(Log, TooLongAFieldIsLeftOut) {
  log_line(Level::error, "long", {{"huge", std::string(5000, 'x')}, {"small", "kept"}});
  auto found = lines();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0]["huge"].is_null());
  EXPECT_EQ(found[0]["small"].as_string(), "kept");
  EXPECT_TRUE(found[0]["cut"].as_bool());
}

TEST_F(Log, LinesOfManyThreadsStayWhole) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int n = 0; n < 50; ++n) log_line(Level::warning, "tick", {{"n", std::to_string(n)}});
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(lines().size(), 200U);
}

TEST_F(Log, AReaderThatStandsStillCostsLinesAndNotTheService) {
  std::string block(4096, '\n');
  while (write(ends_[1], block.data(), block.size()) > 0) {
  }
  log_line(Level::info, "lost");
  char drain[4096];
  while (read(ends_[0], drain, sizeof drain) > 0) {
  }
  log_line(Level::info, "after");
  auto found = lines();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]["dropped"].as_int(), 1);
}

}  // namespace
}  // namespace xinfang
