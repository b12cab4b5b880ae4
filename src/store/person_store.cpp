#include "store/matter_store.hpp"
#include "store/wall_store.hpp"

namespace xinfang {
namespace {

Bytes blind_index(const KeyStore& keys, std::string_view kind, std::string_view value) {
  return hmac(keys.profile(), keys.purpose_key("blind-index"),
              std::string(kind) + "|" + std::string(value));
}

}  // namespace

void save_item_number(ChangeSet& changes, const std::string& item_no, Id matter_id,
                      int subject_no) {
  changes.add("INSERT INTO item_number (item_no, matter_id, subject_no) VALUES ($1, $2, $3)",
              {item_no, matter_id, subject_no});
  if (changes.proof.sql.empty()) {
    changes.proof = {"SELECT matter_id FROM item_number WHERE item_no = $1 AND matter_id = $2",
                     {item_no, matter_id}};
  }
}

std::optional<ItemPlace> find_item(Database& database, const std::string& item_no) {
  const Rows rows = database.read(
      "SELECT matter_id, subject_no, code_issue FROM item_number WHERE item_no = $1", {item_no});
  if (rows.empty()) return std::nullopt;
  return ItemPlace{rows[0].integer(0), static_cast<int>(rows[0].integer(1)), rows[0].integer(2)};
}

void save_code_issue(ChangeSet& changes, const std::string& item_no, std::int64_t issue) {
  changes.add("UPDATE item_number SET code_issue = $2 WHERE item_no = $1", {item_no, issue});
}

void save_person_key(ChangeSet& changes, const KeyStore& keys, std::string_view kind,
                     std::string_view value, Id matter_id, const std::string& item_no) {
  if (value.empty()) return;
  changes.add(
      "INSERT INTO person_key (blind_index, matter_id, item_no) VALUES ($1, $2, $3) "
      "ON CONFLICT (blind_index, matter_id, item_no) DO NOTHING",
      {Blob{blind_index(keys, kind, value)}, matter_id, item_no});
}

std::vector<std::pair<Id, std::string>> find_by_person(Database& database, const KeyStore& keys,
                                                       const Viewer& viewer, std::string_view kind,
                                                       std::string_view value, int limit) {
  const Blob index{blind_index(keys, kind, value)};
  Rows rows;
  switch (viewer.kind) {
    case Viewer::Kind::staff:
      rows = database.read(
          "SELECT p.matter_id, p.item_no FROM person_key p JOIN matter_access a "
          "ON a.organ_id = $2 AND a.matter_id = p.matter_id AND a.wall <= $3 "
          "WHERE p.blind_index = $1 ORDER BY p.matter_id DESC, p.item_no DESC LIMIT $4",
          {index, viewer.organ_id, viewer.behind_wall() ? 1 : 0, limit});
      break;
    case Viewer::Kind::petitioner:
      rows = database.read(
          "SELECT matter_id, item_no FROM person_key WHERE blind_index = $1 AND matter_id = $2 "
          "ORDER BY item_no DESC LIMIT $3",
          {index, viewer.matter_id, limit});
      break;
    case Viewer::Kind::system:
      rows = database.read(
          "SELECT matter_id, item_no FROM person_key WHERE blind_index = $1 "
          "ORDER BY matter_id DESC, item_no DESC LIMIT $2",
          {index, limit});
      break;
    case Viewer::Kind::nobody:
      break;
  }
  WallKeeper keeper(database, viewer);
  std::vector<std::pair<Id, std::string>> found;
  for (const Row& row : rows) {
    if (viewer.behind_wall() && keeper.keeps_out(row.integer(0))) continue;
    found.emplace_back(row.integer(0), row.text(1));
  }
  return found;
}

}  // namespace xinfang
