#include "services/health_service.hpp"

#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <set>

#include "services/attachment_service.hpp"
#include "services/letter_service.hpp"
#include "store/backup_store.hpp"
#include "store/lock_file.hpp"
#include "store/log_store.hpp"
#include "store/organ_store.hpp"

namespace xinfang {
namespace {

namespace fs = std::filesystem;
using Ailments = std::vector<Ailment>;

constexpr std::uint64_t kLowDisk = 1ull << 30;  // a gibibyte: about 10,000 petitions with files
constexpr std::int64_t kSkewMs = 60'000, kHour = 3'600'000, kDay = 24 * kHour;

std::int64_t age_ms(const fs::path& path, const Clock& clock) {
  struct stat found {};
  if (::stat(path.c_str(), &found) != 0) return 0;
  return clock.now().ms - found.st_mtim.tv_sec * 1000;
}

// Nobody but the owner reads what opens everything.
void look_at_key_files(const HealthPlaces& places, Ailments& ailments) {
  std::vector<std::string> open;
  for (const char* name : {"/keys", "/keys/master.key", "/keys/keys.db"}) {
    struct stat found {};
    const std::string path = places.data + name;
    if (::stat(path.c_str(), &found) == 0 && (found.st_mode & 077) != 0) open.push_back(path);
  }
  add_ailment(ailments, "keys_readable", open);
}

struct KeptFiles {
  std::map<Id, std::set<Id>> files;  // by matter
  std::vector<std::string> strange;  // what no upload is called, a day old
};

KeptFiles kept_files(const std::string& folder, const Clock& clock) {
  KeptFiles kept;
  std::error_code missing;
  for (const auto& entry : fs::recursive_directory_iterator(folder, missing)) {
    if (!entry.is_regular_file()) continue;
    const auto matter = parse_id(entry.path().parent_path().filename().string());
    const auto attachment = parse_id(entry.path().filename().string());
    const std::int64_t age = age_ms(entry.path(), clock);
    if (!matter || !attachment) {
      if (age > kDay) kept.strange.push_back(entry.path().string());
    } else {
      kept.files[*matter].insert(*attachment);
    }
  }
  return kept;
}

void look_at_attachments(Office& office, const HealthPlaces& places, Ailments& ailments) {
  // Files first: a row that is new by now has its file, and a file found here has its row by now.
  KeptFiles kept = kept_files(office.settings.attachment_folder, office.clock);
  std::vector<std::string> lost, unnamed;
  office.database.read_together([&](const Database::Reader& read) {
    each_attachment(read, [&](const AttachmentRow& row) {
      auto& files = kept.files[row.matter_id];
      if (files.erase(row.attachment_id) > 0 || !row.bound) return;
      const std::string path = attachment_path(office.settings.attachment_folder, row.matter_id,
                                               row.attachment_id);
      if (!fs::exists(path)) lost.push_back(path);
    });
  });
  for (const auto& [matter, files] : kept.files) {
    for (const Id file : files) {
      const std::string path = attachment_path(office.settings.attachment_folder, matter, file);
      if (age_ms(path, office.clock) > kHour) unnamed.push_back(path);  // not one being stored
    }
  }
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(places.data + "/uploads", missing)) {
    if (age_ms(entry.path(), office.clock) > kDay) kept.strange.push_back(entry.path().string());
  }
  add_ailment(ailments, "attachment_lost", lost);
  add_ailment(ailments, "attachment_unnamed", unnamed);
  add_ailment(ailments, "temporary_files", kept.strange);
}

void look_at_time(Office& office, Ailments& ailments) {
  const auto newest = newest_event_time(office.database);
  if (newest && newest->ms > office.clock.now().ms + kSkewMs) {
    add_ailment(ailments, "clock_behind", {newest->iso()});
  }
  const Date today = office.clock.today();
  // The notice comes out in November; whoever has not entered it in December counts wrong days soon.
  const int year = today.month() == 12 ? today.year() + 1 : today.year();
  if (office.calendar.now()->is_provisional(Date::of(year, 1, 1))) {
    add_ailment(ailments, "calendar_missing", {std::to_string(year)});
  }
}

// Up a line of superiors, until there is none, one that is unknown, or one met before.
void look_at_organs(Office& office, Ailments& ailments) {
  std::map<Id, Organ> organs;
  for (const Organ& organ : load_organs(office.database)) organs[organ.organ_id] = organ;
  std::set<std::string> rings, unknown;
  for (const auto& [organ_id, organ] : organs) {
    for (const auto line : {&Organ::superior_id, &Organ::line_superior_id}) {
      std::set<Id> met = {organ_id};
      for (Id above = organ.*line; above != 0; above = organs.at(above).*line) {
        if (!organs.contains(above)) {
          unknown.insert(organ.name);
          break;
        }
        if (!met.insert(above).second) {
          rings.insert(organ.name);
          break;
        }
      }
    }
  }
  add_ailment(ailments, "organ_ring", {rings.begin(), rings.end()});
  add_ailment(ailments, "organ_unknown_superior", {unknown.begin(), unknown.end()});
  if (organs.empty()) add_ailment(ailments, "no_organs", {"-"});
}

// One server has both files; two that have one each would answer with each other's keys missing.
void look_at_locks(const HealthPlaces& places, Ailments& ailments) {
  if (places.sqlite.empty() || places.keys_sqlite.empty()) return;
  const std::string one = lock_holder(places.sqlite + ".lock");
  const std::string other = lock_holder(places.keys_sqlite + ".lock");
  if (one != other) add_ailment(ailments, "two_servers", {one.empty() ? "-" : one,
                                                          other.empty() ? "-" : other});
}

}  // namespace

std::vector<Ailment> ailments_of(Office& office, Database& keys, const HealthPlaces& places) {
  Ailments ailments = ailments_of_rows(office.database, office.clock.now());
  for (Ailment& one : ailments_of_keys(office.database, keys)) ailments.push_back(std::move(one));
  look_at_key_files(places, ailments);
  look_at_attachments(office, places, ailments);
  look_at_time(office, ailments);
  look_at_organs(office, ailments);
  look_at_locks(places, ailments);
  if (office.search.cursor() > log_size(office.database)) {
    add_ailment(ailments, "cursor_ahead", {"search"});
  }
  std::error_code failed;
  const auto space = fs::space(places.data, failed);
  if (failed || space.available < kLowDisk) {
    add_ailment(ailments, "disk_low", {std::to_string(failed ? 0 : space.available >> 20)});
  }
  add_ailment(ailments, "fonts_missing", missing_letter_fonts());
  return ailments;
}

}  // namespace xinfang
