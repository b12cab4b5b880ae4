// Administrative divisions: province, city, county, township, village. Reference data, held in memory.
//
// Codes are those of the statistics bureau: 6 digits to the county, 9 for townships, 12 for villages.
// Codes of later years may be missing here: nothing is refused because a division is unknown, the
// nearest known one stands in.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/pinyin.hpp"
#include "base/result.hpp"
#include "domain/villages.hpp"

namespace xinfang {

struct Division {
  std::string code, parent, name;
  int level = 0;         // 1 province .. 5 village
  std::string initials;  // of the name: hpq
};

class Divisions {
 public:
  // CSV code,parent,name,level; lines that begin with # are notes. Refusal divisions_invalid, facts
  // line, detail.
  static Result<Divisions> parse(std::string_view csv, Readings readings = {});
  // Where the villages come from, asked when the first of them is: they are many and often none is
  // needed. What it throws comes through, and it is asked again the next time.
  void read_villages_by(std::function<Villages()> read);

  // A row of the CSV, so a village only when it stands there; null when unknown.
  const Division* find(std::string_view code) const;
  // The narrowest row that holds the code (6, 9 or 12 digits): itself, its township, its county,
  // city, province; null when even the province is unknown.
  const Division* nearest(std::string_view code) const;
  // 辽宁省沈阳市和平区; rows that only group others (市辖区 and the like) are left out. Of the
  // nearest known division; empty when there is none. A known village's name stands at the end.
  std::string name_path(std::string_view code) const;
  // By code; of "" the provinces, of a township its villages.
  std::vector<Division> children(std::string_view code) const;
  // Whose name holds the query or whose initials begin with it: first those that are it, then those
  // that begin with it, the higher level before the lower. Only below `within` when it is not
  // empty. Villages are looked at when `within` is their township.
  std::vector<Division> search(std::string_view query, std::string_view within,
                               std::size_t limit) const;
  // How other names are found by their sound, with the same readings.
  std::string initials(std::string_view name) const { return pinyin_initials(name, readings_); }
  std::size_t size() const { return divisions_.size(); }  // without the villages

 private:
  struct Later;  // the villages, once they are read
  const Villages* villages() const;
  std::vector<Division> villages_of(const Division& township) const;

  std::vector<Division> divisions_;     // by code
  std::vector<std::size_t> by_parent_;  // places in divisions_, by parent, then code
  Readings readings_;
  std::shared_ptr<Later> later_;
};

}  // namespace xinfang
