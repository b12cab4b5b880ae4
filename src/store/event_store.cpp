#include "store/event_store.hpp"

#include <stdexcept>

#include "store/matter_cache.hpp"
#include "store/wall_store.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kSaltLength = 16;

StoredEvent stored_event(const Row& row) {
  StoredEvent event;
  event.matter_id = row.integer(0);
  event.stream = static_cast<int>(row.integer(1));
  event.seq = row.integer(2);
  event.event_id = row.integer(3);
  event.at = Instant{row.integer(4)};
  event.header = row.text(5);
  event.public_part = row.text(6);
  event.petitioner_part = row.text(7);
  event.internal_part = row.text(8);
  event.salts = row.bytes(9);
  event.commitment = row.bytes(10);
  return event;
}

Json parsed(const std::string& text) {
  Result<Json> json = Json::parse(text);
  if (!json) throw std::runtime_error("a stored part is not JSON: " + json.refusal().code);
  return std::move(*json);
}

}  // namespace

Bytes commitment_of(CryptoProfile profile, const Bytes& previous, const StoredEvent& event) {
  if (event.salts.size() != 3 * kSaltLength) return {};
  const auto salted = [&](std::size_t part, const std::string& text) {
    return digest(profile, event.salts.substr(part * kSaltLength, kSaltLength) + text);
  };
  return digest(profile, (previous.empty() ? Bytes(32, '\0') : previous) + event.header +
                             salted(0, event.public_part) + salted(1, event.petitioner_part) +
                             salted(2, event.internal_part));
}

EventParts parts_of(const StoredEvent& event) {
  return {parsed(event.header), parsed(event.public_part), parsed(event.petitioner_part),
          parsed(event.internal_part)};
}

void add_stored_event(ChangeSet& changes, const StoredEvent& event) {
  changes.lane = event.matter_id;
  changes.add(
      "INSERT INTO events (matter_id, stream, seq, event_id, at, header, public_part, "
      "petitioner_part, internal_part, salts, commitment) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
      {event.matter_id, event.stream, event.seq, event.event_id, event.at.ms, event.header,
       event.public_part, event.petitioner_part, event.internal_part, Blob{event.salts},
       Blob{event.commitment}});
  changes.add(
      "INSERT INTO log_pending (event_id, matter_id, stream, seq, commitment) "
      "VALUES ($1, $2, $3, $4, $5)",
      {event.event_id, event.matter_id, event.stream, event.seq, Blob{event.commitment}});
  changes.proof = {
      "SELECT event_id FROM events "
      "WHERE matter_id = $1 AND stream = $2 AND seq = $3 AND event_id = $4",
      {event.matter_id, event.stream, event.seq, event.event_id}};
}

namespace {

// Seals the texts and the event as one that follows `previous`, and adds both to the change set.
StoredEvent add_event(ChangeSet& changes, const KeyStore& keys, const KeyStore::MatterKey& key,
                      const Bytes& previous, const Decision& decision) {
  const Event& event = decision.event;
  EventParts parts = to_parts(event);
  if (!decision.texts.empty() && key.key.size() != 32) {
    throw std::logic_error("texts of matter " + id_text(event.matter_id) + " without a key");
  }
  seal_texts(changes, keys.profile(), key, event.matter_id, event.seq, decision.texts, parts);

  StoredEvent stored;
  stored.matter_id = event.matter_id;
  stored.stream = kMatterStream;
  stored.seq = event.seq;
  stored.event_id = event.event_id;
  stored.at = event.at;
  stored.header = parts.header.dump();
  stored.public_part = parts.public_part.dump();
  stored.petitioner_part = parts.petitioner_part.dump();
  stored.internal_part = parts.internal_part.dump();
  stored.salts = random_bytes(3 * kSaltLength);
  stored.commitment = commitment_of(keys.profile(), previous, stored);
  add_stored_event(changes, stored);
  return stored;
}

}  // namespace

Matter append_event(ChangeSet& changes, const KeyStore& keys, const KeyStore::MatterKey& key,
                    Matter matter, Decision decision) {
  const Bytes previous = matter.tip;
  Matter after = apply(std::move(matter), decision.event);
  after.tip = add_event(changes, keys, key, previous, decision).commitment;
  return after;
}

std::shared_ptr<const LoadedMatter> append_first(ChangeSet& changes, const KeyStore& keys,
                                                 const KeyStore::MatterKey& key, Decision decision) {
  auto loaded = std::make_shared<LoadedMatter>();
  loaded->matter = apply(Matter{}, decision.event);
  StoredEvent stored = add_event(changes, keys, key, {}, decision);
  loaded->matter.tip = stored.commitment;
  loaded->key_id = decision.texts.empty() ? 0 : key.key_id;
  loaded->first_header = std::move(stored.header);
  loaded->first_commitment = std::move(stored.commitment);
  loaded->events.push_back(std::move(decision.event));
  return loaded;
}

namespace {

bool may_ask(const Viewer& viewer, Id matter_id) {
  return viewer.kind == Viewer::Kind::system || viewer.kind == Viewer::Kind::staff ||
         (viewer.kind == Viewer::Kind::petitioner && viewer.matter_id != 0 &&
          viewer.matter_id == matter_id);
}

// Events from `first` on, and who may see them, by one statement: one snapshot, one round trip.
Rows rows_from(Database& database, const Viewer& viewer, Id matter_id, std::int64_t first) {
  if (viewer.kind != Viewer::Kind::staff) {
    return database.read(
        "SELECT matter_id, stream, seq, event_id, at, header, public_part, petitioner_part, "
        "internal_part, salts, commitment FROM events "
        "WHERE matter_id = $1 AND stream = 0 AND seq >= $2 ORDER BY seq",
        {matter_id, first});
  }
  return database.read(
      "SELECT matter_id, stream, seq, event_id, at, header, public_part, petitioner_part, "
      "internal_part, salts, commitment FROM events "
      "WHERE matter_id = $1 AND stream = 0 AND seq >= $2 AND EXISTS (SELECT 1 FROM matter_access "
      "WHERE organ_id = $3 AND matter_access.matter_id = $1 AND wall <= $4) ORDER BY seq",
      {matter_id, first, viewer.organ_id, std::int64_t{viewer.behind_wall() ? 1 : 0}});
}

void append(LoadedMatter& loaded, const Row& row) {
  StoredEvent stored = stored_event(row);
  loaded.events.push_back(from_parts(parts_of(stored)));
  loaded.matter = apply(std::move(loaded.matter), loaded.events.back());
  loaded.matter.tip = stored.commitment;
  if (loaded.events.size() > 1) return;
  loaded.first_header = std::move(stored.header);
  loaded.first_commitment = std::move(stored.commitment);
}

bool goes_on(const Rows& rows, const LoadedMatter& known) {
  return !rows.empty() && rows[0].integer(2) == known.matter.version &&
         rows[0].bytes(10) == known.matter.tip;
}

std::shared_ptr<const LoadedMatter> folded(Database& database, const Viewer& viewer, Id matter_id) {
  MatterCache& cache = database.matter_cache();
  std::shared_ptr<const LoadedMatter> known = cache.find(matter_id);
  Rows rows = rows_from(database, viewer, matter_id, known ? known->matter.version : 1);
  if (known && !goes_on(rows, *known)) {
    known = nullptr;  // not for this viewer; or the database was put back to an earlier state
    rows = rows_from(database, viewer, matter_id, 1);
    if (!rows.empty()) cache.forget(matter_id);
  }
  if (rows.empty()) return nullptr;
  if (known && rows.size() == 1 && known->key_id != 0) return known;
  const std::size_t first_new = known ? 1 : 0;
  auto loaded = known ? cache.take(matter_id, std::move(known)) : std::make_shared<LoadedMatter>();
  for (std::size_t i = first_new; i < rows.size(); ++i) append(*loaded, rows[i]);
  if (loaded->key_id == 0) {
    loaded->key_id = database.read("SELECT MAX(key_id) FROM vault WHERE matter_id = $1",
                                   {matter_id})[0].integer_or(0, 0);
  }
  cache.keep(matter_id, loaded);
  return loaded;
}

}  // namespace

std::shared_ptr<const LoadedMatter> load_matter(Database& database, const Viewer& viewer,
                                                Id matter_id) {
  if (!may_ask(viewer, matter_id)) return nullptr;
  auto loaded = folded(database, viewer, matter_id);
  // The directory may lag or be damaged; the wall is decided by the events.
  if (loaded && viewer.kind == Viewer::Kind::staff && loaded->matter.walled() &&
      (!viewer.behind_wall() || WallKeeper(database, viewer).keeps_out(loaded->matter))) {
    return nullptr;
  }
  return loaded;
}

std::vector<StoredEvent> stored_events(Database& database, Id matter_id, int stream) {
  std::vector<StoredEvent> events;
  for (const Row& row : database.read(
           "SELECT matter_id, stream, seq, event_id, at, header, public_part, petitioner_part, "
           "internal_part, salts, commitment FROM events "
           "WHERE matter_id = $1 AND stream = $2 ORDER BY seq",
           {matter_id, stream})) {
    events.push_back(stored_event(row));
  }
  return events;
}

std::vector<StoredEvent> stored_events_between(const Database::Reader& read, Id after_id,
                                               Id last_id) {
  std::vector<StoredEvent> events;
  for (const Row& row :
       read("SELECT matter_id, stream, seq, event_id, at, header, public_part, petitioner_part, "
            "internal_part, salts, commitment FROM events "
            "WHERE matter_id > $1 AND matter_id <= $2 ORDER BY matter_id, stream, seq",
            {after_id, last_id})) {
    events.push_back(stored_event(row));
  }
  return events;
}

void scan_events(Database& database, const std::function<void(const StoredEvent&)>& each) {
  database.scan(
      "SELECT matter_id, stream, seq, event_id, at, header, public_part, petitioner_part, "
      "internal_part, salts, commitment FROM events ORDER BY matter_id, stream, seq",
      {}, [&](const Row& row) { each(stored_event(row)); });
}

}  // namespace xinfang
