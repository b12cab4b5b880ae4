#include "http/edge/uploads.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <fstream>

#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

std::size_t files_in(const std::string& folder) {
  std::size_t count = 0;
  for ([[maybe_unused]] const auto& entry : fs::directory_iterator(folder)) ++count;
  return count;
}

// Peak resident memory of this process in KiB.
std::size_t peak_memory() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stoul(line.substr(6));
  }
  return 0;
}

void forget_peak_memory() { std::ofstream("/proc/self/clear_refs") << "5"; }

class Uploads : public ::testing::Test {
 protected:
  void start(EdgeOptions options) {
    folder_ = scratch_.path() + "/uploads";
    options.upload_folder = folder_;
    EdgeRoute upload = route("POST", "/attachments", [this](const Request& request) {
      struct stat facts {};
      stat(request.upload_path.c_str(), &facts);
      if (request.query_value("keep")) fs::rename(request.upload_path, scratch_.path() + "/kept");
      return text(std::to_string(request.upload_size) + " " + std::to_string(facts.st_size) + " " +
                  std::to_string(facts.st_mode & 0777) + " " + std::to_string(request.body.size()));
    });
    upload.upload = true;
    upload.body_limit = 60'000'000;
    edge_ = std::make_unique<Edge>(std::move(options), std::vector<EdgeRoute>{upload});
    edge_->start();
  }

  TestFolder scratch_;
  std::string folder_;
  std::unique_ptr<Edge> edge_;
};

}  // namespace

TEST_F(Uploads, a_body_goes_to_a_private_file_that_goes_with_the_request) {
  start(quick_options());
  Client client(edge_->port());
  EXPECT_EQ(client.post("/attachments", std::string(300'000, 'a')).body, "300000 300000 384 0");
  client.say(
      "POST /attachments HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5\r\nabcde\r\n0\r\n\r\n");
  EXPECT_EQ(client.hear().body, "5 5 384 0");
  EXPECT_TRUE(eventually([&] { return files_in(folder_) == 0; }));
}

TEST_F(Uploads, a_handler_may_move_the_file_away) {
  start(quick_options());
  Client client(edge_->port());
  EXPECT_EQ(client.post("/attachments?keep=1", "abc").status, 200);
  std::string kept;
  std::ifstream(scratch_.path() + "/kept") >> kept;
  EXPECT_EQ(kept, "abc");
}

TEST_F(Uploads, a_large_upload_takes_little_memory) {
  start(quick_options());
  Client client(edge_->port());
  client.post("/attachments", "warm");
  forget_peak_memory();
  const std::size_t before = peak_memory();
  const std::string piece(100'000, 'x');
  client.say("POST /attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 52000000\r\n\r\n");
  for (int i = 0; i < 520; ++i) ASSERT_TRUE(client.say(piece));
  EXPECT_EQ(client.hear().body, "52000000 52000000 384 0");
  EXPECT_LT(peak_memory() - before, 12'000u);
}

TEST_F(Uploads, above_the_limit_413_is_seen_with_a_length_and_chunked) {
  start(quick_options());
  Client sized(edge_->port());
  sized.say("POST /attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000001\r\n\r\n");
  EXPECT_EQ(sized.hear().status, 413);

  Client chunked(edge_->port());
  chunked.say(
      "POST /attachments HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "100000\r\n" + std::string(0x100000, 'a') + "\r\n";
  for (int i = 0; i < 59; ++i) {
    if (!chunked.say(chunk)) break;
  }
  const Answer answer = chunked.hear();
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find("payload_too_large"), std::string::npos);
  EXPECT_TRUE(chunked.ended());
  EXPECT_TRUE(eventually([&] { return files_in(folder_) == 0; }));
}

TEST_F(Uploads, a_piece_that_does_not_come_is_408_and_leaves_no_file) {
  EdgeOptions options = quick_options();
  options.upload_piece_time = milliseconds(200);
  start(std::move(options));
  Client client(edge_->port());
  client.say("POST /attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nabc");
  EXPECT_EQ(client.hear().status, 408);
  EXPECT_TRUE(client.ended());
  EXPECT_TRUE(eventually([&] { return files_in(folder_) == 0; }));
}

TEST_F(Uploads, pieces_that_always_come_still_end_at_the_time_of_the_whole) {
  EdgeOptions options = quick_options();
  options.upload_total_time = milliseconds(300);
  start(std::move(options));
  Client client(edge_->port());
  client.say("POST /attachments HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000000\r\n\r\n");
  EXPECT_TRUE(eventually([&] {
    client.say(std::string(2'000, 'x'));
    return edge_->figures().timeouts == 1;
  }));
  EXPECT_EQ(client.hear().status, 408);
}

TEST_F(Uploads, what_an_earlier_run_left_is_removed_and_nothing_else) {
  folder_ = scratch_.path() + "/uploads";
  fs::create_directories(folder_);
  std::ofstream(folder_ + "/upload-a1B2c3") << "left";
  std::ofstream(folder_ + "/other") << "not ours";
  start(quick_options());
  EXPECT_FALSE(fs::exists(folder_ + "/upload-a1B2c3"));
  EXPECT_TRUE(fs::exists(folder_ + "/other"));
  struct stat facts {};
  stat(folder_.c_str(), &facts);
  EXPECT_EQ(facts.st_mode & 0777, 0700u);
}

TEST_F(Uploads, a_folder_that_has_gone_is_a_503_and_not_a_lost_connection) {
  start(quick_options());
  fs::remove_all(folder_);
  Client client(edge_->port());
  EXPECT_EQ(client.post("/attachments", "abc").status, 503);
}

TEST_F(Uploads, a_file_that_the_disk_does_not_take_is_a_503_and_the_next_one_is_taken) {
  start(quick_options());
  signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit small{1 << 20, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &small);
  Client client(edge_->port());
  const Answer refused = client.post("/attachments", std::string(2 << 20, 'x'));
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(Client(edge_->port()).post("/attachments", std::string(2 << 20, 'x')).status, 200);
  EXPECT_TRUE(eventually([&] { return files_in(folder_) == 0; }));
}

}  // namespace xinfang::edge
