#include "jobs/jobs.hpp"
#include "store/log_store.hpp"

namespace xinfang {

int run_sequencer(Office& office) { return sequence_log(office.database, kSequencedAtOnce); }

}  // namespace xinfang
