// Terms of right that ran out, duties that are late: the system takes the step that the law's table
// names for it.
#include <map>
#include <string>

#include "base/log.hpp"
#include "jobs/jobs.hpp"
#include "services/case_service.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

namespace {

constexpr int kAtOnce = 200;

// Clock of the right -> deed of the system. Any other right in the list "lapse" is logged, so that a
// new clock without its deed is seen.
const std::map<std::string, std::string>& deeds() {
  static const std::map<std::string, std::string> list = {
      {"C13", "lapse"}, {"C15", "lapse"}, {"C17", "rating_over"}};
  return list;
}

bool take(Office& office, const WorkRow& row, const std::string& deed, int subject_no) {
  StepRequest request;
  request.step = deed;
  request.subject_no = subject_no;
  const Result<StepTaken> taken =
      take_step(office, Viewer::system(), row.matter.matter_id, request, std::nullopt);
  if (!taken.ok()) {
    log_line(Level::warning, "system_step_refused",
             {{"matter_no", row.matter.matter_no},
              {"step", deed},
              {"code", taken.refusal().code}});
  }
  return taken.ok();
}

}  // namespace

int run_lapses(Office& office) {
  int done = 0;
  for (const WorkRow& row : lapsed_work(office.database, office.clock.today(), kAtOnce)) {
    const auto deed = deeds().find(row.clock);
    if (deed == deeds().end()) {
      log_line(Level::warning, "lapse_without_deed", {{"clock", row.clock}});
      continue;
    }
    if (take(office, row, deed->second, row.subject_no)) ++done;
  }
  return done;
}

int run_overdue(Office& office) {
  int done = 0;
  for (const WorkRow& row :
       lapsed_work(office.database, office.clock.today(), kAtOnce, "overdue")) {
    if (take(office, row, "supervision_trigger", 1)) ++done;
  }
  return done;
}

}  // namespace xinfang
