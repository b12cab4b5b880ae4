// Taking over what was kept elsewhere (T00): every record of a file becomes a matter, is recognised
// as taken over before, or is refused with a reason. Nothing third.
//
// A message with a reply enters as REPLIED, the reply kept with it; one without enters as REGISTERED
// with C01 from the day it was received, recorded as history where it ended before today. Records
// go in by the hundred in change sets of their own, each with its row of import_lines: an import
// cut short is simply repeated, and the same file twice adds nothing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "services/import_file.hpp"
#include "services/import_message.hpp"
#include "services/office.hpp"

namespace xinfang {

struct ImportSettings {
  std::string source;              // a record is known by source, number, time and words
  std::string file_name;           // named as the proof, with the line
  std::string channel = "ONLINE";
  Id organ_id = 0;
  std::string region_code;
  ImportMap map;
  Date received_on;                // for records without a time; days == 0: they are refused
  bool dry_run = false;            // everything but numbers, keys and writing
  std::size_t batch = 200;         // records in one go, and in memory
};

struct ImportedRecord {
  enum class Result { registered, already, refused };
  std::int64_t line = 0;
  std::string number;              // the source's own
  Result result = Result::refused;
  bool replied = false;
  std::string item_no;             // empty when refused or in a dry run
  Refusal refusal;
};
std::string_view name_of(ImportedRecord::Result result);

struct ImportFigures {
  std::int64_t records = 0, registered = 0, already = 0, refused = 0;  // the last three add up
  std::int64_t replied = 0;        // of those registered
};

struct ImportWatcher {
  std::function<void(const ImportedRecord&)> record;        // in the file's order; may be empty
  std::function<void(const ImportFigures&)> progress;       // after each batch; may be empty
};

// Needs office.numbers. Refusals, before anything is written: organ_unknown, region_unknown,
// channel_unknown, import_source (missing or over 100 characters), import_column_unknown (a mapped
// column that the file does not have; fact column), import_columns_missing (fact columns: neither
// text nor its usual names are there), takeover_unknown. Throws DatabaseUnavailable; what was
// committed before stays, and is recognised the next time.
Result<ImportFigures> import_messages(Office& office, ImportFile& file,
                                      const ImportSettings& settings,
                                      const ImportWatcher& watcher = {});

}  // namespace xinfang
