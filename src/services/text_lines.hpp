// Physical lines of a text file, plain or gzip, one at a time: memory stays bounded however large
// the file or one line of it is.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"

namespace xinfang {

constexpr std::size_t kLongestLine = 1u << 20;  // bytes; a longer one is cut and marked

struct TextLine {
  std::int64_t number = 0;  // from 1
  std::string text;         // without line end
  bool too_long = false;    // more than kLongestLine; `text` is its beginning
};

class TextLines {
 public:
  // Refusal file_unreadable (facts path, reason).
  static Result<TextLines> open(const std::string& path);
  TextLines(TextLines&&) noexcept;
  TextLines& operator=(TextLines&&) noexcept;
  ~TextLines();

  // False at the end of the file, or where it is damaged.
  bool next(TextLine& line);
  // Why reading stopped before the end ("unexpected end of file"); empty when it did not.
  const std::string& damage() const;

 private:
  struct Inner;
  explicit TextLines(std::unique_ptr<Inner> inner);
  std::unique_ptr<Inner> inner_;
};

}  // namespace xinfang
