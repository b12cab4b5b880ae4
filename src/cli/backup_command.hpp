// xinfang backup | restore.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/office_setup.hpp"

namespace xinfang {

// Where the commands speak, and whether somebody watches how far they have come.
struct BackupTalk {
  const Messages& messages;
  std::ostream& out;
  std::ostream& err;
  bool terminal = false;
};

// 0: a whole backup was made; 1: none was; 2: usage; 3: made, but files were missing or altered where
// they are kept. Reads only, beside a running server.
int run_backup(const SetupOptions& setup, const std::vector<std::string>& arguments,
               const BackupTalk& talk);
// 0: restored (with --check: whole) and verified; 1: nothing was restored, or it is damaged; 2: usage;
// 3: restored, but verify found something. `derive_again` fills the search index and says of how many
// matters.
int run_restore(SetupOptions setup, const std::vector<std::string>& arguments,
                const std::function<int(Office&)>& derive_again, const BackupTalk& talk);

}  // namespace xinfang
