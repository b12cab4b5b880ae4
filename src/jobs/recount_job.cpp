// The calendar changed - a year's notice was entered, a holiday was lengthened in its middle: clocks that
// run are counted again, each matter by an event of its own that keeps the earlier days.
#include "base/log.hpp"
#include "jobs/jobs.hpp"
#include "services/case_service.hpp"
#include "store/recount_store.hpp"

namespace xinfang {

namespace {

constexpr int kAtOnce = 100;
// Longer than any clock runs on after its matter has closed.
constexpr std::int64_t kClosedFor = 400LL * 86'400'000;

}  // namespace

int run_recounts(Office& office) {
  const std::string calendar = office.calendar.now()->version().substr(0, 16);
  const auto begun = recount_place(office.database, calendar);
  if (!begun) begin_recount(office.database, calendar);
  RecountPlace place = begun.value_or(RecountPlace{});
  if (place.finished) return 0;
  const Instant since = office.clock.now() + -kClosedFor;
  const auto matters = matters_with_clocks(office.database, place.last_matter, since, kAtOnce);
  for (const Id matter_id : matters) {
    const StepRequest request{"calendar_changed", 1, Json::object().set("calendar", calendar)};
    const Result<StepTaken> taken =
        take_step(office, Viewer::system(), matter_id, request, std::nullopt);
    // Most matters have no clock that the change moves.
    if (!taken.ok() && taken.refusal().code != "clocks_same") {
      log_line(Level::warning, "recount_refused",
               {{"matter", id_text(matter_id)}, {"code", taken.refusal().code}});
    }
    place.last_matter = matter_id;
  }
  place.finished = matters.empty();
  save_recount_place(office.database, calendar, place);
  return static_cast<int>(matters.size());
}

}  // namespace xinfang
