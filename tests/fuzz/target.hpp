// What the fuzz targets share: the input as text, cut into pieces, and what must hold.
//
// A target is a file fuzz_<name>.cpp with LLVMFuzzerTestOneInput; tests/fuzz/run finds it by its name.
// A broken promise ends the program like a fault of memory does: libFuzzer then writes the input down.
#pragma once

#include <stdlib.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>

namespace xinfang {

inline void must(bool holds, std::string_view promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %.*s\n", static_cast<int>(promise.size()), promise.data());
  std::abort();
}

inline std::string_view text_of(const std::uint8_t* bytes, std::size_t size) {
  return {reinterpret_cast<const char*>(bytes), size};
}

// Takes what stands before the mark, and the mark, off the front of `rest`; all of it when there is
// no mark.
inline std::string_view take_until(std::string_view& rest, std::string_view mark) {
  const std::size_t at = rest.find(mark);
  const std::string_view front = rest.substr(0, at);
  rest = at == std::string_view::npos ? std::string_view() : rest.substr(at + mark.size());
  return front;
}

// A folder of its own, gone with the program; tests/fuzz/run says where, and clears up after a crash.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_(std::filesystem::temp_directory_path() / "fuzz_XXXXXX") {
    must(mkdtemp(path_.data()) != nullptr, "a folder can be made");
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace xinfang

// Named here, since libFuzzer calls it by its C name.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);
