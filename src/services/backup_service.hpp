// Backups: made beside the running server, always of one moment.
//
// Three places, which may lie on three machines: databases/TIME/ (one folder a backup), keys/TIME/
// (the latest copy only, so that a destroyed key does not come back), attachments/ (files are written
// once, so each backup adds those that are new). The snapshot of the database comes first; keys and
// files are durable before what names them is committed, so what is copied after it has all that it
// names. The master key is never in a backup. What was cut short has no manifest and stays visible.
//
// Refusal codes: backup_of_another (fact "path": what stands there is of another office, or of this
// one before its data were lost; its keys must not be replaced), those of backup_manifest.hpp,
// base/files.hpp and base/file_copy.hpp.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"
#include "store/backup_store.hpp"
#include "store/database_copy.hpp"

namespace xinfang {

struct BackupPlaces {
  std::string databases, keys, attachments;
};
BackupPlaces places_below(const std::string& folder);

struct BackupSource {
  DatabaseOptions database, keys;
  std::string attachments;     // the folder
  bool demonstration = false;  // the data are those of a demonstration
};

// Stages: "database", "keys", "attachments", "check", each with how far it has come.
using BackupWatch =
    std::function<void(const std::string& stage, std::uint64_t done, std::uint64_t of)>;

struct BackupReport {
  std::string name;    // of its folder in `databases`: the time
  SnapshotFigures figures;
  std::int64_t keys = 0;
  std::int64_t attachments = 0, attachments_new = 0;
  std::vector<std::string> damaged;  // MATTER/ATTACHMENT: missing or altered where it was kept
};
// Throws DatabaseError when a database cannot be read, DatabaseUnavailable when another backup runs.
Result<BackupReport> back_up(const BackupSource& source, const BackupPlaces& to, const Clock& clock,
                             const BackupWatch& watch);
// Takes away all finished backups but the newest `keep`, what was cut short before those, and
// attachments that none of them names. Returns how many backups went.
Result<int> forget_old_backups(const BackupPlaces& places, std::size_t keep);

// What a list of attachments beside the database's copy says, one after the other; false stops.
struct ListedAttachment {
  NamedAttachment named;
  bool bound = false;
};
Result<Done> each_listed(const std::string& list_path,
                         const std::function<Result<Done>(const ListedAttachment&)>& each);
std::string name_of(const NamedAttachment& named);  // MATTER/ATTACHMENT

inline constexpr const char* kDatabaseCopy = "database";
inline constexpr const char* kKeysCopy = "keys";
inline constexpr const char* kAttachmentList = "attachments.list";

}  // namespace xinfang
