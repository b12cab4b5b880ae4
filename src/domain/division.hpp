// Administrative divisions: province, city, county, township. Reference data, held in memory.
//
// Codes are those of the statistics bureau: 6 digits to the county, 9 for townships; villages (12
// digits) are not held, nearest() finds the township of one. Codes of later years may be missing here:
// nothing is refused because a division is unknown, the nearest known one stands in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

struct Division {
  std::string code, parent, name;
  int level = 0;  // 1 province .. 4 township
};

class Divisions {
 public:
  // CSV code,parent,name,level; lines that begin with # are notes. Refusal divisions_invalid, facts
  // line, detail.
  static Result<Divisions> parse(std::string_view csv);

  const Division* find(std::string_view code) const;  // null when unknown
  // The narrowest known division that holds the code (6, 9 or 12 digits): itself, its township, its
  // county, city, province; null when even the province is unknown.
  const Division* nearest(std::string_view code) const;
  // 辽宁省沈阳市和平区; rows that only group others (市辖区 and the like) are left out. Of the
  // nearest known division; empty when there is none.
  std::string name_path(std::string_view code) const;
  std::vector<const Division*> children(std::string_view code) const;  // of "": the provinces
  std::size_t size() const { return divisions_.size(); }

 private:
  std::vector<Division> divisions_;        // by code
  std::vector<std::size_t> by_parent_;     // places in divisions_, by parent, then code
};

}  // namespace xinfang
