#include "domain/division.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace xinfang {
namespace {

Refusal not_divisions(int line, std::string detail) {
  return refuse("divisions_invalid")
      .with("line", std::to_string(line))
      .with("detail", std::move(detail));
}

std::string_view cut(std::string_view& rest, char at) {
  const auto place = rest.find(at);
  const auto part = rest.substr(0, place);
  rest = place == rest.npos ? std::string_view() : rest.substr(place + 1);
  return part;
}

bool only_groups(const Division& division) {
  return division.level == 2 && (division.name == "市辖区" || division.name == "县" ||
                                 division.name.ends_with("直辖县级行政区划"));
}

}  // namespace

Result<Divisions> Divisions::parse(std::string_view csv) {
  Divisions divisions;
  bool header_seen = false;
  for (int number = 1; !csv.empty(); ++number) {
    std::string_view line = cut(csv, '\n');
    if (line.empty() || line[0] == '#') continue;
    if (!header_seen) {
      if (line != "code,parent,name,level") {
        return not_divisions(number, "the header must be code,parent,name,level");
      }
      header_seen = true;
      continue;
    }
    Division division;
    division.code = cut(line, ',');
    division.parent = cut(line, ',');
    division.name = cut(line, ',');
    const auto& code = division.code;
    const bool digits = code.find_first_not_of("0123456789") == code.npos;
    if (!digits || (code.size() != 6 && code.size() != 9)) {
      return not_divisions(number, "a code has 6 or 9 digits");
    }
    if (division.name.empty()) return not_divisions(number, "the name is missing");
    if (line.size() != 1 || line[0] < '1' || line[0] > '4') {
      return not_divisions(number, "level must be 1 to 4");
    }
    division.level = line[0] - '0';
    divisions.divisions_.push_back(std::move(division));
  }
  auto& rows = divisions.divisions_;
  std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  for (std::size_t i = 1; i < rows.size(); ++i) {
    if (rows[i].code == rows[i - 1].code)
      return not_divisions(0, "the code " + rows[i].code + " stands twice");
  }
  for (const auto& row : rows) {
    if (!row.parent.empty() && !divisions.find(row.parent)) {
      return not_divisions(0, "the parent of " + row.code + " is unknown");
    }
  }
  divisions.by_parent_.resize(rows.size());
  std::iota(divisions.by_parent_.begin(), divisions.by_parent_.end(), std::size_t{0});
  std::sort(
      divisions.by_parent_.begin(), divisions.by_parent_.end(), [&](std::size_t a, std::size_t b) {
        return std::tie(rows[a].parent, rows[a].code) < std::tie(rows[b].parent, rows[b].code);
      });
  return divisions;
}

const Division* Divisions::find(std::string_view code) const {
  const auto place =
      std::lower_bound(divisions_.begin(), divisions_.end(), code,
                       [](const Division& d, std::string_view c) { return d.code < c; });
  return place != divisions_.end() && place->code == code ? &*place : nullptr;
}

const Division* Divisions::nearest(std::string_view code) const {
  if (code.size() < 6) return nullptr;
  for (const std::size_t length : {std::size_t{9}, std::size_t{6}}) {
    if (code.size() < length) continue;
    if (const auto* known = find(code.substr(0, length))) return known;
  }
  if (const auto* city = find(std::string(code.substr(0, 4)) + "00")) return city;
  return find(std::string(code.substr(0, 2)) + "0000");
}

std::string Divisions::name_path(std::string_view code) const {
  std::string path;
  for (const auto* at = nearest(code); at; at = at->parent.empty() ? nullptr : find(at->parent)) {
    if (!only_groups(*at)) path = at->name + path;
  }
  return path;
}

std::vector<const Division*> Divisions::children(std::string_view code) const {
  std::vector<const Division*> list;
  auto place =
      std::lower_bound(by_parent_.begin(), by_parent_.end(), code,
                       [&](std::size_t i, std::string_view c) { return divisions_[i].parent < c; });
  for (; place != by_parent_.end() && divisions_[*place].parent == code; ++place) {
    list.push_back(&divisions_[*place]);
  }
  return list;
}

}  // namespace xinfang
