// A copy of a whole database in one file, and a database made from such a file.
//
// The copy is one snapshot, taken on a connection of its own while servers go on writing. SQLite:
// the pages of the file, ready to be opened. PostgreSQL: the rows of every permanent table in the
// server's own COPY text, so that no other program and no equal version is needed to read them.
// What is derived and stands apart (SQLite: its own file, PostgreSQL: unlogged tables) is left out.
#pragma once

#include <functional>
#include <string>

#include "store/database.hpp"

namespace xinfang {

// Matters and keys may share a PostgreSQL database; never one copy.
enum class CopyOf { matters, keys };

struct CopyWatch {
  std::function<void(const Database::Reader&)> look;  // reads in the same snapshot, before the copy
  std::function<void(std::uint64_t done, std::uint64_t of)> progress;  // bytes, or tables
};

// Writes the new file `file` and flushes it. Throws DatabaseError (also when the file cannot be
// written); what is left of the file then is no copy.
void copy_database(const DatabaseOptions& from, CopyOf part, const std::string& file,
                   const CopyWatch& watch);

// Whether nothing is there: no file, or a file or schema without a table.
bool is_database_empty(const DatabaseOptions& options);

// The database of `to`, which must be empty (ask before), with what the copy holds, durable on return.
// `make_tables` brings an empty PostgreSQL database to the schema that the copy was made from; a
// SQLite copy has its own. Throws DatabaseError when the copy does not fit.
void database_from_copy(const DatabaseOptions& to, const std::string& file,
                        const std::function<void(Database&)>& make_tables);

}  // namespace xinfang
