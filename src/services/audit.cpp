#include "services/audit.hpp"

#include "store/organ_store.hpp"

namespace xinfang {

void audit(Office& office, Id user_id, const std::string& act, Json detail) {
  write_audit(office.database, office.keys.profile(), office.clock.now(), user_id, act,
              detail.dump());
}

}  // namespace xinfang
