#include "http/edge/sse.hpp"

#include <thread>

#include "http/edge/edge_test_client.hpp"

namespace xinfang::edge {

namespace {

using std::chrono::milliseconds;

class EventStreams : public ::testing::Test {
 protected:
  void start(EdgeOptions options) {
    std::vector<EdgeRoute> routes;
    routes.push_back(route("GET", "/events/{topic}", [](const Request& request) {
      Response response;
      response.topics = {request.param("topic"), "all"};
      return response;
    }));
    routes.push_back(route("GET", "/ping", [](const Request&) { return text("pong"); }));
    edge_ = std::make_unique<Edge>(std::move(options), std::move(routes));
    edge_->start();
  }

  void listen(Client& client, const std::string& topic) {
    const std::size_t before = edge_->figures().streams;
    const Answer answer = client.get("/events/" + topic);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.header("content-type"), "text/event-stream");
    EXPECT_EQ(answer.header("content-length"), "");
    EXPECT_EQ(client.hear_until("\n\n"), ": open\n\n");
    EXPECT_EQ(edge_->figures().streams, before + 1);
  }

  std::unique_ptr<Edge> edge_;
};

}  // namespace

TEST(EventText, line_breaks_cannot_forge_another_event) {
  EXPECT_EQ(event_text("changed", "one"), "event: changed\ndata: one\n\n");
  EXPECT_EQ(event_text("a\nb", "one\ntwo\r\nthree\rfour"),
            "event: ab\ndata: one\ndata: two\ndata: three\ndata: four\n\n");
  EXPECT_EQ(event_text("", ""), "data: \n\n");
}

TEST_F(EventStreams, a_message_reaches_every_subscriber_of_its_topic_and_no_other) {
  start(quick_options());
  Client first(edge_->port()), second(edge_->port()), other(edge_->port());
  listen(first, "county");
  listen(second, "county");
  listen(other, "city");
  edge_->publish("county", "changed", "17");
  edge_->publish("all", "", "stop");
  EXPECT_EQ(first.hear_until("\n\n"), "event: changed\ndata: 17\n\n");
  EXPECT_EQ(first.hear_until("\n\n"), "data: stop\n\n");
  EXPECT_EQ(second.hear_until("\n\n"), "event: changed\ndata: 17\n\n");
  EXPECT_EQ(other.hear_until("\n\n"), "data: stop\n\n");
}

TEST_F(EventStreams, a_heartbeat_is_sent_and_shows_that_a_client_has_gone) {
  EdgeOptions options = quick_options();
  options.heartbeat = milliseconds(30);
  start(std::move(options));
  Client client(edge_->port());
  listen(client, "county");
  EXPECT_EQ(client.hear_until("\n\n"), ": still here\n\n");
  EXPECT_EQ(client.hear_until("\n\n"), ": still here\n\n");
  client.leave();
  EXPECT_TRUE(eventually([&] { return edge_->figures().streams == 0; }));
}

TEST_F(EventStreams, a_subscriber_that_does_not_keep_up_is_cut_and_others_are_not) {
  EdgeOptions options = quick_options();
  options.stream_queue = 8;
  start(std::move(options));
  Client slow(edge_->port(), 4096), quick(edge_->port());
  listen(slow, "county");
  listen(quick, "county");
  const std::string news(200'000, 'n');
  for (int sent = 0; sent < 200 && edge_->figures().streams == 2; ++sent) {
    edge_->publish("county", "", news);
    ASSERT_EQ(quick.hear_until("\n\n").size(), news.size() + 8);
  }
  EXPECT_TRUE(eventually([&] { return edge_->figures().streams == 1; }));
  EXPECT_TRUE(slow.ended());
  edge_->publish("county", "", "on");
  EXPECT_EQ(quick.hear_until("\n\n"), "data: on\n\n");
}

TEST_F(EventStreams, three_hundred_subscribers_hear_one_message) {
  start(quick_options());
  std::vector<std::unique_ptr<Client>> clients;
  for (int i = 0; i < 300; ++i) {
    clients.push_back(std::make_unique<Client>(edge_->port()));
    listen(*clients.back(), "county");
  }
  edge_->publish("county", "", "heard");
  for (auto& client : clients) EXPECT_EQ(client->hear_until("\n\n"), "data: heard\n\n");
}

TEST_F(EventStreams, stopping_ends_the_streams) {
  start(quick_options());
  Client client(edge_->port());
  listen(client, "county");
  std::thread stopping([&] { edge_->stop(); });
  EXPECT_TRUE(client.ended());
  client.leave();
  stopping.join();
  EXPECT_EQ(edge_->figures().streams, 0u);
}

TEST_F(EventStreams, head_of_a_stream_has_no_events) {
  start(quick_options());
  Client client(edge_->port());
  const Answer answer = client.head("/events/county");
  EXPECT_EQ(answer.header("content-type"), "text/event-stream");
  EXPECT_EQ(client.hear_out(), "");
}

}  // namespace xinfang::edge
