// What must differ between the engines, and the checks that keep SQL the same for both.
//
// Shared DDL is written for PostgreSQL's type names and adapted for SQLite by three substitutions
// and STRICT. Statements are checked once, when a connection first prepares them: what only one
// engine understands, or what the two understand differently, is refused with what to write instead.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/database.hpp"

namespace xinfang {

// BIGINT -> INTEGER, BYTEA -> BLOB, `column JSON` -> `column TEXT CHECK(json_valid(column))`, and
// STRICT at the end of every CREATE TABLE that lists columns.
std::string adapt_for_sqlite(std::string_view ddl);
// Takes WITHOUT ROWID away; everything else is PostgreSQL already.
std::string adapt_for_postgres(std::string_view ddl);

// Throws DatabaseError when the statement breaks a rule of database.hpp. Returns the highest
// parameter number; every number from 1 up to it is used.
std::size_t check_statement(std::string_view sql);

// Empty when the values can be stored on both engines; otherwise a sentence saying which cannot
// (NUL in a text, a text that is not UTF-8).
std::string check_params(const std::vector<Param>& params);
// The same for all of a change set, and that it has its proof.
std::string check_change_set(const ChangeSet& change_set);

}  // namespace xinfang
