// Personal values and texts: sealed under the matter's key, apart from the events that name them.
//
// A value is bound to matter, field and version, so that a row moved elsewhere does not open. Its
// version is the seq of the event that wrote it. Its commitment digest(salt || value) stands, hex,
// in one part of that event: "vault": {field: {"v": version, "c": commitment}}. Destroying the key
// takes the values away and leaves every proof.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/event.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"

namespace xinfang {

// Adds the rows to the change set and the commitments to the parts they are to stand in. Throws
// std::logic_error on an unknown part or a field twice.
void seal_texts(ChangeSet& changes, CryptoProfile profile, const KeyStore::MatterKey& key,
                Id matter_id, std::int64_t version, const std::vector<VaultText>& texts,
                EventParts& parts);

// Newest version of each asked field ("text"), or of all fields when none is named, by field. Needs
// a matter that load_matter gave to this viewer. Destroyed values are absent; a damaged one throws
// std::runtime_error naming its row.
std::vector<std::pair<std::string, std::string>> read_vault(Database& database, KeyStore& keys,
                                                            Id matter_id,
                                                            const std::vector<std::string>& fields);
// The same of the fields that are wanted; the others are not opened.
std::vector<std::pair<std::string, std::string>> read_vault_where(
    Database& database, KeyStore& keys, Id matter_id,
    const std::function<bool(const std::string& field)>& wanted);

// The newest version of one field of each of these matters, which a list gave to the viewer; matters
// without it are absent.
std::map<Id, std::string> read_vault_of(Database& database, KeyStore& keys,
                                        const std::vector<Id>& matters, const std::string& field);

// What a part says about a vault row.
struct VaultEntry {
  std::string field;
  std::int64_t version = 0;
  Bytes commitment;
};
std::vector<VaultEntry> vault_entries(const EventParts& parts);

struct VaultRow {
  std::string field;
  std::int64_t version = 0;
  Id key_id = 0;
  Bytes ciphertext, salt;
};
// Empty when the row holds the value that the commitment was made from, or its key was destroyed;
// else what is wrong with it.
std::string check_vault_row(KeyStore& keys, Id matter_id, const VaultRow& row,
                            const Bytes& commitment);

}  // namespace xinfang
