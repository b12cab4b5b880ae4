// A search: the words asked for on the first line, the text of a matter after it. Search compares
// folded forms and cuts both into the same pieces; a piece that is only in one of them is a matter
// that is never found.
#include <algorithm>

#include "base/text.hpp"
#include "target.hpp"

using namespace xinfang;

namespace {

bool has_all(const std::vector<std::string>& all, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& piece) {
    return std::find(all.begin(), all.end(), piece) != all.end();
  });
}

void check_text(const std::string& text) {
  const std::string tidied = tidy(text);
  must(is_utf8(tidied) && tidy(tidied) == tidied, "tidying twice is tidying once");
  const std::string folded = fold(tidied);
  must(is_utf8(folded) && fold(folded) == folded, "folding twice is folding once");
  const auto cut = pieces(tidied);
  must(pieces(folded) == cut, "a text and its folded form have the same pieces");
  for (std::size_t i = 0; i < cut.size(); ++i) {
    must(!cut[i].empty() && is_utf8(cut[i]), "a piece is text");
    must(std::find(cut.begin(), cut.begin() + i, cut[i]) == cut.begin() + i, "each piece is named once");
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest = text_of(bytes, size);
  const std::string asked(take_until(rest, "\n"));
  const std::string text(rest);
  if (!is_utf8(asked) || !is_utf8(text)) return 0;  // refused at the door
  check_text(asked);
  check_text(text);
  // Words that stand in the text as such are found in it, whatever stands beside them.
  const std::string words = tidy(asked);
  must(has_all(pieces(text + " " + words + "\n" + text), pieces(words)),
       "the words of a query are found in a text that has them");
  return 0;
}
