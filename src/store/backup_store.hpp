// What a backup says of the databases it copied, and what a restored database must do first.
#pragma once

#include <functional>
#include <string>

#include "base/date.hpp"
#include "store/attachment_store.hpp"
#include "store/database.hpp"

namespace xinfang {

// Of one snapshot.
struct SnapshotFigures {
  std::int64_t schema_version = 0, matters = 0, events = 0, attachments = 0, log_entries = 0;
  Instant newest_event_at;  // 0 when there is none
  friend bool operator==(const SnapshotFigures&, const SnapshotFigures&) = default;
};
SnapshotFigures snapshot_figures(const Database::Reader& read);
// Every row of a file, bound or not, in the order of matters.
void each_attachment(const Database::Reader& read,
                     const std::function<void(const AttachmentRow&)>& each);

// Digits of the first entry of the log, by which an office is told from another; empty while there is
// none.
std::string first_of_log(DatabaseOptions options);

struct KeyFigures {
  std::string profile;
  std::int64_t keys = 0;
};
KeyFigures key_figures(const Database::Reader& read);

// After a restore: nobody is signed in any more, and item numbers of `today` begin where none was
// given before, since some may have been given after the backup and are in people's hands. How far
// numbers of a day are set on is asked with numbers_set_on().
void begin_after_restore(Database& database, Date today);
std::int64_t numbers_set_on(Database& database, Date on);

}  // namespace xinfang
