// Numbers of documents, without holes by organ, prefix and year.
#pragma once

#include <string>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

struct DocumentNumber {
  Id organ_id = 0;
  std::string prefix;  // 机关代字 and the letter's word, as printed before the year
  int year = 0;
  std::int64_t number = 0;
};

// All that are given, ascending, those below `from` left out.
std::vector<std::int64_t> document_numbers_of(Database& database, Id organ_id,
                                              const std::string& prefix, int year,
                                              std::int64_t from = 1);
bool is_document_number_given(Database& database, const DocumentNumber& number);
// A number that is taken makes the change set conflict.
void save_document_number(ChangeSet& changes, const DocumentNumber& number, Id matter_id,
                          int document_no);

}  // namespace xinfang
