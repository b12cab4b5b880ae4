// PostgreSQL: the rows of every permanent table, in the text of COPY.
//
// Of each table a line {"table": ..., "columns": [...]}, its rows, and a line \. ; all in one
// REPEATABLE READ snapshot, read by one transaction when it is filled in again.
#include <atomic>
#include <fstream>

#include "base/json.hpp"
#include "store/copy_engine.hpp"
#include "store/postgres_connection.hpp"

namespace xinfang {
namespace {

const std::atomic<bool> kNeverClosing{false};  // a command is ended by its signal

using Role = PostgresConnection::Role;

constexpr std::string_view kEnd = "\\.";
constexpr std::size_t kPiece = 1u << 18;

bool is_table_of_keys(const std::string& table) {
  return table == "key_root" || table == "matter_keys";
}

std::string quoted(const std::string& name) { return "\"" + name + "\""; }

// `COPY "t" ("a", "b")`
std::string copy_of(const Json& head) {
  std::string columns;
  for (const Json& column : head["columns"].as_array()) {
    columns += (columns.empty() ? "" : ", ") + quoted(column.as_string());
  }
  return "COPY " + quoted(head["table"].as_string()) + " (" + columns + ")";
}

std::vector<Json> tables_of(PostgresConnection& from) {
  std::vector<Json> tables;
  for (const Row& row : from.rows(
           "SELECT CAST(c.relname AS TEXT), CAST(a.attname AS TEXT) FROM pg_class c"
           " JOIN pg_namespace n ON n.oid = c.relnamespace"
           " JOIN pg_attribute a ON a.attrelid = c.oid"
           " WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relpersistence = 'p'"
           " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum",
           {})) {
    if (tables.empty() || tables.back()["table"].as_string() != row.text(0)) {
      tables.push_back(Json::object().set("table", row.text(0)).set("columns", Json::array()));
    }
    Json columns = tables.back()["columns"];
    columns.push(row.text(1));
    tables.back().set("columns", std::move(columns));
  }
  return tables;
}

// The rows of one table, until the line that ends them.
void fill_table(PostgresConnection& to, std::ifstream& in, const Json& head) {
  to.script("TRUNCATE TABLE " + quoted(head["table"].as_string()));
  bool ended = false;
  to.copy_in(copy_of(head) + " FROM STDIN", [&](std::string& piece) {
    std::string line;
    while (piece.size() < kPiece && !ended && std::getline(in, line)) {
      ended = line == kEnd;
      if (!ended) piece += line + "\n";
    }
    return !piece.empty();
  });
  if (!ended) throw DatabaseError("The copy breaks off in " + head["table"].as_string() + ".");
}

}  // namespace

void copy_postgres(const DatabaseOptions& from, CopyOf part, const std::string& file,
                   const CopyWatch& watch) {
  PostgresConnection source(from, Role::read, kNeverClosing);
  source.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  const std::vector<Json> tables = tables_of(source);
  if (watch.look) {
    watch.look([&](std::string_view sql, std::vector<Param> params) {
      return source.rows(sql, params);
    });
  }
  std::ofstream out(file, std::ios::binary);
  std::uint64_t done = 0;
  for (const Json& head : tables) {
    if (is_table_of_keys(head["table"].as_string()) != (part == CopyOf::keys)) continue;
    out << head.dump() << "\n";
    source.copy_out(copy_of(head) + " TO STDOUT", [&](std::string_view row) {
      out.write(row.data(), static_cast<std::streamsize>(row.size()));
      if (!out) throw DatabaseError("The copy " + file + " cannot be written: is the disk full?");
    });
    out << kEnd << "\n";
    if (watch.progress) watch.progress(++done, tables.size());
  }
  out.close();
  if (!out) throw DatabaseError("The copy " + file + " cannot be written: is the disk full?");
  source.script("COMMIT");
}

void fill_postgres(const DatabaseOptions& to, const std::string& file) {
  PostgresConnection target(to, Role::write, kNeverClosing);
  std::ifstream in(file, std::ios::binary);
  target.script("BEGIN");
  std::string line;
  while (std::getline(in, line)) {
    const auto head = Json::parse(line);
    if (!head || !(*head)["table"].is_string()) {
      throw DatabaseError("The copy has a line that names no table where one must begin.");
    }
    fill_table(target, in, *head);
  }
  if (in.bad()) throw DatabaseError("The copy " + file + " cannot be read.");
  target.script("COMMIT");
  target.script("ANALYZE");
}

bool is_postgres_empty(const DatabaseOptions& options) {
  PostgresConnection connection(options, Role::write, kNeverClosing);  // makes the schema where it is missing
  return tables_of(connection).empty();
}

}  // namespace xinfang
