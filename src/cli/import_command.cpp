#include "cli/import_command.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>

#include "base/text.hpp"
#include "cli/command_options.hpp"
#include "services/import_service.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kUsage =
    R"(xinfang import FILE.jsonl|FILE.csv[.gz] --organ REGION-CODE [options]
  --organ REGION-CODE     the organ that takes the records over, as in "330624-0101"
  --region CODE           where the problems arose (the organ's region)
  --channel CHANNEL       ONLINE, LETTER, VISIT, ... (ONLINE)
  --source NAME           what the records are known by; the same source twice adds nothing (FILE's name)
  --map FIELD=COLUMN      number, user, title, time, text, reply, reply_time, label; may be repeated
  --received-on DATE      for records without a time; without it they are refused
  --report FILE           CSV: line, source number, result, item number, reason
  --dry-run               say what would be done
Times without a zone are those of China. CSV files are UTF-8 with a header line.
)";

std::string sentence(const Office& office, Language language, const Refusal& refusal) {
  auto facts = refusal.facts;
  facts.emplace_back("field", refusal.field);
  return office.messages.say(language, "refusal." + refusal.code, facts);
}

int refused(const Office& office, const Refusal& refusal, std::ostream& err) {
  err << sentence(office, Language::zh, refusal) << "\n"
      << sentence(office, Language::en, refusal) << " [" << refusal.code
      << (refusal.field.empty() ? "" : " " + refusal.field) << "]\n";
  return 1;
}

// A cell that no spreadsheet takes for a formula.
std::string cell(std::string text) {
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) {
    text.insert(0, 1, '\'');
  }
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

class Report {
 public:
  // Empty path: none.
  explicit Report(const std::string& path) {
    if (path.empty()) return;
    file_.open(path, std::ios::binary | std::ios::trunc);
    // The mark tells spreadsheets that it is UTF-8.
    file_ << "\xEF\xBB\xBF" << "line,source_number,result,item_number,reason\r\n";
  }
  bool failed() const { return !file_; }

  void add(const Office& office, const ImportedRecord& record) {
    if (!file_.is_open()) return;
    std::string reason;
    if (record.result == ImportedRecord::Result::refused) {
      reason = record.refusal.code;
      if (!record.refusal.field.empty()) reason += " " + record.refusal.field;
      reason += ": " + sentence(office, Language::zh, record.refusal);
    }
    file_ << record.line << "," << cell(record.number) << "," << name_of(record.result) << ","
          << record.item_no << "," << cell(reason) << "\r\n";
  }
  bool close() {
    if (!file_.is_open()) return true;
    file_.close();
    return !file_.fail();
  }

 private:
  std::ofstream file_;
};

const Organ* organ_named(const OrganDirectory& organs, const std::string& name) {
  for (const Organ* organ : organs.all()) {
    if (organ->region_code + "-" + organ->code == name) return organ;
  }
  return nullptr;
}

Result<ImportSettings> settings_of(const Office& office, const CommandOptions& given) {
  ImportSettings settings;
  settings.file_name = std::filesystem::path(given.words[0]).filename().string();
  settings.source = given.has("--source") ? tidy(given.value("--source")) : settings.file_name;
  if (given.has("--channel")) settings.channel = given.value("--channel");
  settings.dry_run = given.has("--dry-run");
  const auto organs = office.organs.now();
  const Organ* organ = organ_named(*organs, given.value("--organ"));
  if (!organ) return refuse("organ_unknown").on("organ");
  settings.organ_id = organ->organ_id;
  settings.region_code = given.has("--region") ? given.value("--region") : organ->region_code;
  for (const std::string& text : given.values("--map")) {
    if (auto added = add_mapping(settings.map, text); !added) return added.refusal();
  }
  if (given.has("--received-on")) {
    const auto on = Date::parse(given.value("--received-on"));
    if (!on) {
      return refuse("import_time_form").on("received-on").with("value", given.value("--received-on"));
    }
    settings.received_on = *on;
  }
  return settings;
}

void print_figures(std::ostream& out, const ImportFigures& figures, bool dry_run) {
  if (dry_run) out << "试运行，没有写入任何数据。 Dry run: nothing was written.\n";
  out << "records " << figures.records << "\n"
      << "registered " << figures.registered << " (replied " << figures.replied << ")\n"
      << "already " << figures.already << "\n"
      << "refused " << figures.refused << "\n";
}

}  // namespace

int run_import(Office& office, const std::vector<std::string>& arguments, std::ostream& out,
               std::ostream& err, bool terminal) {
  // Options with a value, and those without, of command_options.hpp.
  std::vector<std::string> words = arguments;
  const bool dry_run = std::erase(words, "--dry-run") > 0;
  auto given = read_options(words, {"--organ", "--region", "--channel", "--source", "--map",
                                    "--received-on", "--report"});
  if (!given) return refused(office, given.refusal(), err) + 1;
  if (given->words.size() != 1 || !given->has("--organ")) {
    err << kUsage;
    return 2;
  }
  if (dry_run) given->options["--dry-run"];
  const auto settings = settings_of(office, *given);
  if (!settings) return refused(office, settings.refusal(), err);
  auto file = ImportFile::open(given->words[0]);
  if (!file) return refused(office, file.refusal(), err);
  Report report(given->value("--report"));
  if (report.failed()) {
    return refused(office, refuse("file_unwritable").with("path", given->value("--report")), err);
  }

  ImportFigures so_far;
  ImportWatcher watcher;
  watcher.record = [&](const ImportedRecord& record) { report.add(office, record); };
  watcher.progress = [&](const ImportFigures& figures) {
    so_far = figures;
    if (terminal) err << "\r" << figures.records << " …" << std::flush;
  };
  const auto ended = [&](const ImportFigures& figures) {
    if (terminal) err << "\r";
    print_figures(out, figures, settings->dry_run);
  };
  try {
    const auto figures = import_messages(office, *file, *settings, watcher);
    if (!figures) return refused(office, figures.refusal(), err);
    ended(*figures);
  } catch (const DatabaseUnavailable& away) {
    ended(so_far);
    return refused(office, refuse("import_cut_short").with("reason", away.what()), err);
  }
  if (!report.close()) {
    return refused(office, refuse("file_unwritable").with("path", given->value("--report")), err);
  }
  if (!file->damage().empty()) {
    const Refusal damaged = refuse("import_file_damaged").with("path", given->words[0]);
    return refused(office, Refusal(damaged).with("reason", file->damage()), err);
  }
  return 0;
}

}  // namespace xinfang
