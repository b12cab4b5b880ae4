// INSERT texts for several rows at once: one statement in place of many on the way to the engine.
// The texts are made once and live as long as their ValueRows, which is therefore static.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinfang {

class ValueRows {
 public:
  // `head` ends before the first row: "INSERT INTO vault (matter_id, field) VALUES ".
  ValueRows(std::string_view head, std::size_t columns, std::size_t most_rows);
  std::size_t most() const { return texts_.size(); }
  std::string_view text(std::size_t rows) const { return texts_.at(rows - 1); }

 private:
  std::vector<std::string> texts_;
};

}  // namespace xinfang
