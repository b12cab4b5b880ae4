// Ids: 63-bit, time-ordered, made by the program before anything is written.
//
// 42 bits of milliseconds since 2020-01-01 (negative times clamp to 0), 8 bits of node, 13 bits of
// counter. In JSON an id is always a string.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "base/date.hpp"

namespace xinfang {

using Id = std::int64_t;  // 0 means none

std::string id_text(Id id);
std::optional<Id> parse_id(std::string_view text);  // positive decimal, no sign, no leading zero

class IdMaker {
 public:
  IdMaker(const Clock& clock, unsigned node);  // node 0-255, unique among running servers
  Id next();                                   // strictly increasing within this maker; thread-safe

 private:
  const Clock& clock_;
  const Id node_;
  std::mutex mutex_;
  std::int64_t last_ms_ = 0;
  unsigned counter_ = 0;
};

}  // namespace xinfang
