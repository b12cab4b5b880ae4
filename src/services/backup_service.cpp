#include "services/backup_service.hpp"

#include <filesystem>
#include <fstream>
#include <set>

#include "base/file_copy.hpp"
#include "base/files.hpp"
#include "services/attachment_service.hpp"
#include "services/backup_manifest.hpp"
#include "store/lock_file.hpp"

namespace xinfang {
namespace {

namespace fs = std::filesystem;

constexpr int kFormat = 1;

std::string_view engine_of(const DatabaseOptions& options) {
  return options.url.starts_with("sqlite:") ? "sqlite" : "postgres";
}

// 20240301T020304567Z: sorts by time and is a name on every file system.
std::string time_name(Instant at) {
  std::string name = at.iso();
  std::erase_if(name, [](char c) { return c == '-' || c == ':' || c == '.'; });
  return name;
}

// A folder of its own for this backup; never one that is there.
Result<std::string> new_folder(const std::string& place, const std::string& name) {
  if (auto made = make_private_folder(place); !made) return made.refusal();
  std::string folder = place + "/" + name;
  for (int again = 2; !fs::create_directory(folder); ++again) {
    folder = place + "/" + name + "-" + std::to_string(again);
  }
  if (auto closed = make_private_folder(folder); !closed) return closed.refusal();
  return folder;
}

std::string list_line(const AttachmentRow& row) {
  return id_text(row.matter_id) + " " + id_text(row.attachment_id) + " " +
         (row.bound ? "1 " : "0 ") + hex(row.digest) + "\n";
}

// One backup on its way.
class Backup {
 public:
  Backup(const BackupSource& source, const BackupPlaces& to, const Clock& clock,
         const BackupWatch& watch)
      : source_(source), to_(to), clock_(clock), watch_(watch) {}

  Result<BackupReport> make() {
    const Instant begun = clock_.now();
    first_ = first_of_log(source_.database);
    for (const std::string& place : {to_.databases, to_.keys}) {
      if (auto same = refuse_another(place); !same) return same.refusal();
    }
    auto folder = new_folder(to_.databases, time_name(begun));
    if (!folder) return folder.refusal();
    folder_ = std::move(*folder);
    report_.name = fs::path(folder_).filename().string();
    if (auto copied = copy_database_file(); !copied) return copied.refusal();
    if (auto copied = copy_keys(begun); !copied) return copied.refusal();
    if (auto copied = copy_attachments(); !copied) return copied.refusal();
    if (auto finished = finish(begun); !finished) return finished.refusal();
    return report_;
  }

 private:
  Result<Done> refuse_another(const std::string& place) const {
    for (const std::string& name : folders_in(place)) {
      if (!is_finished(place + "/" + name)) continue;
      const auto manifest = read_manifest(place + "/" + name);
      if (!manifest) return manifest.refusal();
      const std::string& first = (*manifest)["first_of_log"].as_string();
      if (!first.empty() && first != first_) return refuse("backup_of_another").with("path", place);
    }
    return Done{};
  }

  CopyWatch watch_copy(const std::string& stage) const {
    CopyWatch copy;
    copy.progress = [this, stage](std::uint64_t done, std::uint64_t of) { watch_(stage, done, of); };
    return copy;
  }

  Result<Done> copy_database_file() {
    const std::string list_path = folder_ + "/" + kAttachmentList;
    std::ofstream list(list_path, std::ios::binary);
    CopyWatch copy = watch_copy("database");
    copy.look = [&](const Database::Reader& read) {
      report_.figures = snapshot_figures(read);
      each_attachment(read, [&](const AttachmentRow& row) { list << list_line(row); });
    };
    copy_database(source_.database, CopyOf::matters, folder_ + "/" + kDatabaseCopy, copy);
    list.close();
    if (!list) {
      return refuse("file_unwritable").with("path", list_path).with("reason", "write failed");
    }
    return sync_file(list_path);
  }

  // The earlier copies go once this one is whole.
  Result<Done> copy_keys(Instant begun) {
    auto folder = new_folder(to_.keys, time_name(begun));
    if (!folder) return folder.refusal();
    KeyFigures figures;
    CopyWatch copy = watch_copy("keys");
    copy.look = [&](const Database::Reader& read) { figures = key_figures(read); };
    copy_database(source_.keys, CopyOf::keys, *folder + "/" + kKeysCopy, copy);
    report_.keys = figures.keys;
    const Json manifest = Json::object()
                              .set("format", kFormat)
                              .set("holds", "keys")
                              .set("engine", engine_of(source_.keys))
                              .set("first_of_log", first_)
                              .set("profile", figures.profile)
                              .set("keys", figures.keys)
                              .set("begun_at", begun.iso())
                              .set("finished_at", clock_.now().iso());
    if (auto written = write_manifest(*folder, manifest, {kKeysCopy}); !written) return written;
    for (const std::string& name : folders_in(to_.keys)) {
      if (name != fs::path(*folder).filename()) fs::remove_all(to_.keys + "/" + name);
    }
    return Done{};
  }

  Result<Done> copy_attachments() {
    if (auto made = make_private_folder(to_.attachments); !made) return made;
    const auto copied = each_listed(folder_ + "/" + kAttachmentList, [&](const auto& one) {
      watch_("attachments", static_cast<std::uint64_t>(++report_.attachments),
             static_cast<std::uint64_t>(report_.figures.attachments));
      return copy_attachment(one);
    });
    if (!copied) return copied;
    for (const std::string& folder : grown_) {
      if (auto synced = sync_folder(folder); !synced) return synced;
    }
    return sync_folder(to_.attachments);
  }

  // A file already in the backup is not read again; one of another length was damaged on either side.
  Result<Done> copy_attachment(const ListedAttachment& one) {
    const auto& [matter_id, attachment_id, digest] = one.named;
    const std::string from = attachment_path(source_.attachments, matter_id, attachment_id);
    const std::string to = attachment_path(to_.attachments, matter_id, attachment_id);
    std::error_code gone, unknown;
    const auto size = fs::file_size(from, gone), kept = fs::file_size(to, unknown);
    if (!unknown && (gone || size == kept)) {
      if (gone && one.bound) report_.damaged.push_back(name_of(one.named));
      return Done{};
    }
    if (!check_stored_file(source_.attachments, one.named).empty()) {
      // Not bound to a petition it may have been cleared away since the snapshot.
      if (one.bound) report_.damaged.push_back(name_of(one.named));
      return Done{};
    }
    const std::string folder = fs::path(to).parent_path().string();
    if (auto made = make_private_folder(folder); !made) return made;
    if (auto copied = copy_file(from, to); !copied) return copied;
    grown_.insert(folder);
    ++report_.attachments_new;
    return Done{};
  }

  Result<Done> finish(Instant begun) {
    Json damaged = Json::array();
    for (const std::string& name : report_.damaged) damaged.push(name);
    const SnapshotFigures& figures = report_.figures;
    const Json manifest = Json::object()
                              .set("format", kFormat)
                              .set("holds", "database")
                              .set("engine", engine_of(source_.database))
                              .set("first_of_log", first_)
                              .set("schema_version", figures.schema_version)
                              .set("matters", figures.matters)
                              .set("events", figures.events)
                              .set("attachments", figures.attachments)
                              .set("log_entries", figures.log_entries)
                              .set("newest_event_at", figures.newest_event_at.iso())
                              .set("demonstration", source_.demonstration)
                              .set("damaged_attachments", std::move(damaged))
                              .set("begun_at", begun.iso())
                              .set("finished_at", clock_.now().iso());
    return write_manifest(folder_, manifest, {kDatabaseCopy, kAttachmentList});
  }

  const BackupSource& source_;
  const BackupPlaces& to_;
  const Clock& clock_;
  const BackupWatch& watch_;
  std::string folder_, first_;
  std::set<std::string> grown_;  // folders with new files
  BackupReport report_;
};

class BackupLocks {
 public:
  explicit BackupLocks(const BackupPlaces& places)
      : databases_(places.databases + "/backup.lock", "The folder", kAdvice),
        keys_(places.keys + "/backup.lock", "The folder", kAdvice) {}

 private:
  static constexpr const char* kAdvice = "Wait until that backup has ended.";
  LockFile databases_, keys_;
};

}  // namespace

BackupPlaces places_below(const std::string& folder) {
  return {folder + "/databases", folder + "/keys", folder + "/attachments"};
}

std::string name_of(const NamedAttachment& named) {
  return id_text(named.matter_id) + "/" + id_text(named.attachment_id);
}

Result<Done> each_listed(const std::string& list_path,
                         const std::function<Result<Done>(const ListedAttachment&)>& each) {
  std::ifstream list(list_path, std::ios::binary);
  ListedAttachment one;
  std::string digest;
  while (list >> one.named.matter_id >> one.named.attachment_id >> one.bound >> digest) {
    one.named.digest = unhex(digest).value_or(Bytes());
    if (auto done = each(one); !done) return done;
  }
  if (!list.eof()) return refuse("backup_damaged").with("path", list_path);
  return Done{};
}

Result<BackupReport> back_up(const BackupSource& source, const BackupPlaces& to, const Clock& clock,
                             const BackupWatch& watch) {
  for (const std::string& place : {to.databases, to.keys}) {
    if (auto made = make_private_folder(place); !made) return made.refusal();
  }
  const BackupLocks locks(to);
  return Backup(source, to, clock, watch).make();
}

Result<int> forget_old_backups(const BackupPlaces& places, std::size_t keep) {
  const BackupLocks locks(places);
  std::size_t finished = 0;
  int gone = 0;
  std::set<std::string> named;
  for (const std::string& name : folders_in(places.databases)) {
    const std::string folder = places.databases + "/" + name;
    if (finished >= keep) {
      fs::remove_all(folder);
      ++gone;
      continue;
    }
    if (!is_finished(folder)) continue;
    ++finished;
    const auto read = each_listed(folder + "/" + kAttachmentList, [&](const auto& one) {
      named.insert(name_of(one.named));
      return Result<Done>(Done{});
    });
    if (!read) return read.refusal();  // what a backup names is not known: nothing is taken away
  }
  for (const std::string& matter : folders_in(places.attachments)) {
    const std::string folder = places.attachments + "/" + matter;
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (!named.contains(matter + "/" + entry.path().filename().string())) fs::remove(entry.path());
    }
    std::error_code not_empty;
    fs::remove(folder, not_empty);
  }
  return gone;
}

}  // namespace xinfang
