#include "store/key_store.hpp"

#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

#include "store/value_rows.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kBlock = 512;
constexpr std::size_t kRowsInStatement = 64;
constexpr std::size_t kRemembered = 4096;

constexpr std::string_view kTables = R"(
CREATE TABLE IF NOT EXISTS key_root (
  root_no BIGINT PRIMARY KEY,       -- public; 1
  profile TEXT NOT NULL,            -- public; standard, gm
  wrapped BYTEA NOT NULL,           -- secret; sealed under the master key
  last_key_id BIGINT NOT NULL       -- public
);
CREATE TABLE IF NOT EXISTS matter_keys (
  key_id BIGINT PRIMARY KEY,        -- public
  wrapped BYTEA NOT NULL            -- secret; sealed under the root key; empty: destroyed
);
)";

std::string_view name_of(CryptoProfile profile) {
  return profile == CryptoProfile::gm ? "gm" : "standard";
}

std::string bound_to(Id key_id) { return "matter-key|" + id_text(key_id); }

Bytes wrap_root(CryptoProfile profile, const Bytes& master, const Bytes& root) {
  Bytes wrapping = derive_key(master, "xinfang root");
  Bytes wrapped = seal(profile, wrapping, root, "root-key");
  wipe(wrapping);
  return wrapped;
}

}  // namespace

struct KeyStore::Inner {
  std::unique_ptr<Database> database;
  CryptoProfile profile;
  Bytes root, wrapping;

  std::mutex mutex;
  std::deque<MatterKey> fresh;
  // Newest use in front.
  std::list<MatterKey> used;
  std::unordered_map<Id, std::list<MatterKey>::iterator> by_id;
  std::map<std::string, Bytes, std::less<>> purposes;  // derived once

  ~Inner() {
    wipe(root);
    wipe(wrapping);
    for (MatterKey& key : fresh) wipe(key.key);
    for (MatterKey& key : used) wipe(key.key);
    for (auto& [purpose, key] : purposes) wipe(key);
  }

  void open(const Bytes& master);
  void make_block();
  void remember(Id key_id, const Bytes& key);
  void forget(Id key_id);
};

void KeyStore::Inner::open(const Bytes& master) {
  Rows rows = database->read("SELECT wrapped, profile FROM key_root WHERE root_no = 1");
  if (rows.empty()) {
    database->write_now(
        "INSERT INTO key_root (root_no, profile, wrapped, last_key_id) VALUES (1, $1, $2, 0) "
        "ON CONFLICT (root_no) DO NOTHING",
        {std::string(name_of(profile)), Blob{wrap_root(profile, master, random_bytes(32))}});
    rows = database->read("SELECT wrapped, profile FROM key_root WHERE root_no = 1");
  }
  if (rows.at(0).text(1) != name_of(profile)) {
    throw std::runtime_error("The key store was made with the cryptographic profile \"" +
                             rows[0].text(1) + "\"; start with that profile.");
  }
  Bytes unwrapping = derive_key(master, "xinfang root");
  std::optional<Bytes> opened = open_sealed(unwrapping, rows[0].bytes(0), "root-key");
  wipe(unwrapping);
  if (!opened) {
    throw std::runtime_error(
        "The master key does not open this key store. Give the key that was used when the store "
        "was made or last rotated (its file, or XINFANG_MASTER_KEY).");
  }
  root = std::move(*opened);
  wrapping = derive_key(root, "xinfang wrap");
}

void KeyStore::Inner::make_block() {
  static const ValueRows kInsert("INSERT INTO matter_keys (key_id, wrapped) VALUES ", 2,
                                 kRowsInStatement);
  const Rows rows = database->write_now(
      "UPDATE key_root SET last_key_id = last_key_id + $1 WHERE root_no = 1 RETURNING last_key_id",
      {kBlock});
  const Id first = rows.at(0).integer(0) - kBlock + 1;
  std::deque<MatterKey> block;
  ChangeSet changes;
  std::vector<Param> values;
  for (Id key_id = first; key_id < first + kBlock; ++key_id) {
    block.push_back({key_id, random_bytes(32)});
    values.emplace_back(key_id);
    values.emplace_back(Blob{seal(profile, wrapping, block.back().key, bound_to(key_id))});
    if (values.size() == 2 * kRowsInStatement) {
      changes.add(kInsert.text(kRowsInStatement), std::move(values));
      values.clear();
    }
  }
  changes.proof = {"SELECT key_id FROM matter_keys WHERE key_id = $1", {first}};
  const CommitOutcome outcome = database->commit(std::move(changes));
  if (!outcome.committed()) {
    throw std::runtime_error("The key store could not keep new keys: " + outcome.detail);
  }
  fresh = std::move(block);
}

void KeyStore::Inner::remember(Id key_id, const Bytes& key) {
  if (by_id.contains(key_id)) return;
  used.push_front({key_id, key});
  by_id[key_id] = used.begin();
  if (used.size() > kRemembered) forget(used.back().key_id);
}

void KeyStore::Inner::forget(Id key_id) {
  const auto found = by_id.find(key_id);
  if (found == by_id.end()) return;
  wipe(found->second->key);
  used.erase(found->second);
  by_id.erase(found);
}

KeyStore::KeyStore(std::unique_ptr<Database> database, Bytes master_key, CryptoProfile profile)
    : inner_(std::make_unique<Inner>()), profile_(profile) {
  inner_->database = std::move(database);
  inner_->profile = profile;
  try {
    inner_->open(master_key);  // a store that is there is opened without a write: verify reads beside
  } catch (const DatabaseError&) {
    inner_->database->alone([&] {
      inner_->database->run_script(kTables);
      inner_->open(master_key);
    });
  }
  wipe(master_key);
}

KeyStore::~KeyStore() = default;

KeyStore::MatterKey KeyStore::take() {
  const std::lock_guard lock(inner_->mutex);
  if (inner_->fresh.empty()) inner_->make_block();
  MatterKey key = std::move(inner_->fresh.front());
  inner_->fresh.pop_front();
  inner_->remember(key.key_id, key.key);
  return key;
}

Bytes KeyStore::find(Id key_id) {
  {
    const std::lock_guard lock(inner_->mutex);
    const auto found = inner_->by_id.find(key_id);
    if (found != inner_->by_id.end()) {
      inner_->used.splice(inner_->used.begin(), inner_->used, found->second);
      return found->second->key;
    }
  }
  const Rows rows = inner_->database->read("SELECT wrapped FROM matter_keys WHERE key_id = $1",
                                           {key_id});
  if (rows.empty() || rows[0].bytes(0).empty()) return {};
  std::optional<Bytes> key = open_sealed(inner_->wrapping, rows[0].bytes(0), bound_to(key_id));
  if (!key) throw std::runtime_error("Key " + id_text(key_id) + " of the key store is damaged.");
  const std::lock_guard lock(inner_->mutex);
  inner_->remember(key_id, *key);
  return *key;
}

bool KeyStore::destroyed(Id key_id) {
  const Rows rows = inner_->database->read("SELECT wrapped FROM matter_keys WHERE key_id = $1",
                                           {key_id});
  return !rows.empty() && rows[0].bytes(0).empty();
}

void KeyStore::destroy(Id key_id) {
  inner_->database->write_now("UPDATE matter_keys SET wrapped = $2 WHERE key_id = $1",
                              {key_id, Blob{}});
  const std::lock_guard lock(inner_->mutex);
  inner_->forget(key_id);
}

void KeyStore::rotate_master(const Bytes& new_master) {
  inner_->database->write_now("UPDATE key_root SET wrapped = $1 WHERE root_no = 1",
                              {Blob{wrap_root(profile_, new_master, inner_->root)}});
}

Bytes KeyStore::purpose_key(std::string_view purpose) const {
  const std::lock_guard lock(inner_->mutex);
  const auto known = inner_->purposes.find(purpose);
  if (known != inner_->purposes.end()) return known->second;
  Bytes key = derive_key(inner_->root, "xinfang purpose " + std::string(purpose));
  return inner_->purposes.emplace(purpose, std::move(key)).first->second;
}

}  // namespace xinfang
