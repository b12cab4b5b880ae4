#include "base/id.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace xinfang {
namespace {

constexpr std::int64_t kEpochMs = 1'577'836'800'000;  // 2020-01-01T00:00Z
constexpr int kNodeBits = 8;
constexpr int kCounterBits = 13;
constexpr unsigned kCounterEnd = 1U << kCounterBits;
// 42 bits of milliseconds above 21 bits reach the year 2159 within 63 bits.
constexpr std::int64_t kLastMs = (std::int64_t{1} << 42) - 1;

}  // namespace

std::string id_text(Id id) { return std::to_string(id); }

std::optional<Id> parse_id(std::string_view text) {
  if (text.empty() || text.front() < '1' || text.front() > '9') return std::nullopt;
  Id id = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return id;
}

IdMaker::IdMaker(const Clock& clock, unsigned node) : clock_(clock), node_(node) {
  if (node >= (1U << kNodeBits)) throw std::invalid_argument("IdMaker: node must be 0-255");
}

Id IdMaker::next() {
  std::lock_guard lock(mutex_);
  std::int64_t ms = std::clamp<std::int64_t>(clock_.now().ms - kEpochMs, 0, kLastMs);
  if (ms > last_ms_) {
    last_ms_ = ms;
    counter_ = 0;
  }
  // A clock that stands or goes back, or a full millisecond: time is borrowed from the future, so
  // that ids still rise. Counter 0 of millisecond 0 on node 0 would be "none" and is never given.
  if (++counter_ == kCounterEnd) {
    ++last_ms_;
    counter_ = 1;
  }
  if (last_ms_ > kLastMs) throw std::runtime_error("IdMaker: the clock is beyond 2159");
  return (last_ms_ << (kNodeBits + kCounterBits)) | (node_ << kCounterBits) | counter_;
}

}  // namespace xinfang
