#include "http/edge/static_files.hpp"

#include <sys/stat.h>

#include <fstream>

#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

namespace fs = std::filesystem;

class StaticFiles : public ::testing::Test {
 protected:
  void SetUp() override {
    put("public/index.html", "<h1>home</h1>");
    put("public/desk/index.html", "desk");
    put("public/digits.txt", "0123456789");
    put("public/assets/app-3f2a.js", "plain script");
    put("public/assets/app-3f2a.js.gz", "gzip script");
    put("public/assets/app-3f2a.js.br", "brotli script");
    put("public/.env", "secret");
    put("public/.well/known", "secret");
    put("public/empty.txt", "");
    put("outside.txt", "outside");
    fs::create_symlink(folder_.path() + "/outside.txt", folder_.path() + "/public/link.txt");
    mkfifo((folder_.path() + "/public/pipe.txt").c_str(), 0600);
    EdgeOptions options = quick_options();
    options.static_folder = folder_.path() + "/public";
    std::vector<EdgeRoute> routes;
    routes.push_back(route("GET", "/attachment", [this](const Request&) {
      Response response;
      response.content_type = "application/pdf";
      response.file_path = folder_.path() + "/outside.txt";
      return response;
    }));
    routes.push_back(route("GET", "/gone", [](const Request&) {
      Response response;
      response.file_path = "/nowhere/at/all";
      return response;
    }));
    edge_ = std::make_unique<Edge>(std::move(options), std::move(routes));
    edge_->start();
    client_ = std::make_unique<Client>(edge_->port());
  }

  void put(const std::string& name, const std::string& content) {
    const fs::path path = folder_.path() + "/" + name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << content;
  }

  TestFolder folder_;
  std::unique_ptr<Edge> edge_;
  std::unique_ptr<Client> client_;
};

}  // namespace

TEST_F(StaticFiles, a_file_has_its_type_and_a_folder_its_index) {
  const Answer home = client_->get("/");
  EXPECT_EQ(home.status, 200);
  EXPECT_EQ(home.body, "<h1>home</h1>");
  EXPECT_EQ(home.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(home.header("cache-control"), "no-cache");
  EXPECT_EQ(client_->get("/desk/").body, "desk");
  EXPECT_EQ(client_->get("/nothing.txt").status, 404);
  EXPECT_EQ(client_->get("/empty.txt").status, 200);
  const Answer head = client_->head("/digits.txt");
  EXPECT_EQ(head.header("content-length"), "10");
  EXPECT_EQ(client_->get("/digits.txt").body, "0123456789");
}

TEST_F(StaticFiles, a_folder_without_its_slash_is_led_to_the_path_with_it) {
  put("public/大 厅/index.html", "hall");
  const Answer folder = client_->get("/desk");
  EXPECT_EQ(folder.status, 308);
  EXPECT_EQ(folder.header("location"), "/desk/");
  EXPECT_EQ(folder.header("cache-control"), "no-cache");
  EXPECT_EQ(folder.body, "");
  EXPECT_EQ(client_->get("/desk?item=7&name=%E9%99%88%20%26&empty").header("location"),
            "/desk/?item=7&name=%E9%99%88%20%26&empty=");
  const std::string hall = client_->get("/%E5%A4%A7%20%E5%8E%85").header("location");
  EXPECT_EQ(hall, "/%E5%A4%A7%20%E5%8E%85/");
  EXPECT_EQ(client_->get(hall).body, "hall");
  EXPECT_EQ(client_->get("/assets").status, 404) << "a folder without an index";
  EXPECT_EQ(client_->get("/desk/index.html/").status, 404);
  EXPECT_EQ(client_->get("//desk").status, 404) << "never to another host";
}

TEST_F(StaticFiles, hashed_assets_may_be_kept_for_ever) {
  EXPECT_EQ(client_->get("/assets/app-3f2a.js").header("cache-control"),
            "public, max-age=31536000, immutable");
}

TEST_F(StaticFiles, what_the_client_already_has_is_not_sent_again) {
  const std::string tag = client_->get("/digits.txt").header("etag");
  ASSERT_NE(tag, "");
  const Answer same = client_->get("/digits.txt", "If-None-Match: \"other\", W/" + tag + "\r\n");
  EXPECT_EQ(same.status, 304);
  EXPECT_EQ(same.header("etag"), tag);
  EXPECT_EQ(same.header("content-length"), "");
  EXPECT_EQ(client_->get("/digits.txt", "If-None-Match: \"other\"\r\n").status, 200);
  EXPECT_EQ(client_->get("/digits.txt", "If-None-Match: *\r\n").status, 304);
}

TEST_F(StaticFiles, a_changed_file_has_another_tag) {
  const std::string tag = client_->get("/digits.txt").header("etag");
  put("public/digits.txt", "9876543210!");
  const Answer changed = client_->get("/digits.txt", "If-None-Match: " + tag + "\r\n");
  EXPECT_EQ(changed.status, 200);
  EXPECT_EQ(changed.body, "9876543210!");
}

TEST_F(StaticFiles, single_ranges) {
  struct Row {
    std::string range;
    int status;
    std::string content_range, body;
  };
  const std::vector<Row> rows = {
      {"bytes=0-3", 206, "bytes 0-3/10", "0123"}, {"bytes=4-", 206, "bytes 4-9/10", "456789"},
      {"bytes=-2", 206, "bytes 8-9/10", "89"},    {"bytes=-99", 206, "bytes 0-9/10", "0123456789"},
      {"bytes=8-99", 206, "bytes 8-9/10", "89"},  {"bytes=10-", 416, "bytes */10", ""},
      {"bytes=-0", 416, "bytes */10", ""},        {"bytes=0-1,4-5", 200, "", "0123456789"},
      {"bytes=5-2", 200, "", "0123456789"},       {"bytes=a-b", 200, "", "0123456789"},
      {"lines=0-3", 200, "", "0123456789"},
  };
  for (const Row& row : rows) {
    const Answer answer = client_->get("/digits.txt", "Range: " + row.range + "\r\n");
    EXPECT_EQ(answer.status, row.status) << row.range;
    EXPECT_EQ(answer.header("content-range"), row.content_range) << row.range;
    if (row.status == 416) {
      EXPECT_NE(answer.body.find("range_not_satisfiable"), std::string::npos) << row.range;
    } else {
      EXPECT_EQ(answer.body, row.body) << row.range;
    }
  }
}

TEST_F(StaticFiles, a_range_of_an_older_state_is_answered_whole) {
  const std::string tag = client_->get("/digits.txt").header("etag");
  EXPECT_EQ(client_->get("/digits.txt", "Range: bytes=0-1\r\nIf-Range: " + tag + "\r\n").status,
            206);
  EXPECT_EQ(client_->get("/digits.txt", "Range: bytes=0-1\r\nIf-Range: \"old\"\r\n").status, 200);
}

TEST_F(StaticFiles, the_compressed_neighbour_is_sent_to_who_takes_it) {
  struct Row {
    std::string accept, coding, body;
  };
  const std::vector<Row> rows = {
      {"", "", "plain script"},
      {"Accept-Encoding: gzip\r\n", "gzip", "gzip script"},
      {"Accept-Encoding: gzip, br\r\n", "br", "brotli script"},
      {"Accept-Encoding: gzip, br;q=0\r\n", "gzip", "gzip script"},
      {"Accept-Encoding: identity\r\n", "", "plain script"},
      {"Accept-Encoding: *\r\n", "br", "brotli script"},
      {"Accept-Encoding: gzip;q=0.000\r\n", "", "plain script"},
  };
  std::vector<std::string> tags;
  for (const Row& row : rows) {
    const Answer answer = client_->get("/assets/app-3f2a.js", row.accept);
    EXPECT_EQ(answer.body, row.body) << row.accept;
    EXPECT_EQ(answer.header("content-encoding"), row.coding) << row.accept;
    EXPECT_EQ(answer.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(answer.header("vary"), "Accept-Encoding");
  }
  EXPECT_NE(client_->get("/assets/app-3f2a.js").header("etag"),
            client_->get("/assets/app-3f2a.js", "Accept-Encoding: gzip\r\n").header("etag"));
}

TEST_F(StaticFiles, nothing_outside_or_hidden_can_be_reached) {
  const std::vector<std::string> paths = {
      "/.env",        "/.well/known",         "/link.txt",
      "/pipe.txt",    "//etc/passwd",         "/assets",
      "/digits.txt/", "/assets//app-3f2a.js", "/%252e%252e%252foutside.txt"};
  for (const auto& path : paths) EXPECT_EQ(client_->get(path).status, 404) << path;
  for (const char* path :
       {"/../outside.txt", "/assets/../../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt",
        "/a%00.txt", "/..\\outside.txt", "/%c0%ae%c0%ae/x"}) {
    EXPECT_EQ(Client(edge_->port()).get(path).status, 400) << path;
  }
}

TEST_F(StaticFiles, a_handlers_file_is_sent_with_tag_and_ranges_under_its_own_type) {
  const Answer whole = client_->get("/attachment");
  EXPECT_EQ(whole.body, "outside");
  EXPECT_EQ(whole.header("content-type"), "application/pdf");
  EXPECT_EQ(client_->get("/attachment", "If-None-Match: " + whole.header("etag") + "\r\n").status,
            304);
  EXPECT_EQ(client_->get("/attachment", "Range: bytes=0-2\r\n").body, "out");
  EXPECT_EQ(client_->get("/gone").status, 500);
}

}  // namespace xinfang::edge
