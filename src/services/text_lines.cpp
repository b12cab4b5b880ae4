#include "services/text_lines.hpp"

#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

namespace xinfang {

namespace {
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
}

struct TextLines::Inner {
  gzFile file = nullptr;
  std::vector<char> buffer = std::vector<char>(64 * 1024);
  std::size_t at = 0, end = 0;
  std::int64_t number = 0;
  std::string damage;

  ~Inner() {
    if (file) gzclose(file);
  }

  // zlib reports a file cut short only after its last byte was asked for.
  bool fill() {
    if (!damage.empty()) return false;
    const int count = gzread(file, buffer.data(), static_cast<unsigned>(buffer.size()));
    int code = Z_OK;
    const char* words = gzerror(file, &code);
    if (code != Z_OK && code != Z_STREAM_END) {
      damage = code == Z_ERRNO ? std::strerror(errno) : words;
    }
    at = 0;
    end = count > 0 ? static_cast<std::size_t>(count) : 0;
    return end > 0;
  }
};

TextLines::TextLines(std::unique_ptr<Inner> inner) : inner_(std::move(inner)) {}
TextLines::TextLines(TextLines&&) noexcept = default;
TextLines& TextLines::operator=(TextLines&&) noexcept = default;
TextLines::~TextLines() = default;

Result<TextLines> TextLines::open(const std::string& path) {
  auto inner = std::make_unique<Inner>();
  errno = 0;
  std::error_code error;
  const bool folder = std::filesystem::is_directory(path, error);
  if (!folder) inner->file = gzopen(path.c_str(), "rb");
  if (!inner->file) {
    return refuse("file_unreadable", Refusal::Kind::not_found)
        .with("path", path)
        .with("reason", std::strerror(folder ? EISDIR : errno));
  }
  return TextLines(std::move(inner));
}

bool TextLines::next(TextLine& line) {
  line = {};
  bool any = false;
  while (inner_->at < inner_->end || inner_->fill()) {
    any = true;
    const char* from = inner_->buffer.data() + inner_->at;
    const std::size_t left = inner_->end - inner_->at;
    const auto* stop = static_cast<const char*>(std::memchr(from, '\n', left));
    const std::size_t count = stop ? static_cast<std::size_t>(stop - from) : left;
    const std::size_t room = kLongestLine - line.text.size();
    line.text.append(from, std::min(count, room));
    line.too_long = line.too_long || count > room;
    inner_->at += count + (stop ? 1 : 0);
    if (stop) break;
  }
  if (!any) return false;
  line.number = ++inner_->number;
  if (line.text.ends_with('\r')) line.text.pop_back();
  if (line.number == 1 && line.text.starts_with(kByteOrderMark)) line.text.erase(0, 3);
  return true;
}

const std::string& TextLines::damage() const { return inner_->damage; }

}  // namespace xinfang
