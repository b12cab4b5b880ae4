#include "domain/division.hpp"

#include <algorithm>
#include <mutex>
#include <numeric>
#include <optional>
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

constexpr int kTownship = 4, kVillage = 5;

// What the codes of all below a division begin with; those to the county end in noughts.
std::string_view code_stem(std::string_view code) {
  while (code.size() > 2 && code.size() <= 6 && code.ends_with("00")) code.remove_suffix(2);
  return code;
}

// 0 is the query, 1 begins with it, 2 holds it, 3 has nothing of it.
int distance(const Division& division, std::string_view query) {
  if (division.name == query || division.initials == query) return 0;
  if (division.name.starts_with(query) || division.initials.starts_with(query)) return 1;
  return division.name.find(query) == std::string::npos ? 3 : 2;
}

}  // namespace

struct Divisions::Later {
  std::function<Villages()> read;
  std::once_flag once;
  std::optional<Villages> villages;
};

void Divisions::read_villages_by(std::function<Villages()> read) {
  later_ = std::make_shared<Later>();
  later_->read = std::move(read);
}

const Villages* Divisions::villages() const {
  if (!later_) return nullptr;
  std::call_once(later_->once, [&] { later_->villages = later_->read(); });
  return &*later_->villages;
}

Result<Divisions> Divisions::parse(std::string_view csv, Readings readings) {
  Divisions divisions;
  divisions.readings_ = std::move(readings);
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
    if (!digits || (code.size() != 6 && code.size() != 9 && code.size() != 12)) {
      return not_divisions(number, "a code has 6, 9 or 12 digits");
    }
    if (division.name.empty()) return not_divisions(number, "the name is missing");
    if (line.size() != 1 || line[0] < '1' || line[0] > '5') {
      return not_divisions(number, "level must be 1 to 5");
    }
    division.level = line[0] - '0';
    division.initials = divisions.initials(division.name);
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
  for (const std::size_t length : {std::size_t{12}, std::size_t{9}, std::size_t{6}}) {
    if (code.size() < length) continue;
    if (const auto* known = find(code.substr(0, length))) return known;
  }
  if (const auto* city = find(std::string(code.substr(0, 4)) + "00")) return city;
  return find(std::string(code.substr(0, 2)) + "0000");
}

std::string Divisions::name_path(std::string_view code) const {
  const auto* narrowest = nearest(code);
  std::string path;
  for (const auto* at = narrowest; at; at = at->parent.empty() ? nullptr : find(at->parent)) {
    if (!only_groups(*at)) path = at->name + path;
  }
  if (code.size() == 12 && narrowest && narrowest->level == kTownship) {
    if (const Villages* known = villages()) path += known->name(code);
  }
  return path;
}

std::vector<Division> Divisions::villages_of(const Division& township) const {
  std::vector<Division> list;
  const Villages* known = villages();
  if (!known) return list;
  for (auto& [code, name] : known->of(township.code)) {
    std::string sound = initials(name);
    list.push_back({std::move(code), township.code, std::move(name), kVillage, std::move(sound)});
  }
  return list;
}

std::vector<Division> Divisions::children(std::string_view code) const {
  std::vector<Division> list;
  auto place =
      std::lower_bound(by_parent_.begin(), by_parent_.end(), code,
                       [&](std::size_t i, std::string_view c) { return divisions_[i].parent < c; });
  for (; place != by_parent_.end() && divisions_[*place].parent == code; ++place) {
    list.push_back(divisions_[*place]);
  }
  const Division* self = find(code);
  return list.empty() && self && self->level == kTownship ? villages_of(*self) : list;
}

std::vector<Division> Divisions::search(std::string_view query, std::string_view within,
                                        std::size_t limit) const {
  const auto stem = code_stem(within);
  const Division* area = find(within);
  const bool in_township = area && area->level == kTownship;
  std::vector<Division> villages;
  if (in_township) villages = villages_of(*area);
  struct Found {
    int distance;
    const Division* division;
  };
  std::vector<Found> found;
  const auto look_at = [&](const Division& division) {
    if (only_groups(division) || (division.level == kVillage && !in_township)) return;
    const int away = distance(division, query);
    if (away < 3) found.push_back({away, &division});
  };
  auto at = std::lower_bound(divisions_.begin(), divisions_.end(), stem,
                             [](const Division& d, std::string_view c) { return d.code < c; });
  for (; at != divisions_.end() && at->code.starts_with(stem); ++at) {
    if (at->code != within) look_at(*at);
  }
  for (const Division& village : villages) look_at(village);
  const auto order = [](const Found& f) {
    return std::tie(f.distance, f.division->level, f.division->code);
  };
  std::sort(found.begin(), found.end(),
            [&](const Found& a, const Found& b) { return order(a) < order(b); });
  found.resize(std::min(found.size(), limit));
  std::vector<Division> list;
  for (const Found& one : found) list.push_back(*one.division);
  return list;
}

}  // namespace xinfang
