// In which texts of a matter words may be looked for: in what it says, and in what steps wrote that is
// nobody's own. A find tells who asks that the word is there, whoever is on the matter's path: fields
// that a row keeps secret are left out, and so is what was written before an accusation was split off.
#pragma once

#include <string>
#include <vector>

#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

// `field`: a path of the vault.
bool may_be_searched(const Rulebook& rulebook, const LoadedMatter& loaded, const std::string& field);

// The same of a matter that is not loaded: at least one of the fields. Loads it only for texts of steps.
bool one_may_be_searched(Office& office, Id matter_id, const std::vector<std::string>& fields);

}  // namespace xinfang
