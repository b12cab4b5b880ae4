#include "store/value_rows.hpp"

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

}  // namespace xinfang
