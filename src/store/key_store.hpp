// Keys of matters, apart from the database, wrapped by a rotatable master key.
//
// A key has a number; vault rows and attachments name it. Keys are made in blocks and are durable in
// the key store before the first of a block is handed out, so that taking in a petition costs no
// extra write. Destroying a matter's key (provable deletion) removes its row here; the key store's
// backup keeps only the latest copy. The master key comes from a file (32 bytes, mode 0600) or the
// environment variable XINFANG_MASTER_KEY (hex); it is made on first start only when no database
// exists yet. A wrong master key is recognised at opening.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "base/crypto.hpp"
#include "base/id.hpp"
#include "store/database.hpp"

namespace xinfang {

class KeyStore {
 public:
  // `database` is the key store's own (SQLite file beside, or another PostgreSQL database/schema).
  // Throws std::runtime_error with a sentence on a wrong master key.
  KeyStore(std::unique_ptr<Database> database, Bytes master_key, CryptoProfile profile);
  ~KeyStore();

  struct MatterKey {
    Id key_id = 0;
    Bytes key;  // 32 bytes
  };
  MatterKey take();              // a fresh durable key, never given before
  Bytes find(Id key_id);         // empty when it was destroyed; cached
  void destroy(Id key_id);       // durable on return
  void rotate_master(const Bytes& new_master);  // rewraps every key in one transaction

  CryptoProfile profile() const { return profile_; }
  // Purposes: "blind-index", "search", "query-code", "token", "totp", "throttle".
  Bytes purpose_key(std::string_view purpose) const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
  CryptoProfile profile_;
};

// File path or environment, see above. `make` allows a new one to be written.
Bytes load_master_key(const std::string& file, bool make);

}  // namespace xinfang
