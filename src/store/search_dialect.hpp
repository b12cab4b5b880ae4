// What differs between the engines in the search index; search_store.cpp knows neither.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

struct SearchDialect {
  std::string_view script;  // makes what is missing
  std::string_view standing;               // $1 matter -> the pieces it has
  std::vector<std::string_view> take_out;  // $1 matter, $2 the pieces it has
  std::vector<std::string_view> put_in;    // $1 matter, $2 its pieces now
  std::string_view find;        // $1 query, $2 below this matter, $3 limit -> matters, newest first
  std::vector<std::string_view> clear;
  // Keyed pieces as one parameter, stored and asked for.
  std::string (*stored)(const std::vector<std::string>& pieces);
  std::string (*asked)(const std::vector<std::string>& pieces);
};

const SearchDialect& search_dialect(Engine engine);

}  // namespace xinfang
