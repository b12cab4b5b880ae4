// The target of a request line, decoded strictly: one reading only, or none.
//
// Origin form alone ("/path?query"). Refused: a bad percent sign, bytes outside printable ASCII,
// decoded control characters, text that is not UTF-8, backslashes, encoded slashes, "." and ".."
// segments, fragments, absolute and asterisk forms. So a path means the same to every reader.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace xinfang::edge {

struct Target {
  std::string path;                                        // decoded, starts with "/"
  std::vector<std::pair<std::string, std::string>> query;  // decoded, in order, "+" is a blank
};

std::optional<Target> parse_target(std::string_view raw);

}  // namespace xinfang::edge
