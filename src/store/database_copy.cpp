#include "store/database_copy.hpp"

#include <filesystem>

#include "base/file_copy.hpp"
#include "store/copy_engine.hpp"

namespace xinfang {
namespace {

// Empty for PostgreSQL.
std::string sqlite_path(const DatabaseOptions& options) {
  constexpr std::string_view kScheme = "sqlite:";
  return options.url.starts_with(kScheme) ? options.url.substr(kScheme.size()) : std::string();
}

void must(const Result<Done>& done) {
  if (done) return;
  std::string sentence = done.refusal().code;
  for (const auto& [name, value] : done.refusal().facts) sentence += ", " + name + " " + value;
  throw DatabaseError(sentence);
}

}  // namespace

void copy_database(const DatabaseOptions& from, CopyOf part, const std::string& file,
                   const CopyWatch& watch) {
  if (sqlite_path(from).empty()) {
    copy_postgres(from, part, file, watch);
  } else {
    copy_sqlite(from, file, watch);
  }
  must(sync_file(file));
}

bool is_database_empty(const DatabaseOptions& options) {
  const std::string path = sqlite_path(options);
  if (path.empty()) return is_postgres_empty(options);
  std::error_code missing;
  const auto size = std::filesystem::file_size(path, missing);
  return missing || size == 0;
}

void database_from_copy(const DatabaseOptions& to, const std::string& file,
                        const std::function<void(Database&)>& make_tables) {
  const std::string path = sqlite_path(to);
  if (path.empty()) {
    make_tables(*Database::open(to));
    fill_postgres(to, file);
    return;
  }
  must(copy_file(file, path));
  must(sync_folder(std::filesystem::path(path).parent_path().string()));
}

}  // namespace xinfang
