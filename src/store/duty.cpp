#include "store/duty.hpp"

#include <functional>
#include <string>

#include "store/postgres_connection.hpp"

namespace xinfang {

std::int64_t Duty::lock_of(const std::string& schema) {
  return static_cast<std::int64_t>(std::hash<std::string>{}("xinfang duty " + schema));
}

Duty::Duty(const DatabaseOptions& options) : options_(options), lock_(lock_of(options.schema)) {}

Duty::~Duty() = default;

bool Duty::mine() {
  try {
    if (!session_ || !session_->alive()) {
      mine_ = false;
      session_.reset();  // before another asks for the lock that the old one may still have
      session_ = std::make_unique<PostgresConnection>(options_, PostgresConnection::Role::read, closing_);
      session_->rows("SELECT set_config('idle_session_timeout', '5s', false)", {});
    }
    if (mine_) {
      session_->rows("SELECT 1", {});
    } else {
      mine_ = session_->rows("SELECT pg_try_advisory_lock($1)", {lock_})[0].integer(0) != 0;
    }
  } catch (const DatabaseError&) {
    session_.reset();
    mine_ = false;
  }
  return mine_;
}

}  // namespace xinfang
