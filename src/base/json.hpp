// Json: the one value type for bodies, events and answers.
//
// Only what canonical bytes need: null, booleans, 64-bit integers below 2^53, UTF-8 strings,
// arrays, objects that keep their order. Fractions, duplicate keys, invalid UTF-8, lone surrogates,
// NUL characters and nesting over 32 are refused when reading. Text is parsed and written by
// Boost.JSON in json.cpp; no other file needs it. The same value always gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : content_(value) {}
  Json(int value) : content_(std::int64_t{value}) {}
  Json(unsigned value) : content_(std::int64_t{value}) {}
  Json(std::int64_t value) : content_(value) {}
  Json(std::size_t value) : content_(static_cast<std::int64_t>(value)) {}
  Json(const char* value) : content_(std::string(value)) {}
  Json(std::string value) : content_(std::move(value)) {}
  Json(std::string_view value) : content_(std::string(value)) {}
  Json(Array value) : content_(std::move(value)) {}
  Json(Object value) : content_(std::move(value)) {}
  static Json array() { return Json(Array{}); }
  static Json object() { return Json(Object{}); }

  bool is_null() const { return std::holds_alternative<std::monostate>(content_); }
  bool is_bool() const { return std::holds_alternative<bool>(content_); }
  bool is_int() const { return std::holds_alternative<std::int64_t>(content_); }
  bool is_string() const { return std::holds_alternative<std::string>(content_); }
  bool is_array() const { return std::holds_alternative<Array>(content_); }
  bool is_object() const { return std::holds_alternative<Object>(content_); }

  // Lenient readers: the fallback when the value is of another type.
  bool as_bool(bool fallback = false) const;
  std::int64_t as_int(std::int64_t fallback = 0) const;
  const std::string& as_string() const;  // empty string when not a string
  const Array& as_array() const;         // empty when not an array
  const Object& as_object() const;       // empty when not an object

  // Member of an object, or null when absent or not an object.
  const Json* find(std::string_view key) const;
  const Json& operator[](std::string_view key) const;  // a shared null when absent

  // Sets or replaces a member; turns null into an object. Returns *this for chaining.
  Json& set(std::string key, Json value);
  // Appends; turns null into an array.
  Json& push(Json value);

  std::string dump() const;  // canonical: no white space, members in their order

  // Refusal codes: json_invalid (with fact "position"), json_duplicate_key (field),
  // json_number (field: not an integer below 2^53), json_too_deep.
  static Result<Json> parse(std::string_view text);

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> content_;
};

}  // namespace xinfang
