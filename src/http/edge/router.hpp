// Which route takes a request: patterns of literal and {name} segments.
//
// A literal segment goes before a name, whatever the order of the list. HEAD is answered by GET.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/edge/message.hpp"

namespace xinfang::edge {

struct RouteMatch {
  const EdgeRoute* route = nullptr;
  std::map<std::string, std::string> params;
  std::string allow;  // methods of the patterns that fit the path; empty: no pattern fits
};

class Router {
 public:
  // Throws std::runtime_error when two routes cannot be told apart or a pattern is malformed.
  explicit Router(std::vector<EdgeRoute> routes);

  // Needs a decoded path. No route but a filled `allow` means 405, neither means 404.
  RouteMatch match(std::string_view method, std::string_view path) const;

 private:
  struct Segment {
    std::string text;  // the literal, or the name
    bool is_name = false;
  };
  struct Pattern {
    std::vector<Segment> segments;
    EdgeRoute route;
  };

  static std::vector<Segment> cut_pattern(const std::string& pattern);

  std::map<std::size_t, std::vector<Pattern>> by_length_;  // literals before names in each
};

}  // namespace xinfang::edge
