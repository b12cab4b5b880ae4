// One connection, over a plain or a TLS stream; included by session.cpp and session_tls.cpp only.
//
// Requests are taken one after the other; pipelined bytes wait in the buffer. A deadline stands
// over every wait for the peer. After any doubt about framing the answer is sent, then the
// connection is closed with a short linger, so that the peer sees the answer and no later byte is
// read as a request.
//
// g++ 12 miscompiles ordinary coroutine forms. In this file: no aggregate temporary and no braced
// list as an argument of an awaited call, no co_await inside ?: or inside another call, no lambda
// called where it is written.
#pragma once

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <memory>

#include "http/edge/chunk_decoder.hpp"
#include "http/edge/edge_core.ipp"
#include "http/edge/request_head.hpp"
#include "http/edge/request_target.hpp"

namespace xinfang::edge {

enum class Io { ok, timeout, closed };
enum class BodyEnd { complete, too_large, malformed, timeout, closed, disk };

inline constexpr std::size_t kHeadPiece = 2 * 1024;  // most heads come in one read
inline constexpr std::size_t kPiece = 64 * 1024;     // of bodies, both ways
inline constexpr std::size_t kMostLinger = 4 * 1024 * 1024;
inline constexpr std::chrono::milliseconds kLingerTime{2'000};
inline constexpr std::chrono::milliseconds kLingerTimeAtStop{200};

template <class Stream>
class Session : public SessionBase, public std::enable_shared_from_this<Session<Stream>> {
 public:
  Session(Core& core, Stream stream, Peer peer)
      : core_(core),
        stream_(std::move(stream)),
        peer_(std::move(peer)),
        timer_(core.io),
        pulse_(core.io) {
    core_.enter(this);
  }
  ~Session() override { core_.leave(this, peer_); }

  Awaitable<> run();

  // Bytes that have come but are not read yet are a request in flight: it is answered.
  void stop_when_idle() override {
    boost::system::error_code ignored;
    if (streaming_) {
      wake();
    } else if (lingering_) {
      expire_in(kLingerTimeAtStop);
    } else if (idle_ && socket().available(ignored) == 0) {
      cut();
    }
  }
  void cut() override {
    boost::system::error_code ignored;
    socket().close(ignored);
    pulse_.cancel();
  }

 protected:
  virtual Socket& socket() = 0;
  virtual Awaitable<bool> handshake() = 0;
  virtual Awaitable<> say_goodbye() = 0;

  void expire_in(std::chrono::milliseconds time) {
    expire_at(std::chrono::steady_clock::now() + time);
  }
  void expire_at(std::chrono::steady_clock::time_point at);
  void expire_never() { expire_at(std::chrono::steady_clock::time_point::max()); }

  Core& core_;
  Stream stream_;
  bool secure_ = false;

 private:
  void arm();
  void wake() { pulse_.cancel(); }

  Awaitable<bool> one_request();
  Awaitable<Io> read_more(std::size_t most);
  Awaitable<Io> write_all(std::string_view bytes);
  Awaitable<int> read_head();  // status of the refusal, 0: good, -1: no more requests
  bool prepare();              // target, route and limits into exchange_; false: answer_ refuses
  Awaitable<BodyEnd> read_body();
  Awaitable<BodyEnd> read_sized_body(std::uint64_t length);
  Awaitable<BodyEnd> read_chunked_body();
  BodyEnd take_piece(std::string_view piece);
  void start_body_deadline();
  void push_piece_deadline(std::size_t bytes);
  Awaitable<std::shared_ptr<Outcome>> hop();
  Awaitable<bool> refuse(int status, std::string_view code);
  Awaitable<bool> respond(Outcome& outcome, bool close);
  Awaitable<Io> send_file(const Outcome& outcome);
  Awaitable<> stream_events(Outcome& outcome);
  Awaitable<> linger();
  void log_answer(int status);

  Peer peer_;
  Timer timer_;  // of the deadline
  Timer pulse_;  // of the event stream: heartbeat or news
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  std::chrono::steady_clock::time_point armed_ = std::chrono::steady_clock::time_point::max();
  bool timed_out_ = false;
  bool idle_ = false, streaming_ = false, lingering_ = false;
  bool broken_ = false;  // nothing more can or need be sent

  std::string buffer_;  // bytes received and not yet used
  std::size_t head_size_ = 0;
  Head head_;  // its views point into method_ and the buffer's front until it is cut
  bool head_only_ = false;
  Exchange exchange_;
  std::string method_, label_;  // for the log: label is the route's pattern, never the path
  std::chrono::steady_clock::time_point began_, upload_end_;
  std::size_t piece_bytes_ = 0;
  std::uint64_t taken_ = 0;
  std::shared_ptr<Outcome> answer_;
};

// The deadline is a variable that the timer looks at: moving it later costs nothing.
template <class Stream>
void Session<Stream>::expire_at(std::chrono::steady_clock::time_point at) {
  timed_out_ = false;
  deadline_ = at;
  if (at < armed_) arm();
}

template <class Stream>
void Session<Stream>::arm() {
  armed_ = deadline_;
  timer_.expires_at(armed_);
  timer_.async_wait([weak = this->weak_from_this()](boost::system::error_code error) {
    const auto self = weak.lock();
    if (error || !self) return;
    self->armed_ = std::chrono::steady_clock::time_point::max();
    if (self->deadline_ == self->armed_) return;
    if (std::chrono::steady_clock::now() < self->deadline_) return self->arm();
    self->deadline_ = self->armed_;
    self->timed_out_ = true;
    boost::system::error_code ignored;
    self->socket().cancel(ignored);
  });
}

template <class Stream>
Awaitable<Io> Session<Stream>::read_more(std::size_t most) {
  if (timed_out_) co_return Io::timeout;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + most);
  auto room = asio::buffer(buffer_.data() + before, most);
  auto [error, count] = co_await stream_.async_read_some(room, as_result);
  buffer_.resize(before + count);
  if (count > 0) co_return Io::ok;
  if (timed_out_) co_return Io::timeout;
  co_return Io::closed;
}

template <class Stream>
Awaitable<Io> Session<Stream>::write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::string_view piece = bytes.substr(0, kPiece);
    expire_in(core_.options.write_time);
    auto content = asio::buffer(piece.data(), piece.size());
    auto [error, count] = co_await asio::async_write(stream_, content, as_result);
    if (error) {
      broken_ = true;
      if (!timed_out_) co_return Io::closed;
      ++core_.timeouts;
      co_return Io::timeout;
    }
    bytes.remove_prefix(piece.size());
  }
  co_return Io::ok;
}

template <class Stream>
Awaitable<> Session<Stream>::run() {
  idle_ = true;
  const bool ready = co_await handshake();
  idle_ = false;
  if (!ready) co_return;
  while (!core_.stopping) {
    const bool more = co_await one_request();
    exchange_ = Exchange();
    answer_.reset();
    if (!more) break;
  }
  if (!broken_) co_await linger();
}

template <class Stream>
Awaitable<bool> Session<Stream>::one_request() {
  method_.clear();
  label_ = "-";
  head_only_ = false;
  const int fault = co_await read_head();
  if (fault < 0) co_return false;
  ++core_.requests;
  if (fault == 408) ++core_.timeouts;
  if (fault != 0) {
    const bool more = co_await refuse(fault, refusal_code(fault));
    co_return more;
  }
  const bool accepted = prepare();
  if (!accepted) {
    // A body that will not be read cannot be told from a next request: the connection ends.
    const bool close = head_.has_body() || !head_.keep_alive;
    const bool more = co_await respond(*answer_, close);
    co_return more;
  }
  if (head_.has_body()) {
    const BodyEnd end = co_await read_body();
    if (end == BodyEnd::closed) {
      broken_ = true;
      co_return false;
    }
    int status = 0;
    if (end == BodyEnd::too_large) status = 413;
    if (end == BodyEnd::malformed) status = 400;
    if (end == BodyEnd::timeout) status = 408;
    if (end == BodyEnd::disk) status = 503;
    if (status == 408) ++core_.timeouts;
    if (status != 0) {
      const bool more = co_await refuse(status, refusal_code(status));
      co_return more;
    }
  }
  if (exchange_.upload) {
    exchange_.request.upload_path = exchange_.upload->path();
    exchange_.request.upload_size = exchange_.upload->size();
  }
  expire_never();
  answer_ = co_await hop();
  if (!answer_->response.topics.empty() && answer_->response.status == 200) {
    co_await stream_events(*answer_);
    co_return false;
  }
  const bool more = co_await respond(*answer_, !head_.keep_alive);
  co_return more;
}

template <class SessionType>
void start_session(std::shared_ptr<SessionType> session, Core& core) {
  auto body = [session]() { return session->run(); };
  asio::co_spawn(core.io, std::move(body), [&core](std::exception_ptr failure) {
    if (failure) core.log("fault - a connection ended by an exception");
  });
}

}  // namespace xinfang::edge

#include "http/edge/session_answer.ipp"
#include "http/edge/session_request.ipp"
