// Names found by their sound: the first letters of Hanyu Pinyin, as people type them (和平区: hpq).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace xinfang {

// Words that are read otherwise than their characters mostly are: 重庆 cq, 厦门 xm. Of words that begin
// alike the longest counts.
using Readings = std::map<std::string, std::string, std::less<>>;

// CSV text,initials; lines that begin with # are notes. Refusal readings_invalid, facts line, detail.
Result<Readings> parse_readings(std::string_view csv);

// Lower case; Latin letters and digits stay, characters whose reading is not known (and those beyond
// the basic plane) are left out.
std::string pinyin_initials(std::string_view text, const Readings& readings = {});

}  // namespace xinfang
