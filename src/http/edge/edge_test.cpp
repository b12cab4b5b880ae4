#include <thread>

#include "base/date.hpp"
#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

std::vector<EdgeRoute> some_routes() {
  std::vector<EdgeRoute> routes;
  routes.push_back(route("GET", "/ping", [](const Request&) { return text("pong"); }));
  routes.push_back(route("GET", "/petitions/{item_no}", [](const Request& request) {
    return text(request.param("item_no") + "|" + request.query_value("q").value_or("-"));
  }));
  routes.push_back(route("POST", "/petitions", [](const Request& request) {
    return text(std::to_string(request.body.size()) + ":" + request.body.substr(0, 40));
  }));
  routes.push_back(route("GET", "/who", [](const Request& request) {
    return text(request.client_address + (request.secure ? " secure" : " plain") + "|" +
                std::string(request.header("x-forwarded-for")) + "|" +
                std::string(request.cookie("desk")));
  }));
  routes.push_back(route("GET", "/broken", [](const Request&) -> Response {
    throw std::runtime_error("secret detail\nof 陈敏");
  }));
  routes.push_back(route("GET", "/split", [](const Request& request) {
    return text("x").set("Location", request.query_value("to").value_or(""));
  }));
  routes.push_back(route("DELETE", "/petitions/{item_no}", [](const Request&) {
    Response response;
    response.status = 204;
    return response;
  }));
  routes.push_back(
      route("GET", "/large", [](const Request&) { return text(std::string(3'000'000, 'x')); }));
  return routes;
}

class EdgeTest : public ::testing::Test {
 protected:
  void start(EdgeOptions options) {
    options.log = [this](std::string_view line) {
      const std::lock_guard lock(mutex_);
      log_ += std::string(line) + "\n";
    };
    edge_ = std::make_unique<Edge>(std::move(options), some_routes());
    edge_->start();
  }
  void start() { start(quick_options()); }
  std::uint16_t port() const { return edge_->port(); }
  std::string log() {
    const std::lock_guard lock(mutex_);
    return log_;
  }

  std::mutex mutex_;
  std::string log_;
  std::unique_ptr<Edge> edge_;
};

}  // namespace

TEST_F(EdgeTest, a_request_is_answered_and_the_connection_kept) {
  start();
  Client client(port());
  for (int i = 0; i < 3; ++i) {
    const Answer answer = client.get("/ping");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "pong");
    EXPECT_EQ(answer.header("connection"), "");
    EXPECT_EQ(answer.header("content-length"), "4");
  }
  EXPECT_EQ(edge_->figures().accepted, 1u);
  EXPECT_EQ(edge_->figures().requests, 3u);
}

TEST_F(EdgeTest, names_of_the_pattern_and_the_query_arrive_decoded) {
  start();
  Client client(port());
  EXPECT_EQ(client.get("/petitions/XF%201?q=%E4%BF%A1%E8%AE%BF+a").body, "XF 1|信访 a");
}

TEST_F(EdgeTest, an_unknown_path_is_404_and_a_wrong_method_405_with_allow) {
  start();
  Client client(port());
  EXPECT_EQ(client.get("/nothing").status, 404);
  const Answer answer = client.get("/petitions");
  EXPECT_EQ(answer.status, 405);
  EXPECT_EQ(answer.header("allow"), "POST");
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  EXPECT_NE(answer.body.find("method_not_allowed"), std::string::npos);
  EXPECT_EQ(client.get("/ping").status, 200);
}

TEST_F(EdgeTest, head_is_answered_as_get_without_the_body) {
  start();
  Client client(port());
  const Answer answer = client.head("/ping");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.header("content-length"), "4");
  EXPECT_EQ(client.head("/nothing").status, 404);
  EXPECT_EQ(client.get("/ping").body, "pong");  // nothing of a body stood in between
}

TEST_F(EdgeTest, an_answer_without_content_has_no_length) {
  start();
  Client client(port());
  client.say("DELETE /petitions/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
  const Answer answer = client.hear();
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(answer.head.find("Content-Length"), std::string::npos);
  EXPECT_EQ(client.get("/ping").body, "pong");
}

TEST_F(EdgeTest, pipelined_requests_are_answered_in_order) {
  start();
  Client client(port());
  std::string all;
  for (int i = 0; i < 20; ++i) {
    all += "GET /petitions/" + std::to_string(i) + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }
  client.say(all);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(client.hear().body, std::to_string(i) + "|-");
}

TEST_F(EdgeTest, bodies_arrive_whole_with_a_length_and_chunked) {
  start();
  Client client(port());
  EXPECT_EQ(client.post("/petitions", std::string(200'000, 'a')).body,
            "200000:" + std::string(40, 'a'));
  client.say(
      "POST /petitions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
      "5;x=y\r\nabcde\r\n3\r\nfgh\r\n0\r\nX-Trailer: 1\r\n\r\n");
  EXPECT_EQ(client.hear().body, "8:abcdefgh");
  EXPECT_EQ(client.get("/ping").body, "pong");
}

TEST_F(EdgeTest, a_client_that_asks_before_it_sends_is_told_to_continue) {
  start();
  Client client(port());
  client.say(
      "POST /petitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: "
      "100-continue\r\n\r\n");
  EXPECT_EQ(client.hear_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.say("abc");
  EXPECT_EQ(client.hear().body, "3:abc");
  client.say(
      "POST /petitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: "
      "miracles\r\n\r\n");
  EXPECT_EQ(client.hear().status, 417);
  EXPECT_TRUE(client.ended());
}

TEST_F(EdgeTest, a_body_above_the_routes_limit_is_413_before_it_is_read) {
  start();
  Client asking(port());
  asking.say(
      "POST /petitions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n"
      "Expect: 100-continue\r\n\r\n");
  const Answer refused = asking.hear();
  EXPECT_EQ(refused.status, 413);
  EXPECT_NE(refused.body.find("payload_too_large"), std::string::npos);
  EXPECT_EQ(refused.header("connection"), "close");

  // This one sends on regardless and must still see the answer.
  Client deaf(port());
  EXPECT_EQ(deaf.post("/petitions", std::string(1'000'000, 'b')).status, 413);
}

TEST_F(EdgeTest, an_exception_of_a_handler_is_a_500_without_details) {
  start();
  Client client(port());
  const Answer answer = client.get("/broken");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.body.find("secret"), std::string::npos);
  EXPECT_NE(answer.body.find("internal"), std::string::npos);
  EXPECT_EQ(client.get("/ping").status, 200);
  EXPECT_NE(log().find("fault /broken std::runtime_error: secret detail\n"), std::string::npos);
  EXPECT_EQ(log().find("陈敏"), std::string::npos);
}

TEST_F(EdgeTest, a_handler_cannot_be_talked_into_splitting_the_answer) {
  start();
  Client client(port());
  EXPECT_EQ(client.get("/split?to=/a").header("location"), "/a");
  const Answer answer = client.get("/split?to=a%0d%0aSet-Cookie:%20x=1");
  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.head.find("Set-Cookie"), std::string::npos);
}

TEST_F(EdgeTest, default_headers_stand_on_every_answer_and_the_date_is_the_clocks) {
  const SetClock clock(Instant{784'111'777'000});
  EdgeOptions options = quick_options();
  options.default_headers = {{"X-Content-Type-Options", "nosniff"}, {"Location", "/default"}};
  options.clock = &clock;
  start(std::move(options));
  Client client(port());
  EXPECT_EQ(client.get("/ping").header("x-content-type-options"), "nosniff");
  EXPECT_EQ(client.get("/nothing").header("x-content-type-options"), "nosniff");
  EXPECT_EQ(client.get("/split?to=/own").header("location"), "/own");
  EXPECT_EQ(client.get("/ping").header("date"), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST_F(EdgeTest, forwarded_addresses_count_only_from_a_trusted_proxy) {
  start();
  Client stranger(port());
  EXPECT_EQ(stranger.get("/who", "X-Forwarded-For: 192.0.2.9\r\nX-Forwarded-Proto: https\r\n").body,
            "127.0.0.1 plain||");

  EdgeOptions options = quick_options();
  options.trusted_proxies = {"127.0.0.1", "192.0.2.1"};
  start(std::move(options));
  Client proxy(port());
  EXPECT_EQ(proxy
                .get("/who",
                     "X-Forwarded-For: 198.51.100.66, 203.0.113.5, 192.0.2.1\r\n"
                     "X-Forwarded-Proto: https\r\nCookie: a=b; desk=s3\r\n")
                .body,
            "203.0.113.5 secure|198.51.100.66, 203.0.113.5, 192.0.2.1|s3");
  EXPECT_EQ(proxy.get("/who", "X-Forwarded-For: nonsense\r\n").body, "127.0.0.1 plain|nonsense|");
}

TEST_F(EdgeTest, the_log_names_the_route_and_never_the_path) {
  start();
  Client client(port());
  client.get("/petitions/secret-number?q=secret");
  client.get("/ping");
  EXPECT_NE(log().find("GET /petitions/{item_no} 200 "), std::string::npos);
  EXPECT_EQ(log().find("secret"), std::string::npos);
}

TEST_F(EdgeTest, a_large_answer_arrives_whole) {
  start();
  Client client(port());
  EXPECT_EQ(client.get("/large").body.size(), 3'000'000u);
  EXPECT_EQ(client.get("/ping").body, "pong");
}

TEST_F(EdgeTest, http_1_0_is_answered_and_closed) {
  start();
  Client client(port());
  client.say("GET /ping HTTP/1.0\r\n\r\n");
  const Answer answer = client.hear();
  EXPECT_EQ(answer.body, "pong");
  EXPECT_EQ(answer.header("connection"), "close");
  EXPECT_TRUE(client.ended());
}

TEST_F(EdgeTest, a_port_that_is_taken_and_bad_options_are_told_at_once) {
  start();
  EdgeOptions taken = quick_options();
  taken.port = port();
  EXPECT_THROW(Edge(taken, some_routes()), std::runtime_error);
  EdgeOptions half_tls = quick_options();
  half_tls.tls_key = "key.pem";
  EXPECT_THROW(Edge(half_tls, some_routes()), std::runtime_error);
  EdgeOptions bad_proxy = quick_options();
  bad_proxy.trusted_proxies = {"proxy.example"};
  EXPECT_THROW(Edge(bad_proxy, some_routes()), std::runtime_error);
}

}  // namespace xinfang::edge
