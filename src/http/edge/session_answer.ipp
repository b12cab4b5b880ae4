// Session: the way to a worker, and what is sent back; see session_stream.ipp.
#pragma once

#include <unistd.h>

#include "http/edge/session_stream.ipp"

namespace xinfang::edge {

// To a worker and back: the only place where a coroutine meets another thread. `init` is named
// because g++ 12 destroys a lambda written inside the call twice.
template <class Stream>
Awaitable<std::shared_ptr<Outcome>> Session<Stream>::hop() {
  auto init = [this](auto handler) {
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    auto job = [this, held](bool run) mutable {
      std::shared_ptr<Outcome> outcome;
      if (run) outcome = perform(core_, exchange_);
      asio::post(core_.io,
                 [held = std::move(held), outcome]() mutable { (*held)(std::move(outcome)); });
    };
    if (!core_.pool.post(job)) job(false);
  };
  auto outcome = co_await asio::async_initiate<const asio::use_awaitable_t<Executor>&,
                                               void(std::shared_ptr<Outcome>)>(init, use_await);
  if (!outcome) {
    ++core_.overloaded;
    outcome = std::make_shared<Outcome>(core_.answers.problem(503, "overloaded"));
  }
  co_return outcome;
}

template <class Stream>
Awaitable<bool> Session<Stream>::refuse(int status, std::string_view code) {
  answer_ = std::make_shared<Outcome>(core_.answers.problem(status, code));
  const bool more = co_await respond(*answer_, true);
  co_return more;
}

template <class Stream>
void Session<Stream>::log_answer(int status) {
  if (!core_.options.log) return;
  const auto took = std::chrono::steady_clock::now() - began_;
  std::string line = method_.empty() ? "-" : method_;
  line += " " + label_ + " " + std::to_string(status) + " ";
  line +=
      std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms";
  core_.log(line);
}

// The edge's own words where a worker left only a status.
inline void fill_problem(Core& core, Outcome& outcome, const std::string& label) {
  Response& response = outcome.response;
  if (!outcome.fault.empty()) core.log("fault " + label + " " + outcome.fault);
  const bool missing_file = response.status == 404 && label == "(file)";
  if (outcome.fault.empty() && response.status != 416 && !missing_file) return;
  Response problem = core.answers.problem(response.status, refusal_code(response.status));
  problem.headers.insert(problem.headers.end(), response.headers.begin(), response.headers.end());
  response = std::move(problem);
}

template <class Stream>
Awaitable<bool> Session<Stream>::respond(Outcome& outcome, bool close) {
  fill_problem(core_, outcome, label_);
  close = close || core_.stopping;
  const Response& response = outcome.response;
  AnswerFrame frame;
  frame.close = close;
  frame.length = outcome.file ? outcome.file_length : response.body.size();
  std::string head = core_.answers.head(response, frame);
  const bool bodiless = head_only_ || response.status == 204 || response.status == 304;
  const bool joined = !bodiless && !outcome.file && response.body.size() <= kPiece / 4;
  if (joined) head += response.body;  // one packet for small answers
  Io io = co_await write_all(head);
  if (io == Io::ok && !bodiless && !joined) {
    if (outcome.file) {
      io = co_await send_file(outcome);
    } else {
      io = co_await write_all(response.body);
    }
  }
  log_answer(response.status);
  co_return io == Io::ok && !close;
}

template <class Stream>
Awaitable<Io> Session<Stream>::send_file(const Outcome& outcome) {
  std::string piece;
  std::uint64_t offset = outcome.file_offset, left = outcome.file_length;
  while (left > 0) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece)));
    const ssize_t count =
        pread(outcome.file->descriptor(), piece.data(), piece.size(), static_cast<off_t>(offset));
    if (count <= 0) {  // the file shrank: the promised length cannot be kept
      broken_ = true;
      co_return Io::closed;
    }
    piece.resize(static_cast<std::size_t>(count));
    const Io io = co_await write_all(piece);
    if (io != Io::ok) co_return io;
    offset += static_cast<std::uint64_t>(count);
    left -= static_cast<std::uint64_t>(count);
  }
  co_return Io::ok;
}

template <class Stream>
Awaitable<> Session<Stream>::stream_events(Outcome& outcome) {
  Response& response = outcome.response;
  response.content_type = "text/event-stream";
  response.set("Cache-Control", "no-store").set("X-Accel-Buffering", "no");
  AnswerFrame frame;
  frame.close = true;
  const std::string head = core_.answers.head(response, frame) + (head_only_ ? "" : ": open\n\n");
  log_answer(response.status);
  Subscriber subscriber;
  subscriber.wake = [this, &subscriber] {
    if (subscriber.cut) return cut();
    wake();
  };
  if (!head_only_) core_.topics.join(response.topics, &subscriber);
  streaming_ = true;
  ++core_.streams;
  Io io = co_await write_all(head);
  while (io == Io::ok && !subscriber.cut && !core_.stopping && !head_only_) {
    expire_never();
    if (subscriber.queue.empty()) {
      pulse_.expires_after(core_.options.heartbeat);
      auto [interrupted] = co_await pulse_.async_wait(as_result);
      if (core_.stopping) break;
      if (!interrupted && subscriber.queue.empty()) io = co_await write_all(": still here\n\n");
      continue;
    }
    const auto message = subscriber.queue.front();
    subscriber.queue.pop_front();
    io = co_await write_all(*message);
  }
  core_.topics.leave(response.topics, &subscriber);
  streaming_ = false;
  --core_.streams;
  if (subscriber.cut) broken_ = true;
}

// Says that no more will be sent and reads what still comes for a while: closing at once would make
// the kernel reset the connection and take the answer from the peer.
template <class Stream>
Awaitable<> Session<Stream>::linger() {
  lingering_ = true;
  expire_in(core_.stopping ? kLingerTimeAtStop : kLingerTime);
  co_await say_goodbye();
  boost::system::error_code ignored;
  socket().shutdown(asio::socket_base::shutdown_send, ignored);
  buffer_.assign(kPiece / 4, '\0');
  auto room = asio::buffer(buffer_.data(), buffer_.size());
  std::size_t total = 0;
  while (!timed_out_ && total < kMostLinger) {
    auto [error, count] = co_await socket().async_read_some(room, as_result);
    if (error) break;
    total += count;
  }
}

}  // namespace xinfang::edge
