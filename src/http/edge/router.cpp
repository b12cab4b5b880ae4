#include "http/edge/router.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace xinfang::edge {

namespace {

std::vector<std::string_view> cut(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = path.find('/');
    parts.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
  }
  return parts;
}

std::string join(const std::set<std::string>& methods) {
  std::string out;
  for (const auto& method : methods) out += (out.empty() ? "" : ", ") + method;
  return out;
}

}  // namespace

std::vector<Router::Segment> Router::cut_pattern(const std::string& pattern) {
  if (!pattern.starts_with('/'))
    throw std::runtime_error("route pattern without leading slash: " + pattern);
  std::vector<Segment> segments;
  for (const std::string_view part : cut(pattern)) {
    Segment segment;
    segment.is_name = part.size() > 2 && part.front() == '{' && part.back() == '}';
    segment.text = segment.is_name ? part.substr(1, part.size() - 2) : part;
    if (segment.text.find_first_of("{}") != std::string::npos) {
      throw std::runtime_error("route pattern with a stray brace: " + pattern);
    }
    segments.push_back(std::move(segment));
  }
  return segments;
}

Router::Router(std::vector<EdgeRoute> routes) {
  std::set<std::string> seen;
  for (auto& route : routes) {
    Pattern pattern;
    pattern.segments = cut_pattern(route.pattern);
    std::string shape = route.method;
    for (const auto& segment : pattern.segments)
      shape += segment.is_name ? "/{}" : "/" + segment.text;
    if (!seen.insert(shape).second) throw std::runtime_error("two routes for " + shape);
    if (!route.handler) throw std::runtime_error("no handler for " + shape);
    pattern.route = std::move(route);
    by_length_[pattern.segments.size()].push_back(std::move(pattern));
  }
  for (auto& [length, patterns] : by_length_) {
    std::stable_sort(patterns.begin(), patterns.end(), [](const Pattern& a, const Pattern& b) {
      return std::lexicographical_compare(
          a.segments.begin(), a.segments.end(), b.segments.begin(), b.segments.end(),
          [](const Segment& x, const Segment& y) { return x.is_name < y.is_name; });
    });
  }
}

RouteMatch Router::match(std::string_view method, std::string_view path) const {
  RouteMatch result;
  const auto parts = cut(path);
  const auto found = by_length_.find(parts.size());
  if (found == by_length_.end()) return result;
  const std::string_view wanted = method == "HEAD" ? std::string_view("GET") : method;
  std::set<std::string> allowed;
  for (const Pattern& pattern : found->second) {
    const bool fits = std::equal(parts.begin(), parts.end(), pattern.segments.begin(),
                                 [](std::string_view part, const Segment& segment) {
                                   return segment.is_name ? !part.empty() : part == segment.text;
                                 });
    if (!fits) continue;
    if (pattern.route.method == wanted) {
      result.route = &pattern.route;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        if (pattern.segments[i].is_name) result.params[pattern.segments[i].text] = parts[i];
      }
      return result;
    }
    allowed.insert(pattern.route.method);
    if (pattern.route.method == "GET") allowed.insert("HEAD");
  }
  result.allow = join(allowed);
  return result;
}

}  // namespace xinfang::edge
