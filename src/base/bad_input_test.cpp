// The collected bad inputs in the folder that XINFANG_SHARED names: nothing may crash, and what the
// lists say about a value must hold. Without the folder each test says that it did not look.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace xinfang {
namespace {

std::string bad_input(const std::string& name) {
  const char* folder = std::getenv("XINFANG_SHARED");
  if (!folder) {
    std::printf("XINFANG_SHARED is not set: %s was not tried\n", name.c_str());
    return {};
  }
  auto content = read_file(std::string(folder) + "/badinput/" + name);
  EXPECT_TRUE(content) << name << " is missing in " << folder;
  return content ? *content : "";
}

// First two columns of a CSV; quotes only as these lists use them (one field over two lines).
std::vector<std::pair<std::string, std::string>> rows(const std::string& csv) {
  std::vector<std::vector<std::string>> table(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    char c = csv[i];
    if (c == '"') {
      bool twice = quoted && i + 1 < csv.size() && csv[i + 1] == '"';
      if (twice) {
        table.back().back() += csv[++i];
      } else {
        quoted = !quoted;
      }
    } else if (c == ',' && !quoted) {
      table.back().emplace_back();
    } else if (c == '\n' && !quoted) {
      table.push_back({""});
    } else if (c != '\r' || quoted) {
      table.back().back() += c;
    }
  }
  std::vector<std::pair<std::string, std::string>> pairs;
  for (std::size_t i = 1; i < table.size(); ++i) {
    if (table[i].size() >= 2) pairs.emplace_back(table[i][0], table[i][1]);
  }
  return pairs;
}

void try_everything(const std::string& text) {
  std::string tidied = tidy(text);
  EXPECT_TRUE(is_utf8(tidied));
  EXPECT_EQ(tidy(tidied), tidied);
  std::string folded = fold(text);
  EXPECT_EQ(fold(folded), folded);
  for (const auto& piece : pieces(text)) EXPECT_TRUE(is_utf8(piece) && !piece.empty());
  mask_name(text);
  mask_phone(text);
  EXPECT_EQ(mask_id_number(text).empty(), text.empty());
  normal_phone(text);
  for (const char* override : {"\u202E", "\u202D", "\u2067"})
    EXPECT_EQ(tidied.find(override), tidied.npos);
  auto back = Json::parse(Json(tidied).dump());
  ASSERT_TRUE(back) << text;
  EXPECT_EQ(back->as_string(), tidied);
}

TEST(BadInput, TextHazards) {
  std::istringstream lines(bad_input("unicode_and_text_hazards.jsonl"));
  int tried = 0;
  for (std::string line; std::getline(lines, line);) {
    auto row = Json::parse(line);
    if (!row) {
      // Lone surrogates, NUL characters and long numbers are no text; they are refused on reading.
      EXPECT_EQ(row.refusal().code, "json_invalid") << line.substr(0, 200);
      continue;
    }
    try_everything((*row)["value"].as_string());
    ++tried;
  }
  if (std::getenv("XINFANG_SHARED")) {
    EXPECT_GT(tried, 80);
  }
}

TEST(BadInput, NaughtyStrings) {
  std::string text = bad_input("naughty_strings.json");
  if (text.empty()) return;
  auto list = Json::parse(text);
  ASSERT_TRUE(list) << list.refusal().code;
  for (const Json& entry : list->as_array()) try_everything(entry.as_string());
}

TEST(BadInput, RadicalsAreFoundAsTheirCharacters) {
  std::istringstream lines(bad_input("cjk_radical_lookalikes.csv"));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line)) {
    std::istringstream cells(line);
    std::string radical, point, character;
    std::getline(cells, radical, ',');
    std::getline(cells, point, ',');
    std::getline(cells, character, ',');
    EXPECT_EQ(fold(radical), fold(character)) << line;
  }
}

TEST(BadInput, IdNumbers) {
  const std::map<std::string, bool> kValid = {
      {"lowercase_x", true},       {"fullwidth_digits", true}, {"inner_spaces", true},
      {"hyphens", true},           {"leading_space", true},    {"trailing_newline", true},
      {"zero_width_inside", true}, {"rtl_override", true}};
  for (const auto& [value, kind] : rows(bad_input("id_numbers_synthetic.csv"))) {
    bool valid = (kind.starts_with("valid_checksum") && kind != "valid_checksum_bad_date");
    if (auto known = kValid.find(kind); known != kValid.end()) valid = known->second;
    if (kind == "roman_ten") continue;  // a compatibility form of X: either is right
    bool in_the_future = kind == "valid_checksum_bad_date" && value.substr(6, 2) == "20";
    if (in_the_future) continue;  // only a caller with a clock can say so
    EXPECT_EQ(valid_id_number(value), valid) << kind << " " << value;
  }
}

TEST(BadInput, Phones) {
  for (const auto& [value, kind] : rows(bad_input("phone_shapes.csv"))) {
    std::string normal = normal_phone(value);
    EXPECT_EQ(normal.find_first_not_of("0123456789"), normal.npos) << value;
    for (const char* none : {"bad_prefix", "10_digits", "12_digits", "masked", "letter_O",
                             "chinese_numerals", "empty"}) {
      if (kind == none) {
        EXPECT_EQ(normal, "") << value;
      }
    }
    for (const char* mobile : {"fullwidth", "country_code_spaces", "country_code_dashes",
                               "country_code_no_plus", "zero_width", "uri"}) {
      if (kind == mobile) {
        EXPECT_EQ(normal, "13800000000") << value;
      }
    }
  }
}

}  // namespace
}  // namespace xinfang
