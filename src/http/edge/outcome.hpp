// What a worker gives back to a connection: an answer, and perhaps an open file to send with it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "http/edge/message.hpp"

namespace xinfang::edge {

// An open file descriptor, closed with its last owner.
class OpenFile {
 public:
  explicit OpenFile(int descriptor) : descriptor_(descriptor) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile();
  int descriptor() const { return descriptor_; }

 private:
  const int descriptor_;
};

// A class with a constructor and no aggregate: g++ 12 destroys aggregate temporaries twice when
// they pass through co_await.
class Outcome {
 public:
  Outcome() = default;
  explicit Outcome(Response answer) : response(std::move(answer)) {}

  Response response;
  std::shared_ptr<OpenFile> file;  // null: response.body is sent
  std::uint64_t file_offset = 0, file_length = 0;
  std::string fault;  // for the log: why this is a 500
};

}  // namespace xinfang::edge
