// What servers on one database tell one another through it: what each holds in memory and another
// changed, how far the log has come, which desks a step concerns; and how they stay apart.
#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

// What every server holds in memory as a whole.
enum class Shared { organs, own_rules };

// Goes with the change itself, in its change set: whoever sees the count rise sees the change.
void mark_changed(ChangeSet& changes, Shared what);

struct Pulse {
  std::int64_t log_size = 0;                   // as log_size()
  std::int64_t organs = 0, own_rules = 0;      // how often each was changed
  bool pending = false;                        // events wait for their number
};
Pulse read_pulse(Database& database);  // one statement; cheap

// What desks of each organ on a matter's path may be told.
struct DeskNews {
  Id organ_id = 0;
  std::string matter_no;
  std::int64_t version = 0;
  bool wall = false;
};
std::vector<DeskNews> desk_news(Database& database, const std::vector<Id>& matters);

// A node for the ids of this process, that no other process on the database has: 0 on SQLite, where
// there is no other. Held as long as the database is open.
unsigned take_node(Database& database);
unsigned node_of(Id id);  // of the process that made it

// Whether this is the mark that was kept first under the name, or none was; `keep` keeps it then. By
// its key store's mark a database is not opened with another key store than it was filled with.
bool fits_first_mark(Database& database, const std::string& name, std::int64_t mark, bool keep);

}  // namespace xinfang
