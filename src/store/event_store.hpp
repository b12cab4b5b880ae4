// Streams of events: sealing (salts, commitments, vault), appending, reading.
//
// commitment = digest(previous commitment || header || digest(salt_p || public) ||
//   digest(salt_c || petitioner) || digest(salt_i || internal)), digest per profile; the first of a
// stream has 32 zero bytes before it. Commitments of vault values stand in the parts
// (vault_store.hpp).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/event.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"
#include "store/vault_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

constexpr int kMatterStream = 0;
constexpr int kAccessStream = 1;

struct StoredEvent {
  Id matter_id = 0;
  int stream = 0;
  std::int64_t seq = 0;
  Id event_id = 0;
  Instant at;
  std::string header, public_part, petitioner_part, internal_part;  // the bytes
  Bytes salts, commitment;
};

// Of the first event of a stream, `previous` is empty.
Bytes commitment_of(CryptoProfile profile, const Bytes& previous, const StoredEvent& event);

// Adds the event's row, its log_pending row and the proof.
void add_stored_event(ChangeSet& changes, const StoredEvent& event);

// Seals the decision's event on top of `matter` (whose tip and version it follows), and adds to the
// change set: the event row, vault rows, log_pending, and proof. Returns the matter after it, tip
// included. `key` is the matter's (fresh for a new one, or when none was needed before); it is not
// looked at when the decision has no texts.
Matter append_event(ChangeSet& changes, const KeyStore& keys, const KeyStore::MatterKey& key,
                    Matter matter, Decision decision);
// The same for a matter's first event; gives what load_matter will once it is committed.
struct LoadedMatter;
std::shared_ptr<const LoadedMatter> append_first(ChangeSet& changes, const KeyStore& keys,
                                                 const KeyStore::MatterKey& key, Decision decision);

// A look at personal data: an event of the access stream, on its own. Never touches the matter's
// version. Retries by itself when another look took its seq. Durable on return, so that a value is
// shown only after the look was recorded.
void record_look(Database& database, const KeyStore& keys, Id event_id,
                 Id matter_id, Instant at, const Viewer& viewer, const std::string& reason,
                 const std::vector<std::string>& fields);
struct Look {
  std::int64_t seq = 0;
  Instant at;
  Id organ_id = 0, user_id = 0;
  std::string reason;
  std::vector<std::string> fields;
};
// In order; nothing for a viewer who may not see the matter, nor for petitioners.
std::vector<Look> looks_at(Database& database, const Viewer& viewer, Id matter_id);

// The matter by its events, if this viewer may see it; nothing otherwise (unknown and forbidden
// look alike). The key id of its vault rows is given along.
struct LoadedMatter {
  Matter matter;
  Id key_id = 0;              // 0: nothing in the vault yet
  std::vector<Event> events;  // in order
  // Of the first event, for receipts: its bytes and its commitment.
  std::string first_header;
  Bytes first_commitment;
};
std::shared_ptr<const LoadedMatter> load_matter(Database& database, const Viewer& viewer, Id matter_id);
// The stored bytes, for receipts, verify and rebuild.
std::vector<StoredEvent> stored_events(Database& database, Id matter_id, int stream);
// All streams of the matters with after_id < matter_id <= last_id, by matter, stream, seq.
std::vector<StoredEvent> stored_events_between(const Database::Reader& read, Id after_id,
                                               Id last_id);
// Throws std::runtime_error when a part is not JSON.
EventParts parts_of(const StoredEvent& event);
// Every event of every stream, by matter, stream, seq.
void scan_events(Database& database, const std::function<void(const StoredEvent&)>& each);

}  // namespace xinfang
