#include "store/search_dialect.hpp"

namespace xinfang {
namespace {

std::string joined(const std::vector<std::string>& pieces, std::string_view between) {
  std::string text;
  for (const std::string& piece : pieces) {
    if (!text.empty()) text += between;
    text += piece;
  }
  return text;
}

std::string array_literal(const std::vector<std::string>& pieces) {
  return "{" + joined(pieces, ",") + "}";
}

const SearchDialect kSqlite{
    R"(
CREATE TABLE IF NOT EXISTS search_entries (
  matter_id BIGINT PRIMARY KEY,     -- public
  pieces TEXT NOT NULL              -- secret; keyed
);
CREATE VIRTUAL TABLE IF NOT EXISTS search_pieces
  USING fts5(pieces, content='', detail=none, columnsize=0);
CREATE TABLE IF NOT EXISTS search_cursor (
  cursor_no BIGINT PRIMARY KEY,     -- public; form of the pieces
  next_index BIGINT NOT NULL        -- public
);
)",
    "SELECT pieces FROM search_entries WHERE matter_id = $1",
    {"INSERT INTO search_pieces (search_pieces, rowid, pieces) VALUES ('delete', $1, $2)",
     "DELETE FROM search_entries WHERE matter_id = $1 AND pieces = $2"},
    {"INSERT INTO search_entries (matter_id, pieces) VALUES ($1, $2)",
     "INSERT INTO search_pieces (rowid, pieces) VALUES ($1, $2)"},
    "SELECT rowid FROM search_pieces WHERE search_pieces MATCH $1 AND rowid < $2 "
    "ORDER BY rowid DESC LIMIT $3",
    {"INSERT INTO search_pieces (search_pieces) VALUES ('delete-all')",
     "DELETE FROM search_entries", "DELETE FROM search_cursor"},
    [](const std::vector<std::string>& pieces) { return joined(pieces, " "); },
    // Quoted: a piece may read like an operator (and, or, not, near).
    [](const std::vector<std::string>& pieces) { return "\"" + joined(pieces, "\" AND \"") + "\""; },
};

const SearchDialect kPostgres{
    R"(
CREATE UNLOGGED TABLE IF NOT EXISTS search_entries (
  matter_id BIGINT PRIMARY KEY,     -- public
  pieces TEXT[] NOT NULL            -- secret; keyed
);
CREATE INDEX IF NOT EXISTS search_entries_by_piece ON search_entries USING gin (pieces);
CREATE UNLOGGED TABLE IF NOT EXISTS search_cursor (
  cursor_no BIGINT PRIMARY KEY,     -- public; form of the pieces
  next_index BIGINT NOT NULL        -- public
);
)",
    "SELECT CAST(pieces AS TEXT) FROM search_entries WHERE matter_id = $1",
    {"DELETE FROM search_entries WHERE matter_id = $1 AND pieces = CAST($2 AS TEXT[])"},
    {"INSERT INTO search_entries (matter_id, pieces) VALUES ($1, CAST($2 AS TEXT[])) "
     "ON CONFLICT (matter_id) DO UPDATE SET pieces = excluded.pieces"},
    "SELECT matter_id FROM search_entries WHERE pieces @> CAST($1 AS TEXT[]) AND matter_id < $2 "
    "ORDER BY matter_id DESC LIMIT $3",
    {"DELETE FROM search_entries", "DELETE FROM search_cursor"},
    array_literal,
    array_literal,
};

}  // namespace

const SearchDialect& search_dialect(Engine engine) {
  return engine == Engine::sqlite ? kSqlite : kPostgres;
}

}  // namespace xinfang
