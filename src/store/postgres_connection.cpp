#include "store/postgres_connection.hpp"

#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>

#include "store/dialect.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kCacheLimit = 1000;
constexpr int kLookUpMilliseconds = 200;
constexpr std::chrono::milliseconds kLimitWhenClosing{2'000};
// Types of the catalogue that never change (src/include/catalog/pg_type.dat).
constexpr Oid kBool = 16, kBytea = 17, kInt8 = 20, kInt2 = 21, kInt4 = 23, kNumeric = 1700;

void finish(PGconn* handle) { PQfinish(handle); }
void clear(PGresult* result) { PQclear(result); }

// The hosts of the address, never its password.
std::string place_of(const std::string& url) {
  std::string place;
  PQconninfoOption* options = PQconninfoParse(url.c_str(), nullptr);
  for (const PQconninfoOption* option = options; option && option->keyword; ++option) {
    if (std::string_view(option->keyword) == "host" && option->val) place = option->val;
  }
  PQconninfoFree(options);
  return place.empty() ? "the local socket" : place;
}

std::string one_line(const char* message) {
  std::string text = message ? message : "";
  while (!text.empty() && text.back() == '\n') text.pop_back();
  for (char& c : text) {
    if (c == '\n' || c == '\t') c = ' ';
  }
  return text;
}

GroupAttempt::Status status_of(std::string_view state) {
  using Status = GroupAttempt::Status;
  if (state == "23505") return Status::conflict;
  if (state == "40001" || state == "40P01") return Status::again;
  if (state == "55P03") return Status::locked;
  // 25006: the server has become a standby, so another one writes now.
  if (state.starts_with("08") || state.starts_with("57P0") || state == "25006") {
    return Status::lost;
  }
  if (state.starts_with("53") || state.starts_with("57") || state.starts_with("58")) {
    return Status::unavailable;
  }
  return Status::rejected;
}

Bytes unhex_bytea(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 2; i + 1 < text.size(); i += 2) {  // after \x
    bytes.push_back(static_cast<char>(digit(text[i]) * 16 + digit(text[i + 1])));
  }
  return bytes;
}

Param value_of(const PGresult* result, int row, int column) {
  if (PQgetisnull(result, row, column)) return std::monostate{};
  const std::string_view text(PQgetvalue(result, row, column),
                              static_cast<std::size_t>(PQgetlength(result, row, column)));
  switch (PQftype(result, column)) {
    case kBytea:
      return Blob{unhex_bytea(text)};
    case kBool:
      return std::int64_t{text == "t"};
    case kInt8:
    case kInt4:
    case kInt2:
    case kNumeric: {  // sum() of BIGINT is numeric here and an integer on SQLite
      std::int64_t number = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error == std::errc() && end == text.data() + text.size()) return number;
      break;
    }
    default:
      break;
  }
  return std::string(text);
}

Row row_of(const PGresult* result, int row) {
  std::vector<Param> values;
  const int columns = PQnfields(result);
  values.reserve(static_cast<std::size_t>(columns));
  for (int column = 0; column < columns; ++column) values.push_back(value_of(result, row, column));
  return Row(std::move(values));
}

}  // namespace

PostgresConnection::PostgresConnection(const DatabaseOptions& options, Role role,
                                       const std::atomic<bool>& closing)
    : handle_(nullptr, finish), closing_(closing), answer_limit_(options.answer_limit) {
  // What stands before dbname yields to the address; a dead host is noticed within half a minute.
  const char* names[] = {"connect_timeout",     "keepalives_idle",   "keepalives_interval",
                         "keepalives_count",    "tcp_user_timeout",  "fallback_application_name",
                         "dbname",              "client_encoding",   nullptr};
  const char* values[] = {closing ? "2" : "5", "10", "5", "3", "20000", "xinfang",
                          options.url.c_str(), "UTF8", nullptr};
  handle_.reset(PQconnectdbParams(names, values, 1));
  if (PQstatus(handle_.get()) != CONNECTION_OK) {
    throw DatabaseUnavailable("PostgreSQL at " + place_of(options.url) + " cannot be reached: " +
                              one_line(PQerrorMessage(handle_.get())) + ".");
  }
  PQsetNoticeProcessor(handle_.get(), [](void*, const char*) {}, nullptr);
  try {
    settings(options, role);
  } catch (const PostgresFailure& failure) {
    throw DatabaseUnavailable("PostgreSQL at " + place_of(options.url) +
                              " refuses the settings of a session: " + failure.what() + ".");
  }
  PQsetnonblocking(handle_.get(), 1);
}

PostgresConnection::~PostgresConnection() = default;

void PostgresConnection::settings(const DatabaseOptions& options, Role role) {
  script("SET client_min_messages = warning; SET bytea_output = 'hex';");
  if (role == Role::read) {
    if (!options.schema.empty()) {
      script("SET search_path TO \"" + options.schema + "\"");
    }
    script("SET default_transaction_read_only = on");
    return;
  }
  if (!options.schema.empty()) {
    create_schema(options.schema);
    script("SET search_path TO \"" + options.schema + "\"");
  }
  if (!options.durable) {
    script("SET lock_timeout = '10s'; SET synchronous_commit = off");
    return;
  }
  // Nothing is acknowledged before it is on disk, whatever the server's configuration says.
  script(
      "SET lock_timeout = '10s';"
      "SELECT set_config('synchronous_commit', 'on', false)"
      " WHERE current_setting('synchronous_commit') = 'off';");
}

void PostgresConnection::create_schema(const std::string& schema) {
  if (schema.find('"') != std::string::npos) {
    throw PostgresFailure(GroupAttempt::Status::rejected, "a schema name may not have quotes");
  }
  const Result found = last_result(PQsendQuery(
      handle_.get(), ("SELECT 1 FROM pg_namespace WHERE nspname = '" + schema + "'").c_str()));
  if (PQntuples(found.get()) > 0) return;
  try {
    script("CREATE SCHEMA IF NOT EXISTS \"" + schema + "\"");
  } catch (const PostgresFailure& failure) {
    // Two connections made it at once: it is there now.
    if (failure.status != GroupAttempt::Status::conflict) throw;
  }
}

bool PostgresConnection::alive() {
  // An idle server says something only in parting, or tells a changed setting; the end itself is
  // seen by the reading after the last words.
  pollfd socket{PQsocket(handle_.get()), POLLIN, 0};
  while (gone_.empty() && PQstatus(handle_.get()) == CONNECTION_OK && poll(&socket, 1, 0) > 0) {
    if (!PQconsumeInput(handle_.get())) return false;
  }
  return gone_.empty() && PQstatus(handle_.get()) == CONNECTION_OK;
}

PostgresFailure PostgresConnection::lost() const {
  return {GroupAttempt::Status::lost,
          gone_.empty()
              ? "the connection to PostgreSQL broke: " + one_line(PQerrorMessage(handle_.get()))
              : gone_};
}

PostgresFailure PostgresConnection::failure_of(const PGresult* result) const {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  if (!state || PQstatus(handle_.get()) == CONNECTION_BAD) return lost();
  std::string message = one_line(PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
  // Errors of class 22 quote the value after a colon.
  if (std::string_view(state).starts_with("22")) message = message.substr(0, message.find(": \""));
  if (const char* name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME)) {
    message += std::string(" [") + name + "]";
  }
  return {status_of(state), message + " (" + state + ")"};
}

PostgresConnection::Result PostgresConnection::checked(PGresult* raw) const {
  Result result(raw, clear);
  switch (PQresultStatus(raw)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_EMPTY_QUERY:
    case PGRES_COPY_OUT:
    case PGRES_COPY_IN:
      return result;
    default:
      throw failure_of(raw);
  }
}

// The server's types let a text be refused where bytes belong, as STRICT does on SQLite.
const PostgresConnection::Prepared& PostgresConnection::prepare(std::string_view sql,
                                                                const std::vector<Param>& params) {
  auto found = cache_.find(sql);
  if (found == cache_.end()) {
    check_statement(sql);
    if (cache_.size() >= kCacheLimit) {
      script("DEALLOCATE ALL");
      cache_.clear();
    }
    std::string text(sql);
    Prepared prepared{"s" + std::to_string(++names_), {}};
    last_result(PQsendPrepare(handle_.get(), prepared.name.c_str(), text.c_str(), 0, nullptr));
    const Result described =
        last_result(PQsendDescribePrepared(handle_.get(), prepared.name.c_str()));
    for (int i = 0; i < PQnparams(described.get()); ++i) {
      prepared.types.push_back(PQparamtype(described.get(), i));
    }
    found = cache_.emplace(std::move(text), std::move(prepared)).first;
  }
  const Prepared& prepared = found->second;
  if (params.size() != prepared.types.size()) {
    throw DatabaseError(std::to_string(params.size()) + " parameters for " + std::string(sql));
  }
  for (std::size_t i = 0; i < params.size(); ++i) {
    const bool bytes = std::holds_alternative<Blob>(params[i]);
    if (!std::holds_alternative<std::monostate>(params[i]) &&
        bytes != (prepared.types[i] == kBytea)) {
      throw DatabaseError("parameter $" + std::to_string(i + 1) +
                          (bytes ? " is bytes" : " is not bytes") + " in: " + std::string(sql));
    }
  }
  return prepared;
}

int PostgresConnection::send(const Prepared& prepared, const std::vector<Param>& params) {
  Scratch& to = scratch_;
  const std::size_t count = params.size();
  to.values.assign(count, nullptr);
  to.lengths.assign(count, 0);
  to.formats.assign(count, 0);
  if (to.digits.size() < count) to.digits.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    if (const auto* number = std::get_if<std::int64_t>(&params[i])) {
      to.digits[i] = std::to_string(*number);
      to.values[i] = to.digits[i].c_str();
    } else if (const auto* text = std::get_if<std::string>(&params[i])) {
      to.values[i] = text->c_str();
    } else if (const auto* blob = std::get_if<Blob>(&params[i])) {
      to.values[i] = blob->bytes.data();
      to.lengths[i] = static_cast<int>(blob->bytes.size());
      to.formats[i] = 1;
    }
  }
  return PQsendQueryPrepared(handle_.get(), prepared.name.c_str(), static_cast<int>(count),
                             to.values.data(), to.lengths.data(), to.formats.data(), 0);
}

Rows PostgresConnection::rows(std::string_view sql, const std::vector<Param>& params) {
  const Prepared& prepared = prepare(sql, params);
  const Result last = last_result(send(prepared, params));
  Rows all;
  const int count = PQntuples(last.get());
  all.reserve(static_cast<std::size_t>(count));
  for (int row = 0; row < count; ++row) all.push_back(row_of(last.get(), row));
  return all;
}

void PostgresConnection::each(std::string_view sql, const std::vector<Param>& params,
                              const std::function<void(const Row&)>& job) {
  const Prepared& prepared = prepare(sql, params);
  if (!send(prepared, params) || !PQsetSingleRowMode(handle_.get()) || !flush()) throw lost();
  // Whoever stops in the middle leaves a connection that nobody can use: asking the server to stop
  // would have to wait for it.
  struct Leaving {
    PostgresConnection& connection;
    bool done = false;
    ~Leaving() {
      connection.patient_ = false;
      if (!done) connection.gone_ = "an answer of PostgreSQL was not read to its end";
    }
  } leaving{*this};
  patient_ = true;
  while (PGresult* next = next_result()) {
    const Result result = checked(next);
    if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) job(row_of(result.get(), 0));
  }
  if (!alive()) throw lost();
  leaving.done = true;
}

void PostgresConnection::script(const std::string& sql, bool patient) {
  patient_ = patient;
  try {
    last_result(PQsendQuery(handle_.get(), sql.c_str()));
  } catch (...) {
    patient_ = false;
    throw;
  }
  patient_ = false;
}

// Results are read to their end before anything is thrown, so that the connection stays usable.
PostgresConnection::Result PostgresConnection::last_result(int sent) {
  if (!sent || !flush()) throw lost();
  Result last(nullptr, clear);
  while (PGresult* next = next_result()) last.reset(next);
  if (!last || !gone_.empty()) throw lost();
  return checked(last.release());
}

// Null at the end of the results, and when the server has been silent for too long.
pg_result* PostgresConnection::next_result() {
  while (PQisBusy(handle_.get())) {
    if (!await(POLLIN)) return nullptr;
    if (!PQconsumeInput(handle_.get())) break;  // the result below says why
  }
  return PQgetResult(handle_.get());
}

// Looks up now and then: the server may be asked to stop meanwhile.
bool PostgresConnection::await(short events) {
  using Steady = std::chrono::steady_clock;
  const auto began = Steady::now();
  for (;;) {
    pollfd socket{PQsocket(handle_.get()), events, 0};
    const int ready = poll(&socket, 1, kLookUpMilliseconds);
    if (ready > 0) return true;
    const bool closing = closing_;
    const auto limit = closing ? std::min(answer_limit_, kLimitWhenClosing) : answer_limit_;
    if (ready < 0 && errno != EINTR) {
      gone_ = std::string("the connection to PostgreSQL cannot be waited for: ") + std::strerror(errno);
      return false;
    }
    if ((closing || !patient_) && Steady::now() - began >= limit) {
      gone_ = "PostgreSQL has not said a word for " + std::to_string(limit.count()) + " ms";
      return false;
    }
  }
}

void PostgresConnection::begin_copy(const std::string& sql) {
  PQsetnonblocking(handle_.get(), 0);
  PGresult* result = PQexec(handle_.get(), sql.c_str());
  if (!result) throw lost();
  checked(result);
}

void PostgresConnection::end_copy() {
  while (PGresult* next = PQgetResult(handle_.get())) checked(next);
  if (PQstatus(handle_.get()) == CONNECTION_BAD) throw lost();
  PQsetnonblocking(handle_.get(), 1);
}

void PostgresConnection::copy_out(const std::string& sql,
                                  const std::function<void(std::string_view)>& take) {
  begin_copy(sql);
  for (;;) {
    char* raw = nullptr;
    const int length = PQgetCopyData(handle_.get(), &raw, 0);
    const std::unique_ptr<char, void (*)(void*)> row(raw, PQfreemem);
    if (length < 0) break;  // the end, or an error that end_copy finds
    take({raw, static_cast<std::size_t>(length)});
  }
  end_copy();
}

void PostgresConnection::copy_in(const std::string& sql,
                                 const std::function<bool(std::string& piece)>& give) {
  begin_copy(sql);
  for (std::string piece; give(piece); piece.clear()) {
    if (PQputCopyData(handle_.get(), piece.data(), static_cast<int>(piece.size())) != 1) {
      throw lost();
    }
  }
  if (PQputCopyEnd(handle_.get(), nullptr) != 1) throw lost();
  end_copy();
}

}  // namespace xinfang
