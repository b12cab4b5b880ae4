// Whole files, safely: what was written is either there after a power cut or the old file is.
//
// Refusal codes: file_unreadable, file_unwritable, folder_unusable, each with the facts "path" and
// "reason" (the system's words).
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace xinfang {

// The disk is full or read-only, or no more files can be opened: the caller answers 503.
struct StorageUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};
// Throws what `error` (an errno) means for the file: StorageUnavailable when it may pass, else
// std::runtime_error.
[[noreturn]] void fail_file(const std::string& path, int error);

Result<std::string> read_file(const std::string& path);

// Replaces the file in one step (new file beside it, fsync, rename, fsync of the folder). Only the
// owner may read it. Nothing is left behind when it is refused.
Result<Done> write_file_durably(const std::string& path, std::string_view bytes);

// Makes the folder and those above it where missing; the folder itself is closed to others (0700),
// also when it was there before. Refuses what is no folder or belongs to somebody else.
Result<Done> make_private_folder(const std::string& path);

// Bytes for who wants a path: a file that stands in memory only and is gone with this object. Its path
// is good within this process. Throws std::runtime_error when the system gives no more memory.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

}  // namespace xinfang
