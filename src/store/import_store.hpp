// Lines of imported files, so that the same file twice adds nothing.
//
// A line is known by its source and a keyed digest of what it says; its row is written in the same
// change set as the matter it became, so that both are there or neither.
#pragma once

#include <optional>
#include <string>

#include "store/database.hpp"

namespace xinfang {

// A line that is known already makes the change set conflict.
void save_import_line(ChangeSet& changes, const std::string& source, const Bytes& source_key,
                      Id matter_id);

struct ImportedLine {
  Id matter_id = 0;
  std::string matter_no;
};
std::optional<ImportedLine> find_import_line(Database& database, const std::string& source,
                                             const Bytes& source_key);

}  // namespace xinfang
