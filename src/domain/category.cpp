#include "domain/category.hpp"

#include <toml++/toml.h>

#include <algorithm>

namespace xinfang {
namespace {

Refusal not_categories(std::string row, std::string detail) {
  return refuse("categories_invalid").with("row", std::move(row)).with("detail", std::move(detail));
}

Result<Category> read_category(const toml::table& table) {
  Category category;
  category.code = table["code"].value_or(std::string());
  category.name = table["name"].value_or(std::string());
  const auto& code = category.code;
  if (code.size() != 6 || code.find_first_not_of("0123456789") != code.npos ||
      !code.ends_with("00")) {
    return not_categories(code, "a code has six digits and ends with 00");
  }
  if (category.name.empty()) return not_categories(code, "the name is missing");
  for (const auto& [key, member] : {std::pair{"valid_from_on", &Category::valid_from_on},
                                    std::pair{"valid_to_on", &Category::valid_to_on}}) {
    const auto written = table[key].value<std::string>();
    if (!written) continue;
    const auto on = Date::parse(*written);
    if (!on) return not_categories(code, std::string(key) + " is not a day");
    category.*member = *on;
  }
  for (const auto& [key, node] : table) {
    const auto name = key.str();
    if (name != "code" && name != "name" && name != "valid_from_on" && name != "valid_to_on") {
      return not_categories(code, "unknown key " + std::string(name));
    }
  }
  return category;
}

}  // namespace

Result<Categories> Categories::parse(std::string_view toml_text) {
  Categories categories;
  try {
    const auto table = toml::parse(toml_text, std::string_view("categories.toml"));
    const auto* rows = table["category"].as_array();
    if (!rows || rows->empty()) return not_categories("", "no [[category]] rows");
    for (const auto& row : *rows) {
      if (!row.is_table()) return not_categories("", "a category is a table");
      auto category = read_category(*row.as_table());
      if (!category) return category.refusal();
      categories.categories_.push_back(std::move(category.value()));
    }
  } catch (const toml::parse_error& error) {
    return not_categories("line " + std::to_string(error.source().begin.line),
                          std::string(error.description()));
  }
  auto& list = categories.categories_;
  std::sort(list.begin(), list.end(), [](const auto& a, const auto& b) { return a.code < b.code; });
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0 && list[i].code == list[i - 1].code)
      return not_categories(list[i].code, "the code stands twice");
    if (!categories.find(list[i].first_level())) {
      return not_categories(list[i].code, "its first level is missing");
    }
  }
  return categories;
}

const Category* Categories::find(std::string_view code) const {
  const auto place =
      std::lower_bound(categories_.begin(), categories_.end(), code,
                       [](const Category& c, std::string_view wanted) { return c.code < wanted; });
  return place != categories_.end() && place->code == code ? &*place : nullptr;
}

std::vector<const Category*> Categories::first_levels(Date on) const {
  std::vector<const Category*> list;
  for (const auto& category : categories_) {
    if (category.is_first_level() && category.is_valid_on(on)) list.push_back(&category);
  }
  return list;
}

std::vector<const Category*> Categories::second_levels(std::string_view first_level_code,
                                                       Date on) const {
  std::vector<const Category*> list;
  for (const auto& category : categories_) {
    if (!category.is_first_level() && category.first_level() == first_level_code &&
        category.is_valid_on(on)) {
      list.push_back(&category);
    }
  }
  return list;
}

std::string Categories::name_path(std::string_view code) const {
  const auto* category = find(code);
  if (!category) return "";
  if (category->is_first_level()) return category->name;
  return find(category->first_level())->name + " / " + category->name;
}

}  // namespace xinfang
