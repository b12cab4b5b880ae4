#include "store/database.hpp"

#include "store/engine.hpp"
#include "store/matter_cache.hpp"

namespace xinfang {
namespace {

template <class T>
const T& value_at(const std::vector<Param>& values, std::size_t column, const char* type) {
  if (column >= values.size()) {
    throw DatabaseError("column " + std::to_string(column) + " of a row of " +
                        std::to_string(values.size()));
  }
  const T* value = std::get_if<T>(&values[column]);
  if (!value) throw DatabaseError("column " + std::to_string(column) + " is not " + type);
  return *value;
}

}  // namespace

Database::Database() : matter_cache_(std::make_unique<MatterCache>()) {}
Database::~Database() = default;

bool Row::is_null(std::size_t column) const {
  return column < values_.size() && std::holds_alternative<std::monostate>(values_[column]);
}

std::int64_t Row::integer(std::size_t column) const {
  return value_at<std::int64_t>(values_, column, "an integer");
}

const std::string& Row::text(std::size_t column) const {
  return value_at<std::string>(values_, column, "a text");
}

const Bytes& Row::bytes(std::size_t column) const {
  return value_at<Blob>(values_, column, "bytes").bytes;
}

std::string Row::text_or(std::size_t column, std::string_view fallback) const {
  return is_null(column) ? std::string(fallback) : text(column);
}

std::int64_t Row::integer_or(std::size_t column, std::int64_t fallback) const {
  return is_null(column) ? fallback : integer(column);
}

std::unique_ptr<Database> Database::open(const DatabaseOptions& options) {
  if (options.url.starts_with("sqlite:")) return open_sqlite(options);
  if (options.url.starts_with("postgresql:") || options.url.starts_with("postgres:")) {
    return open_postgres(options);
  }
  throw DatabaseUnavailable(
      "The database address must begin with sqlite: or postgresql:, for example "
      "sqlite:/var/lib/xinfang/xinfang.db.");
}

}  // namespace xinfang
