// Versioned schema, from migrations/NNNN_name.sql (shared text) or NNNN_name.sqlite.sql /
// NNNN_name.postgres.sql where the engines must differ. For SQLite the shared DDL is adapted by
// three substitutions (BIGINT -> INTEGER, BYTEA -> BLOB, JSON -> TEXT CHECK(json_valid(...))) and
// every CREATE TABLE gets STRICT. WITHOUT ROWID may stand in shared text; PostgreSQL never sees it.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "store/database.hpp"

namespace xinfang {

struct Migration {
  int version = 0;
  std::string name;
  std::string shared_sql, sqlite_sql, postgres_sql;  // shared runs first, then the engine's own
};

// Reads the folder; throws std::runtime_error on a gap, a double or an unreadable file.
std::vector<Migration> load_migrations(const std::string& folder);

// Brings the database up to the newest version under an engine-wide lock (two servers starting at
// once: one migrates, the other waits). Throws DatabaseError when the database is newer than the
// program. Each migration and its row in schema_version (with applied_at) are one transaction.
// Returns the number of migrations run.
int migrate(Database& database, const std::vector<Migration>& migrations, Instant applied_at = {});

// For commands that only read: throws DatabaseError with what to do when the database has another
// version than the program.
void require_newest(Database& database, const std::vector<Migration>& migrations);

}  // namespace xinfang
