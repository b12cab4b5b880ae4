#include "cli/check_command.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <iostream>

#include "services/attachment_service.hpp"
#include "services/letter_service.hpp"
#include "store/log_store.hpp"
#include "store/organ_store.hpp"
#include "store/verification.hpp"

namespace xinfang {

namespace {

constexpr std::uint64_t kLowDisk = 1ull << 30;     // a gibibyte: about 10,000 petitions with files
constexpr std::int64_t kSkewMs = 60'000;
constexpr std::int64_t kBacklog = 1000;

void print(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    std::cout << finding.table << ": " << finding.row << ": " << finding.problem << "\n";
  }
}

struct Doctor {
  int troubles = 0;
  void say(bool well, const std::string& sentence) {
    std::cout << (well ? "ok       " : "TROUBLE  ") << sentence << "\n";
    if (!well) ++troubles;
  }
};

void look_at_files(Doctor& doctor, const Office& office) {
  const std::filesystem::path data =
      std::filesystem::path(office.settings.attachment_folder).parent_path();
  for (const char* name : {"keys", "keys/master.key", "keys/keys.db", "attachments"}) {
    const std::string path = (data / name).string();
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0) {
      doctor.say(std::string(name) != "keys" && std::string(name) != "attachments",
                 path + " is not there (it may be kept elsewhere).");
      continue;
    }
    doctor.say((found.st_mode & 077) == 0 || std::string(name) == "keys/keys.db",
               path + " may be read by its owner only.");
  }
  std::error_code failed;
  const auto space = std::filesystem::space(data, failed);
  doctor.say(!failed && space.available >= kLowDisk,
             "Free disk space: " + std::to_string(space.available >> 20) + " MiB.");
}

void look_at_time(Doctor& doctor, const Office& office) {
  const Date today = office.clock.today();
  const bool provisional = office.calendar.now()->is_provisional(today);
  doctor.say(!provisional,
             "The work calendar of " + std::to_string(today.year()) +
                 (provisional
                      ? " is provisional: the system administrator enters the State Council's "
                        "notice under calendar when it is out."
                      : " is the announced one."));
  const std::string behind = clock_behind(office);
  doctor.say(behind.empty(), behind.empty()
                                 ? "The clock of this machine is not behind the newest event."
                                 : behind);
}

}  // namespace

std::string clock_behind(const Office& office) {
  const auto newest = newest_event_time(office.database);
  if (!newest || office.clock.now().ms + kSkewMs >= newest->ms) return {};
  return "The clock of this machine says " + office.clock.now().iso() +
         ", which is behind the newest event, of " + newest->iso() +
         ". Set it right: until it has caught up, ids and the steps of a matter stay in order, but "
         "new matters get the wrong day.";
}

int run_verify(Office& office, const std::vector<std::string>& arguments) {
  if (!arguments.empty()) {
    std::cerr << "verify takes no arguments\n";
    return 2;
  }
  VerifyReport report = verify(office.database, office.keys, *office.law.now());
  for (const NamedAttachment& one : report.attachments) {
    const std::string problem = check_stored_file(office.settings.attachment_folder, one);
    if (problem.empty()) continue;
    report.findings.push_back({"attachments", "matter " + id_text(one.matter_id) + " attachment " +
                                                  id_text(one.attachment_id), problem});
  }
  print(report.findings);
  const std::string audit = check_audit(office.database, office.keys.profile());
  if (!audit.empty()) std::cout << "audit: " << audit << "\n";
  const bool clean = report.clean() && audit.empty();
  std::cout << report.streams << " streams, " << report.events << " events, "
            << report.vault_values << " vault values, " << report.attachments.size()
            << " attachments, " << report.log_entries
            << " log entries: " << (clean ? "clean" : "WRONG") << "\n";
  return clean ? 0 : 1;
}

int run_rebuild(Office& office, const std::vector<std::string>& arguments) {
  const bool write = arguments.size() == 1 && arguments[0] == "--write";
  if (!arguments.empty() && !write) {
    std::cerr << "rebuild takes --write or nothing\n";
    return 2;
  }
  const RebuildReport report = rebuild(office.database, *office.law.now(), write);
  print(report.differences);
  std::cout << report.matters << " matters, " << report.differed << " differed"
            << (write ? ", put right" : "") << "\n";
  return report.differed == 0 || write ? 0 : 1;
}

int run_doctor(Office& office, const std::vector<std::string>& arguments) {
  if (!arguments.empty()) {
    std::cerr << "doctor takes no arguments\n";
    return 2;
  }
  Doctor doctor;
  look_at_files(doctor, office);
  look_at_time(doctor, office);
  const std::int64_t backlog = log_backlog(office.database);
  doctor.say(backlog < kBacklog,
             std::to_string(backlog) + " events wait for their number in the log.");
  const auto families = missing_letter_fonts();
  std::string names;
  for (const std::string& family : families) names += (names.empty() ? "" : ", ") + family;
  doctor.say(families.empty(), families.empty() ? "All fonts of the letters are installed."
                                                : "Fonts of the letters are missing: " + names);
  doctor.say(!office.organs.now()->all().empty(), "There are organs.");
  return doctor.troubles == 0 ? 0 : 1;
}

}  // namespace xinfang
