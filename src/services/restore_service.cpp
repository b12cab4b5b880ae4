#include "services/restore_service.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/file_copy.hpp"
#include "base/files.hpp"
#include "services/attachment_service.hpp"
#include "services/backup_manifest.hpp"
#include "store/key_store.hpp"

namespace xinfang {
namespace {

namespace fs = std::filesystem;

std::string_view engine_of(const DatabaseOptions& options) {
  return options.url.starts_with("sqlite:") ? "sqlite" : "postgres";
}

std::set<std::string> known_damage(const FoundBackup& found) {
  std::set<std::string> names;
  for (const Json& name : found.manifest["damaged_attachments"].as_array()) {
    names.insert(name.as_string());
  }
  return names;
}

std::string list_of(const FoundBackup& found) { return found.folder + "/" + kAttachmentList; }

// The master key may wait there already; nothing else may.
Result<Done> refuse_full(const std::string& data) {
  std::error_code missing;
  for (const auto& entry : fs::recursive_directory_iterator(data, missing)) {
    const std::string name = fs::relative(entry.path(), data).generic_string();
    if (name != "keys" && name != "keys/master.key") {
      return refuse("restore_not_empty").with("path", data);
    }
  }
  return Done{};
}

Result<Done> copy_attachments(const FoundBackup& found, const std::string& to,
                              const BackupWatch& watch) {
  if (auto made = make_private_folder(to); !made) return made;
  std::uint64_t done = 0;
  const auto of = static_cast<std::uint64_t>(found.manifest["attachments"].as_int());
  std::set<std::string> folders = {to};
  const auto copied = each_listed(list_of(found), [&](const auto& one) -> Result<Done> {
    watch("attachments", ++done, of);
    const auto& [matter_id, attachment_id, digest] = one.named;
    const std::string from = attachment_path(found.attachments, matter_id, attachment_id);
    if (!fs::exists(from)) return Done{};  // check_backup knows why
    const std::string path = attachment_path(to, matter_id, attachment_id);
    const std::string folder = fs::path(path).parent_path().string();
    if (folders.insert(folder).second) {
      if (auto made = make_private_folder(folder); !made) return made;
    }
    return copy_file(from, path);
  });
  if (!copied) return copied;
  for (const std::string& folder : folders) {
    if (auto synced = sync_folder(folder); !synced) return synced;
  }
  return Done{};
}

Result<Done> compare_figures(Database& database, const FoundBackup& found) {
  SnapshotFigures now;
  database.read_together([&](const auto& read) { now = snapshot_figures(read); });
  const Json& said = found.manifest;
  const bool same = now.schema_version == said["schema_version"].as_int(-1) &&
                    now.matters == said["matters"].as_int(-1) &&
                    now.events == said["events"].as_int(-1) &&
                    now.attachments == said["attachments"].as_int(-1) &&
                    now.log_entries == said["log_entries"].as_int(-1);
  if (!same) return refuse("restore_differs").with("path", found.folder);
  return Done{};
}

}  // namespace

Result<FoundBackup> find_backup(const BackupPlaces& places, const std::string& name) {
  FoundBackup found;
  found.attachments = places.attachments;
  found.name = name;
  for (const std::string& each : folders_in(places.databases)) {
    if (!found.name.empty()) break;
    if (is_finished(places.databases + "/" + each)) {
      found.name = each;
    } else {
      found.unfinished.push_back(each);
    }
  }
  if (found.name.empty()) {
    if (!found.unfinished.empty()) {
      return refuse("backup_unfinished").with("path", places.databases + "/" + found.unfinished[0]);
    }
    return refuse("backup_none").with("path", places.databases);
  }
  found.folder = places.databases + "/" + found.name;
  if (!fs::is_directory(found.folder)) return refuse("backup_none").with("path", found.folder);
  for (const std::string& each : folders_in(places.keys)) {
    if (found.keys_folder.empty() && is_finished(places.keys + "/" + each)) {
      found.keys_folder = places.keys + "/" + each;
    }
  }
  if (found.keys_folder.empty()) return refuse("backup_none").with("path", places.keys);
  auto manifest = read_manifest(found.folder);
  if (!manifest) return manifest.refusal();
  auto keys_manifest = read_manifest(found.keys_folder);
  if (!keys_manifest) return keys_manifest.refusal();
  found.manifest = std::move(*manifest);
  found.keys_manifest = std::move(*keys_manifest);
  return found;
}

std::vector<Refusal> check_backup(const FoundBackup& found, const BackupWatch& watch) {
  std::vector<Refusal> problems;
  watch("check", 0, 0);
  for (const auto& [folder, manifest] : {std::pair(found.folder, &found.manifest),
                                         std::pair(found.keys_folder, &found.keys_manifest)}) {
    if (const auto whole = check_files(folder, *manifest); !whole) {
      problems.push_back(whole.refusal());
    }
  }
  if (!problems.empty()) return problems;  // the list itself may be what is damaged
  const std::set<std::string> known = known_damage(found);
  std::uint64_t done = 0;
  const auto of = static_cast<std::uint64_t>(found.manifest["attachments"].as_int());
  const auto read = each_listed(list_of(found), [&](const auto& one) {
    watch("check", ++done, of);
    const auto& [matter_id, attachment_id, digest] = one.named;
    const std::string path = attachment_path(found.attachments, matter_id, attachment_id);
    const bool may_lack = !one.bound || known.contains(name_of(one.named));
    if (may_lack && !fs::exists(path)) return Result<Done>(Done{});
    if (!check_stored_file(found.attachments, one.named).empty()) {
      problems.push_back(refuse("backup_damaged").with("path", path));
    }
    return Result<Done>(Done{});
  });
  if (!read) problems.push_back(read.refusal());
  return problems;
}

Result<Done> may_restore(const FoundBackup& found, const RestoreTarget& target,
                         const std::vector<Migration>& migrations) {
  const std::int64_t version = found.manifest["schema_version"].as_int();
  const std::int64_t known = migrations.empty() ? 0 : migrations.back().version;
  if (version > known) {
    return refuse("backup_newer")
        .with("version", std::to_string(version))
        .with("known", std::to_string(known));
  }
  for (const auto& [manifest, options] : {std::pair(&found.manifest, &target.database),
                                          std::pair(&found.keys_manifest, &target.keys)}) {
    const std::string& engine = (*manifest)["engine"].as_string();
    if (engine != engine_of(*options)) return refuse("backup_engine").with("engine", engine);
  }
  if (auto empty = refuse_full(target.data); !empty) return empty;
  std::error_code missing;
  if (fs::exists(target.attachments, missing) && !fs::is_empty(target.attachments, missing)) {
    return refuse("restore_not_empty").with("path", target.attachments);
  }
  if (!is_database_empty(target.database) || !is_database_empty(target.keys)) {
    return refuse("restore_not_empty").with("path", target.data);
  }
  return Done{};
}

Result<Done> restore_backup(const FoundBackup& found, const RestoreTarget& target,
                            const std::vector<Migration>& migrations, const Clock& clock,
                            const BackupWatch& watch) {
  for (const char* folder : {"", "/keys"}) {
    if (auto made = make_private_folder(target.data + folder); !made) return made;
  }
  const std::string unfinished = target.data + kUnfinishedRestore;
  if (auto marked = write_file_durably(unfinished, found.name + "\n"); !marked) return marked;
  watch("database", 0, 0);
  const auto version = static_cast<std::size_t>(found.manifest["schema_version"].as_int());
  const std::vector<Migration> as_then(migrations.begin(),
                                       migrations.begin() + static_cast<std::ptrdiff_t>(version));
  database_from_copy(target.database, found.folder + "/" + kDatabaseCopy,
                     [&](Database& database) { migrate(database, as_then); });
  watch("keys", 0, 0);
  database_from_copy(target.keys, found.keys_folder + "/" + kKeysCopy, [&](Database&) {
    // A new store has the tables; the root key it makes gives way to that of the copy.
    KeyStore(Database::open(target.keys), random_bytes(32), CryptoProfile::standard);
  });
  if (auto copied = copy_attachments(found, target.attachments, watch); !copied) {
    return copied;
  }
  {
    const auto database = Database::open(target.database);
    if (auto same = compare_figures(*database, found); !same) return same;
    migrate(*database, migrations, clock.now());
    begin_after_restore(*database, clock.today());
  }
  if (found.manifest["demonstration"].as_bool()) {
    const auto marked = write_file_durably(target.data + "/demonstration",
                                           "known passwords and second factors\n");
    if (!marked) return marked;
  }
  fs::remove(unfinished);
  return sync_folder(target.data);
}

}  // namespace xinfang
