// A backup brought back into an empty place.
//
// Everything is checked before anything is written. While it is written DATA/restore.unfinished stands
// there, and no command opens that folder; a restore that was cut short is begun anew in an empty one.
//
// Refusal codes: backup_none (fact "path"), backup_unfinished, backup_damaged, backup_newer (facts
// "version", "known"), backup_engine ("engine"), restore_not_empty ("path"), restore_differs ("path":
// the restored database does not have what its manifest says), those of base/files.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "services/backup_service.hpp"
#include "store/migrations.hpp"

namespace xinfang {

struct FoundBackup {
  std::string name, folder, keys_folder, attachments;
  Json manifest, keys_manifest;
  std::vector<std::string> unfinished;  // newer folders that were cut short
};
// The newest finished backup, or the one of that name, with the latest keys.
Result<FoundBackup> find_backup(const BackupPlaces& places, const std::string& name);
// What is damaged or missing in it; empty: nothing. Reads all of it.
std::vector<Refusal> check_backup(const FoundBackup& found, const BackupWatch& watch);

struct RestoreTarget {
  DatabaseOptions database, keys;
  std::string data;         // the folder: keys
  std::string attachments;  // theirs, in it or elsewhere
};
inline constexpr const char* kUnfinishedRestore = "/restore.unfinished";

// Whether it may be restored there: a version and engine that fit, nothing there but a master key.
Result<Done> may_restore(const FoundBackup& found, const RestoreTarget& target,
                         const std::vector<Migration>& migrations);
// Needs may_restore and check_backup. Afterwards the database has the newest schema, nobody is signed
// in, and item numbers go on where none was given. Throws DatabaseError.
Result<Done> restore_backup(const FoundBackup& found, const RestoreTarget& target,
                            const std::vector<Migration>& migrations, const Clock& clock,
                            const BackupWatch& watch);

}  // namespace xinfang
