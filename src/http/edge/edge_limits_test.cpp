#include <thread>

#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

using std::chrono::milliseconds;

class EdgeLimits : public ::testing::Test {
 protected:
  void start(EdgeOptions options) {
    std::vector<EdgeRoute> routes;
    routes.push_back(route("GET", "/ping", [](const Request&) { return text("pong"); }));
    routes.push_back(route("GET", "/wait", [this](const Request&) {
      gate_.pass();
      return text("waited");
    }));
    routes.push_back(
        route("GET", "/large", [](const Request&) { return text(std::string(20'000'000, 'x')); }));
    routes.push_back(
        route("POST", "/text", [](const Request& request) { return text(request.body); }));
    edge_ = std::make_unique<Edge>(std::move(options), std::move(routes));
    edge_->start();
  }
  ~EdgeLimits() override { gate_.open(); }
  std::uint16_t port() const { return edge_->port(); }

  Gate gate_;
  std::unique_ptr<Edge> edge_;
};

}  // namespace

TEST_F(EdgeLimits, a_header_that_does_not_come_is_answered_408_and_closed) {
  EdgeOptions options = quick_options();
  options.header_time = milliseconds(200);
  start(std::move(options));
  Client client(port());
  client.say("GET /ping HTTP/1.1\r\nHost: loc");
  const Answer answer = client.hear();
  EXPECT_EQ(answer.status, 408);
  EXPECT_NE(answer.body.find("request_timeout"), std::string::npos);
  EXPECT_TRUE(client.ended());
  EXPECT_EQ(edge_->figures().timeouts, 1u);
}

TEST_F(EdgeLimits, a_header_byte_by_byte_is_cut_by_the_time_of_the_whole) {
  EdgeOptions options = quick_options();
  options.header_time = milliseconds(200);
  start(std::move(options));
  Client client(port());
  std::size_t said = 0;
  const std::string endless = "GET /ping HTTP/1.1\r\nX: ";
  // Every byte is progress, and still the end comes; without a limit this would go on for a minute.
  EXPECT_TRUE(eventually([&] {
    client.say(said < endless.size() ? endless.substr(said, 1) : "x");
    ++said;
    return edge_->figures().timeouts == 1;
  }));
  EXPECT_EQ(client.hear().status, 408);
}

TEST_F(EdgeLimits, a_body_that_does_not_come_is_408) {
  EdgeOptions options = quick_options();
  options.body_time = milliseconds(200);
  start(std::move(options));
  Client sized(port()), chunked(port());
  sized.say("POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
  chunked.say(
      "POST /text HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n");
  EXPECT_EQ(sized.hear().status, 408);
  EXPECT_EQ(chunked.hear().status, 408);
  EXPECT_TRUE(sized.ended());
  EXPECT_TRUE(chunked.ended());
}

TEST_F(EdgeLimits, an_idle_connection_is_closed_without_a_word) {
  EdgeOptions options = quick_options();
  options.idle_time = milliseconds(150);
  start(std::move(options));
  Client silent(port()), used(port());
  EXPECT_EQ(used.get("/ping").status, 200);
  EXPECT_EQ(silent.hear_out(), "");
  EXPECT_EQ(used.hear_out(), "");
  EXPECT_TRUE(eventually([&] { return edge_->figures().connections == 0; }));
}

TEST_F(EdgeLimits, a_client_that_does_not_read_is_cut) {
  EdgeOptions options = quick_options();
  options.write_time = milliseconds(200);
  start(std::move(options));
  Client deaf(port(), 4096);
  deaf.say("GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_TRUE(eventually([&] { return edge_->figures().timeouts == 1; }));
  EXPECT_TRUE(eventually([&] { return edge_->figures().connections == 0; }));
  Client other(port());
  EXPECT_EQ(other.get("/ping").status, 200);
}

TEST_F(EdgeLimits, too_large_a_head_is_431_and_too_long_a_target_414) {
  start(quick_options());
  Client fields(port());
  EXPECT_EQ(fields.get("/ping", "X: " + std::string(20'000, 'a') + "\r\n").status, 431);
  EXPECT_TRUE(fields.ended());
  Client many(port());
  std::string headers;
  for (int i = 0; i < 101; ++i) headers += "X" + std::to_string(i) + ": 1\r\n";
  EXPECT_EQ(many.get("/ping", headers).status, 431);
  Client target(port());
  EXPECT_EQ(target.get("/" + std::string(9'000, 'a')).status, 414);
  Client endless(port());
  EXPECT_EQ(endless.get("/" + std::string(200'000, 'a')).status, 414);
}

TEST_F(EdgeLimits, a_chunked_body_above_the_limit_is_413) {
  start(quick_options());
  Client client(port());
  client.say("POST /text HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
  const std::string chunk = "10000\r\n" + std::string(65'536, 'a') + "\r\n";
  for (int i = 0; i < 5; ++i) client.say(chunk);
  const Answer answer = client.hear();
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find("payload_too_large"), std::string::npos);
  EXPECT_TRUE(client.ended());
}

TEST_F(EdgeLimits, connections_above_the_cap_of_an_address_are_refused_503_and_counted) {
  EdgeOptions options = quick_options();
  options.max_connections_per_address = 2;
  start(std::move(options));
  auto first = std::make_unique<Client>(port());
  Client second(port());
  EXPECT_EQ(first->get("/ping").status, 200);
  EXPECT_EQ(second.get("/ping").status, 200);
  Client third(port());
  const Answer answer = third.get("/ping");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("retry-after"), "");
  EXPECT_TRUE(third.ended());
  EXPECT_EQ(edge_->figures().refused_connections, 1u);
  first->leave();
  EXPECT_TRUE(eventually([&] { return edge_->figures().connections == 1; }));
  Client fourth(port());
  EXPECT_EQ(fourth.get("/ping").status, 200);
}

TEST_F(EdgeLimits, trusted_proxies_are_not_counted_by_address_but_by_the_cap_of_all) {
  EdgeOptions options = quick_options();
  options.max_connections_per_address = 1;
  options.max_connections = 3;
  options.trusted_proxies = {"127.0.0.1"};
  start(std::move(options));
  Client first(port()), second(port()), third(port());
  EXPECT_EQ(first.get("/ping").status, 200);
  EXPECT_EQ(second.get("/ping").status, 200);
  EXPECT_EQ(third.get("/ping").status, 200);
  Client fourth(port());
  EXPECT_EQ(fourth.get("/ping").status, 503);
}

TEST_F(EdgeLimits, a_full_queue_of_the_workers_is_503_with_retry_after) {
  EdgeOptions options = quick_options();
  options.workers = 1;
  options.worker_queue = 1;
  start(std::move(options));
  Client running(port()), waiting(port()), refused(port());
  running.say("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return gate_.inside() == 1; }));
  waiting.say("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return edge_->figures().waiting == 1; }));
  const Answer answer = refused.get("/ping");
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.header("retry-after"), "");
  EXPECT_EQ(edge_->figures().overloaded, 1u);
  gate_.open();
  EXPECT_EQ(running.hear().body, "waited");
  EXPECT_EQ(waiting.hear().body, "pong");
  EXPECT_EQ(refused.get("/ping").status, 200);  // the refused connection goes on
}

TEST_F(EdgeLimits, stopping_answers_what_is_in_flight_and_closes_what_is_idle) {
  EdgeOptions options = quick_options();
  options.workers = 1;
  start(std::move(options));
  Client idle(port()), running(port()), waiting(port());
  EXPECT_EQ(idle.get("/ping").status, 200);
  running.say("GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return gate_.inside() == 1; }));
  waiting.say("GET /ping HTTP/1.1\r\nHost: localhost\r\n\r\n");
  ASSERT_TRUE(eventually([&] { return edge_->figures().waiting == 1; }));
  std::thread stopping([&] { edge_->stop(); });
  EXPECT_TRUE(idle.ended());
  gate_.open();
  const Answer ran = running.hear(), waited = waiting.hear();
  EXPECT_EQ(ran.body, "waited");
  EXPECT_EQ(ran.header("connection"), "close");
  EXPECT_EQ(waited.body, "pong");
  EXPECT_EQ(waited.header("connection"), "close");
  running.leave();
  waiting.leave();
  stopping.join();
  EXPECT_FALSE(Client(port()).connected());
}

TEST_F(EdgeLimits, stopping_does_not_wait_for_ever_for_a_client) {
  start(quick_options());
  Client half(port());
  half.say("POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nabc");
  ASSERT_TRUE(eventually([&] { return edge_->figures().requests == 1; }));
  edge_->stop(milliseconds(50));
  EXPECT_TRUE(half.ended());
}

}  // namespace xinfang::edge
