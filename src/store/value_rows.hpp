// Statements for several rows at once: one in place of many on the way to the engine. The texts are
// made once and live as long as their object, which is therefore static.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

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

// A SELECT for a list of ids, a page at a time. Places that are left over are filled with 0, which is
// no id.
class IdList {
 public:
  static constexpr std::size_t kMost = 50;
  // `head` ends with "IN (" and has `before` parameters; `tail` begins with ")".
  IdList(std::string_view head, std::size_t before, std::string_view tail);
  // All rows for however many ids.
  Rows read(Database& database, const std::vector<Param>& before, std::span<const Id> ids) const;

 private:
  std::string text_;
};

}  // namespace xinfang
