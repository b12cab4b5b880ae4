// Reads a JSON body field by field, with limits; collects the first refusal and names its field.
//
//   BodyReader in(call.request);
//   std::string title = in.text("title", 1, 200);          // required
//   std::string phone = in.optional_text("phone", 32);
//   if (auto refusal = in.finish()) return problem(*refusal, ...);   // unknown fields are refused too
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "http/edge/message.hpp"

namespace xinfang {

// Every text in it tidied, as BodyReader does for the fields that it reads itself.
Json tidy_texts(const Json& value);

class BodyReader {
 public:
  explicit BodyReader(const Request& request);          // refuses a body that is not a JSON object
  BodyReader(const Json& object, std::string path);     // a nested object

  // Lengths count characters after tidy(). Codes: field_missing, field_type, field_short, field_long,
  // field_value, field_range, list_short, list_long, field_unknown, with the path in `field`; body_missing,
  // body_not_object and those of Json::parse for the whole. null counts as absent.
  std::string text(std::string_view name, std::size_t min, std::size_t max);
  std::string optional_text(std::string_view name, std::size_t max);
  std::string secret(std::string_view name, std::size_t max);  // required, bytes as they came
  std::string choice(std::string_view name, const std::vector<std::string>& values);
  std::string optional_choice(std::string_view name, const std::vector<std::string>& values);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::int64_t optional_integer(std::string_view name, std::int64_t min, std::int64_t max,
                                std::int64_t fallback);
  bool optional_flag(std::string_view name, bool fallback);
  Date date(std::string_view name);  // required
  std::optional<Date> optional_date(std::string_view name);
  Id id(std::string_view name);
  std::optional<Id> optional_id(std::string_view name);
  bool has(std::string_view name) const { return object_.find(name) != nullptr; }
  // Items of an array of texts; of an array of objects, each read by the caller through nested().
  std::vector<std::string> texts(std::string_view name, std::size_t min_items, std::size_t max_items,
                                 std::size_t max);
  std::vector<BodyReader> objects(std::string_view name, std::size_t max_items);
  const Json& raw(std::string_view name);  // null when absent; marks it as known

  void fail(Refusal refusal);              // keeps the first
  void absorb(const BodyReader& nested);   // a nested reader's refusal and finish
  std::optional<Refusal> finish();

 private:
  const Json* find(std::string_view name);  // null when absent or null; marks it as known
  void missing(std::string_view name);
  void wrong_type(const std::string& path, std::string_view expected);
  std::optional<std::string> tidy_text(const Json& value, const std::string& path,
                                       std::size_t min, std::size_t max);
  std::optional<std::int64_t> read_integer(std::string_view name, std::int64_t min,
                                           std::int64_t max);
  const Json::Array* array(std::string_view name, std::size_t min_items, std::size_t max_items);
  std::string path_of(std::string_view name) const;

  Json object_;
  std::string path_;
  std::vector<std::string> known_;
  std::optional<Refusal> refusal_;
};

}  // namespace xinfang
