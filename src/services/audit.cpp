#include "services/audit.hpp"

#include "store/organ_store.hpp"

namespace xinfang {

void audit(Office& office, Id user_id, const std::string& act, Json detail) {
  write_audit(office.database, office.keys.profile(), office.clock.now(), user_id, act,
              detail.dump());
}

namespace {

// The fields of one side that the other has not, or has otherwise.
Json differing(const Json& one, const Json& other) {
  if (one.is_null()) return one;
  Json fields = Json::object();
  for (const auto& [name, value] : one.as_object()) {
    const Json* there = other.find(name);
    if (!there || *there != value) fields.set(name, value);
  }
  return fields;
}

}  // namespace

void audit_change(Office& office, Id user_id, const std::string& act, const std::string& of,
                  const std::string& id, const Json& before, const Json& after) {
  audit(office, user_id, act,
        Json::object()
            .set("of", of)
            .set("id", id)
            .set("before", differing(before, after))
            .set("after", differing(after, before)));
}

}  // namespace xinfang
