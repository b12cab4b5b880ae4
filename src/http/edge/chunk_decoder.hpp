// The chunked transfer coding, read strictly and in bounded memory.
//
// Sizes are plain hexadecimal, lines end in CRLF, extensions are bounded and ignored, trailers are
// bounded and ignored. Any other byte is a failure for good.
#pragma once

#include <cstdint>
#include <string_view>

namespace xinfang::edge {

class ChunkDecoder {
 public:
  // Takes bytes from the front of `in` up to the end of one run of data; returns how many. `data`
  // is that run within `in`, or empty. Takes everything unless it meets data, the end or a fault.
  std::size_t feed(std::string_view in, std::string_view& data);

  bool done() const { return state_ == State::done; }
  bool failed() const { return state_ == State::failed; }

 private:
  enum class State {
    size,
    extension,
    size_lf,
    data,
    data_cr,
    data_lf,
    line_start,
    trailer,
    trailer_lf,
    last_lf,
    done,
    failed
  };

  State next(char c);

  State state_ = State::size;
  std::uint64_t left_ = 0;     // of the size being read, then of the data
  std::uint32_t digits_ = 0;   // of the size being read
  std::uint32_t extra_ = 0;    // bytes of this chunk's extension
  std::uint32_t trailer_ = 0;  // bytes of all trailers
};

}  // namespace xinfang::edge
