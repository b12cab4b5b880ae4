#include "store/migrations.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <stdexcept>

namespace xinfang {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kVersionTable =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    " version BIGINT PRIMARY KEY,"      // class: public
    " name TEXT NOT NULL,"              // class: public
    " applied_at BIGINT NOT NULL);";    // class: public

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw std::runtime_error("The migration " + path.string() + " cannot be read.");
  return text;
}

std::int64_t newest_applied(Database& database) {
  return database.read("SELECT coalesce(max(version), 0) FROM schema_version").at(0).integer(0);
}

std::int64_t newest_known(const std::vector<Migration>& migrations) {
  return migrations.empty() ? 0 : migrations.back().version;
}

void refuse_newer(std::int64_t applied, std::int64_t known) {
  if (applied <= known) return;
  throw DatabaseError("The database has schema version " + std::to_string(applied) +
                      ", this program knows " + std::to_string(known) +
                      ". Start the newer program, or restore an older backup.");
}

// The version row goes into the script, so that both come about together or not at all; the name
// holds letters, digits and underscores only.
std::string script_of(const Migration& migration, Engine engine, Instant applied_at) {
  return migration.shared_sql + "\n;\n" +
         (engine == Engine::sqlite ? migration.sqlite_sql : migration.postgres_sql) +
         "\n;\nINSERT INTO schema_version(version, name, applied_at) VALUES (" +
         std::to_string(migration.version) + ", '" + migration.name + "', " +
         std::to_string(applied_at.ms) + ");";
}

}  // namespace

std::vector<Migration> load_migrations(const std::string& folder) {
  static const std::regex kName(R"((\d{4})_([A-Za-z0-9_]+?)(\.sqlite|\.postgres)?\.sql)");
  std::error_code error;
  std::vector<fs::path> paths;
  for (auto entry = fs::directory_iterator(folder, error); !error && entry != fs::end(entry);
       entry.increment(error)) {
    if (entry->path().extension() == ".sql") paths.push_back(entry->path());
  }
  if (error) {
    throw std::runtime_error("The folder of migrations " + folder + " cannot be read: " +
                             error.message() + ".");
  }
  std::map<int, Migration> found;
  for (const fs::path& path : paths) {
    std::smatch parts;
    const std::string file_name = path.filename().string();
    if (!std::regex_match(file_name, parts, kName)) {
      throw std::runtime_error("The migration " + path.string() +
                               " must be named NNNN_name.sql, .sqlite.sql or .postgres.sql.");
    }
    const int version = std::stoi(parts[1]);
    Migration& migration = found[version];
    if (!migration.name.empty() && migration.name != parts[2]) {
      throw std::runtime_error("Two migrations have the number " + parts[1].str() + ": " +
                               migration.name + " and " + parts[2].str() + ".");
    }
    migration.version = version;
    migration.name = parts[2];
    std::string& target = parts[3] == ".sqlite"     ? migration.sqlite_sql
                          : parts[3] == ".postgres" ? migration.postgres_sql
                                                    : migration.shared_sql;
    target = content_of(path);
  }
  std::vector<Migration> all;
  for (auto& [version, migration] : found) {
    if (version != static_cast<int>(all.size()) + 1) {
      throw std::runtime_error("In " + folder + " migration " + std::to_string(all.size() + 1) +
                               " is missing: " + migration.name + " has number " +
                               std::to_string(version) + ".");
    }
    all.push_back(std::move(migration));
  }
  return all;
}

int migrate(Database& database, const std::vector<Migration>& migrations, Instant applied_at) {
  int run = 0;
  database.alone([&] {
    database.run_script(kVersionTable);
    const std::int64_t applied = newest_applied(database);
    const std::int64_t known = newest_known(migrations);
    refuse_newer(applied, known);
    for (const Migration& migration : migrations) {
      if (migration.version <= applied) continue;
      if (migration.version != applied + run + 1) {
        throw DatabaseError("Migration " + std::to_string(applied + run + 1) + " is missing.");
      }
      try {
        database.run_script(script_of(migration, database.engine(), applied_at));
      } catch (const DatabaseUnavailable&) {
        throw;
      } catch (const DatabaseError& error) {
        throw DatabaseError("Migration " + std::to_string(migration.version) + " (" +
                            migration.name + ") failed, nothing of it was kept: " + error.what());
      }
      ++run;
    }
  });
  return run;
}

void require_newest(Database& database, const std::vector<Migration>& migrations) {
  const std::int64_t applied = newest_applied(database), known = newest_known(migrations);
  refuse_newer(applied, known);
  if (applied < known) {
    throw DatabaseError("The database has schema version " + std::to_string(applied) +
                        ", this program needs " + std::to_string(known) +
                        ". Make a backup, then start the server or run xinfang migrate.");
  }
}

}  // namespace xinfang
