#include "cli/backup_command.hpp"

#include <filesystem>
#include <ostream>

#include "cli/check_command.hpp"
#include "cli/command_options.hpp"
#include "cli/law_words.hpp"
#include "services/audit.hpp"
#include "services/backup_service.hpp"
#include "services/refusal_words.hpp"
#include "services/restore_service.hpp"
#include "store/key_store.hpp"
#include "store/migrations.hpp"

namespace xinfang {
namespace {

constexpr int kDone = 0, kFailed = 1, kUsage = 2, kWrong = 3;

// The words given and how to answer them.
struct Asked {
  const BackupTalk& talk;
  CommandOptions options;
  Language language = Language::zh;
  std::string shown_stage;
  std::uint64_t shown_percent = 0;

  explicit Asked(const BackupTalk& given) : talk(given) {}

  std::string say(const std::string& key, const Messages::Facts& facts = {}) const {
    return talk.messages.say(language, "backup." + key, facts);
  }
  void tell(const std::string& key, const Messages::Facts& facts = {}) const {
    talk.out << say(key, facts) << "\n";
  }
  int refused(const Refusal& refusal, int code = kFailed) const {
    talk.err << refusal_sentence(refusal, talk.messages, language) << " [" << refusal.code << "]\n";
    return code;
  }
  int usage(const std::string& command) const {
    talk.err << say("usage_" + command) << "\n";
    return kUsage;
  }

  // Refusals of the words themselves.
  Result<Done> read(const std::vector<std::string>& arguments,
                    const std::vector<std::string>& known) {
    auto words = read_options(arguments, known);
    if (!words) return words.refusal();
    options = std::move(*words);
    const std::string wanted = options.has("--language") ? options.value("--language") : "zh";
    if (wanted != "zh" && wanted != "en") {
      return refuse("option_value_wrong").with("option", "--language");
    }
    language = wanted == "en" ? Language::en : Language::zh;
    return Done{};
  }

  // A line that is written over, and only when it would change.
  BackupWatch watch() {
    return [this](const std::string& stage, std::uint64_t done, std::uint64_t of) {
      if (!talk.terminal) return;
      const std::uint64_t percent = of == 0 ? 0 : 100 * done / of;
      if (stage == shown_stage && percent == shown_percent) return;
      shown_stage = stage;
      shown_percent = percent;
      talk.err << "\r\x1b[K" << say("stage_" + stage) << " " << percent << " %" << std::flush;
    };
  }
  void end_watch() const {
    if (talk.terminal) talk.err << "\r\x1b[K" << std::flush;
  }

  // Below `whole` unless one of the three is named apart; empty when that leaves one without a place.
  BackupPlaces places(const std::string& whole, const std::string& direction) const {
    BackupPlaces found;
    if (options.has(whole)) found = places_below(options.value(whole));
    const auto apart = [&](const std::string& name, std::string& place) {
      if (options.has(name + direction)) place = options.value(name + direction);
    };
    apart("--databases-", found.databases);
    apart("--keys-", found.keys);
    apart("--attachments-", found.attachments);
    return found;
  }
};

bool complete(const BackupPlaces& places) {
  return !places.databases.empty() && !places.keys.empty() && !places.attachments.empty();
}

Messages::Facts facts_of(const SnapshotFigures& figures) {
  return {{"version", std::to_string(figures.schema_version)},
          {"matters", std::to_string(figures.matters)},
          {"events", std::to_string(figures.events)},
          {"newest", figures.newest_event_at.ms ? china_time(figures.newest_event_at) : "-"}};
}

// 1 to 1000; 0: nothing is taken away.
Result<std::size_t> backups_to_keep(const CommandOptions& options) {
  if (!options.has("--keep")) return std::size_t{0};
  const auto number = parse_id(options.value("--keep"));
  if (!number || *number > 1000) return refuse("option_value_wrong").with("option", "--keep");
  return static_cast<std::size_t>(*number);
}

// All problems of a backup, each in a line.
int tell_problems(Asked& asked, const FoundBackup& found) {
  const std::vector<Refusal> problems = check_backup(found, asked.watch());
  asked.end_watch();
  for (const Refusal& problem : problems) asked.refused(problem);
  return problems.empty() ? kDone : kFailed;
}

// What follows once the files are there: derived things, proofs, words.
int finish_restore(Asked& asked, const SetupOptions& setup, const FoundBackup& found,
                   const std::function<int(Office&)>& derive_again) {
  OpenOffice open(setup);
  Office& office = open.office();
  audit(office, 0, "restored", Json::object().set("backup", found.name));
  asked.tell("derived", {{"matters", std::to_string(derive_again(office))}});
  const int wrong = run_verify(office, {});
  SnapshotFigures figures;
  office.database.read_together([&](const auto& read) { figures = snapshot_figures(read); });
  auto facts = facts_of(figures);
  facts.emplace_back("name", found.name);
  facts.emplace_back("data", setup.data);
  facts.emplace_back("was", std::to_string(found.manifest["schema_version"].as_int()));
  facts.emplace_back("attachments", std::to_string(figures.attachments));
  asked.tell("restored", facts);
  if (found.manifest["schema_version"].as_int() < figures.schema_version) {
    asked.tell("migrated", facts);
  }
  asked.tell("after_restore", facts);
  if (wrong) asked.tell("verify_wrong");
  return wrong ? kWrong : kDone;
}

}  // namespace

int run_backup(const SetupOptions& setup, const std::vector<std::string>& arguments,
               const BackupTalk& talk) {
  Asked asked(talk);
  const auto read = asked.read(arguments, {"--to", "--databases-to", "--keys-to",
                                           "--attachments-to", "--keep", "--language"});
  if (!read) return asked.refused(read.refusal(), kUsage);
  const BackupPlaces places = asked.places("--to", "to");
  if (!asked.options.words.empty() || !complete(places)) return asked.usage("backup");
  const auto keep = backups_to_keep(asked.options);
  if (!keep) return asked.refused(keep.refusal(), kUsage);
  BackupSource source;
  source.database = main_database_options(setup);
  source.keys = key_database_options(setup);
  source.attachments = attachment_folder(setup);
  source.demonstration = std::filesystem::exists(setup.data + "/demonstration");
  const SystemClock clock;
  const auto made = back_up(source, places, clock, asked.watch());
  asked.end_watch();
  if (!made) return asked.refused(made.refusal());
  auto facts = facts_of(made->figures);
  facts.emplace_back("name", made->name);
  facts.emplace_back("keys", std::to_string(made->keys));
  facts.emplace_back("attachments", std::to_string(made->attachments));
  facts.emplace_back("new", std::to_string(made->attachments_new));
  asked.tell("made", facts);
  for (const std::string& name : made->damaged) asked.tell("damaged", {{"name", name}});
  if (*keep > 0) {
    const auto gone = forget_old_backups(places, *keep);
    if (!gone) return asked.refused(gone.refusal());
    asked.tell("forgotten", {{"count", std::to_string(*gone)}});
  }
  return made->damaged.empty() ? kDone : kWrong;
}

int run_restore(SetupOptions setup, const std::vector<std::string>& arguments,
                const std::function<int(Office&)>& derive_again, const BackupTalk& talk) {
  Asked asked(talk);
  std::vector<std::string> words = arguments;
  const bool only_check = std::erase(words, "--check") > 0;
  const auto read = asked.read(words, {"--from", "--databases-from", "--keys-from",
                                       "--attachments-from", "--backup", "--language"});
  if (!read) return asked.refused(read.refusal(), kUsage);
  const BackupPlaces places = asked.places("--from", "from");
  if (!asked.options.words.empty() || !complete(places)) return asked.usage("restore");
  const auto found = find_backup(places, asked.options.value("--backup"));
  if (!found) return asked.refused(found.refusal());
  for (const std::string& name : found->unfinished) asked.tell("unfinished", {{"name", name}});
  if (only_check) {
    const int failed = tell_problems(asked, *found);
    if (!failed) asked.tell("whole", {{"name", found->name}});
    return failed;
  }
  const auto migrations = load_migrations(setup.root + "/migrations");
  setup.writing = true;
  const RestoreTarget target{main_database_options(setup), key_database_options(setup), setup.data,
                             attachment_folder(setup)};
  if (const auto may = may_restore(*found, target, migrations); !may) {
    return asked.refused(may.refusal());
  }
  load_master_key(setup.data + "/keys/master.key", false);  // told before hours of copying
  if (const int failed = tell_problems(asked, *found)) return failed;
  const SystemClock clock;
  const auto restored = restore_backup(*found, target, migrations, clock, asked.watch());
  asked.end_watch();
  if (!restored) return asked.refused(restored.refusal());
  if (found->keys_manifest["profile"].as_string() == "gm") setup.profile = CryptoProfile::gm;
  return finish_restore(asked, setup, *found, derive_again);
}

}  // namespace xinfang
