// Content categories of petitions (regulation 3.4): two levels, with dates of validity.
//
// A code has six digits: pp0000 first level, ppss00 second level of it. A category suggests a route and
// competent organs; it never decides. Codes are never given anew: what ends gets valid_to_on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace xinfang {

struct Category {
  std::string code, name;
  Date valid_from_on, valid_to_on;  // valid_to_on.days == 0: still valid

  bool is_first_level() const { return code.substr(2) == "0000"; }
  std::string first_level() const { return code.substr(0, 2) + "0000"; }
  bool is_valid_on(Date on) const {
    return valid_from_on <= on && (valid_to_on.days == 0 || on <= valid_to_on);
  }
};

class Categories {
 public:
  // TOML [[category]] rows. Refusal categories_invalid, facts row, detail.
  static Result<Categories> parse(std::string_view toml);

  const Category* find(std::string_view code) const;  // null when unknown
  std::vector<const Category*> first_levels(Date on) const;
  std::vector<const Category*> second_levels(std::string_view first_level_code, Date on) const;
  std::string name_path(std::string_view code) const;  // 农村农业 / 土地承包经营; empty when unknown
  const std::vector<Category>& all() const { return categories_; }

 private:
  std::vector<Category> categories_;  // by code
};

}  // namespace xinfang
