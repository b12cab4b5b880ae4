// SQLite: the pages of one snapshot by the online backup interface.
//
// A read transaction of our own holds the snapshot, so that pages come in small steps without
// beginning anew whenever somebody writes. The writer is never held up; the file of what was
// written meanwhile (-wal) grows until the copy is done.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <memory>

#include "store/copy_engine.hpp"
#include "store/sqlite_connection.hpp"

namespace xinfang {
namespace {

constexpr int kPagesAtOnce = 2048;

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

Handle new_file(const std::string& path) {
  const int made = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) throw DatabaseError("The copy " + path + " cannot be made.");
  close(made);
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                                   nullptr);
  Handle handle(raw, sqlite3_close_v2);
  if (code != SQLITE_OK) throw DatabaseError("The copy " + path + " cannot be opened.");
  // A half copy is never used; it is flushed once, when it is whole.
  sqlite3_exec(raw, "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", nullptr, nullptr, nullptr);
  return handle;
}

void copy_pages(sqlite3* from, sqlite3* to, const CopyWatch& watch) {
  sqlite3_backup* copying = sqlite3_backup_init(to, "main", from, "main");
  if (!copying) throw DatabaseError(std::string("The copy cannot begin: ") + sqlite3_errmsg(to));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite3_backup_step(copying, kPagesAtOnce);
    const int of = sqlite3_backup_pagecount(copying);
    if (watch.progress && code != SQLITE_DONE) {
      watch.progress(static_cast<std::uint64_t>(of - sqlite3_backup_remaining(copying)),
                     static_cast<std::uint64_t>(of));
    }
  }
  sqlite3_backup_finish(copying);
  if (code != SQLITE_DONE) {
    throw DatabaseError(std::string("The copy was not finished: ") + sqlite3_errstr(code) + ".");
  }
}

}  // namespace

void copy_sqlite(const DatabaseOptions& from, const std::string& file, const CopyWatch& watch) {
  SqliteConnection source(from.url.substr(std::string_view("sqlite:").size()),
                          SqliteConnection::Mode::read);
  source.script("BEGIN");
  const auto read = [&](std::string_view sql, std::vector<Param> params) {
    return source.rows(sql, params);
  };
  read("SELECT count(name) FROM sqlite_master", {});  // the snapshot is taken by the first reading
  if (watch.look) watch.look(read);
  const Handle copy = new_file(file);
  copy_pages(source.handle(), copy.get(), watch);
  source.roll_back();
}

}  // namespace xinfang
