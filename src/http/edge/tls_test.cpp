#include <openssl/ssl.h>

#include <cstdlib>
#include <fstream>

#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

// A TLS client over the plain one's socket.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int version = TLS1_3_VERSION) : plain_(port) {
    context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context_, 0);  // so that old versions can be offered at all
    SSL_CTX_set_min_proto_version(context_, version);
    SSL_CTX_set_max_proto_version(context_, version);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, plain_.descriptor());
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  bool connected() const { return connected_; }

  void say(const std::string& bytes) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
  }
  std::string hear(std::size_t wanted) {
    std::string heard;
    char piece[16 * 1024];
    while (heard.size() < wanted) {
      const int count = SSL_read(ssl_, piece, sizeof piece);
      if (count <= 0) break;
      heard.append(piece, static_cast<std::size_t>(count));
    }
    return heard;
  }
  std::string get(const std::string& path) {
    say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    return hear(std::string::npos);
  }

 private:
  Client plain_;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

class Tls : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string key = folder_.path() + "/key.pem", certificate = folder_.path() + "/cert.pem";
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 "
        "-subj /CN=localhost -keyout " +
        key + " -out " + certificate + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);
    options_ = quick_options();
    options_.tls_certificate = certificate;
    options_.tls_key = key;
  }
  void start() {
    std::vector<EdgeRoute> routes;
    routes.push_back(route("GET", "/ping", [](const Request& request) {
      return text(request.secure ? "secure" : "plain");
    }));
    routes.push_back(
        route("GET", "/large", [](const Request&) { return text(std::string(2'000'000, 'x')); }));
    routes.push_back(
        route("POST", "/text", [](const Request& request) { return text(request.body); }));
    routes.push_back(route("GET", "/events", [](const Request&) {
      Response response;
      response.topics = {"all"};
      return response;
    }));
    edge_ = std::make_unique<Edge>(options_, std::move(routes));
    edge_->start();
  }

  TestFolder folder_;
  EdgeOptions options_;
  std::unique_ptr<Edge> edge_;
};

}  // namespace

TEST_F(Tls, requests_are_served_over_1_2_and_1_3_and_known_as_secure) {
  start();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(edge_->port(), version);
    ASSERT_TRUE(client.connected());
    EXPECT_TRUE(client.get("/ping").ends_with("\r\n\r\nsecure"));
  }
}

TEST_F(Tls, older_versions_are_refused) {
  start();
  EXPECT_FALSE(TlsClient(edge_->port(), TLS1_1_VERSION).connected());
}

TEST_F(Tls, large_bodies_pass_both_ways) {
  start();
  EXPECT_GT(TlsClient(edge_->port()).get("/large").size(), 2'000'000u);
  TlsClient sender(edge_->port());
  sender.say(
      "POST /text HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
      "200000\r\n\r\n" +
      std::string(200'000, 'y'));
  EXPECT_GT(sender.hear(std::string::npos).size(), 200'000u);
}

TEST_F(Tls, a_body_above_the_limit_is_seen_as_413) {
  start();
  TlsClient client(edge_->port());
  client.say("POST /text HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000000\r\n\r\n");
  EXPECT_TRUE(client.hear(std::string::npos).starts_with("HTTP/1.1 413 "));
}

TEST_F(Tls, a_slow_header_is_408_and_a_handshake_that_does_not_come_is_cut) {
  options_.header_time = std::chrono::milliseconds(200);
  start();
  TlsClient client(edge_->port());
  client.say("GET /ping HT");
  EXPECT_TRUE(client.hear(std::string::npos).starts_with("HTTP/1.1 408 "));
  Client silent(edge_->port());
  EXPECT_EQ(silent.hear_out(), "");
}

TEST_F(Tls, a_plain_request_to_the_tls_port_is_not_served) {
  start();
  Client plain(edge_->port());
  EXPECT_EQ(plain.get("/ping").status, 0);
}

TEST_F(Tls, events_are_streamed) {
  start();
  TlsClient client(edge_->port());
  client.say("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n");
  std::string heard;
  while (heard.find(": open\n\n") == std::string::npos) heard += client.hear(1);
  edge_->publish("all", "", "now");
  EXPECT_EQ(client.hear(11), "data: now\n\n");
}

TEST_F(Tls, a_missing_certificate_is_told_at_once) {
  options_.tls_certificate = folder_.path() + "/nothing.pem";
  EXPECT_THROW(start(), std::runtime_error);
}

}  // namespace xinfang::edge
