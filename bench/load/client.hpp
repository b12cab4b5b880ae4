// Load over HTTP: many connections on one thread, each running one script after the other.
//
// A closed load starts the next script when one ends. An open load starts scripts at given times;
// what finds no free connection waits, and its first answer's time counts from when it was due.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace load {

using Moment = std::chrono::steady_clock::time_point;

struct Ask {
  std::string kind;  // figures are kept by it
  std::string method = "GET";
  std::string target;
  std::string headers;  // whole lines, each with \r\n
  std::string body;
  std::chrono::milliseconds pause{0};  // before it is sent; not in its time
};

struct Answer {
  int status = 0;
  std::string body;
  std::vector<std::string> cookies;  // name=value
};

// What one user does, request after request.
class Script {
 public:
  virtual ~Script() = default;
  // The first call gets an empty answer. Nothing: the script is over.
  virtual std::optional<Ask> next(const Answer& last) = 0;
};

struct Figures {
  std::uint64_t answered = 0, failed = 0;
  std::vector<std::uint32_t> microseconds;  // of each answer
  double at(double share);                  // milliseconds; sorts
};

struct Report {
  std::map<std::string, Figures> kinds;
  std::uint64_t scripts = 0;               // ended well within the time
  double seconds = 0;
  std::vector<std::pair<double, std::uint32_t>> course;  // seconds since start, microseconds
  std::vector<std::string> complaints;     // the first failures, in words
};

struct Plan {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  unsigned connections = 1;
  std::chrono::milliseconds closed_for{0};  // closed load: for so long
  std::vector<double> starts;               // open load: seconds since the start, ascending
  bool keep_course = false;
};

// Runs until the time is over (what is under way is left unfinished and not counted), or, with an
// open load, until every script has ended. A status of 400 and above is a failure and ends its
// script, as does a broken connection.
Report run(const Plan& plan, const std::function<std::unique_ptr<Script>()>& make);

// One request on a connection of its own. Throws std::runtime_error.
Answer ask_once(const std::string& host, std::uint16_t port, const Ask& ask);

}  // namespace load
