// One connection to the SQLite file: settings, a cache of prepared statements, parameters bound by
// name (SQLite numbers $1, $2 by first appearance, so position would be wrong).
//
// Used by one thread at a time. synchronous=FULL: a commit is on disk when COMMIT returns. No
// memory mapping: a read error would then end the program instead of one request.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/database.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace xinfang {

// A failed step with SQLite's extended result code.
struct SqliteFailure : DatabaseError {
  SqliteFailure(int result_code, const std::string& message)
      : DatabaseError(message), code(result_code) {}
  int code;
};

class SqliteConnection {
 public:
  enum class Mode { write, read };

  SqliteConnection(std::string path, Mode mode);  // throws DatabaseUnavailable
  ~SqliteConnection();
  SqliteConnection(const SqliteConnection&) = delete;
  SqliteConnection& operator=(const SqliteConnection&) = delete;

  // Runs a statement to its end. `each` may be empty; it may throw to stop. Throws SqliteFailure.
  void run(std::string_view sql, const std::vector<Param>& params,
           const std::function<void(Row)>& each = {});
  Rows rows(std::string_view sql, const std::vector<Param>& params);
  // Several statements, unchecked, without parameters.
  void script(const std::string& sql);

  void begin();  // takes the write lock at once
  void commit();
  void roll_back();  // does nothing outside a transaction

  sqlite3* handle() const { return handle_.get(); }  // for the copy of the whole file

 private:
  struct Prepared {
    std::unique_ptr<sqlite3_stmt, void (*)(sqlite3_stmt*)> statement;
    std::vector<int> places;  // of $1, $2, ... in SQLite's numbering
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  Prepared& prepare(std::string_view sql);
  void bind(Prepared& prepared, const std::vector<Param>& params);
  [[noreturn]] void fail(int code) const;

  std::string path_;
  std::unique_ptr<sqlite3, void (*)(sqlite3*)> handle_;
  std::unordered_map<std::string, Prepared, Hash, std::equal_to<>> cache_;
};

}  // namespace xinfang
