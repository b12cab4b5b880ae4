// May this viewer see that matter? The one place where regulation 2.6 becomes SQL for single
// matters; lists carry the same limits in their own statements.
#pragma once

#include <map>
#include <vector>

#include "store/database.hpp"
#include "store/viewer.hpp"

namespace xinfang {

// staff: their organ stands on its path, and it is not behind the wall or they may go there.
// petitioner: the matter of the query code shown. system: always. nobody: never.
// Within a snapshot the organ is judged alone: whoever shows a walled matter asks WallKeeper about the
// person too, as the second form does.
bool may_see(const Database::Reader& read, const Viewer& viewer, Id matter_id);
bool may_see(Database& database, const Viewer& viewer, Id matter_id);

// The organs that have something to do now in each of these matters, which a list gave to the viewer.
std::map<Id, std::vector<Id>> organs_at_work(Database& database, const std::vector<Id>& matters);

}  // namespace xinfang
