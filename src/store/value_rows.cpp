#include "store/value_rows.hpp"

#include <algorithm>
#include <iterator>

namespace xinfang {

ValueRows::ValueRows(std::string_view head, std::size_t columns, std::size_t most_rows) {
  std::string text(head);
  std::size_t number = 0;
  for (std::size_t row = 0; row < most_rows; ++row) {
    text += row == 0 ? "(" : ", (";
    for (std::size_t column = 0; column < columns; ++column) {
      if (column > 0) text += ", ";
      text += "$" + std::to_string(++number);
    }
    text += ")";
    texts_.push_back(text);
  }
}

IdList::IdList(std::string_view head, std::size_t before, std::string_view tail)
    : text_(head) {
  for (std::size_t i = 1; i <= kMost; ++i) {
    text_ += (i == 1 ? "$" : ", $") + std::to_string(before + i);
  }
  text_ += tail;
}

Rows IdList::read(Database& database, const std::vector<Param>& before,
                  std::span<const Id> ids) const {
  Rows all;
  while (!ids.empty()) {
    const auto page = ids.first(std::min(kMost, ids.size()));
    ids = ids.subspan(page.size());
    std::vector<Param> params = before;
    params.insert(params.end(), page.begin(), page.end());
    params.resize(before.size() + kMost, Param{Id{0}});
    Rows rows = database.read(text_, std::move(params));
    all.insert(all.end(), std::make_move_iterator(rows.begin()),
               std::make_move_iterator(rows.end()));
  }
  return all;
}

}  // namespace xinfang
