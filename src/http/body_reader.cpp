#include "http/body_reader.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace xinfang {
namespace {

const Json kNothing;

}  // namespace

Json tidy_texts(const Json& value) {
  if (value.is_string()) return tidy(value.as_string());
  if (value.is_array()) {
    Json items = Json::array();
    for (const Json& item : value.as_array()) items.push(tidy_texts(item));
    return items;
  }
  if (!value.is_object()) return value;
  Json::Object members;  // not by set(), which looks back at each name
  for (const auto& [name, member] : value.as_object()) members.emplace_back(name, tidy_texts(member));
  return members;
}

BodyReader::BodyReader(const Request& request) {
  if (request.body.empty()) {
    fail(refuse("body_missing"));
    return;
  }
  auto parsed = Json::parse(request.body);
  if (!parsed) {
    fail(parsed.refusal());
    return;
  }
  if (!parsed->is_object()) {
    fail(refuse("body_not_object"));
    return;
  }
  object_ = std::move(*parsed);
}

BodyReader::BodyReader(const Json& object, std::string path)
    : object_(object), path_(std::move(path)) {
  if (!object_.is_object()) fail(refuse("field_type").on(path_).with("expected", "object"));
}

std::string BodyReader::path_of(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

const Json* BodyReader::find(std::string_view name) {
  known_.emplace_back(name);
  const Json* value = object_.find(name);
  return value && !value->is_null() ? value : nullptr;
}

const Json& BodyReader::raw(std::string_view name) {
  const Json* value = find(name);
  return value ? *value : kNothing;
}

void BodyReader::fail(Refusal refusal) {
  if (!refusal_) refusal_ = std::move(refusal);
}

void BodyReader::missing(std::string_view name) { fail(refuse("field_missing").on(path_of(name))); }

void BodyReader::wrong_type(const std::string& path, std::string_view expected) {
  fail(refuse("field_type").on(path).with("expected", std::string(expected)));
}

std::optional<std::string> BodyReader::tidy_text(const Json& value, const std::string& path,
                                                 std::size_t min, std::size_t max) {
  if (!value.is_string()) {
    wrong_type(path, "text");
    return std::nullopt;
  }
  std::string text = tidy(value.as_string());
  const std::size_t length = characters(text);
  if (length < min) {
    fail(refuse(length == 0 ? "field_missing" : "field_short")
             .on(path)
             .with("min", std::to_string(min)));
    return std::nullopt;
  }
  if (length > max) {
    fail(refuse("field_long").on(path).with("max", std::to_string(max)));
    return std::nullopt;
  }
  return text;
}

std::string BodyReader::text(std::string_view name, std::size_t min, std::size_t max) {
  const Json* value = find(name);
  if (!value) {
    missing(name);
    return {};
  }
  return tidy_text(*value, path_of(name), min, max).value_or("");
}

std::string BodyReader::optional_text(std::string_view name, std::size_t max) {
  const Json* value = find(name);
  return value ? tidy_text(*value, path_of(name), 0, max).value_or("") : "";
}

std::string BodyReader::secret(std::string_view name, std::size_t max) {
  const Json* value = find(name);
  if (!value) {
    missing(name);
    return {};
  }
  if (!value->is_string()) {
    wrong_type(path_of(name), "text");
    return {};
  }
  if (value->as_string().empty()) missing(name);
  if (value->as_string().size() > max)
    fail(refuse("field_long").on(path_of(name)).with("max", std::to_string(max)));
  return value->as_string();
}

std::string BodyReader::choice(std::string_view name, const std::vector<std::string>& values) {
  std::string value = optional_choice(name, values);
  if (value.empty()) missing(name);
  return value;
}

std::string BodyReader::optional_choice(std::string_view name,
                                        const std::vector<std::string>& values) {
  const Json* value = find(name);
  if (!value) return {};
  if (!value->is_string()) {
    wrong_type(path_of(name), "text");
    return {};
  }
  if (std::find(values.begin(), values.end(), value->as_string()) == values.end()) {
    std::string allowed;
    for (const std::string& each : values) allowed += (allowed.empty() ? "" : ", ") + each;
    fail(refuse("field_value").on(path_of(name)).with("values", allowed));
    return {};
  }
  return value->as_string();
}

std::optional<std::int64_t> BodyReader::read_integer(std::string_view name, std::int64_t min,
                                                     std::int64_t max) {
  const Json* value = find(name);
  if (!value) return std::nullopt;
  if (!value->is_int()) {
    wrong_type(path_of(name), "integer");
    return min;
  }
  if (value->as_int() < min || value->as_int() > max) {
    fail(refuse("field_range")
             .on(path_of(name))
             .with("min", std::to_string(min))
             .with("max", std::to_string(max)));
    return min;
  }
  return value->as_int();
}

std::int64_t BodyReader::integer(std::string_view name, std::int64_t min, std::int64_t max) {
  const auto value = read_integer(name, min, max);
  if (!value) missing(name);
  return value.value_or(min);
}

std::int64_t BodyReader::optional_integer(std::string_view name, std::int64_t min,
                                          std::int64_t max, std::int64_t fallback) {
  return read_integer(name, min, max).value_or(fallback);
}

bool BodyReader::optional_flag(std::string_view name, bool fallback) {
  const Json* value = find(name);
  if (!value) return fallback;
  if (!value->is_bool()) wrong_type(path_of(name), "boolean");
  return value->as_bool(fallback);
}

Date BodyReader::date(std::string_view name) {
  const bool there = object_.find(name) && !object_.find(name)->is_null();
  const auto value = optional_date(name);
  if (!there) missing(name);
  return value.value_or(Date{});
}

std::optional<Date> BodyReader::optional_date(std::string_view name) {
  const Json* value = find(name);
  if (!value) return std::nullopt;
  const auto date = value->is_string() ? Date::parse(value->as_string()) : std::nullopt;
  if (!date) wrong_type(path_of(name), "date");
  return date;
}

std::optional<Id> BodyReader::optional_id(std::string_view name) {
  const Json* value = find(name);
  if (!value) return std::nullopt;
  const auto id = value->is_string() ? parse_id(value->as_string()) : std::nullopt;
  if (!id) wrong_type(path_of(name), "id");
  return id;
}

Id BodyReader::id(std::string_view name) {
  const bool there = object_.find(name) && !object_.find(name)->is_null();
  const auto value = optional_id(name);
  if (!there) missing(name);
  return value.value_or(0);
}

const Json::Array* BodyReader::array(std::string_view name, std::size_t min_items,
                                     std::size_t max_items) {
  static const Json::Array kEmpty;
  const Json* value = find(name);
  if (!value) {
    if (min_items > 0) missing(name);
    return &kEmpty;
  }
  if (!value->is_array()) {
    wrong_type(path_of(name), "list");
    return &kEmpty;
  }
  const auto& items = value->as_array();
  if (items.size() < min_items || items.size() > max_items) {
    fail(refuse(items.size() < min_items ? "list_short" : "list_long")
             .on(path_of(name))
             .with("min", std::to_string(min_items))
             .with("max", std::to_string(max_items)));
    return &kEmpty;
  }
  return &items;
}

std::vector<std::string> BodyReader::texts(std::string_view name, std::size_t min_items,
                                           std::size_t max_items, std::size_t max) {
  std::vector<std::string> result;
  for (const Json& item : *array(name, min_items, max_items)) {
    const std::string path = path_of(name) + "[" + std::to_string(result.size()) + "]";
    result.push_back(tidy_text(item, path, 1, max).value_or(""));
  }
  return result;
}

std::vector<BodyReader> BodyReader::objects(std::string_view name, std::size_t max_items) {
  std::vector<BodyReader> result;
  for (const Json& item : *array(name, 0, max_items))
    result.emplace_back(item, path_of(name) + "[" + std::to_string(result.size()) + "]");
  return result;
}

void BodyReader::absorb(const BodyReader& nested) {
  BodyReader copy = nested;
  if (auto refusal = copy.finish()) fail(std::move(*refusal));
}

std::optional<Refusal> BodyReader::finish() {
  for (const auto& [name, value] : object_.as_object()) {
    if (std::find(known_.begin(), known_.end(), name) == known_.end())
      fail(refuse("field_unknown").on(path_of(name)));
  }
  return refusal_;
}

}  // namespace xinfang
