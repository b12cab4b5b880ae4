#include <stdexcept>

#include "store/event_store.hpp"
#include "store/reach_store.hpp"

namespace xinfang {
namespace {

// Looks at one matter at the same time are few; each round at least one of them gets through.
constexpr int kAttempts = 100;

Json internal_part(const Viewer& viewer, const std::string& reason,
                   const std::vector<std::string>& fields) {
  Json names = Json::array();
  for (const std::string& field : fields) names.push(field);
  Json part = Json::object();
  part.set("organ_id", id_text(viewer.organ_id))
      .set("user_id", id_text(viewer.user_id))
      .set("reason", reason)
      .set("fields", std::move(names));
  return part;
}

Id id_of(const Json& json) { return parse_id(json.as_string()).value_or(0); }

}  // namespace

void record_look(Database& database, const KeyStore& keys, Id event_id, Id matter_id, Instant at,
                 const Viewer& viewer, const std::string& reason,
                 const std::vector<std::string>& fields) {
  StoredEvent look;
  look.matter_id = matter_id;
  look.stream = kAccessStream;
  look.event_id = event_id;
  look.at = at;
  look.public_part = look.petitioner_part = Json::object().dump();
  look.internal_part = internal_part(viewer, reason, fields).dump();
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    const Rows last = database.read(
        "SELECT seq, commitment FROM events WHERE matter_id = $1 AND stream = 1 "
        "ORDER BY seq DESC LIMIT 1",
        {matter_id});
    look.seq = last.empty() ? 1 : last[0].integer(0) + 1;
    Json header = Json::object();
    header.set("event_id", id_text(event_id))
        .set("matter_id", id_text(matter_id))
        .set("stream", kAccessStream)
        .set("seq", look.seq)
        .set("at", at.iso())
        .set("deed", "look");
    look.header = header.dump();
    look.salts = random_bytes(48);
    look.commitment =
        commitment_of(keys.profile(), last.empty() ? Bytes() : last[0].bytes(1), look);
    ChangeSet changes;
    add_stored_event(changes, look);
    const CommitOutcome outcome = database.commit(std::move(changes));
    if (outcome.committed()) return;
    if (outcome.status == CommitOutcome::Status::rejected) {
      throw DatabaseError("a look at matter " + id_text(matter_id) + ": " + outcome.detail);
    }
  }
  throw DatabaseError("looks at matter " + id_text(matter_id) + " crowd each other out");
}

std::vector<Look> looks_at(Database& database, const Viewer& viewer, Id matter_id) {
  if (viewer.kind != Viewer::Kind::staff && viewer.kind != Viewer::Kind::system) return {};
  if (!may_see(database, viewer, matter_id)) return {};
  std::vector<Look> looks;
  for (const StoredEvent& stored : stored_events(database, matter_id, kAccessStream)) {
    const EventParts parts = parts_of(stored);
    Look look;
    look.seq = stored.seq;
    look.at = stored.at;
    look.organ_id = id_of(parts.internal_part["organ_id"]);
    look.user_id = id_of(parts.internal_part["user_id"]);
    look.reason = parts.internal_part["reason"].as_string();
    for (const Json& field : parts.internal_part["fields"].as_array()) {
      look.fields.push_back(field.as_string());
    }
    looks.push_back(std::move(look));
  }
  return looks;
}

}  // namespace xinfang
