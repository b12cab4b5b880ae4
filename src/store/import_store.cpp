#include "store/import_store.hpp"

namespace xinfang {

void save_import_line(ChangeSet& changes, const std::string& source, const Bytes& source_key,
                      Id matter_id) {
  changes.add("INSERT INTO import_lines (source, source_key, matter_id) VALUES ($1, $2, $3)",
              {source, Blob{source_key}, matter_id});
}

std::optional<ImportedLine> find_import_line(Database& database, const std::string& source,
                                             const Bytes& source_key) {
  const Rows rows = database.read(
      "SELECT l.matter_id, m.matter_no FROM import_lines l "
      "JOIN matters m ON m.matter_id = l.matter_id WHERE l.source = $1 AND l.source_key = $2",
      {source, Blob{source_key}});
  if (rows.empty()) return std::nullopt;
  return ImportedLine{rows[0].integer(0), rows[0].text(1)};
}

}  // namespace xinfang
