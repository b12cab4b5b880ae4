// Rows of lists as the desk shows them: a matter with its title, whose turn it is and its lamp.
#pragma once

#include <vector>

#include "base/json.hpp"
#include "services/office.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

// Of rows that a store gave to the viewer: title and holders are read for all of them at once.
Json matter_list_json(Office& office, const std::vector<MatterRow>& rows);
// With the part to work on, its clock, the days that are left and who took it.
Json work_list_json(Office& office, const std::vector<WorkRow>& rows);

}  // namespace xinfang
