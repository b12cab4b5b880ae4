#include <stdexcept>

#include "store/log_check.hpp"
#include "store/matter_walk.hpp"
#include "store/verification.hpp"

namespace xinfang {
namespace {

void repair(Database& database, Id matter_id, const std::vector<Difference>& found) {
  ChangeSet changes;
  changes.lane = matter_id;
  for (const Difference& difference : found) changes.statements.push_back(difference.repair);
  // Repeating it does no harm, so nothing needs to prove that it was done.
  changes.proof = {"SELECT matter_id FROM matters WHERE matter_id = $1 AND version < 0",
                   {matter_id}};
  const CommitOutcome outcome = database.commit(std::move(changes));
  if (!outcome.committed()) {
    throw DatabaseError("matter " + id_text(matter_id) + " cannot be rebuilt: " + outcome.detail);
  }
}

}  // namespace

RebuildReport rebuild(Database& database, const Law& law, bool write) {
  RebuildReport report;
  Findings findings(report.differences);
  database.read_together([&](const Database::Reader& read) {
    walk_matters(read, WithVault::no, [&](const WalkedMatter& matter) {
      ++report.matters;
      std::vector<Difference> found;
      try {
        const Matter fold = folded(matter.events);
        const DirectoryRows derived =
            fold.version > 0 ? derived_rows(law, fold) : DirectoryRows{};
        found = differences(derived, matter.standing);
      } catch (const std::exception& error) {
        ++report.differed;
        findings.add("events", event_row(matter.matter_id, kMatterStream, 1),
                     std::string("begins a stream that cannot be folded: ") + error.what());
        return;
      }
      if (found.empty()) return;
      ++report.differed;
      for (const Difference& difference : found) {
        const Finding& finding = difference.finding;
        findings.add(finding.table, finding.row, finding.problem);
      }
      if (write) repair(database, matter.matter_id, found);
    });
  });
  return report;
}

}  // namespace xinfang
