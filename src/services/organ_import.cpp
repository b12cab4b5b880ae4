// Organs from a CSV file (RFC 4180), superiors named by "region_code-code".
#include <map>
#include <optional>
#include <sstream>

#include "base/text.hpp"
#include "services/organ_service.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kHeader =
    "code,name,short_name,type,level,region_code,superior,line_superior,review_organ,"
    "document_prefix,address,phone,categories,valid_from_on";
constexpr std::size_t kColumns = 14;

using Cells = std::vector<std::string>;

// Takes one record from the front of `rest`; nothing when a quote is not closed or stands inside.
std::optional<Cells> take_record(std::string_view& rest) {
  Cells cells(1);
  bool quoted = false, was_quoted = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    const char c = rest[i];
    if (quoted) {
      if (c != '"') cells.back() += c;
      else if (i + 1 < rest.size() && rest[i + 1] == '"') cells.back() += rest[++i];
      else quoted = false;
    } else if (c == '"') {
      if (!cells.back().empty() || was_quoted) return std::nullopt;
      quoted = was_quoted = true;
    } else if (c == ',') {
      cells.emplace_back();
      was_quoted = false;
    } else if (c == '\n') {
      break;
    } else if (c != '\r') {
      if (was_quoted) return std::nullopt;
      cells.back() += c;
    }
  }
  if (quoted) return std::nullopt;
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return cells;
}

std::string joined(const Cells& cells) {
  std::string text;
  for (const std::string& cell : cells) text += (text.empty() ? "" : ",") + tidy(cell);
  return text;
}

using ByCode = std::map<std::string, Id>;

ByCode codes_of(const Office& office) {
  ByCode codes;
  const auto organs = office.organs.now();
  for (const Organ* organ : organs->all())
    codes[organ->region_code + "-" + organ->code] = organ->organ_id;
  return codes;
}

Result<Id> named(const ByCode& codes, const std::string& name, const char* field) {
  if (name.empty()) return Id{0};
  const auto found = codes.find(name);
  if (found == codes.end()) return refuse("organ_unknown").on(field);
  return found->second;
}

Result<Organ> organ_of(const Office& office, const ByCode& codes, const Cells& cells) {
  if (cells.size() != kColumns)
    return refuse("csv_columns").with("wanted", std::to_string(kColumns))
        .with("found", std::to_string(cells.size()));
  for (const std::string& cell : cells)
    if (!is_utf8(cell)) return refuse("csv_not_utf8");
  Organ organ;
  const auto known = codes.find(cells[5] + "-" + cells[0]);
  if (known != codes.end()) organ = *office.organs.now()->find(known->second);
  organ.code = tidy(cells[0]);
  organ.name = tidy(cells[1]);
  organ.short_name = tidy(cells[2]);
  organ.type = tidy(cells[3]);
  organ.level = cells[4].size() == 1 ? cells[4][0] - '0' : 0;
  organ.region_code = tidy(cells[5]);
  Id* const uppers[] = {&organ.superior_id, &organ.line_superior_id, &organ.review_organ_id};
  const char* const fields[] = {"superior", "line_superior", "review_organ"};
  for (int i = 0; i < 3; ++i) {
    auto id = named(codes, tidy(cells[6 + i]), fields[i]);
    if (!id) return id.refusal();
    *uppers[i] = *id;
  }
  organ.document_prefix = tidy(cells[9]);
  organ.address = tidy(cells[10]);
  organ.phone = tidy(cells[11]);
  organ.categories.clear();
  std::istringstream categories(cells[12]);
  for (std::string word; categories >> word;) organ.categories.push_back(word);
  const auto from_on = Date::parse(cells[13]);
  if (!cells[13].empty() && !from_on)
    return refuse("field_type").on("valid_from_on").with("expected", "date");
  if (from_on) organ.valid_from_on = *from_on;
  else if (known == codes.end()) organ.valid_from_on = office.clock.today();
  return organ;
}

}  // namespace

OrganImport import_organs(Office& office, std::string_view csv) {
  OrganImport result;
  if (csv.starts_with("\xEF\xBB\xBF")) csv.remove_prefix(3);
  ByCode codes = codes_of(office);
  for (int line = 1; !csv.empty(); ++line) {
    const auto stop = [&](Refusal refusal) {
      result.refused_line = line;
      result.refusal = std::move(refusal);
      return result;
    };
    const auto cells = take_record(csv);
    if (!cells) return stop(refuse("csv_quotes"));
    if (line == 1) {
      if (joined(*cells) != kHeader)
        return stop(refuse("csv_header").with("header", std::string(kHeader)));
      continue;
    }
    if (cells->size() == 1 && cells->front().empty()) continue;
    auto organ = organ_of(office, codes, *cells);
    if (!organ) return stop(organ.refusal());
    const bool is_new = organ->organ_id == 0;
    auto written = write_organ(office, 0, std::move(*organ));
    if (!written) return stop(written.refusal());
    codes[written->region_code + "-" + written->code] = written->organ_id;
    ++(is_new ? result.created : result.changed);
  }
  return result;
}

}  // namespace xinfang
