#include "load/client.hpp"

#include <algorithm>
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <stdexcept>

namespace load {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using tcp = asio::ip::tcp;
using Clock = std::chrono::steady_clock;

std::string wire(const std::string& host, const Ask& ask) {
  std::string text = ask.method + " " + ask.target + " HTTP/1.1\r\nHost: " + host + "\r\n" + ask.headers;
  if (ask.method != "GET") text += "Content-Length: " + std::to_string(ask.body.size()) + "\r\n";
  if (!ask.body.empty()) text += "Content-Type: application/json\r\n";
  return text + "\r\n" + ask.body;
}

Answer answer_of(http::response<http::string_body>&& response) {
  Answer answer;
  answer.status = static_cast<int>(response.result_int());
  for (const auto& field : response) {
    if (field.name() != http::field::set_cookie) continue;
    const std::string value(field.value());
    answer.cookies.push_back(value.substr(0, value.find(';')));
  }
  answer.body = std::move(response.body());
  return answer;
}

class Runner;

class Connection {
 public:
  Connection(Runner& runner, asio::io_context& io) : runner_(runner), socket_(io), timer_(io) {}
  void begin(std::unique_ptr<Script> script, Moment due);

 private:
  void go_on(const Answer& last);
  void send();
  void receive();
  void broken(const char* where, const beast::error_code& error);

  Runner& runner_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  beast::flat_buffer buffer_;
  std::optional<http::response_parser<http::string_body>> parser_;
  std::unique_ptr<Script> script_;
  std::optional<Moment> due_;  // of the first request of an open load
  Ask ask_;
  std::string out_;
  Moment sent_;
};

class Runner {
 public:
  Runner(const Plan& plan, const std::function<std::unique_ptr<Script>()>& make)
      : plan_(plan), make_(make), timer_(io_), end_timer_(io_),
        place_(asio::ip::make_address(plan.host), plan.port) {}

  Report run() {
    start_ = Clock::now();
    for (unsigned i = 0; i < plan_.connections; ++i) {
      all_.push_back(std::make_unique<Connection>(*this, io_));
    }
    if (plan_.starts.empty()) {
      end_timer_.expires_after(plan_.closed_for);
      end_timer_.async_wait([this](beast::error_code) { io_.stop(); });
      for (auto& connection : all_) connection->begin(make_(), Clock::now());
    } else {
      for (auto& connection : all_) free_.push_back(connection.get());
      next_arrival();
    }
    io_.run();
    report_.seconds = std::chrono::duration<double>(Clock::now() - start_).count();
    return std::move(report_);
  }

  void answered(const Ask& ask, int status, Moment since, const std::string& body) {
    const auto now = Clock::now();
    const auto took = std::chrono::duration_cast<std::chrono::microseconds>(now - since).count();
    Figures& figures = report_.kinds[ask.kind];
    if (status >= 400) return failed(ask, std::to_string(status) + " " + body.substr(0, 300));
    ++figures.answered;
    figures.microseconds.push_back(static_cast<std::uint32_t>(took));
    if (plan_.keep_course) {
      report_.course.emplace_back(std::chrono::duration<double>(now - start_).count(),
                                  static_cast<std::uint32_t>(took));
    }
  }

  void failed(const Ask& ask, const std::string& why) {
    ++report_.kinds[ask.kind].failed;
    if (report_.complaints.size() < 10) report_.complaints.push_back(ask.kind + ": " + why);
  }

  void ended(Connection& connection, bool well) {
    report_.scripts += well ? 1 : 0;
    if (plan_.starts.empty()) return connection.begin(make_(), Clock::now());
    ++done_;
    if (!waiting_.empty()) {
      const Moment due = waiting_.front();
      waiting_.pop_front();
      return connection.begin(make_(), due);
    }
    free_.push_back(&connection);
    if (done_ == plan_.starts.size()) io_.stop();
  }

  const Plan& plan() const { return plan_; }
  const tcp::endpoint& place() const { return place_; }

 private:
  void next_arrival() {
    if (begun_ == plan_.starts.size()) return;
    const std::chrono::duration<double> after(plan_.starts[begun_]);
    const Moment due = start_ + std::chrono::duration_cast<Clock::duration>(after);
    timer_.expires_at(due);
    timer_.async_wait([this, due](beast::error_code error) {
      if (error) return;
      ++begun_;
      if (free_.empty()) {
        waiting_.push_back(due);
      } else {
        Connection* connection = free_.back();
        free_.pop_back();
        connection->begin(make_(), due);
      }
      next_arrival();
    });
  }

  const Plan& plan_;
  const std::function<std::unique_ptr<Script>()>& make_;
  asio::io_context io_{1};
  asio::steady_timer timer_, end_timer_;
  tcp::endpoint place_;
  std::vector<std::unique_ptr<Connection>> all_;
  std::vector<Connection*> free_;
  std::deque<Moment> waiting_;
  Moment start_;
  std::size_t begun_ = 0, done_ = 0;
  Report report_;
};

void Connection::begin(std::unique_ptr<Script> script, Moment due) {
  script_ = std::move(script);
  if (!runner_.plan().starts.empty()) due_ = due;
  if (socket_.is_open()) return go_on({});
  socket_.async_connect(runner_.place(), [this](beast::error_code error) {
    if (error) return broken("connect", error);
    socket_.set_option(tcp::no_delay(true));
    go_on({});
  });
}

void Connection::go_on(const Answer& last) {
  auto ask = script_->next(last);
  if (!ask) return runner_.ended(*this, true);
  ask_ = std::move(*ask);
  out_ = wire(runner_.plan().host, ask_);
  if (ask_.pause.count() == 0) return send();
  timer_.expires_after(ask_.pause);
  timer_.async_wait([this](beast::error_code error) {
    if (!error) send();
  });
}

void Connection::send() {
  sent_ = due_.value_or(Clock::now());
  due_.reset();
  asio::async_write(socket_, asio::buffer(out_), [this](beast::error_code error, std::size_t) {
    if (error) return broken("send", error);
    parser_.emplace();
    parser_->body_limit(64u << 20);
    receive();
  });
}

void Connection::receive() {
  http::async_read(socket_, buffer_, *parser_, [this](beast::error_code error, std::size_t) {
    if (error) return broken("receive", error);
    const bool keep = parser_->get().keep_alive();
    const Answer answer = answer_of(parser_->release());
    runner_.answered(ask_, answer.status, sent_, answer.body);
    if (!keep) socket_.close();
    if (answer.status >= 400 || !keep) return runner_.ended(*this, false);
    go_on(answer);
  });
}

void Connection::broken(const char* where, const beast::error_code& error) {
  runner_.failed(ask_, std::string(where) + ": " + error.message());
  beast::error_code ignored;
  socket_.close(ignored);
  buffer_.clear();
  // Not at once again: a server that is down is not asked ten thousand times a second.
  timer_.expires_after(std::chrono::milliseconds(50));
  timer_.async_wait([this](beast::error_code cancelled) {
    if (!cancelled) runner_.ended(*this, false);
  });
}

}  // namespace

double Figures::at(double share) {
  if (microseconds.empty()) return 0;
  std::sort(microseconds.begin(), microseconds.end());
  const auto place = static_cast<std::size_t>(share * static_cast<double>(microseconds.size()));
  return microseconds[std::min(place, microseconds.size() - 1)] / 1000.0;
}

Report run(const Plan& plan, const std::function<std::unique_ptr<Script>()>& make) {
  return Runner(plan, make).run();
}

Answer ask_once(const std::string& host, std::uint16_t port, const Ask& ask) {
  asio::io_context io;
  tcp::socket socket(io);
  socket.connect({asio::ip::make_address(host), port});
  asio::write(socket, asio::buffer(wire(host, ask)));
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(64u << 20);
  http::read(socket, buffer, parser);
  Answer answer = answer_of(parser.release());
  if (answer.status >= 400) {
    throw std::runtime_error(ask.method + " " + ask.target + ": " + std::to_string(answer.status) + " " +
                             answer.body);
  }
  return answer;
}

}  // namespace load
