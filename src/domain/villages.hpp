// Villages and urban communities, the level below the township: six hundred thousand of them, so held
// as one text and the place of each township's line in it, with no object a village.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

class Villages {
 public:
  // After the header "township,villages" a line for each township by code: its 9 digits, then each
  // village as the last three digits of its code and its name, with commas between. Lines that begin
  // with # are notes. Refusal villages_invalid, facts line, detail.
  static Result<Villages> parse(std::string text);

  // Code and name of each village of a township (9 digits), by code; empty when there is none.
  std::vector<std::pair<std::string, std::string>> of(std::string_view township) const;
  std::string name(std::string_view code) const;  // 12 digits; empty when unknown

 private:
  std::string_view line_of(std::string_view township) const;  // what follows its code

  std::string text_;
  std::vector<std::uint32_t> lines_;  // where each township's line begins in text_
};

}  // namespace xinfang
