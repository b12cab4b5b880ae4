#include "http/edge/chunk_decoder.hpp"

#include <algorithm>

namespace xinfang::edge {

namespace {

constexpr std::uint32_t kMostDigits = 13;      // 52 bits: far above any limit of a route
constexpr std::uint32_t kMostExtension = 256;  // nobody uses them
constexpr std::uint32_t kMostTrailer = 4096;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_text(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= 0x20 && byte != 0x7f) || c == '\t';
}

}  // namespace

ChunkDecoder::State ChunkDecoder::next(char c) {
  switch (state_) {
    case State::size: {
      const int digit = hex_digit(c);
      if (digit >= 0) {
        left_ = left_ * 16 + static_cast<unsigned>(digit);
        return ++digits_ > kMostDigits ? State::failed : State::size;
      }
      if (digits_ == 0) return State::failed;
      if (c == ';') return State::extension;
      return c == '\r' ? State::size_lf : State::failed;
    }
    case State::extension:
      if (c == '\r') return extra_ > 0 ? State::size_lf : State::failed;
      return is_text(c) && ++extra_ <= kMostExtension ? State::extension : State::failed;
    case State::size_lf:
      if (c != '\n') return State::failed;
      return left_ > 0 ? State::data : State::line_start;
    case State::data_cr:
      return c == '\r' ? State::data_lf : State::failed;
    case State::data_lf:
      digits_ = extra_ = 0;
      return c == '\n' ? State::size : State::failed;
    case State::line_start:
      if (c == '\r') return State::last_lf;
      if (c == ' ' || c == '\t' || !is_text(c)) return State::failed;
      return ++trailer_ <= kMostTrailer ? State::trailer : State::failed;
    case State::trailer:
      if (c == '\r') return State::trailer_lf;
      return is_text(c) && ++trailer_ <= kMostTrailer ? State::trailer : State::failed;
    case State::trailer_lf:
      return c == '\n' ? State::line_start : State::failed;
    case State::last_lf:
      return c == '\n' ? State::done : State::failed;
    case State::data:
    case State::done:
    case State::failed:
      break;
  }
  return State::failed;
}

std::size_t ChunkDecoder::feed(std::string_view in, std::string_view& data) {
  data = {};
  std::size_t used = 0;
  while (used < in.size() && !done() && !failed()) {
    if (state_ == State::data) {
      data = in.substr(used,
                       static_cast<std::size_t>(std::min<std::uint64_t>(left_, in.size() - used)));
      left_ -= data.size();
      if (left_ == 0) state_ = State::data_cr;
      return used + data.size();
    }
    state_ = next(in[used++]);
  }
  return used;
}

}  // namespace xinfang::edge
