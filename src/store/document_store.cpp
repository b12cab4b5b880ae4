#include "store/document_store.hpp"

namespace xinfang {

std::vector<std::int64_t> document_numbers_of(Database& database, Id organ_id,
                                              const std::string& prefix, int year,
                                              std::int64_t from) {
  std::vector<std::int64_t> numbers;
  for (const Row& row : database.read(
           "SELECT number FROM document_numbers WHERE matter_id > 0 AND organ_id = $1"
           " AND prefix = $2 AND year = $3 AND number >= $4 ORDER BY number",
           {organ_id, prefix, std::int64_t{year}, from})) {
    numbers.push_back(row.integer(0));
  }
  return numbers;
}

bool is_document_number_given(Database& database, const DocumentNumber& number) {
  return !database
              .read("SELECT 1 FROM document_numbers WHERE matter_id > 0 AND organ_id = $1"
                    " AND prefix = $2 AND year = $3 AND number = $4",
                    {number.organ_id, number.prefix, std::int64_t{number.year}, number.number})
              .empty();
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
