// An upload: its name on the first line, its first bytes after it.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "services/file_type.hpp"
#include "target.hpp"

using namespace xinfang;

namespace {

constexpr std::array kTypes = {
    "", "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "application/pdf",
    "audio/mpeg", "audio/mp4", "audio/wav", "video/mp4", "video/quicktime", "application/ofd",
    "text/plain", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"};

void check_name(const std::string& name) {
  must(!name.empty() && is_utf8(name), "a kept name is text");
  must(characters(name) <= 100, "a kept name is short");
  must(name.find_first_of("/\\\r\n<>:\"|?*`$&;") == std::string::npos,
       "a kept name has nothing that a file system or a shell takes amiss");
  must(name.find('\0') == std::string::npos, "a kept name has no NUL");
  must(name.front() != '.' && name.back() != '.', "a kept name hides nothing");
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view head = text_of(bytes, size);
  const std::string_view name = take_until(head, "\n");
  head = head.substr(0, kTypeBytes);
  const std::string type = file_type(head, name);
  must(std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end(), "a type is one of those allowed");
  check_name(tidy_file_name(name));
  return 0;
}
