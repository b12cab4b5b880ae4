#include "http/edge/edge.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <stdexcept>
#include <thread>

#include "base/date.hpp"
#include "http/edge/edge_core.ipp"

namespace xinfang {

using namespace edge;

namespace {

constexpr std::chrono::milliseconds kRefusedTime{1'000};
constexpr std::size_t kMostRefusedAtOnce = 64;  // more are closed without a word

EdgeOptions checked(EdgeOptions options) {
  static const SystemClock system_clock;
  if (!options.clock) options.clock = &system_clock;
  if (options.workers == 0) throw std::runtime_error("edge: no workers");
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    throw std::runtime_error("edge: TLS needs a certificate and a key");
  }
  return options;
}

}  // namespace

namespace edge {

Core::Core(EdgeOptions given, std::vector<EdgeRoute> routes)
    : options(checked(std::move(given))),
      router(std::move(routes)),
      answers(options),
      proxies(options.trusted_proxies),
      counts(options.max_connections, options.max_connections_per_address),
      topics(options.stream_queue),
      pool(options.workers, options.worker_queue) {}

void Core::enter(SessionBase* session) {
  sessions.insert(session);
  ++connections;
}

void Core::leave(SessionBase* session, const Peer& peer) {
  sessions.erase(session);
  --connections;
  counts.leave(peer.key);
  check_ended();
}

void Core::check_ended() {
  if (!stopping || !sessions.empty()) return;
  const std::lock_guard lock(mutex);
  ended = true;
  changed.notify_all();
}

void Core::log(std::string_view line) const {
  if (options.log) options.log(line);
}

}  // namespace edge

struct Edge::Inner {
  explicit Inner(EdgeOptions options, std::vector<EdgeRoute> routes);

  void listen();
  Awaitable<> accept_all();
  Awaitable<> turn_away(Socket socket);
  void take(Socket socket);

  Core core;
  asio::executor_work_guard<Executor> work{core.io.get_executor()};
  std::size_t turned_away = 0;
  std::uint16_t port = 0;
  std::thread thread;
  bool stopped = false;
};

Edge::Inner::Inner(EdgeOptions options, std::vector<EdgeRoute> routes)
    : core(std::move(options), std::move(routes)) {
  if (!core.options.tls_certificate.empty()) {
    core.tls = load_tls_identity(core.options.tls_certificate, core.options.tls_key);
  }
  if (!core.options.upload_folder.empty()) prepare_upload_folder(core.options.upload_folder);
  raise_open_files();
  listen();
}

void Edge::Inner::listen() {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(core.options.listen, error);
  if (error) {
    throw std::runtime_error("--listen needs an address such as 127.0.0.1 or ::, not " +
                             core.options.listen + ".");
  }
  const asio::ip::tcp::endpoint endpoint(address, core.options.port);
  core.acceptor.open(endpoint.protocol());
  core.acceptor.set_option(asio::socket_base::reuse_address(true));
  core.acceptor.bind(endpoint, error);
  if (!error) core.acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) {
    throw std::runtime_error("Port " + std::to_string(core.options.port) + " of " +
                             core.options.listen + " cannot be served: " + error.message() +
                             ". Choose another with --port.");
  }
  port = core.acceptor.local_endpoint().port();
}

Awaitable<> Edge::Inner::accept_all() {
  Timer pause(core.io);
  while (!core.stopping) {
    auto [error, socket] = co_await core.acceptor.async_accept(as_result);
    if (core.stopping) break;
    if (!error) {
      take(std::move(socket));
      continue;
    }
    // Out of descriptors, most likely: connections that end will free some.
    pause.expires_after(std::chrono::milliseconds(50));
    co_await pause.async_wait(as_result);
  }
}

void Edge::Inner::take(Socket socket) {
  boost::system::error_code error;
  const auto remote = socket.remote_endpoint(error);
  if (error) return;
  socket.set_option(asio::ip::tcp::no_delay(true), error);
  Peer peer;
  peer.address = remote.address().to_string();
  if (!core.proxies.contains(peer.address)) peer.key = address_key(peer.address);
  if (!core.counts.enter(peer.key)) {
    ++core.refused_connections;
    if (core.tls || turned_away >= kMostRefusedAtOnce) return;
    auto farewell = [this, held = std::make_shared<Socket>(std::move(socket))]() {
      return turn_away(std::move(*held));
    };
    asio::co_spawn(core.io, std::move(farewell), asio::detached);
    return;
  }
  ++core.accepted;
  if (core.tls) {
    start_tls_session(core, std::move(socket), std::move(peer));
  } else {
    start_plain_session(core, std::move(socket), std::move(peer));
  }
}

// A short answer, then the end; what the peer has sent is read away so that it sees the answer.
Awaitable<> Edge::Inner::turn_away(Socket socket) {
  ++turned_away;
  Timer limit(core.io, kRefusedTime);
  limit.async_wait([&socket](boost::system::error_code error) {
    boost::system::error_code ignored;
    if (!error) socket.close(ignored);
  });
  const Response response = core.answers.problem(503, "overloaded");
  AnswerFrame frame;
  frame.close = true;
  frame.length = response.body.size();
  const std::string text = core.answers.head(response, frame) + response.body;
  auto content = asio::buffer(text);
  co_await asio::async_write(socket, content, as_result);
  boost::system::error_code ignored;
  socket.shutdown(asio::socket_base::shutdown_send, ignored);
  std::array<char, 1024> scrap{};
  auto room = asio::buffer(scrap);
  for (bool open = true; open;) {
    auto [error, count] = co_await socket.async_read_some(room, as_result);
    open = !error;
  }
  --turned_away;
}

Edge::Edge(EdgeOptions options, std::vector<EdgeRoute> routes)
    : inner_(std::make_unique<Inner>(std::move(options), std::move(routes))) {}

Edge::~Edge() { stop(); }

void Edge::start() {
  Inner& inner = *inner_;
  inner.core.pool.start();
  auto accepting = [&inner]() { return inner.accept_all(); };
  asio::co_spawn(inner.core.io, std::move(accepting), asio::detached);
  inner.thread = std::thread([&inner] { inner.core.io.run(); });
}

std::uint16_t Edge::port() const { return inner_->port; }

void Edge::stop(std::chrono::milliseconds within) {
  Inner& inner = *inner_;
  Core& core = inner.core;
  if (std::exchange(inner.stopped, true)) return;
  if (inner.thread.joinable()) {
    asio::post(core.io, [&core] {
      core.stopping = true;
      boost::system::error_code ignored;
      core.acceptor.close(ignored);
      const auto open = core.sessions;  // closing one may take it from the set
      for (SessionBase* session : open) session->stop_when_idle();
      core.check_ended();
    });
    {
      std::unique_lock lock(core.mutex);
      core.changed.wait_for(lock, within, [&core] { return core.ended; });
    }
    asio::post(core.io, [&core] {
      const auto open = core.sessions;
      for (SessionBase* session : open) session->cut();
    });
  }
  core.pool.stop();  // a handler that still runs is waited for: it may hold what others need
  if (inner.thread.joinable()) {
    // Sessions end by themselves once their sockets are closed; then nothing is left to run.
    {
      std::unique_lock lock(core.mutex);
      core.changed.wait(lock, [&core] { return core.ended; });
    }
    inner.work.reset();
    core.io.stop();
    inner.thread.join();
  }
}

void Edge::publish(std::string_view topic, std::string_view event, std::string_view data) {
  auto message = std::make_shared<const std::string>(event_text(event, data));
  Core& core = inner_->core;
  asio::post(core.io, [&core, topic = std::string(topic), message = std::move(message)] {
    core.topics.publish(topic, message);
  });
}

Edge::Figures Edge::figures() const {
  const Core& core = inner_->core;
  Figures figures;
  figures.connections = core.connections;
  figures.streams = core.streams;
  figures.waiting = core.pool.waiting();
  figures.busy_workers = core.pool.busy();
  figures.accepted = core.accepted;
  figures.requests = core.requests;
  figures.refused_connections = core.refused_connections;
  figures.timeouts = core.timeouts;
  figures.overloaded = core.overloaded;
  return figures;
}

}  // namespace xinfang
