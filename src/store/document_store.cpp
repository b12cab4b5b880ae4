#include "store/document_store.hpp"

namespace xinfang {

std::int64_t highest_document_number(Database& database, Id organ_id, const std::string& prefix,
                                     int year) {
  const Rows rows = database.read(
      "SELECT max(number) FROM document_numbers WHERE matter_id > 0 AND organ_id = $1"
      " AND prefix = $2 AND year = $3",
      {organ_id, prefix, std::int64_t{year}});
  return rows.empty() ? 0 : rows.front().integer_or(0, 0);
}

void save_document_number(ChangeSet& changes, const DocumentNumber& number, Id matter_id,
                          int document_no) {
  changes.add(
      "INSERT INTO document_numbers (organ_id, prefix, year, number, matter_id, document_no)"
      " VALUES ($1, $2, $3, $4, $5, $6)",
      {number.organ_id, number.prefix, std::int64_t{number.year}, number.number, matter_id,
       std::int64_t{document_no}});
}

}  // namespace xinfang
