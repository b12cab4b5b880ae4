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

class BodyReader {
 public:
  explicit BodyReader(const Request& request);          // refuses a body that is not a JSON object
  BodyReader(const Json& object, std::string path);     // a nested object

  // Lengths count characters after tidy(). Codes: field_missing, field_type, field_short, field_long,
  // field_value, field_unknown, with the path in `field`.
  std::string text(std::string_view name, std::size_t min, std::size_t max);
  std::string optional_text(std::string_view name, std::size_t max);
  std::string choice(std::string_view name, const std::vector<std::string>& values);
  std::string optional_choice(std::string_view name, const std::vector<std::string>& values);
  std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max);
  std::int64_t optional_integer(std::string_view name, std::int64_t min, std::int64_t max,
                                std::int64_t fallback);
  bool optional_flag(std::string_view name, bool fallback);
  std::optional<Date> optional_date(std::string_view name);
  Id id(std::string_view name);
  // Items of an array of texts; of an array of objects, each read by the caller through nested().
  std::vector<std::string> texts(std::string_view name, std::size_t min_items, std::size_t max_items,
                                 std::size_t max);
  std::vector<BodyReader> objects(std::string_view name, std::size_t max_items);
  const Json& raw(std::string_view name);  // null when absent; marks it as known

  void fail(Refusal refusal);              // keeps the first
  void absorb(const BodyReader& nested);   // a nested reader's refusal and finish
  std::optional<Refusal> finish();

 private:
  const Json* find(std::string_view name);
  std::string path_of(std::string_view name) const;

  Json object_;
  std::string path_;
  std::vector<std::string> known_;
  std::optional<Refusal> refusal_;
};

}  // namespace xinfang
