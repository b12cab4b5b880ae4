// The two drivers behind Database::open.
#pragma once

#include <memory>

#include "store/database.hpp"

namespace xinfang {

std::unique_ptr<Database> open_sqlite(const DatabaseOptions& options);
std::unique_ptr<Database> open_postgres(const DatabaseOptions& options);

}  // namespace xinfang
