#include "services/import_file.hpp"

#include "base/json.hpp"
#include "base/text.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kMostLinesOfRecord = 2000;

// Splits a record fed line by line. A quote opens a quoted field only at the field's beginning, so
// that an inch sign within a text does no harm.
class CsvSplitter {
 public:
  bool in_quotes() const { return quoted_; }
  std::vector<std::string>& cells() { return cells_; }

  void feed(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      if (quoted_ && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
        cells_.back() += '"';
        ++i;
      } else if (quoted_ && c == '"') {
        quoted_ = false;
      } else if (!quoted_ && c == '"' && fresh_) {
        quoted_ = true;
        fresh_ = false;
      } else if (!quoted_ && c == ',') {
        cells_.emplace_back();
        fresh_ = true;
      } else {
        cells_.back() += c;
        fresh_ = false;
      }
    }
  }

 private:
  std::vector<std::string> cells_ = std::vector<std::string>(1);
  bool quoted_ = false, fresh_ = true;
};

bool is_blank(const TextLine& line) {
  return !line.too_long && line.text.find_first_not_of(" \t\r") == std::string::npos;
}

std::optional<Refusal> check_line(const TextLine& line) {
  if (line.too_long) {
    return refuse("import_line_long").with("most", std::to_string(kLongestLine));
  }
  if (!is_utf8(line.text)) return refuse("import_not_utf8");
  return std::nullopt;
}

}  // namespace

Result<ImportFile> ImportFile::open(const std::string& path) {
  std::string name = path;
  if (name.ends_with(".gz")) name.resize(name.size() - 3);
  const bool csv = name.ends_with(".csv");
  if (!csv && !name.ends_with(".jsonl") && !name.ends_with(".ndjson") && !name.ends_with(".json")) {
    return refuse("import_format_unknown").with("path", path);
  }
  auto lines = TextLines::open(path);
  if (!lines) return lines.refusal();
  ImportFile file(std::move(*lines), csv);
  TextLine first;
  while (file.next_line(first) && is_blank(first)) {
  }
  if (is_blank(first)) return refuse("import_empty").with("path", path);
  if (!csv) {
    file.waiting_.push_back(std::move(first));
    return file;
  }
  if (file.read_csv(first, file.columns_)) return refuse("import_header").with("path", path);
  for (std::string& column : file.columns_) column = tidy(column);
  return file;
}

bool ImportFile::next_line(TextLine& line) {
  if (waiting_.empty()) return lines_.next(line);
  line = std::move(waiting_.front());
  waiting_.pop_front();
  return true;
}

// Joins further lines while a quote is open; if that makes no record they go back.
std::optional<Refusal> ImportFile::read_csv(TextLine first, std::vector<std::string>& cells) {
  CsvSplitter splitter;
  splitter.feed(first.text);
  std::size_t size = first.text.size();
  std::vector<TextLine> joined;
  TextLine more;
  while (splitter.in_quotes() && size < kLongestLine && joined.size() < kMostLinesOfRecord &&
         next_line(more)) {
    splitter.feed("\n");
    splitter.feed(more.text);
    size += more.text.size() + 1;
    joined.push_back(std::move(more));
  }
  cells = std::move(splitter.cells());
  const bool fits = columns_.empty() || cells.size() == columns_.size();
  if (!splitter.in_quotes() && fits && size <= kLongestLine) {
    for (const std::string& cell : cells) {
      if (!is_utf8(cell)) return refuse("import_not_utf8");
    }
    return std::nullopt;
  }
  // One wrong quote must not take its neighbours along.
  for (auto line = joined.rbegin(); line != joined.rend(); ++line) {
    waiting_.push_front(std::move(*line));
  }
  if (splitter.in_quotes() || !joined.empty()) return refuse("import_quote_open");
  return refuse("import_columns")
      .with("expected", std::to_string(columns_.size()))
      .with("found", std::to_string(cells.size()));
}

void ImportFile::read_json(const std::string& text, ImportRecord& record) const {
  const auto value = Json::parse(text);
  if (!value) {
    record.refusal = refuse("import_not_json");
    for (const auto& [name, fact] : value.refusal().facts) record.refusal->with(name, fact);
    record.refusal->with("detail", value.refusal().code);
    return;
  }
  if (!value->is_object()) {
    record.refusal = refuse("import_not_object");
    return;
  }
  for (const auto& [name, member] : value->as_object()) {
    if (member.is_null()) continue;
    std::string content = member.is_string() ? member.as_string() : member.dump();
    if (!content.empty()) record.values[name] = std::move(content);
  }
}

bool ImportFile::next(ImportRecord& record) {
  TextLine line;
  do {
    if (!next_line(line)) return false;
  } while (is_blank(line));
  record = {};
  record.line = line.number;
  record.refusal = check_line(line);
  if (record.refusal) return true;
  if (!csv_) {
    read_json(line.text, record);
    return true;
  }
  std::vector<std::string> cells;
  record.refusal = read_csv(std::move(line), cells);
  if (record.refusal) return true;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty()) record.values[columns_[i]] = std::move(cells[i]);
  }
  return true;
}

}  // namespace xinfang
