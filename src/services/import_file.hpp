// Records of a file to import: JSON lines (one object a line) or CSV (RFC 4180, header line first),
// either may be gzip.
//
// Nothing is skipped in silence: a line that is no record comes as one with its refusal. A quoted
// CSV field that never closes costs its own line only; reading goes on with the next.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "services/text_lines.hpp"

namespace xinfang {

struct ImportRecord {
  std::int64_t line = 0;                      // its first line in the file
  std::map<std::string, std::string> values;  // by column or member; empty and null ones left out
  // import_line_long, import_not_utf8, import_not_json (fact position), import_not_object,
  // import_columns (facts expected, found), import_quote_open.
  std::optional<Refusal> refusal;
};

class ImportFile {
 public:
  // By name: .csv or .jsonl, .ndjson, .json, before an optional .gz. Refusals: file_unreadable,
  // import_format_unknown, import_empty, import_header (no usable header line), all with fact path.
  static Result<ImportFile> open(const std::string& path);

  bool next(ImportRecord& record);  // false at the end, or where the file is damaged
  // The header's; of JSON lines empty, since every line has its own members.
  const std::vector<std::string>& columns() const { return columns_; }
  const std::string& damage() const { return lines_.damage(); }

 private:
  ImportFile(TextLines lines, bool csv) : lines_(std::move(lines)), csv_(csv) {}
  bool next_line(TextLine& line);
  std::optional<Refusal> read_csv(TextLine first, std::vector<std::string>& cells);
  void read_json(const std::string& text, ImportRecord& record) const;

  TextLines lines_;
  bool csv_;
  std::vector<std::string> columns_;
  std::deque<TextLine> waiting_;  // read already, to be looked at again
};

}  // namespace xinfang
