#include "jobs/jobs.hpp"
#include "services/attachment_service.hpp"
#include "store/matter_store.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

namespace {
constexpr int kAtOnce = 200;
}

int clear_sessions(Office& office) {
  const Instant now = office.clock.now();
  return forget_old_sessions(office.database, now) + forget_old_throttles(office.database, now);
}

int clear_answers(Office& office) {
  return forget_old_answers(office.database, office.clock.now());
}

int clear_orphans(Office& office) { return clear_orphan_attachments(office, kAtOnce); }

}  // namespace xinfang
