// What all connections of an edge share; included by this folder's .cpp files only, for it needs
// Asio. Everything here is touched on the I/O thread, save the pool, the counters, and what
// perform() reads.
#pragma once

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <condition_variable>
#include <mutex>
#include <unordered_set>

#include "http/edge/answers.hpp"
#include "http/edge/edge.hpp"
#include "http/edge/limits.hpp"
#include "http/edge/outcome.hpp"
#include "http/edge/proxy.hpp"
#include "http/edge/router.hpp"
#include "http/edge/sse.hpp"
#include "http/edge/uploads.hpp"
#include "http/edge/worker_pool.hpp"

namespace xinfang::edge {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
template <class T = void>
using Awaitable = asio::awaitable<T, Executor>;
using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock,
                                         asio::wait_traits<std::chrono::steady_clock>, Executor>;
inline constexpr asio::use_awaitable_t<Executor> use_await{};
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> as_result(use_await);

// A connection as the edge sees it at stop.
class SessionBase {
 public:
  virtual ~SessionBase() = default;
  virtual void stop_when_idle() = 0;  // between requests: closes; else after the present answer
  virtual void cut() = 0;             // at once
};

// The certificate and key, behind a type that only session_tls.cpp knows.
struct TlsIdentity;
std::shared_ptr<TlsIdentity> load_tls_identity(const std::string& certificate,
                                               const std::string& key);

struct Peer {
  std::string address;
  std::string key;  // of ConnectionCounts; empty for trusted proxies
};

// One request on its way: what the worker reads and the connection answers.
struct Exchange {
  Request request;
  const EdgeRoute* route = nullptr;  // null: the static folder
  std::unique_ptr<UploadFile> upload;
};

struct Core {
  Core(EdgeOptions given, std::vector<EdgeRoute> routes);

  EdgeOptions options;
  Router router;
  Answers answers;
  TrustedProxies proxies;
  ConnectionCounts counts;
  Topics topics;
  WorkerPool pool;
  std::shared_ptr<TlsIdentity> tls;  // null: plain HTTP
  bool stopping = false;
  std::unordered_set<SessionBase*> sessions;

  std::mutex mutex;  // of `ended`, for the thread that stops the edge
  std::condition_variable changed;
  bool ended = false;  // stopping and no session left

  std::atomic<std::size_t> connections{0}, streams{0};
  std::atomic<std::uint64_t> accepted{0}, requests{0}, refused_connections{0}, timeouts{0},
      overloaded{0};

  asio::io_context io{1};
  Acceptor acceptor{io};

  void enter(SessionBase* session);
  void leave(SessionBase* session, const Peer& peer);
  void check_ended();
  void log(std::string_view line) const;
};

// On a worker: runs the handler or finds the file. Never throws.
std::shared_ptr<Outcome> perform(const Core& core, Exchange& exchange);

void start_plain_session(Core& core, Socket socket, Peer peer);
void start_tls_session(Core& core, Socket socket, Peer peer);

// Head bytes that check_head has passed -> header fields with names in lower case. False when the
// parser reads another framing than the check did: two readings must agree.
struct Head;
bool parse_fields(std::string_view bytes, const Head& head, Request& request);

}  // namespace xinfang::edge
