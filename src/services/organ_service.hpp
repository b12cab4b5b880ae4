// The organ tree: new organs, changes, closing; by the security administrator or the command line.
//
// Rules of regulation 2.1 and 2.2: types and levels, a superior no lower than the organ itself, no
// circle. The tree in memory is replaced as a whole after each change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "domain/organ.hpp"
#include "services/office.hpp"

namespace xinfang {

const std::vector<std::string>& organ_types();

// Every field by its name in the contract.
Json organ_json(const Organ& organ);

// Reads the whole tree again: somebody else changed it.
void take_organs(Office& office);

// organ_id 0: a new one, which gets its id. Gives the organ as saved. Refusals, with their field:
// organ_code_form, organ_type_unknown, organ_level, region_unknown, organ_unknown (superior_id,
// line_superior_id, review_organ_id, organ_id), organ_circle, organ_superior_lower,
// category_unknown, postal_code_form, organ_code_taken (conflict), organ_closed_before (valid_to_on).
Result<Organ> write_organ(Office& office, Id actor_id, Organ organ);

// A file with one line an organ under the header line code,name,short_name,type,level,region_code,
// superior,line_superior,review_organ,document_prefix,address,phone,categories,valid_from_on. Superiors
// are named "region_code-code" and stand above; an organ that exists already is changed. Stops at
// the first line refused; what stands before it is saved. Refusals: csv_header, csv_columns,
// csv_quotes, csv_not_utf8, and those of write_organ.
struct OrganImport {
  int created = 0, changed = 0;
  int refused_line = 0;  // 0: none
  Refusal refusal;
};
OrganImport import_organs(Office& office, std::string_view csv);

}  // namespace xinfang
