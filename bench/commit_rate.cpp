// Commits of intake change sets a second through Database::commit from 64 threads, beside
//   SQLite      a raw sqlite3 loop with the same statements, settings and group size  (limit 0.7)
//   PostgreSQL  pgbench -M prepared, eight clients, pipelined, the same SQL           (limit 1.0)
// Rounds alternate; the table shows medians and the ratio.
//
//   bench_commit_rate [folder of migrations] [rounds] [change sets a round]
// PostgreSQL is the server of XINFANG_TEST_POSTGRES. Ends with 1 when a limit is not met.
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "domain/projection.hpp"
#include "store/event_store.hpp"
#include "store/matter_store.hpp"
#include "store/migrations.hpp"

using namespace xinfang;

namespace {

namespace fs = std::filesystem;

constexpr int kThreads = 64;
constexpr const char* kPgbench = "/usr/lib/postgresql/15/bin/pgbench";

struct Setting {
  std::string migrations = "migrations";
  int rounds = 3;
  std::int64_t change_sets = 20'000;
  fs::path folder;
};

// What one filing writes: the very change set that the services commit. Ids are n, and texts that
// must differ end with n, so that the same rows can be written as a pgbench script.
ChangeSet intake(KeyStore& keys, std::int64_t n) {
  const std::string number = "XF" + std::to_string(n);
  const Instant at{1'772'000'000'000};
  Decision decision;
  Event& event = decision.event;
  event.event_id = event.matter_id = n;
  event.seq = 1;
  event.at = at;
  event.step = "T01";
  event.deed = "register";
  event.rule_set = "reg2022";
  event.actor_kind = "petitioner";
  Subject intake;
  intake.no = 1;
  intake.state = "REGISTERED";
  intake.organ_id = 330106;
  intake.item_no = number;
  event.changes.subjects.push_back({intake, ""});
  event.changes.facts.set("matter_no", number).set("region_code", "330106").set("channel", "web");
  std::string text;
  for (int i = 0; i < 30; ++i) text += "夜间施工噪声扰民请处";  // 900 bytes
  decision.texts = {{"text", text, "petitioner"},
                    {"petitioners[0].name", "陈敏", "petitioner"},
                    {"petitioners[0].phone", "13800005678", "internal"}};
  Projection projection;
  projection.shown_state = "REGISTERED";
  projection.work.push_back({1, 330106, "register", "C01", Date::of(2026, 3, 16), false});
  projection.reach.push_back({330106, true});

  ChangeSet changes;
  const Matter matter = append_event(changes, keys, keys.take(), Matter{}, std::move(decision));
  save_projection(changes, matter, projection, nullptr);
  save_item_number(changes, number, n, 1);
  save_person_key(changes, keys, "phone", "13800005678", n, number);
  keep_answer(changes, "item", "k" + std::to_string(n),
              {Bytes(32, '\x5a'), 201, std::string(120, 'a')}, at);
  return changes;
}

KeyStore open_keys(const Setting& setting) {
  DatabaseOptions options;
  options.url = "sqlite:" + (setting.folder / "keys.db").string();
  return KeyStore(Database::open(options), Bytes(32, 'm'), CryptoProfile::standard);
}

std::vector<ChangeSet> intakes(const Setting& setting) {
  KeyStore keys = open_keys(setting);
  std::vector<ChangeSet> all;
  for (std::int64_t n = 1; n <= setting.change_sets; ++n) all.push_back(intake(keys, n));
  return all;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Measured {
  double rate = 0;
  double group = 0;  // change sets a transaction
};

Measured through_database(const DatabaseOptions& options, const Setting& setting) {
  const auto db = Database::open(options);
  migrate(*db, load_migrations(setting.migrations));
  std::vector<ChangeSet> all = intakes(setting);
  std::atomic<std::size_t> next = 0;
  std::atomic<bool> failed = false;
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&] {
      for (std::size_t i; (i = next++) < all.size();) {
        if (!db->commit(std::move(all[i])).committed()) failed = true;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const double seconds = seconds_since(start);
  if (failed) throw std::runtime_error("a change set was refused");
  const Database::Figures figures = db->figures();
  return {static_cast<double>(setting.change_sets) / seconds,
          static_cast<double>(figures.change_sets) / static_cast<double>(figures.groups)};
}

void must(int code, sqlite3* handle) {
  if (code != SQLITE_OK && code != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(handle));
}

void bind_values(sqlite3_stmt* statement, const std::vector<Param>& params) {
  for (std::size_t i = 0; i < params.size(); ++i) {
    const int place = static_cast<int>(i) + 1;  // these texts use $1, $2, ... in order
    if (const auto* number = std::get_if<std::int64_t>(&params[i])) {
      sqlite3_bind_int64(statement, place, *number);
    } else if (const auto* text = std::get_if<std::string>(&params[i])) {
      sqlite3_bind_text(statement, place, text->data(), static_cast<int>(text->size()),
                        SQLITE_STATIC);
    } else if (const auto* blob = std::get_if<Blob>(&params[i])) {
      sqlite3_bind_blob(statement, place, blob->bytes.data(),
                        static_cast<int>(blob->bytes.size()), SQLITE_STATIC);
    }
  }
}

Measured raw_loop(const DatabaseOptions& options, const Setting& setting, double group) {
  migrate(*Database::open(options), load_migrations(setting.migrations));
  sqlite3* handle = nullptr;
  must(sqlite3_open(options.url.substr(7).c_str(), &handle), handle);
  const auto execute = [&](const char* sql) {
    must(sqlite3_exec(handle, sql, nullptr, nullptr, nullptr), handle);
  };
  execute(
      "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
      "PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=4000; PRAGMA temp_store=MEMORY;");
  std::vector<ChangeSet> all = intakes(setting);
  std::vector<sqlite3_stmt*> prepared;
  for (const Statement& statement : all[0].statements) {
    prepared.emplace_back();
    must(sqlite3_prepare_v2(handle, statement.sql.data(), static_cast<int>(statement.sql.size()),
                            &prepared.back(), nullptr),
         handle);
  }
  const auto in_group = static_cast<std::size_t>(group + 0.5);
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < all.size(); i += in_group) {
    execute("BEGIN IMMEDIATE");
    for (std::size_t k = i; k < std::min(all.size(), i + in_group); ++k) {
      for (std::size_t s = 0; s < prepared.size(); ++s) {
        bind_values(prepared[s], all[k].statements[s].params);
        must(sqlite3_step(prepared[s]), handle);
        sqlite3_reset(prepared[s]);
      }
    }
    execute("COMMIT");
  }
  const double seconds = seconds_since(start);
  for (sqlite3_stmt* statement : prepared) sqlite3_finalize(statement);
  sqlite3_close(handle);
  return {static_cast<double>(setting.change_sets) / seconds, static_cast<double>(in_group)};
}

std::string pgbench_value(const Param& value, std::int64_t n) {
  const std::string number = std::to_string(n);
  if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    return *integer == n ? ":n" : std::to_string(*integer);
  }
  if (const auto* blob = std::get_if<Blob>(&value)) return "'\\x" + hex(blob->bytes) + "'";
  const std::string& text = std::get<std::string>(value);
  // pgbench reads a colon as a variable: a text that holds one is replaced by one of its length.
  if (!text.ends_with(number)) {
    return "'" + (text.find(':') == text.npos ? text : std::string(text.size(), 't')) + "'";
  }
  return "'" + text.substr(0, text.size() - number.size()) + "' || CAST(:n AS TEXT)";
}

// The same statements with literals for what never changes and :n for what does.
void write_pgbench_script(const fs::path& path, const ChangeSet& changes, std::int64_t mark) {
  std::ofstream script(path);
  script << "\\set i :i + 1\n\\set n (:client_id + 1) * 100000000 + :i\n\\startpipeline\n";
  for (const Statement& statement : changes.statements) {
    const std::string sql(statement.sql);
    for (std::size_t i = 0; i < sql.size(); ++i) {
      if (sql[i] != '$') {
        script << sql[i];
        continue;
      }
      std::size_t digits = 0;
      const std::size_t place = std::stoul(sql.substr(i + 1), &digits);
      script << pgbench_value(statement.params.at(place - 1), mark);
      i += digits;
    }
    script << ";\n";
  }
  script << "\\endpipeline\n";
}

Measured pgbench(const DatabaseOptions& options, const Setting& setting) {
  migrate(*Database::open(options), load_migrations(setting.migrations));
  const fs::path script = setting.folder / "intake.pgbench";
  KeyStore keys = open_keys(setting);
  constexpr std::int64_t kMark = 987'654'321'987;
  write_pgbench_script(script, intake(keys, kMark), kMark);
  const std::string command =
      "PGOPTIONS='-c search_path=" + options.schema + "' " + kPgbench +
      " -n -M prepared -c 8 -j 2 -D i=0 -t " + std::to_string(setting.change_sets / 8) + " -f " +
      script.string() + " '" + options.url + "' 2>&1";
  FILE* output = popen(command.c_str(), "r");
  if (!output) throw std::runtime_error("pgbench cannot be started");
  std::string said;
  char line[512];
  double rate = 0;
  while (std::fgets(line, sizeof line, output)) {
    said += line;
    std::sscanf(line, "tps = %lf", &rate);
  }
  if (pclose(output) != 0 || rate == 0) throw std::runtime_error("pgbench failed: " + said);
  return {rate, 1};
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// Runs both sides in turn on fresh databases; returns whether the ratio meets the limit.
template <class Ours, class Theirs>
bool compare(const char* engine, const char* beside, const Setting& setting, double limit,
             Ours&& ours, Theirs&& theirs) {
  std::vector<double> own, other, group, ratio;
  double last_group = 1;
  for (int round = 0; round < setting.rounds; ++round) {
    // The side that goes first changes, and neither pays for what the other left unwritten.
    const bool first = round % 2 == 0;
    Measured a, b;
    sync();
    if (!first) b = theirs(last_group);
    if (!first) sync();
    a = ours();
    last_group = a.group;
    if (first) sync();
    if (first) b = theirs(a.group);
    own.push_back(a.rate);
    other.push_back(b.rate);
    group.push_back(a.group);
    ratio.push_back(a.rate / b.rate);
  }
  const double reached = median(ratio);
  std::printf("%-11s %10.0f %8.1f   %-28s %10.0f %7.2f %7.2f  %s\n", engine, median(own),
              median(group), beside, median(other), reached, limit,
              reached >= limit ? "met" : "NOT MET");
  std::fflush(stdout);
  return reached >= limit;
}

bool measure_sqlite(const Setting& setting) {
  int count = 0;
  const auto fresh = [&] {
    DatabaseOptions options;
    options.url = "sqlite:" + (setting.folder / (std::to_string(++count) + ".db")).string();
    return options;
  };
  return compare(
      "SQLite", "raw sqlite3 loop", setting, 0.7,
      [&] { return through_database(fresh(), setting); },
      [&](double group) { return raw_loop(fresh(), setting, group); });
}

bool measure_postgres(const Setting& setting, const std::string& url) {
  const auto in_fresh_schema = [&](auto&& job) {
    DatabaseOptions options;
    options.url = url;
    options.schema = "bench_commit_rate";
    Database::open(options)->run_script("DROP SCHEMA bench_commit_rate CASCADE");
    const Measured measured = job(options);
    Database::open(options)->run_script("DROP SCHEMA bench_commit_rate CASCADE");
    return measured;
  };
  return compare(
      "PostgreSQL", "pgbench prepared, pipelined", setting, 1.0,
      [&] {
        return in_fresh_schema(
            [&](const DatabaseOptions& options) { return through_database(options, setting); });
      },
      [&](double) {
        return in_fresh_schema(
            [&](const DatabaseOptions& options) { return pgbench(options, setting); });
      });
}

}  // namespace

int main(int count, char** arguments) {
  Setting setting;
  if (count > 1) setting.migrations = arguments[1];
  if (count > 2) setting.rounds = std::max(1, std::atoi(arguments[2]));
  if (count > 3) setting.change_sets = std::max(64, std::atoi(arguments[3]));
  setting.folder = fs::temp_directory_path() / "xinfang_bench_commit_rate";
  fs::remove_all(setting.folder);
  fs::create_directory(setting.folder);
  std::printf("%-11s %10s %8s   %-28s %10s %7s %7s\n", "engine", "commits/s", "group", "beside",
              "commits/s", "ratio", "limit");
  bool met = true;
  try {
    met = measure_sqlite(setting);
    if (const char* url = std::getenv("XINFANG_TEST_POSTGRES")) {
      met = measure_postgres(setting, url) && met;
    } else {
      std::printf("PostgreSQL  not measured: XINFANG_TEST_POSTGRES is not set\n");
      met = false;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    met = false;
  }
  fs::remove_all(setting.folder);
  return met ? 0 : 1;
}
