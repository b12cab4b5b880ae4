#include "cli/office_setup.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <stdexcept>

#include "base/files.hpp"
#include "cli/law_files.hpp"
#include "services/letter_service.hpp"
#include "services/numbers.hpp"
#include "services/own_rules_service.hpp"
#include "services/restore_service.hpp"
#include "store/log_store.hpp"
#include "store/migrations.hpp"
#include "store/neighbour_store.hpp"
#include "store/organ_store.hpp"
#include "store/write_behind.hpp"

namespace xinfang {

namespace {

template <class T>
T must(Result<T> result, const std::string& what) {
  if (result.ok()) return std::move(*result);
  std::string sentence = what + ": " + result.refusal().code;
  for (const auto& [name, value] : result.refusal().facts) sentence += ", " + name + " " + value;
  throw std::runtime_error(sentence);
}

void refuse_unfinished(const SetupOptions& options) {
  if (std::filesystem::exists(options.data + kUnfinishedRestore)) {
    throw std::runtime_error("The restore into " + options.data +
                             " was cut short, so the data are not whole. Remove that folder" +
                             (options.database.empty() ? "" : ", empty the database that "
                                                             "--database names") +
                             ", and run xinfang restore again.");
  }
  if (options.finishing_demonstration) return;
  if (!std::filesystem::exists(unfinished_demonstration(options))) return;
  throw std::runtime_error(
      "The demonstration in " + options.data + " was cut short while it was made, so it is not whole. "
      "Remove that folder" +
      (options.database.empty() ? "" : ", empty the database that --database names") +
      ", and start again.");
}

// Law and, in a demonstration, the places that do not exist.
Result<Divisions> load_places(const SetupOptions& options) {
  const bool fictional =
      options.demonstration || std::filesystem::exists(options.data + "/demonstration");
  return load_divisions(options.root + "/law",
                        fictional ? options.root + "/demo/divisions.csv" : std::string());
}

void make_folders(const SetupOptions& options) {
  std::filesystem::create_directories(options.data);
  const std::string own = options.data;
  for (const std::string& folder :
       {own + "/keys", own + "/search", own + "/uploads", attachment_folder(options)}) {
    must(make_private_folder(folder), folder);
  }
}

// Tells key stores apart and says nothing of their keys.
std::int64_t mark_of(const KeyStore& keys) {
  std::int64_t mark = 0;
  for (const char byte : keys.purpose_key("mark").substr(0, 7)) {
    mark = mark << 8 | static_cast<unsigned char>(byte);
  }
  return mark;
}

// The clock of ids: never behind the newest event, or an id could be given a second time after the
// machine's clock was set back.
class IdClock final : public Clock {
 public:
  IdClock(const Clock& clock, Database& database)
      : clock_(clock), floor_(newest_event_time(database).value_or(Instant{0}) + 1) {}
  Instant now() const override { return std::max(clock_.now(), floor_); }

 private:
  const Clock& clock_;
  const Instant floor_;
};

}  // namespace

DatabaseOptions main_database_options(const SetupOptions& options) {
  DatabaseOptions database;
  database.url = options.database.empty() ? "sqlite:" + options.data + "/xinfang.db"
                                          : options.database;
  database.schema = options.schema;
  database.exclusive = options.writing;
  database.durable = options.durable;
  return database;
}

DatabaseOptions key_database_options(const SetupOptions& options) {
  DatabaseOptions database;
  database.url = options.key_database.empty() ? "sqlite:" + options.data + "/keys/keys.db"
                                              : options.key_database;
  database.readers = 2;
  database.lanes = 1;
  database.exclusive = options.writing;
  if (!options.schema.empty()) database.schema = options.schema + "_keys";
  return database;
}

std::string attachment_folder(const SetupOptions& options) {
  return options.attachments.empty() ? options.data + "/attachments" : options.attachments;
}

struct OpenOffice::Inner {
  SystemClock system_clock;
  const Clock& clock;
  Messages messages;
  LawBook law;
  CalendarBook calendar;
  Divisions divisions;
  Categories categories;
  std::shared_ptr<const LetterTemplates> templates;
  std::unique_ptr<Database> database;
  Database* key_database = nullptr;
  std::unique_ptr<KeyStore> keys;
  std::unique_ptr<SearchStore> search;
  IdClock id_clock;
  IdMaker ids;
  OrganBook organs;
  Numbers numbers;
  std::optional<Office> office;
  std::filesystem::path scratch;

  explicit Inner(const SetupOptions& options)
      : clock(options.clock ? *options.clock : system_clock),
        messages(read_messages(options.root)),
        law(must(load_law(options.root + "/law"), "law")),
        calendar(must(load_calendar(options.root + "/law"), "law/calendar")),
        divisions(must(load_places(options), "law/divisions")),
        categories(must(load_categories(options.root + "/law"), "law/categories")),
        templates(must(read_letter_templates(
                           must(read_file(options.root + "/law/letters/zh.toml"), "law/letters")),
                       "law/letters/zh.toml")),
        database(prepared(options, clock)),
        id_clock(clock, *database),
        ids(id_clock, options.writing ? take_node(*database) : 0),
        organs(OrganDirectory(load_organs(*database))),
        numbers(*database) {
    open_key_store(options);
    open_search(options);
    OfficeSettings settings;
    settings.public_url = options.public_url;
    settings.attachment_folder = attachment_folder(options);
    office.emplace(Office{.database = *database, .keys = *keys, .search = *search, .clock = clock,
                          .ids = ids, .law = law, .calendar = calendar, .divisions = divisions,
                          .categories = categories, .messages = messages, .organs = organs,
                          .settings = std::move(settings), .publish = {}, .edge_figures = {},
                          .templates = templates.get(), .numbers = &numbers});
    take_own_rules(*office);
  }

  static std::unique_ptr<Database> prepared(const SetupOptions& options, const Clock& clock) {
    refuse_unfinished(options);
    if (options.writing) make_folders(options);
    std::unique_ptr<Database> database = Database::open(main_database_options(options));
    if (!options.durable) database = write_behind(std::move(database));
    const std::vector<Migration> migrations = load_migrations(options.root + "/migrations");
    if (options.writing) {
      migrate(*database, migrations, clock.now());
    } else {
      require_newest(*database, migrations);
    }
    return database;
  }

  ~Inner() {
    search.reset();
    std::error_code ignored;
    if (!scratch.empty()) std::filesystem::remove_all(scratch, ignored);
  }

  // Beside a running server the index belongs to it: commands that only read get an empty one.
  void open_search(const SetupOptions& options) {
    std::string folder = options.data + "/search";
    if (!options.writing) {
      scratch = std::filesystem::temp_directory_path() /
                ("xinfang-" + hex(random_bytes(8)));
      std::filesystem::create_directory(scratch);
      folder = scratch.string();
    }
    search = std::make_unique<SearchStore>(*database, *keys, folder);
  }

  void open_key_store(const SetupOptions& options) {
    const bool kept = log_size(*database) > 0 || log_backlog(*database) > 0 ||
                      std::filesystem::exists(options.data + "/keys/keys.db");
    Bytes master =
        load_master_key(options.data + "/keys/master.key", options.writing && !kept);
    std::unique_ptr<Database> store = Database::open(key_database_options(options));
    key_database = store.get();
    keys = std::make_unique<KeyStore>(std::move(store), std::move(master), options.profile);
    if (!fits_first_mark(*database, "key_store", mark_of(*keys), options.writing)) {
      throw std::runtime_error(
          "This key store is not the one that the database was filled with, so that nothing could be "
          "read. Name the right one with --key-database; of several servers on one database all "
          "have the same one, on PostgreSQL.");
    }
  }
};

std::string unfinished_demonstration(const SetupOptions& options) {
  return options.data + "/demonstration.unfinished";
}

Messages read_messages(const std::string& root) {
  if (!std::filesystem::exists(root + "/i18n/zh-CN.toml")) {
    throw std::runtime_error("There is no " + root + "/i18n/zh-CN.toml. Start in the folder of "
                             "xinfang, or name it with --root.");
  }
  const std::string zh = must(read_file(root + "/i18n/zh-CN.toml"), "i18n/zh-CN.toml");
  const std::string en = must(read_file(root + "/i18n/en.toml"), "i18n/en.toml");
  return must(Messages::parse(zh, en), "i18n");
}

OpenOffice::OpenOffice(const SetupOptions& options) : inner_(std::make_unique<Inner>(options)) {}
OpenOffice::~OpenOffice() = default;
Office& OpenOffice::office() { return *inner_->office; }
Database& OpenOffice::key_database() { return *inner_->key_database; }

void OpenOffice::stop_waiting() {
  inner_->database->stop_waiting();
  inner_->key_database->stop_waiting();
}

std::string refusal_line(const Office& office, const Refusal& refusal) {
  auto facts = refusal.facts;
  facts.emplace_back("field", refusal.field);
  return office.messages.say(Language::zh, "refusal." + refusal.code, facts) + " [" +
         refusal.code + (refusal.field.empty() ? "" : " " + refusal.field) + "]";
}

}  // namespace xinfang
