#include "store/engine.hpp"

namespace xinfang {

std::unique_ptr<Database> open_postgres(const DatabaseOptions&) {
  throw DatabaseUnavailable("PostgreSQL is not served yet.");
}

}  // namespace xinfang
