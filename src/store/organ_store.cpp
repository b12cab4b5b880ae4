#include "store/organ_store.hpp"

#include <sstream>

#include "store/neighbour_store.hpp"

namespace xinfang {
namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::vector<std::string> split(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Date day(const std::string& iso) { return Date::parse(iso).value_or(Date{}); }

}  // namespace

std::vector<Organ> load_organs(Database& database, Id organ_id) {
  std::vector<Organ> organs;
  for (const Row& row : database.read(
           "SELECT organ_id, code, name, short_name, type, level, region_code, superior_id, "
           "line_superior_id, review_organ_id, document_prefix, address, phone, categories, "
           "valid_from_on, valid_to_on, postal_code, letter_head FROM organs "
           "WHERE CAST($1 AS BIGINT) = 0 OR organ_id = CAST($1 AS BIGINT) ORDER BY organ_id",
           {organ_id})) {
    Organ organ;
    organ.organ_id = row.integer(0);
    organ.code = row.text(1);
    organ.name = row.text(2);
    organ.short_name = row.text(3);
    organ.type = row.text(4);
    organ.level = static_cast<int>(row.integer(5));
    organ.region_code = row.text(6);
    organ.superior_id = row.integer(7);
    organ.line_superior_id = row.integer(8);
    organ.review_organ_id = row.integer(9);
    organ.document_prefix = row.text(10);
    organ.address = row.text(11);
    organ.phone = row.text(12);
    organ.categories = split(row.text(13));
    organ.valid_from_on = day(row.text(14));
    organ.valid_to_on = day(row.text_or(15, ""));
    organ.postal_code = row.text(16);
    organ.letter_head = row.text(17);
    organs.push_back(std::move(organ));
  }
  return organs;
}

void save_organ(ChangeSet& changes, const Organ& organ) {
  const Param valid_to_on =
      organ.valid_to_on.days == 0 ? Param{} : Param{organ.valid_to_on.iso()};
  changes.add(
      "INSERT INTO organs (organ_id, code, name, short_name, type, level, region_code, "
      "superior_id, line_superior_id, review_organ_id, document_prefix, address, phone, "
      "categories, valid_from_on, valid_to_on, postal_code, letter_head) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) "
      "ON CONFLICT (organ_id) DO UPDATE SET code = excluded.code, name = excluded.name, "
      "short_name = excluded.short_name, type = excluded.type, level = excluded.level, "
      "region_code = excluded.region_code, superior_id = excluded.superior_id, "
      "line_superior_id = excluded.line_superior_id, "
      "review_organ_id = excluded.review_organ_id, document_prefix = excluded.document_prefix, "
      "address = excluded.address, phone = excluded.phone, categories = excluded.categories, "
      "valid_from_on = excluded.valid_from_on, valid_to_on = excluded.valid_to_on, "
      "postal_code = excluded.postal_code, letter_head = excluded.letter_head",
      {organ.organ_id, organ.code, organ.name, organ.short_name, organ.type, organ.level,
       organ.region_code, organ.superior_id, organ.line_superior_id, organ.review_organ_id,
       organ.document_prefix, organ.address, organ.phone, joined(organ.categories),
       organ.valid_from_on.iso(), valid_to_on, organ.postal_code, organ.letter_head});
  mark_changed(changes, Shared::organs);
  // Repeating it does no harm, so nothing needs to prove that it was done.
  if (changes.proof.sql.empty()) {
    changes.proof = {"SELECT organ_id FROM organs WHERE organ_id = -1", {}};
  }
}

}  // namespace xinfang
