// For the tests of the edge: a blocking client that says exactly the bytes it is told to, and an
// edge on a free port with short times.
#pragma once

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>

#include "http/edge/edge.hpp"
#include "http/edge/header_text.hpp"

namespace xinfang::edge {

inline constexpr int kPatience = 20'000;  // ms until a test gives up; never a passing test's time

inline bool eventually(const std::function<bool()>& condition) {
  for (int waited = 0; waited < kPatience; waited += 2) {
    if (condition()) return true;
    poll(nullptr, 0, 2);
  }
  return condition();
}

struct Answer {
  int status = 0;  // 0: no answer
  std::string head, body;

  std::string header(std::string_view name) const {
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
      const auto end = head.find("\r\n", at + 2);
      const std::string line = head.substr(at + 2, end - at - 2);
      const auto colon = line.find(':');
      if (colon != std::string::npos && same_word(line.substr(0, colon), name)) {
        return std::string(trim_blanks(std::string_view(line).substr(colon + 1)));
      }
      at = end;
    }
    return {};
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port, int receive_buffer = 0) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_buffer > 0) {
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  ~Client() { leave(); }

  void leave() {
    if (socket_ >= 0) close(socket_);
    socket_ = -1;
  }
  bool connected() const { return connected_; }
  int descriptor() const { return socket_; }

  // False when the peer no longer takes bytes.
  bool say(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t count = send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (count <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  void finish_saying() { shutdown(socket_, SHUT_WR); }

  Answer get(const std::string& path, const std::string& headers = {}) {
    say("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    return hear();
  }
  Answer head(const std::string& path) {
    say("HEAD " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return hear(true);
  }
  Answer post(const std::string& path, const std::string& body) {
    say("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body);
    return hear();
  }

  // The next answer, by its Content-Length.
  Answer hear(bool to_head = false) {
    Answer answer;
    const std::string head = hear_until("\r\n\r\n");
    if (head.size() < 12) return answer;
    answer.head = head;
    answer.status = std::stoi(head.substr(9, 3));
    const std::string length = answer.header("content-length");
    if (to_head || length.empty()) return answer;
    const std::size_t wanted = std::stoul(length);
    while (heard_.size() < wanted && hear_some()) {
    }
    answer.body = heard_.substr(0, wanted);
    heard_.erase(0, wanted);
    return answer;
  }

  // Up to and with the mark; empty when the connection ends before it.
  std::string hear_until(std::string_view mark) {
    std::size_t at;
    while ((at = heard_.find(mark)) == std::string::npos) {
      if (!hear_some()) return {};
    }
    std::string text = heard_.substr(0, at + mark.size());
    heard_.erase(0, at + mark.size());
    return text;
  }

  // Everything up to the end of the connection.
  std::string hear_out() {
    while (hear_some()) {
    }
    return std::exchange(heard_, {});
  }

  // Whether the peer has ended the connection; what came before it is dropped.
  bool ended() {
    hear_out();
    return !gave_up_;
  }

 private:
  bool hear_some() {
    pollfd wait{socket_, POLLIN, 0};
    if (poll(&wait, 1, kPatience) <= 0) {
      gave_up_ = true;
      return false;
    }
    char piece[16 * 1024];
    const ssize_t count = recv(socket_, piece, sizeof piece, 0);
    if (count <= 0) return false;
    heard_.append(piece, static_cast<std::size_t>(count));
    return true;
  }

  int socket_ = -1;
  bool connected_ = false, gave_up_ = false;
  std::string heard_;
};

inline EdgeRoute route(std::string method, std::string pattern, RequestHandler handler) {
  EdgeRoute made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.handler = std::move(handler);
  return made;
}

inline Response text(std::string body) {
  Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(body);
  return response;
}

// A folder of its own for a test, gone with it.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "edge_test_XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~TestFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

inline EdgeOptions quick_options() {
  EdgeOptions options;
  options.port = 0;
  options.workers = 4;
  return options;
}

// Holds handlers until it is opened.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(mutex_);
    ++inside_;
    changed_.wait(lock, [this] { return open_; });
    --inside_;
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  int inside() const {
    const std::lock_guard lock(mutex_);
    return inside_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
  int inside_ = 0;
};

}  // namespace xinfang::edge
