#include "store/vault_store.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "store/value_rows.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kSaltLength = 16;
constexpr std::size_t kColumns = 6;

std::string bound_to(Id matter_id, std::string_view field, std::int64_t version) {
  return id_text(matter_id) + "|" + std::string(field) + "|" + std::to_string(version);
}

Json& part_named(EventParts& parts, std::string_view name) {
  if (name == "public") return parts.public_part;
  if (name == "petitioner") return parts.petitioner_part;
  if (name == "internal") return parts.internal_part;
  throw std::logic_error("an event has no part \"" + std::string(name) + "\"");
}

std::optional<std::string> open_row(KeyStore& keys, Id matter_id, const VaultRow& row) {
  const Bytes key = keys.find(row.key_id);
  if (key.empty()) return std::nullopt;
  std::optional<std::string> value =
      open_sealed(key, row.ciphertext, bound_to(matter_id, row.field, row.version));
  if (!value) {
    throw std::runtime_error("vault: matter " + id_text(matter_id) + " field " + row.field +
                             " version " + std::to_string(row.version) +
                             " does not open; run verify and restore the row from a backup");
  }
  return value;
}

// Of rows in the order of field and version, the newest of each wanted field, opened.
std::vector<std::pair<std::string, std::string>> newest_of(
    const Rows& rows, KeyStore& keys, Id matter_id,
    const std::function<bool(const std::string& field)>& wanted) {
  std::vector<std::pair<std::string, std::string>> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string& field = rows[i].text(0);
    const bool newest = i + 1 == rows.size() || rows[i + 1].text(0) != field;
    if (!newest || !wanted(field)) continue;
    auto value = open_row(keys, matter_id,
                          {field, rows[i].integer(1), rows[i].integer(2), rows[i].bytes(3), {}});
    if (value) found.emplace_back(field, std::move(*value));
  }
  return found;
}

}  // namespace

void seal_texts(ChangeSet& changes, CryptoProfile profile, const KeyStore::MatterKey& key,
                Id matter_id, std::int64_t version, const std::vector<VaultText>& texts,
                EventParts& parts) {
  static const ValueRows kInsert(
      "INSERT INTO vault (matter_id, field, version, key_id, ciphertext, salt) VALUES ", kColumns,
      8);
  std::set<std::string_view> fields;
  std::vector<Param> values;
  std::map<Json*, Json> committed;  // by part
  const Bytes salts = random_bytes(kSaltLength * texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const VaultText& text = texts[i];
    if (!fields.insert(text.field).second) {
      throw std::logic_error("an event writes the vault field " + text.field + " twice");
    }
    const Bytes salt = salts.substr(i * kSaltLength, kSaltLength);
    Json entry = Json::object();
    entry.set("v", version).set("c", hex(digest(profile, salt + text.value)));
    committed[&part_named(parts, text.part)].set(text.field, std::move(entry));

    values.insert(values.end(),
                  {matter_id, text.field, version, key.key_id,
                   Blob{seal(profile, key.key, text.value,
                             bound_to(matter_id, text.field, version))},
                   Blob{salt}});
    if (i + 1 == texts.size() || values.size() == kColumns * kInsert.most()) {
      const std::size_t rows = values.size() / kColumns;
      changes.add(kInsert.text(rows), std::move(values));
      values.clear();
    }
  }
  for (auto& [part, vault] : committed) part->set("vault", std::move(vault));
}

std::vector<std::pair<std::string, std::string>> read_vault_where(
    Database& database, KeyStore& keys, Id matter_id,
    const std::function<bool(const std::string& field)>& wanted) {
  return newest_of(database.read("SELECT field, version, key_id, ciphertext FROM vault "
                                 "WHERE matter_id = $1 ORDER BY field, version",
                                 {matter_id}),
                   keys, matter_id, wanted);
}

std::vector<std::pair<std::string, std::string>> read_vault(
    Database& database, KeyStore& keys, Id matter_id, const std::vector<std::string>& fields) {
  const auto wanted = [&](const std::string& field) {
    return fields.empty() || std::find(fields.begin(), fields.end(), field) != fields.end();
  };
  if (fields.size() != 1) return read_vault_where(database, keys, matter_id, wanted);
  return newest_of(database.read("SELECT field, version, key_id, ciphertext FROM vault "
                                 "WHERE matter_id = $1 AND field = $2 ORDER BY field, version",
                                 {matter_id, fields[0]}),
                   keys, matter_id, wanted);
}

std::map<Id, std::string> read_vault_of(Database& database, KeyStore& keys,
                                        const std::vector<Id>& matters, const std::string& field) {
  static const IdList kNewest(
      "SELECT matter_id, version, key_id, ciphertext FROM vault v WHERE field = $1 "
      "AND version = (SELECT max(version) FROM vault WHERE matter_id = v.matter_id AND field = $1) "
      "AND matter_id IN (",
      1, ")");
  std::map<Id, std::string> values;
  for (const Row& row : kNewest.read(database, {field}, matters)) {
    auto value = open_row(keys, row.integer(0),
                          {field, row.integer(1), row.integer(2), row.bytes(3), {}});
    if (value) values.emplace(row.integer(0), std::move(*value));
  }
  return values;
}

std::vector<VaultEntry> vault_entries(const EventParts& parts) {
  std::vector<VaultEntry> entries;
  for (const Json* part : {&parts.public_part, &parts.petitioner_part, &parts.internal_part}) {
    for (const auto& [field, entry] : (*part)["vault"].as_object()) {
      entries.push_back(
          {field, entry["v"].as_int(), unhex(entry["c"].as_string()).value_or(Bytes())});
    }
  }
  return entries;
}

std::string check_vault_row(KeyStore& keys, Id matter_id, const VaultRow& row,
                            const Bytes& commitment) {
  try {
    const std::optional<std::string> value = open_row(keys, matter_id, row);
    if (value) {
      return digest(keys.profile(), row.salt + *value) == commitment
                 ? ""
                 : "is not the value, or not the salt, that its event committed to";
    }
    return keys.destroyed(row.key_id) ? "" : "its key " + id_text(row.key_id) + " is missing";
  } catch (const std::runtime_error&) {
    return "does not open: the ciphertext or its key " + id_text(row.key_id) + " was changed";
  }
}

}  // namespace xinfang
