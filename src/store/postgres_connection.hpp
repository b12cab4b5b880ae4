// One connection to PostgreSQL: settings, prepared statements by text, parameters as text (bytes in
// binary), booleans and whole numbers read as integers.
//
// Used by one thread at a time. A failure says whether the connection is lost with it; a lost
// connection is thrown away, never mended. A server that stays silent for longer than
// DatabaseOptions::answer_limit counts as lost: a frozen one keeps its sockets open. Nothing is
// ever cancelled: a cancelled commit of synchronous replication would be reported as done though
// no standby has it. Messages for the log carry no stored values.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/commit_queue.hpp"
#include "store/database.hpp"

struct pg_conn;
struct pg_result;

namespace xinfang {

struct PostgresFailure : DatabaseError {
  PostgresFailure(GroupAttempt::Status what, const std::string& message)
      : DatabaseError(message), status(what) {}
  GroupAttempt::Status status;  // never committed
};

class PostgresConnection {
 public:
  enum class Role { read, write };

  // Connects and makes the schema if it is missing. Throws DatabaseUnavailable. Once `closing` is
  // set, silence is borne for a moment only. Both must outlive the connection.
  PostgresConnection(const DatabaseOptions& options, Role role, const std::atomic<bool>& closing);
  ~PostgresConnection();
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // False once the server has closed it, even if nothing was asked since, and when an answer was
  // not read to its end.
  bool alive();

  Rows rows(std::string_view sql, const std::vector<Param>& params);
  void each(std::string_view sql, const std::vector<Param>& params,
            const std::function<void(const Row&)>& job);
  // Several statements, one transaction unless it says so.
  void script(const std::string& sql) { script(sql, false); }
  void long_script(const std::string& sql) { script(sql, true); }  // may take any time

  // COPY ... TO STDOUT, row by row, and COPY ... FROM STDIN, piece by piece until `give` has none
  // left. What either throws ends the use of this connection.
  void copy_out(const std::string& sql, const std::function<void(std::string_view)>& take);
  void copy_in(const std::string& sql, const std::function<bool(std::string& piece)>& give);

  // All change sets as one pipeline with one Sync: one implicit transaction, one round trip.
  GroupAttempt commit_group(const Group& group);

 private:
  using Result = std::unique_ptr<pg_result, void (*)(pg_result*)>;
  struct Prepared {
    std::string name;
    std::vector<unsigned> types;  // of the parameters, as the server understood them
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  struct Scratch {  // reused for every statement; libpq copies what it sends
    std::vector<const char*> values;
    std::vector<int> lengths, formats;
    std::vector<std::string> digits;
  };

  const Prepared& prepare(std::string_view sql, const std::vector<Param>& params);
  int send(const Prepared& prepared, const std::vector<Param>& params);
  bool send_group(const Group& group, std::vector<std::size_t>& owners);
  bool flush();
  bool await(short events);
  pg_result* next_result();
  Result last_result(int sent);
  void script(const std::string& sql, bool patient);
  GroupAttempt read_group(const std::vector<std::size_t>& owners);
  void settings(const DatabaseOptions& options, Role role);
  void create_schema(const std::string& schema);
  PostgresFailure failure_of(const pg_result* result) const;
  PostgresFailure lost() const;
  Result checked(pg_result* result) const;
  void begin_copy(const std::string& sql);
  void end_copy();

  std::unique_ptr<pg_conn, void (*)(pg_conn*)> handle_;
  std::unordered_map<std::string, Prepared, Hash, std::equal_to<>> cache_;
  Scratch scratch_;
  std::uint64_t names_ = 0;
  const std::atomic<bool>& closing_;
  const std::chrono::milliseconds answer_limit_;
  bool patient_ = false;  // what is under way may take any time
  std::string gone_;      // why nothing more can be asked, though the socket is open
};

}  // namespace xinfang
