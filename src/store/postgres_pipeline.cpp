// A group of change sets in one round trip. The statements up to one Sync are one transaction
// without BEGIN: an error rolls back just that, and the connection stays usable.
#include <libpq-fe.h>
#include <poll.h>

#include "store/postgres_connection.hpp"

namespace xinfang {

GroupAttempt PostgresConnection::commit_group(const Group& group) {
  // Statements are prepared before the pipeline begins, since that needs an answer each.
  for (std::size_t i = 0; i < group.size(); ++i) {
    try {
      for (const Statement& statement : group[i]->statements) {
        prepare(statement.sql, statement.params);
      }
    } catch (const PostgresFailure& failure) {
      return {failure.status, failure.what(), i};
    } catch (const DatabaseError& error) {  // a statement that breaks the rules
      return {GroupAttempt::Status::rejected, error.what(), i};
    }
  }
  std::vector<std::size_t> owners;
  if (!PQenterPipelineMode(handle_.get()) || !send_group(group, owners)) {
    return {GroupAttempt::Status::lost, lost().what(), GroupAttempt::kUnknown};
  }
  GroupAttempt attempt = read_group(owners);
  if (attempt.status != GroupAttempt::Status::lost && !PQexitPipelineMode(handle_.get()) &&
      attempt.status != GroupAttempt::Status::committed) {
    return {GroupAttempt::Status::lost, lost().what(), GroupAttempt::kUnknown};
  }
  return attempt;
}

// `owners` gets the change set of each statement sent.
bool PostgresConnection::send_group(const Group& group, std::vector<std::size_t>& owners) {
  for (std::size_t i = 0; i < group.size(); ++i) {
    for (const Statement& statement : group[i]->statements) {
      const auto prepared = cache_.find(statement.sql);
      if (prepared == cache_.end() || !send(prepared->second, statement.params)) return false;
      owners.push_back(i);
    }
  }
  return PQpipelineSync(handle_.get()) && flush();
}

// Sends what is buffered and takes in answers meanwhile: a server whose answers nobody reads would
// stop reading too.
bool PostgresConnection::flush() {
  for (;;) {
    const int left = PQflush(handle_.get());
    if (left <= 0) return left == 0;
    // Takes in what there is; reads nothing when only writing is possible.
    if (!await(POLLIN | POLLOUT) || !PQconsumeInput(handle_.get())) return false;
  }
}

// Every statement answers with a result and a null, the Sync with its own; of several errors the
// first is the cause. One that comes with the Sync (a deferred constraint) has no statement.
GroupAttempt PostgresConnection::read_group(const std::vector<std::size_t>& owners) {
  GroupAttempt attempt;
  std::size_t answered = 0;
  int nulls = 0;
  for (;;) {
    const Result result(next_result(), PQclear);
    if (!result) {
      // A broken connection gives nulls for ever.
      if (!gone_.empty() || PQstatus(handle_.get()) == CONNECTION_BAD || ++nulls > 2) {
        return {GroupAttempt::Status::lost, lost().what(), GroupAttempt::kUnknown};
      }
      continue;
    }
    nulls = 0;
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_PIPELINE_SYNC) return attempt;
    if (status == PGRES_FATAL_ERROR && attempt.status == GroupAttempt::Status::committed) {
      const PostgresFailure failure = failure_of(result.get());
      attempt = {failure.status, failure.what(),
                 answered < owners.size() ? owners[answered] : GroupAttempt::kUnknown};
      if (failure.status == GroupAttempt::Status::lost) return attempt;
    }
    ++answered;
  }
}

}  // namespace xinfang
