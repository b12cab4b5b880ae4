#include "jobs/jobs.hpp"
#include "store/log_store.hpp"

namespace xinfang {

namespace {
constexpr int kAtOnce = 1000;
}

int run_sequencer(Office& office) { return sequence_log(office.database, kAtOnce); }

}  // namespace xinfang
