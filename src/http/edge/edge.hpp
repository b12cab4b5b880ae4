// The HTTP edge: connections, limits, times, TLS, files, uploads and event streams.
//
// One I/O thread holds all connections; handlers run on a bounded pool of workers and get complete
// requests. Everything a hostile network can do ends here: header, body, idle and total times,
// caps on connections in all and per address, 408/413/414/431/503 answered properly (503 and 429
// with Retry-After). Boost.Asio and Beast stay inside this folder's .cpp files.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/edge/message.hpp"

namespace xinfang {

class Clock;

struct EdgeOptions {
  std::string listen = "127.0.0.1";
  std::uint16_t port = 8080;  // 0: any free port, see Edge::port()
  unsigned workers = 32;
  std::size_t worker_queue = 1024;  // requests waiting for a worker; more get 503
  std::size_t max_connections = 10'000;
  std::size_t max_connections_per_address = 1'000;  // trusted proxies are not counted
  std::size_t header_limit = 16 * 1024;
  std::chrono::milliseconds header_time{10'000};        // first byte to complete header
  std::chrono::milliseconds idle_time{60'000};          // keep-alive between requests
  std::chrono::milliseconds body_time{30'000};          // whole body of an ordinary request
  std::chrono::milliseconds upload_piece_time{10'000};  // each 64 KiB of an upload
  std::chrono::milliseconds upload_total_time{600'000};
  std::chrono::milliseconds write_time{30'000};
  std::chrono::milliseconds heartbeat{20'000};  // comment line on event streams
  std::size_t stream_queue = 256;               // messages waiting per subscriber; then it is cut
  std::string tls_certificate, tls_key;         // PEM files; both empty: plain HTTP
  std::vector<std::string> trusted_proxies;     // addresses whose X-Forwarded-For / -Proto count
  std::string static_folder;  // served for GET paths that no route takes; may be empty
  std::string upload_folder;  // private; emptied at start
  // Sent with every answer unless the handler set the same header.
  std::vector<std::pair<std::string, std::string>> default_headers;
  // Body of the edge's own refusals (status, code) -> problem document; code is one of
  // request_timeout, payload_too_large, uri_too_long, headers_too_large, bad_request, not_found,
  // method_not_allowed, expectation_failed, range_not_satisfiable, overloaded, internal,
  // storage_away, not_implemented, version_not_supported. Called on the I/O thread: must be
  // quick. May be empty.
  std::function<std::string(int status, std::string_view code)> problem;
  // One line a request on the I/O thread, never personal data: method, route pattern, status, ms.
  // A handler that threw gets a second line with the exception's type and the first line of what().
  std::function<void(std::string_view line)> log;
  const Clock* clock = nullptr;  // of the Date header; null: the system's. Must outlive the edge.
};

class Edge {
 public:
  Edge(EdgeOptions options,
       std::vector<EdgeRoute> routes);  // throws std::runtime_error: bad option, port taken
  ~Edge();                              // stop()

  void start();  // returns at once; threads run
  std::uint16_t port() const;
  // Graceful: stops accepting, lets requests in flight finish (at most `within`), closes idle
  // connections and event streams, joins all threads.
  void stop(std::chrono::milliseconds within = std::chrono::milliseconds(10'000));

  // Sends to every open event stream subscribed to the topic. Thread-safe, never blocks.
  void publish(std::string_view topic, std::string_view event, std::string_view data);

  struct Figures {
    std::size_t connections = 0, streams = 0, waiting = 0, busy_workers = 0;
    std::uint64_t accepted = 0, requests = 0, refused_connections = 0, timeouts = 0, overloaded = 0;
  };
  Figures figures() const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
};

}  // namespace xinfang
