// Keys of matters, apart from the database, wrapped by a rotatable master key.
//
// A key has a number; vault rows and attachments name it. Keys are made in blocks and are durable in
// the key store before the first of a block is handed out, so that taking in a petition costs no
// extra write. The master key wraps one root key; the root wraps the matters' keys and gives the
// keys of the purposes, so that a new master key rewraps one row and changes no query code and no
// index. Destroying a matter's key (provable deletion) empties its row here and leaves its number;
// the key store's backup keeps only the latest copy. The master key comes from the environment
// variable XINFANG_MASTER_KEY (hex) or a file (32 bytes, mode 0600); it is made on first start only
// when no database exists yet. A wrong master key, and another profile, are recognised at opening.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/id.hpp"
#include "store/database.hpp"

namespace xinfang {

class KeyStore {
 public:
  // `database` is the key store's own (SQLite file beside, or another PostgreSQL database/schema).
  // Throws std::runtime_error with a sentence on a wrong master key or another profile.
  KeyStore(std::unique_ptr<Database> database, Bytes master_key, CryptoProfile profile);
  ~KeyStore();

  struct MatterKey {
    Id key_id = 0;
    Bytes key;  // 32 bytes
  };
  MatterKey take();  // a fresh durable key, never given before
  // Empty when it was destroyed or is unknown; the newest few thousand are remembered, so that
  // another server may open a value for a while after its key was destroyed here. Throws
  // std::runtime_error when the row was damaged.
  Bytes find(Id key_id);
  bool destroyed(Id key_id);  // its number is there, its key is not
  void destroy(Id key_id);    // durable on return
  // From the next start on the store opens with `new_master` only. Durable on return.
  void rotate_master(const Bytes& new_master);

  CryptoProfile profile() const { return profile_; }
  // Purposes: "blind-index", "search", "query-code", "token", "totp", "throttle".
  Bytes purpose_key(std::string_view purpose) const;

 private:
  struct Inner;
  std::unique_ptr<Inner> inner_;
  CryptoProfile profile_;
};

// Environment or file path, see above. `make` allows a new file to be written. Throws
// std::runtime_error with a sentence when there is none, or one that others may read.
Bytes load_master_key(const std::string& file, bool make);

}  // namespace xinfang
