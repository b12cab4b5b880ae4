// Streams of events: sealing (salts, commitments, vault), appending, reading.
//
// commitment = digest(previous commitment || header || digest(salt_p || public) ||
//   digest(salt_c || petitioner) || digest(salt_i || internal)), digest per profile; the first of a
// stream has 32 zero bytes before it. A vault value's commitment in its part is
// digest(salt || value), hex, under "vault": {field: {"v": version, "c": hex}}.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domain/event.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"
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

Bytes commitment_of(CryptoProfile profile, const Bytes& previous, const StoredEvent& event);

// Seals the decision's event on top of `matter` (whose tip and version it follows), and adds to the
// change set: the event row, vault rows, log_pending, and proof. Returns the matter after it, tip
// included. `key` is the matter's (fresh for a new one).
Matter append_event(ChangeSet& changes, const KeyStore& keys, const KeyStore::MatterKey& key,
                    Matter matter, Decision decision);

// A look at personal data: an event of the access stream, on its own. Never touches the matter's
// version. Retries by itself when another look took its seq.
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
std::vector<Look> looks_at(Database& database, const Viewer& viewer, Id matter_id);

// The matter by its events, if this viewer may see it; nothing otherwise (unknown and forbidden
// look alike). The key id of its vault rows is given along.
struct LoadedMatter {
  Matter matter;
  Id key_id = 0;
  std::vector<Event> events;  // in order
};
std::optional<LoadedMatter> load_matter(Database& database, const Viewer& viewer, Id matter_id);
// The stored bytes, for receipts, verify and rebuild.
std::vector<StoredEvent> stored_events(Database& database, Id matter_id, int stream);
void scan_events(Database& database, const std::function<void(const StoredEvent&)>& each);

// Newest version of each asked field ("text"), or of all fields when none is named. Needs a matter
// that load_matter gave to this viewer. Destroyed values are absent.
std::vector<std::pair<std::string, std::string>> read_vault(Database& database, KeyStore& keys,
                                                            Id matter_id,
                                                            const std::vector<std::string>& fields);

}  // namespace xinfang
