// Thousands of clients that hold connections, hundreds that drip bytes: the others are served.
#include "http/edge/edge_test_client.hpp"
#include "http/edge/limits.hpp"

namespace xinfang::edge {

namespace {

constexpr int kIdle = 5'000;
constexpr int kSlow = 700;
constexpr int kOrdinary = 500;

// What a slow client has been told so far, without waiting.
bool cut_off(Client& client, std::string& heard) {
  char piece[1024];
  for (;;) {
    const ssize_t count = recv(client.descriptor(), piece, sizeof piece, MSG_DONTWAIT);
    if (count > 0) {
      heard.append(piece, static_cast<std::size_t>(count));
    } else {
      return count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
    }
  }
}

}  // namespace

TEST(ManyClients, ordinary_ones_are_served_while_thousands_idle_and_hundreds_drip_bytes) {
  ASSERT_GE(raise_open_files(), 2u * (kIdle + kSlow) + 100)
      << "too few file descriptors for this test";
  EdgeOptions options = quick_options();
  options.workers = 8;
  options.max_connections_per_address = 10'000;
  options.header_time = options.body_time = std::chrono::milliseconds(2'000);
  std::vector<EdgeRoute> routes;
  routes.push_back(route("GET", "/ping", [](const Request&) { return text("pong"); }));
  routes.push_back(
      route("POST", "/text", [](const Request& request) { return text(request.body); }));
  Edge edge(std::move(options), std::move(routes));
  edge.start();

  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < kIdle; ++i) {
    idle.push_back(std::make_unique<Client>(edge.port()));
    ASSERT_TRUE(idle.back()->connected()) << i;
  }
  std::vector<std::unique_ptr<Client>> slow;
  std::vector<std::string> heard(kSlow);
  for (int i = 0; i < kSlow; ++i) {
    slow.push_back(std::make_unique<Client>(edge.port()));
    // Half drip a header, half a body.
    slow.back()->say(
        i % 2 ? "GET /ping HTTP/1.1\r\nHost: localhost\r\nX: "
              : "POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n");
  }
  ASSERT_TRUE(eventually([&] { return edge.figures().connections == kIdle + kSlow; }));

  int cut = 0, answered = 0;
  std::vector<bool> done(kSlow);
  for (int round = 0; (cut < kSlow || answered < kOrdinary) && round < 100'000; ++round) {
    for (int i = round % 10; i < kSlow; i += 10) {
      if (done[i]) continue;
      slow[i]->say("x");
      if (cut_off(*slow[i], heard[i])) {
        done[i] = true;
        ++cut;
      }
    }
    if (answered < kOrdinary) {
      Client client(edge.port());
      ASSERT_EQ(client.get("/ping").body, "pong") << "ordinary request " << answered;
      ASSERT_EQ(client.post("/text", "words").body, "words");
      ++answered;
    } else {
      poll(nullptr, 0, 1);
    }
  }
  EXPECT_EQ(cut, kSlow);
  EXPECT_EQ(answered, kOrdinary);
  int told = 0;
  for (const auto& words : heard) told += words.starts_with("HTTP/1.1 408 ");
  EXPECT_GT(told, kSlow * 9 / 10);  // a byte sent into the close may reset the connection first

  for (auto& client : idle) ASSERT_EQ(client->get("/ping").body, "pong");
  EXPECT_EQ(edge.figures().refused_connections, 0u);
  idle.clear();
}

}  // namespace xinfang::edge
