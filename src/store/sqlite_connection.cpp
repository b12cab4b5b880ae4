#include "store/sqlite_connection.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "store/dialect.hpp"

namespace xinfang {
namespace {

// Statement texts are literals, a few hundred in all; the bound is for texts that are not.
constexpr std::size_t kCacheLimit = 1000;
constexpr int kBusyMilliseconds = 5000;

void close_handle(sqlite3* handle) { sqlite3_close_v2(handle); }
void finalize(sqlite3_stmt* statement) { sqlite3_finalize(statement); }

// SQLite would make the file readable for everybody; its side files take the mode of the first.
void make_private_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) {
    throw DatabaseUnavailable("The database file " + path + " cannot be opened: " +
                              std::strerror(errno) + ". Check that its folder exists and is yours.");
  }
  close(file);
}

Param value_of(sqlite3_stmt* statement, int column) {
  const auto size = [&] {
    return static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
  };
  switch (sqlite3_column_type(statement, column)) {
    case SQLITE_NULL:
      return std::monostate{};
    case SQLITE_INTEGER:
      return static_cast<std::int64_t>(sqlite3_column_int64(statement, column));
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
      return bytes ? Blob{Bytes(bytes, size())} : Blob{};
    }
    default: {
      const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
      return text ? std::string(text, size()) : std::string();
    }
  }
}

// Leaves a statement ready for its next use, also when a callback throws.
struct Resetting {
  sqlite3_stmt* statement;
  ~Resetting() { sqlite3_reset(statement); }
};

}  // namespace

SqliteConnection::SqliteConnection(std::string path, Mode mode)
    : path_(std::move(path)), handle_(nullptr, close_handle) {
  if (mode == Mode::write) make_private_file(path_);
  sqlite3* handle = nullptr;
  const int flags = (mode == Mode::write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY) |
                    SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  const int code = sqlite3_open_v2(path_.c_str(), &handle, flags, nullptr);
  handle_.reset(handle);
  if (code != SQLITE_OK) {
    throw DatabaseUnavailable("The database file " + path_ + " cannot be opened: " +
                              sqlite3_errstr(code) + ".");
  }
  sqlite3_busy_timeout(handle, kBusyMilliseconds);
  try {
    script(
        "PRAGMA foreign_keys=ON; PRAGMA case_sensitive_like=ON; PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=0;");
    script(mode == Mode::write
               ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
                 "PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864;"
               : "PRAGMA query_only=ON; PRAGMA cache_size=-16384;");
  } catch (const DatabaseError& error) {
    throw DatabaseUnavailable("The database file " + path_ + " cannot be used: " + error.what() +
                              ".");
  }
}

SqliteConnection::~SqliteConnection() { cache_.clear(); }

void SqliteConnection::fail(int code) const {
  throw SqliteFailure(code, sqlite3_errmsg(handle_.get()));
}

SqliteConnection::Prepared& SqliteConnection::prepare(std::string_view sql) {
  const auto found = cache_.find(sql);
  if (found != cache_.end()) return found->second;
  const std::size_t count = check_statement(sql);
  sqlite3_stmt* raw = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
  if (code != SQLITE_OK) {
    throw SqliteFailure(code, std::string(sqlite3_errmsg(handle_.get())) + " in: " +
                                  std::string(sql));
  }
  Prepared prepared{{raw, finalize}, {}};
  for (std::size_t number = 1; number <= count; ++number) {
    const std::string name = "$" + std::to_string(number);
    prepared.places.push_back(sqlite3_bind_parameter_index(raw, name.c_str()));
  }
  if (cache_.size() >= kCacheLimit) cache_.clear();
  return cache_.emplace(std::string(sql), std::move(prepared)).first->second;
}

void SqliteConnection::bind(Prepared& prepared, const std::vector<Param>& params) {
  if (params.size() != prepared.places.size()) {
    throw SqliteFailure(SQLITE_RANGE, std::to_string(params.size()) + " parameters for " +
                                          std::string(sqlite3_sql(prepared.statement.get())));
  }
  sqlite3_stmt* statement = prepared.statement.get();
  for (std::size_t i = 0; i < params.size(); ++i) {
    const int place = prepared.places[i];
    int code = SQLITE_OK;
    // The caller's values outlive the run, so nothing is copied.
    if (const auto* number = std::get_if<std::int64_t>(&params[i])) {
      code = sqlite3_bind_int64(statement, place, *number);
    } else if (const auto* text = std::get_if<std::string>(&params[i])) {
      code = sqlite3_bind_text64(statement, place, text->data(), text->size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    } else if (const auto* blob = std::get_if<Blob>(&params[i])) {
      code = sqlite3_bind_blob64(statement, place, blob->bytes.data(), blob->bytes.size(),
                                 SQLITE_STATIC);
    } else {
      code = sqlite3_bind_null(statement, place);
    }
    if (code != SQLITE_OK) fail(code);
  }
}

void SqliteConnection::run(std::string_view sql, const std::vector<Param>& params,
                           const std::function<void(Row)>& each) {
  Prepared& prepared = prepare(sql);
  bind(prepared, params);
  sqlite3_stmt* statement = prepared.statement.get();
  const Resetting resetting{statement};
  for (;;) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_DONE) return;
    if (code != SQLITE_ROW) fail(code);
    if (!each) continue;
    std::vector<Param> values;
    const int columns = sqlite3_column_count(statement);
    values.reserve(static_cast<std::size_t>(columns));
    for (int column = 0; column < columns; ++column) values.push_back(value_of(statement, column));
    each(Row(std::move(values)));
  }
}

Rows SqliteConnection::rows(std::string_view sql, const std::vector<Param>& params) {
  Rows all;
  run(sql, params, [&](Row row) { all.push_back(std::move(row)); });
  return all;
}

void SqliteConnection::script(const std::string& sql) {
  const int code = sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

void SqliteConnection::begin() { run("BEGIN IMMEDIATE", {}); }
void SqliteConnection::commit() { run("COMMIT", {}); }

void SqliteConnection::roll_back() {
  if (sqlite3_get_autocommit(handle_.get())) return;
  try {
    run("ROLLBACK", {});
  } catch (const std::exception&) {
    // Nothing stands open any more: the failure before it has rolled back already.
  }
}

}  // namespace xinfang
