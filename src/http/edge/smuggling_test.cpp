// Each case is sent whole on a connection of its own; judged is which handlers ran and what was
// answered. Larger collections are read when the environment names a folder for them.
#include <openssl/evp.h>

#include <cstdlib>
#include <fstream>
#include <regex>

#include "base/json.hpp"
#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

struct Seen {
  std::vector<std::string> calls;  // paths of handlers that ran
  std::vector<int> statuses;
  bool closed = false;
};

class Smuggling : public ::testing::Test {
 protected:
  void SetUp() override {
    EdgeOptions options = quick_options();
    options.header_time = options.body_time = std::chrono::milliseconds(2'000);
    std::vector<EdgeRoute> routes;
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
      for (const char* pattern : {"/", "/{a}", "/{a}/{b}", "/{a}/{b}/{c}"}) {
        routes.push_back(route(method, pattern, [this](const Request& request) {
          const std::lock_guard lock(mutex_);
          calls_.push_back(request.path);
          return text("served");
        }));
      }
    }
    edge_ = std::make_unique<Edge>(std::move(options), std::move(routes));
    edge_->start();
  }

  Seen send(const std::string& bytes) {
    {
      const std::lock_guard lock(mutex_);
      calls_.clear();
    }
    Client client(edge_->port());
    client.say(bytes);
    client.finish_saying();
    Seen seen;
    std::string heard;
    while (!(heard = client.hear_until("HTTP/1.1 ")).empty()) {
      seen.statuses.push_back(std::atoi(client.hear_until(" ").c_str()));
    }
    seen.closed = client.ended();
    const std::lock_guard lock(mutex_);
    seen.calls = calls_;
    return seen;
  }

  std::mutex mutex_;
  std::vector<std::string> calls_;
  std::unique_ptr<Edge> edge_;
};

std::string unescape(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      out.push_back(text[i]);
      continue;
    }
    const char c = text[++i];
    if (c == 'x') {
      out.push_back(static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16)));
      i += 2;
    } else {
      out.push_back(c == 'r' ? '\r' : c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c);
    }
  }
  return out;
}

std::string unbase64(const std::string& text) {
  std::string out(text.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with("=") ? 1 : 0;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

std::vector<std::string> lines_of(const std::string& command) {
  std::vector<std::string> lines;
  FILE* pipe = popen(command.c_str(), "r");
  std::string line;
  for (int c; (c = fgetc(pipe)) != EOF;) {
    if (c == '\n') {
      lines.push_back(std::exchange(line, {}));
    } else {
      line.push_back(static_cast<char>(c));
    }
  }
  pclose(pipe);
  return lines;
}

// The folder of larger collections, or none: then those tests do not exist.
std::vector<std::string> shared_folders() {
  const char* folder = std::getenv("XINFANG_SHARED");
  return folder ? std::vector<std::string>{folder} : std::vector<std::string>{};
}

class LargerCollections : public Smuggling, public ::testing::WithParamInterface<std::string> {};

std::string list(const Seen& seen) {
  std::string text = "answers";
  for (const int status : seen.statuses) text += " " + std::to_string(status);
  text += "; calls";
  for (const auto& call : seen.calls) text += " " + call;
  return text;
}

bool refused(const Seen& seen) {
  return seen.closed && seen.calls.empty() && seen.statuses.size() <= 1 &&
         (seen.statuses.empty() || seen.statuses[0] >= 400);
}

// Most of the parser's cases leave the host out, which is not what they are about.
std::string with_host(std::string bytes) {
  if (lower(bytes).find("\nhost:") != std::string::npos) return bytes;
  const auto line = bytes.find("HTTP/1.1\r\n");
  if (line != std::string::npos) bytes.insert(line + 10, "Host: localhost\r\n");
  return bytes;
}

// Accepted by a parser of everything, refused by this server on purpose: methods it does not have,
// other protocols, targets that are not in origin form, codings beside chunked, an unfinished body.
bool beyond_us(const std::string& bytes) {
  const std::string first = bytes.substr(0, bytes.find('\r', 2));
  static const std::regex ours(
      R"((\r\n)?(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) /[^# ]* HTTP/1\.[01])");
  if (!std::regex_match(first, ours)) return true;
  const std::string text = lower(bytes);
  return text.find("deflate") != std::string::npos ||
         text.find("host: 0.0.0.0=5000") != std::string::npos;
}

// What a careful server may do with a case, in the words of the collection.
bool as_expected(const std::string& expect, const Seen& seen) {
  const bool smuggled =
      std::find(seen.calls.begin(), seen.calls.end(), "/smuggled") != seen.calls.end();
  if (!seen.closed) return false;
  if (expect.starts_with("accept")) return !seen.statuses.empty() && seen.statuses[0] == 200;
  if (expect == "three-answers-in-order") return seen.statuses == std::vector<int>{200, 200, 200};
  if (expect == "either") return true;
  if (expect == "reject" || expect == "reject-or-limit" || expect == "405-or-501")
    return refused(seen);
  // A path encoded twice is decoded once: a strange name, and no way up.
  if (expect == "404-or-400" && seen.calls.size() == 1)
    return seen.calls[0].find("..") == std::string::npos;
  if (expect == "404-or-400" || expect == "400-or-404" || expect == "close" ||
      expect == "timeout" || expect == "431-or-close" || expect == "414-or-close" ||
      expect == "431-or-ok-bounded") {
    return refused(seen);
  }
  return !smuggled && seen.statuses.size() <= 1;
}

}  // namespace

TEST_F(Smuggling, no_byte_after_a_doubt_is_taken_for_a_request) {
  std::ifstream file(XINFANG_ROOT "/tests/data/edge_cases/smuggling.txt");
  int cases = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with('#')) continue;
    const auto first = line.find(" | "), second = line.find(" | ", first + 3);
    ASSERT_NE(second, std::string::npos) << line;
    const std::string expect = line.substr(first + 3, second - first - 3);
    const Seen seen = send(unescape(line.substr(second + 3)));
    ++cases;
    EXPECT_TRUE(seen.closed) << line;
    if (expect == "reject") {
      EXPECT_TRUE(refused(seen)) << line << "\n" << list(seen);
      EXPECT_EQ(seen.statuses.size(), 1u) << line;
    } else if (expect == "once") {
      EXPECT_EQ(seen.calls, std::vector<std::string>{"/"}) << line;
    } else {
      EXPECT_EQ(seen.statuses, std::vector<int>{200}) << line;
    }
  }
  EXPECT_GT(cases, 30);
}

TEST_P(LargerCollections, of_smuggling_cases) {
  const auto lines =
      lines_of("gzip -dc '" + GetParam() + "/badinput/http_smuggling_cases.jsonl.gz'");
  ASSERT_GT(lines.size(), 100u);
  for (const auto& line : lines) {
    const auto parsed = Json::parse(line);
    ASSERT_TRUE(parsed) << line;
    const Json& row = *parsed;
    const Seen seen = send(unbase64(row["b64"].as_string()));
    EXPECT_TRUE(as_expected(row["expect"].as_string(), seen))
        << row["name"].as_string() << " " << row["expect"].as_string() << " "
        << row["note"].as_string() << "\n"
        << list(seen);
  }
}

TEST_P(LargerCollections, of_a_known_parser) {
  const auto lines = lines_of("cat '" + GetParam() + "/badinput/http_parser_cases.jsonl'");
  ASSERT_GT(lines.size(), 100u);
  int accepted = 0;
  for (const auto& line : lines) {
    const auto parsed = Json::parse(line);
    ASSERT_TRUE(parsed) << line;
    const Json& row = *parsed;
    const std::string title = row["title"].as_string(), mode = row["mode"].as_string();
    const std::string bytes = with_host(unbase64(row["b64"].as_string()));
    const Seen seen = send(bytes);
    EXPECT_TRUE(seen.closed) << title;
    if (row["expect"].as_string() == "reject") {
      // That parser stops at an upgrade and at bytes after the last message; here the first request
      // is served as the plain one it is, and nothing after it.
      const std::string error = row["error"].as_string();
      const bool first_only =
          error == "Pause on CONNECT/Upgrade" || error == "Data after `Connection: close`";
      EXPECT_LE(seen.calls.size(), first_only ? 1u : 0u) << title << "\n" << list(seen);
      EXPECT_LE(seen.statuses.size(), 1u) << title << "\n" << list(seen);
    } else if (mode == "request" && row["expect"].as_string() == "accept" && !beyond_us(bytes)) {
      // Some end within their body: those are waited for, and get no answer when the peer leaves.
      const bool served = !seen.statuses.empty() && seen.statuses[0] == 200;
      EXPECT_TRUE(served || seen.statuses.empty()) << title << "\n" << bytes << list(seen);
      accepted += served;
    }
  }
  EXPECT_GT(accepted, 30);
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(LargerCollections);
INSTANTIATE_TEST_SUITE_P(Shared, LargerCollections, ::testing::ValuesIn(shared_folders()));

}  // namespace xinfang::edge
