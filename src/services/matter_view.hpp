// What staff see of a matter: facts, parts, clocks with their derivation, claims, papers, history,
// and what this person may do now. Persons are masked; a look at a whole value has a reason and is
// an event of the access stream (regulation 2.6, 5.4).
#pragma once

#include <string>
#include <vector>

#include "base/messages.hpp"
#include "services/office.hpp"
#include "store/event_store.hpp"
#include "store/matter_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

Json clock_json(const Office& office, Language language, const Deadline& clock);
Json document_json(const Office& office, Language language, const Document& document);
// Without those that went to a matter split off.
Json attachments_json(Office& office, const Matter& matter);
bool has_moved(const Matter& matter, Id attachment_id);
// A paper written before an accusation was split off, for anybody but the office that split it.
bool is_withheld_paper(const Matter& matter, const Viewer& viewer, int document_no);
Json matter_row_json(const MatterRow& row);

Json matter_json(Office& office, Language language, const Viewer& viewer,
                 const LoadedMatter& loaded);

// Who looked at the persons, with the names of organ and person.
Json looks_json(Office& office, const std::vector<Look>& looks);

// Each view of a walled matter is on record before it is given (regulation 5.2 no. 4); of others only
// looks behind the mask are. `what`: "file", "documents[3]", "attachments[7]".
void record_walled_view(Office& office, const Viewer& viewer, const Matter& matter,
                        const std::string& what);

struct PersonLook {
  std::string field;   // "petitioners[0].phone"
  std::string value;
};
// Records the look first. Needs a matter that load_matter gave to this viewer. Refusals:
// field_unknown for a field that no vault row has.
Result<std::vector<PersonLook>> look_at_persons(Office& office, const Viewer& viewer,
                                                Id matter_id, const std::string& reason,
                                                const std::vector<std::string>& fields);

}  // namespace xinfang
