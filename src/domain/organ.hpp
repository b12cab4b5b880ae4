// The organ tree as the rules see it: reference data, small, held in memory by everyone.
//
// Levels L1 national .. L6 village are data (regulation 2.1); the tree is by `superior_id`
// (administrative) and `line_superior_id` (业务主管). A petition office transfers and supervises and
// decides no claim (REG2022 Art. 14).
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"

namespace xinfang {

struct Organ {
  Id organ_id = 0;
  std::string code;         // 4 digits within its region: the office part of an item number
  std::string name;         // full name as on letters
  std::string short_name;
  std::string type;         // of regulation 2.2: PETITION_OFFICE, DEPARTMENT, TOWNSHIP, ...
  int level = 0;            // 1..6
  std::string region_code;  // GB/T 2260, 6, 9 or 12 digits
  Id superior_id = 0;
  Id line_superior_id = 0;
  Id review_organ_id = 0;   // the next higher organ that reviews its opinions (Art. 35)
  std::string document_prefix;  // 机关代字
  std::string address, phone, postal_code;  // public contact, printed on letters
  std::string letter_head;  // name at the head of its letters; empty: the full name
  std::vector<std::string> categories;  // competent first- or second-level category codes; empty: any
  Date valid_from_on, valid_to_on;      // valid_to_on.days == 0: still valid

  bool is_petition_office() const { return type == "PETITION_OFFICE"; }
};

class OrganDirectory {
 public:
  OrganDirectory() = default;
  explicit OrganDirectory(std::vector<Organ> organs);

  const Organ* find(Id organ_id) const;  // null when unknown
  std::vector<const Organ*> all() const;  // by level, region, code
  // `below` hangs under `above` by administration or line, at any distance; never true of itself.
  bool is_below(Id below, Id above) const;
  // The petition office of the region at that level, or null.
  const Organ* petition_office_of(std::string_view region_code) const;

 private:
  std::map<Id, Organ> organs_;
};

}  // namespace xinfang
