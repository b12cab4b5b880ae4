// Session: reading a request, head and body, within its limits and times; see session_stream.ipp.
#pragma once

#include "http/edge/session_stream.ipp"

namespace xinfang::edge {

// 0: a head stands in the buffer and is good. -1: the peer has gone or kept silent.
template <class Stream>
Awaitable<int> Session<Stream>::read_head() {
  if (buffer_.empty()) {
    if (buffer_.capacity() > 2 * kHeadPiece) buffer_ = std::string();
    idle_ = true;
    expire_in(core_.options.idle_time);
    const Io io = co_await read_more(kHeadPiece);
    idle_ = false;
    if (io == Io::timeout) ++core_.timeouts;
    if (io != Io::ok) {
      broken_ = true;
      co_return -1;
    }
  }
  began_ = std::chrono::steady_clock::now();
  expire_in(core_.options.header_time);
  if (buffer_.starts_with("\r\n")) buffer_.erase(0, 2);  // RFC 9112 2.2: one stray empty line
  std::size_t scanned = 0;
  for (;;) {
    const HeadEnd end = find_head_end(buffer_, scanned);
    head_size_ = end.size;
    if (end.kind == HeadEnd::Kind::bad) co_return 400;
    if (end.kind == HeadEnd::Kind::found && end.size <= core_.options.header_limit) break;
    if (end.kind == HeadEnd::Kind::found || buffer_.size() >= core_.options.header_limit) {
      const auto line = buffer_.find("\r\n");
      if (line == std::string::npos || line > kTargetLimit) co_return 414;
      co_return 431;
    }
    const Io io = co_await read_more(kHeadPiece);
    if (io == Io::timeout) co_return 408;
    if (io == Io::closed) {
      broken_ = true;
      co_return -1;
    }
  }
  head_ = check_head(std::string_view(buffer_).substr(0, head_size_));
  if (head_.status != 0) co_return head_.status;
  if (!parse_fields(std::string_view(buffer_).substr(0, head_size_), head_, exchange_.request))
    co_return 400;
  co_return 0;
}

template <class Stream>
bool Session<Stream>::prepare() {
  auto refused = [this](int status) {
    answer_ = std::make_shared<Outcome>(core_.answers.problem(status, refusal_code(status)));
    return false;
  };
  Request& request = exchange_.request;
  method_ = head_.method;
  head_only_ = method_ == "HEAD";
  request.method = head_only_ ? "GET" : method_;
  auto target = parse_target(head_.target);
  buffer_.erase(0, head_size_);
  head_.method = head_.target = {};
  if (!target) {
    head_.keep_alive = false;
    return refused(400);
  }
  request.path = std::move(target->path);
  request.query = std::move(target->query);
  core_.proxies.apply(peer_.address, secure_, request);
  RouteMatch match = core_.router.match(request.method, request.path);
  exchange_.route = match.route;
  request.path_params = std::move(match.params);
  std::uint64_t limit = 0;
  if (match.route) {
    label_ = match.route->pattern;
    limit = match.route->body_limit;
  } else if (!match.allow.empty()) {
    refused(405);
    answer_->response.set("Allow", match.allow);
    return false;
  } else if (core_.options.static_folder.empty() || request.method != "GET") {
    return refused(404);
  } else {
    label_ = "(file)";
  }
  if (head_.length.value_or(0) > limit) return refused(413);
  if (!match.route || !match.route->upload) return true;
  try {
    exchange_.upload = std::make_unique<UploadFile>(core_.options.upload_folder);
    return true;
  } catch (const std::runtime_error& error) {
    core_.log("fault " + label_ + " " + error.what());
    return refused(503);
  }
}

template <class Stream>
void Session<Stream>::start_body_deadline() {
  taken_ = 0;
  piece_bytes_ = 0;
  if (!exchange_.upload) return expire_in(core_.options.body_time);
  const auto now = std::chrono::steady_clock::now();
  upload_end_ = now + core_.options.upload_total_time;
  expire_at(std::min(upload_end_, now + core_.options.upload_piece_time));
}

// Each 64 KiB of an upload has its own time, within the time of the whole.
template <class Stream>
void Session<Stream>::push_piece_deadline(std::size_t bytes) {
  piece_bytes_ += bytes;
  if (!exchange_.upload || piece_bytes_ < kPiece || timed_out_) return;
  piece_bytes_ = 0;
  const auto piece_end = std::chrono::steady_clock::now() + core_.options.upload_piece_time;
  expire_at(std::min(upload_end_, piece_end));
}

template <class Stream>
BodyEnd Session<Stream>::take_piece(std::string_view piece) {
  const std::uint64_t limit = exchange_.route ? exchange_.route->body_limit : 0;
  taken_ += piece.size();
  if (taken_ > limit) return BodyEnd::too_large;
  push_piece_deadline(piece.size());
  if (!exchange_.upload) {
    exchange_.request.body.append(piece);
    return BodyEnd::complete;
  }
  return exchange_.upload->write(piece) ? BodyEnd::complete : BodyEnd::disk;
}

template <class Stream>
Awaitable<BodyEnd> Session<Stream>::read_body() {
  start_body_deadline();
  if (head_.expects_continue && buffer_.empty()) {
    const Io io = co_await write_all("HTTP/1.1 100 Continue\r\n\r\n");
    if (io != Io::ok) co_return BodyEnd::closed;
    start_body_deadline();
  }
  if (head_.chunked) {
    const BodyEnd end = co_await read_chunked_body();
    co_return end;
  }
  const BodyEnd end = co_await read_sized_body(*head_.length);
  co_return end;
}

template <class Stream>
Awaitable<BodyEnd> Session<Stream>::read_sized_body(std::uint64_t length) {
  while (length > 0) {
    if (buffer_.empty()) {
      const Io io =
          co_await read_more(static_cast<std::size_t>(std::min<std::uint64_t>(length, kPiece)));
      if (io == Io::timeout) co_return BodyEnd::timeout;
      if (io == Io::closed) co_return BodyEnd::closed;
    }
    const std::size_t count =
        static_cast<std::size_t>(std::min<std::uint64_t>(length, buffer_.size()));
    const BodyEnd end = take_piece(std::string_view(buffer_).substr(0, count));
    if (end != BodyEnd::complete) co_return end;
    buffer_.erase(0, count);
    length -= count;
  }
  co_return BodyEnd::complete;
}

template <class Stream>
Awaitable<BodyEnd> Session<Stream>::read_chunked_body() {
  ChunkDecoder decoder;
  while (!decoder.done()) {
    if (buffer_.empty()) {
      const Io io = co_await read_more(kPiece);
      if (io == Io::timeout) co_return BodyEnd::timeout;
      if (io == Io::closed) co_return BodyEnd::closed;
    }
    std::size_t used = 0;
    while (used < buffer_.size() && !decoder.done()) {
      std::string_view data;
      used += decoder.feed(std::string_view(buffer_).substr(used), data);
      if (decoder.failed()) co_return BodyEnd::malformed;
      if (data.empty()) continue;
      const BodyEnd end = take_piece(data);
      if (end != BodyEnd::complete) co_return end;
    }
    buffer_.erase(0, used);
  }
  co_return BodyEnd::complete;
}

}  // namespace xinfang::edge
