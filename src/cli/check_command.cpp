#include "cli/check_command.hpp"

#include <iostream>

#include "services/attachment_service.hpp"
#include "store/log_store.hpp"
#include "store/organ_store.hpp"
#include "store/verification.hpp"

namespace xinfang {

namespace {

constexpr std::int64_t kSkewMs = 60'000;
constexpr std::uint64_t kStreamsBetweenWords = 20'000;  // of verify: some seconds

void print(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    std::cout << finding.table << ": " << finding.row << ": " << finding.problem << "\n";
  }
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
  std::uint64_t told = 0;
  const auto progress = [&told](const VerifyReport& now) {
    if (now.streams < told + kStreamsBetweenWords) return;
    told = now.streams;
    std::cerr << now.streams << " streams, " << now.events << " events so far" << std::endl;
  };
  VerifyReport report = verify(office.database, office.keys, *office.law.now(), progress);
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

}  // namespace xinfang
