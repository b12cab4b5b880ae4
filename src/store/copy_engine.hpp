// The two engines behind database_copy.hpp; private to it.
#pragma once

#include "store/database_copy.hpp"

namespace xinfang {

void copy_sqlite(const DatabaseOptions& from, const std::string& file, const CopyWatch& watch);
void copy_postgres(const DatabaseOptions& from, CopyOf part, const std::string& file,
                   const CopyWatch& watch);
void fill_postgres(const DatabaseOptions& to, const std::string& file);
bool is_postgres_empty(const DatabaseOptions& options);

}  // namespace xinfang
