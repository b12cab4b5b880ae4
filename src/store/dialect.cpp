#include "store/dialect.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <optional>

#include "base/text.hpp"

namespace xinfang {
namespace {

enum class Kind { word, quoted, string, parameter, symbol, gap };

struct Token {
  Kind kind;
  std::string_view text;
};

bool word_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) || c == '_'; }
bool word_part(char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '_'; }

std::size_t end_of_quoted(std::string_view sql, std::size_t begin) {
  const char quote = sql[begin];
  for (std::size_t i = begin + 1; i < sql.size(); ++i) {
    if (sql[i] != quote) continue;
    if (i + 1 < sql.size() && sql[i + 1] == quote) {
      ++i;
    } else {
      return i + 1;
    }
  }
  return sql.size();
}

std::size_t end_of_gap(std::string_view sql, std::size_t begin) {
  std::size_t i = begin;
  while (i < sql.size()) {
    if (std::isspace(static_cast<unsigned char>(sql[i]))) {
      ++i;
    } else if (sql.substr(i, 2) == "--") {
      const auto end = sql.find('\n', i);
      i = end == std::string_view::npos ? sql.size() : end + 1;
    } else if (sql.substr(i, 2) == "/*") {
      const auto end = sql.find("*/", i + 2);
      i = end == std::string_view::npos ? sql.size() : end + 2;
    } else {
      break;
    }
  }
  return i;
}

// Cuts SQL into tokens that together are the whole text again.
std::vector<Token> tokens(std::string_view sql) {
  std::vector<Token> all;
  const auto run = [&](std::size_t begin, auto&& belongs) {
    std::size_t end = begin;
    while (end < sql.size() && belongs(sql[end])) ++end;
    return end;
  };
  for (std::size_t i = 0; i < sql.size();) {
    Kind kind = Kind::symbol;
    std::size_t end = end_of_gap(sql, i);
    if (end > i) {
      kind = Kind::gap;
    } else if (sql[i] == '\'') {
      kind = Kind::string;
      end = end_of_quoted(sql, i);
    } else if (sql[i] == '"') {
      kind = Kind::quoted;
      end = end_of_quoted(sql, i);
    } else if (sql[i] == '$' && i + 1 < sql.size() && word_part(sql[i + 1])) {
      kind = Kind::parameter;
      end = run(i + 1, word_part);
    } else if (word_start(sql[i])) {
      kind = Kind::word;
      end = run(i, word_part);
    } else if (std::isdigit(static_cast<unsigned char>(sql[i]))) {
      end = run(i, word_part);
    } else {
      end = i + 1;
    }
    all.push_back({kind, sql.substr(i, end - i)});
    i = end;
  }
  return all;
}

bool is_word(const Token& token, std::string_view upper) {
  return token.kind == Kind::word &&
         std::equal(token.text.begin(), token.text.end(), upper.begin(), upper.end(),
                    [](char a, char b) { return std::toupper(static_cast<unsigned char>(a)) == b; });
}

using Tokens = std::vector<Token>;

// The next token that is not a gap, or the end.
std::size_t after(const Tokens& all, std::size_t i, std::size_t end) {
  for (++i; i < end && all[i].kind == Kind::gap;) ++i;
  return i;
}

// One statement of a script, tokens [begin, end) without the semicolon.
class SqliteStatement {
 public:
  SqliteStatement(const Tokens& all, std::size_t begin, std::size_t end)
      : all_(all), begin_(begin), end_(end) {}

  std::string adapted() const {
    std::string out;
    const bool ddl = starts_with("CREATE") || starts_with("ALTER");
    const std::optional<std::size_t> last = strict_goes_after();
    std::string_view column;
    for (std::size_t i = begin_; i < end_; ++i) {
      const Token& token = all_[i];
      if (ddl && is_word(token, "BIGINT")) {
        out += "INTEGER";
      } else if (ddl && is_word(token, "BYTEA")) {
        out += "BLOB";
      } else if (ddl && is_word(token, "JSON") && !column.empty()) {
        // json_valid(NULL) is 0 in SQLite 3.40.
        const std::string name(column);
        out += "TEXT CHECK(" + name + " IS NULL OR json_valid(" + name + "))";
      } else {
        out += token.text;
      }
      if (token.kind == Kind::word || token.kind == Kind::quoted) {
        column = token.text;
      } else if (token.kind != Kind::gap) {
        column = {};
      }
      if (last && i == *last) out += ends_with_option_ ? ", STRICT" : " STRICT";
    }
    return out;
  }

 private:
  bool starts_with(std::string_view word) const {
    const std::size_t first = begin_ < end_ && all_[begin_].kind == Kind::gap ? begin_ + 1 : begin_;
    return first < end_ && is_word(all_[first], word);
  }

  // The last token of a CREATE TABLE with a column list that is not STRICT yet.
  std::optional<std::size_t> strict_goes_after() const {
    if (!starts_with("CREATE")) return std::nullopt;
    bool table = false;
    int depth = 0;
    std::optional<std::size_t> closing, last;
    for (std::size_t i = begin_; i < end_; ++i) {
      const Token& token = all_[i];
      if (token.kind == Kind::gap) continue;
      if (is_word(token, "STRICT")) return std::nullopt;
      if (depth == 0 && !closing) {
        if (is_word(token, "TABLE")) table = true;
        if (is_word(token, "VIRTUAL") || is_word(token, "INDEX") || is_word(token, "AS") ||
            is_word(token, "TRIGGER") || is_word(token, "VIEW")) {
          return std::nullopt;
        }
      }
      if (token.text == "(") ++depth;
      if (token.text == ")" && --depth == 0) closing = i;
      last = i;
    }
    if (!table || !closing) return std::nullopt;
    ends_with_option_ = *last != *closing;
    return last;
  }

  const Tokens& all_;
  std::size_t begin_, end_;
  mutable bool ends_with_option_ = false;
};

// What is refused in statements, and what to write instead.
struct Banned {
  std::string_view word;  // upper case
  bool call;              // only when "(" follows
  std::string_view instead;
};
constexpr std::array<Banned, 10> kBanned{{
    {"ILIKE", false, "compare lower() on both sides"},
    {"ANY", true, "expand IN ($1, $2, ...)"},
    {"GREATEST", true, "write CASE"},
    {"LEAST", true, "write CASE"},
    {"STRING_AGG", true, "join in the program"},
    {"GROUP_CONCAT", true, "join in the program"},
    {"JSON_EACH", true, "expand IN ($1, $2, ...)"},
    {"LATERAL", false, "write a join or two reads"},
    {"NOW", true, "pass the time as a parameter"},
    {"CURRENT_TIMESTAMP", false, "pass the time as a parameter"},
}};

[[noreturn]] void refuse_sql(std::string_view what, std::string_view instead, std::string_view sql) {
  throw DatabaseError("SQL for both engines may not have " + std::string(what) + ": " +
                      std::string(instead) + ". In: " + std::string(sql));
}

std::size_t parameter_number(std::string_view text, std::string_view sql) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data() + 1, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number == 0 || number > 999) {
    refuse_sql("the parameter " + std::string(text), "number them $1, $2, ...", sql);
  }
  return number;
}

}  // namespace

std::string adapt_for_sqlite(std::string_view ddl) {
  const Tokens all = tokens(ddl);
  std::string out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= all.size(); ++i) {
    if (i < all.size() && all[i].text != ";") continue;
    out += SqliteStatement(all, begin, i).adapted();
    if (i < all.size()) out += ";";
    begin = i + 1;
  }
  return out;
}

std::string adapt_for_postgres(std::string_view ddl) {
  const Tokens all = tokens(ddl);
  std::string out;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::size_t next = after(all, i, all.size());
    if (is_word(all[i], "WITHOUT") && next < all.size() && is_word(all[next], "ROWID")) {
      i = next;
    } else {
      out += all[i].text;
    }
  }
  return out;
}

std::size_t check_statement(std::string_view sql) {
  const Tokens all = tokens(sql);
  std::vector<bool> used;
  bool ended = false;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Token& token = all[i];
    if (token.kind == Kind::gap) continue;
    if (ended) refuse_sql("two statements in one", "send them one by one", sql);
    const std::size_t next = after(all, i, all.size());
    const std::string_view follower = next < all.size() ? all[next].text : "";
    if (token.kind == Kind::parameter) {
      const std::size_t number = parameter_number(token.text, sql);
      if (used.size() < number) used.resize(number);
      used[number - 1] = true;
    } else if (token.kind == Kind::word) {
      for (const Banned& banned : kBanned) {
        if (is_word(token, banned.word) && (!banned.call || follower == "(")) {
          refuse_sql(banned.word, banned.instead, sql);
        }
      }
    } else if (token.text == ";") {
      ended = true;
    } else if (token.text == "?") {
      refuse_sql("?", "number parameters $1, $2, ...", sql);
    } else if (token.text == ":" && i + 1 < all.size() && all[i + 1].text == ":") {
      refuse_sql("::", "write CAST(x AS type)", sql);
    }
  }
  const auto hole = std::find(used.begin(), used.end(), false);
  if (hole != used.end()) {
    refuse_sql("an unused parameter $" + std::to_string(hole - used.begin() + 1),
               "number them without holes", sql);
  }
  return used.size();
}

std::string check_params(const std::vector<Param>& params) {
  for (std::size_t i = 0; i < params.size(); ++i) {
    const auto* text = std::get_if<std::string>(&params[i]);
    if (!text) continue;
    const std::string name = "parameter $" + std::to_string(i + 1);
    if (text->find('\0') != std::string::npos) return name + " has a NUL character";
    if (!is_utf8(*text)) return name + " is not UTF-8";
  }
  return {};
}

std::string check_change_set(const ChangeSet& change_set) {
  if (!change_set.statements.empty() && change_set.proof.sql.empty()) {
    return "a change set needs its proof";
  }
  for (const Statement& statement : change_set.statements) {
    std::string fault = check_params(statement.params);
    if (!fault.empty()) return fault + " of: " + std::string(statement.sql);
  }
  return check_params(change_set.proof.params);
}

}  // namespace xinfang
