#include "base/json.hpp"

#include <algorithm>
#include <boost/json/basic_parser_impl.hpp>
#include <limits>
#include <optional>

namespace xinfang {
namespace {

constexpr std::int64_t kBeyondInteger = std::int64_t{1} << 53;
constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kFewMembers = 8;  // room made at once: most objects have so many

const Json kNull;
const std::string kNoText;
const Json::Array kNoItems;
const Json::Object kNoMembers;

// Builds the Json while Boost.JSON reads, since its own tree would hide duplicate keys.
class Builder {
 public:
  using Error = boost::system::error_code;
  using Text = boost::json::string_view;
  static constexpr std::size_t kNoLimit = std::numeric_limits<std::size_t>::max();
  static constexpr std::size_t max_object_size = kNoLimit;
  static constexpr std::size_t max_array_size = kNoLimit;
  static constexpr std::size_t max_key_size = kNoLimit;
  static constexpr std::size_t max_string_size = kNoLimit;

  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error& error) { return open(true, error); }
  bool on_array_begin(Error& error) { return open(false, error); }

  bool on_object_end(std::size_t, Error& error) {
    Level level = std::move(levels_.back());
    if (auto key = duplicate_key(level.members)) {
      level.key = *key;
      levels_.back().key = *key;
      return stop("json_duplicate_key", error);
    }
    levels_.pop_back();
    return add(Json(std::move(level.members)));
  }
  bool on_array_end(std::size_t, Error&) {
    Level level = std::move(levels_.back());
    levels_.pop_back();
    return add(Json(std::move(level.items)));
  }

  bool on_key_part(Text part, std::size_t, Error&) { return gather(part); }
  bool on_key(Text part, std::size_t, Error& error) {
    gather(part);
    if (text_.find('\0') != std::string::npos) return stop("json_invalid", error);
    levels_.back().key = std::move(text_);
    text_.clear();
    return true;
  }
  bool on_string_part(Text part, std::size_t, Error&) { return gather(part); }
  bool on_string(Text part, std::size_t, Error& error) {
    gather(part);
    if (text_.find('\0') != std::string::npos) return stop("json_invalid", error);
    add(Json(std::move(text_)));
    text_.clear();
    return true;
  }

  bool on_number_part(Text, Error&) { return true; }
  bool on_int64(std::int64_t value, Text, Error& error) {
    if (value >= kBeyondInteger || value <= -kBeyondInteger) return stop("json_number", error);
    return add(Json(value));
  }
  bool on_uint64(std::uint64_t, Text, Error& error) { return stop("json_number", error); }
  bool on_double(double, Text, Error& error) { return stop("json_number", error); }
  bool on_bool(bool value, Error&) { return add(Json(value)); }
  bool on_null(Error&) { return add(Json()); }
  bool on_comment_part(Text, Error&) { return true; }
  bool on_comment(Text, Error&) { return true; }

  Json take_root() { return std::move(root_); }
  const std::string& refused_code() const { return refused_code_; }
  // The value being read: "claims[1].text".
  std::string path() const {
    std::string path;
    for (const Level& level : levels_) {
      if (level.is_object) {
        if (!path.empty()) path += '.';
        path += level.key;
      } else {
        path += '[' + std::to_string(level.items.size()) + ']';
      }
    }
    return path;
  }

 private:
  struct Level {
    bool is_object = false;
    std::string key;
    Json::Array items;
    Json::Object members;
  };

  bool open(bool is_object, Error& error) {
    if (levels_.size() == kMaxDepth) return stop("json_too_deep", error);
    levels_.push_back({is_object, {}, {}, {}});
    return true;
  }
  bool add(Json value) {
    if (levels_.empty()) {
      root_ = std::move(value);
    } else if (levels_.back().is_object) {
      if (levels_.back().members.empty()) levels_.back().members.reserve(kFewMembers);
      levels_.back().members.emplace_back(std::move(levels_.back().key), std::move(value));
      levels_.back().key.clear();
    } else {
      levels_.back().items.push_back(std::move(value));
    }
    return true;
  }
  bool gather(Text part) {
    text_.append(part.data(), part.size());
    return true;
  }
  bool stop(const char* code, Error& error) {
    refused_code_ = code;
    error = boost::json::error::syntax;
    return false;
  }
  // By sorting, not by looking back at each key: a hostile object may have a million.
  static std::optional<std::string> duplicate_key(const Json::Object& members) {
    std::vector<std::string_view> keys;
    keys.reserve(members.size());
    for (const auto& member : members) keys.push_back(member.first);
    std::sort(keys.begin(), keys.end());
    auto twin = std::adjacent_find(keys.begin(), keys.end());
    if (twin == keys.end()) return std::nullopt;
    return std::string(*twin);
  }

  std::vector<Level> levels_;
  std::string text_;
  std::string refused_code_;
  Json root_;
};

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

void write_escaped(char c, std::string& out) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"': out += "\\\""; break;
    case '\\': out += "\\\\"; break;
    case '\b': out += "\\b"; break;
    case '\f': out += "\\f"; break;
    case '\n': out += "\\n"; break;
    case '\r': out += "\\r"; break;
    case '\t': out += "\\t"; break;
    default:
      out += "\\u00";
      out += kHex[c >> 4];
      out += kHex[c & 15];
  }
}

void write_string(std::string_view text, std::string& out) {
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\') continue;
    out += text.substr(written, i - written);
    write_escaped(c, out);
    written = i + 1;
  }
  out += text.substr(written);
  out += '"';
}

void write(const Json& value, std::string& out) {
  if (value.is_null()) {
    out += "null";
  } else if (value.is_bool()) {
    out += value.as_bool() ? "true" : "false";
  } else if (value.is_int()) {
    out += std::to_string(value.as_int());
  } else if (value.is_string()) {
    write_string(value.as_string(), out);
  } else if (value.is_array()) {
    char before = '[';
    for (const Json& item : value.as_array()) {
      out += before;
      write(item, out);
      before = ',';
    }
    out += value.as_array().empty() ? "[]" : "]";
  } else {
    char before = '{';
    for (const auto& [key, member] : value.as_object()) {
      out += before;
      write_string(key, out);
      out += ':';
      write(member, out);
      before = ',';
    }
    out += value.as_object().empty() ? "{}" : "}";
  }
}

}  // namespace

bool Json::as_bool(bool fallback) const {
  auto value = std::get_if<bool>(&content_);
  return value ? *value : fallback;
}

std::int64_t Json::as_int(std::int64_t fallback) const {
  auto value = std::get_if<std::int64_t>(&content_);
  return value ? *value : fallback;
}

const std::string& Json::as_string() const {
  auto value = std::get_if<std::string>(&content_);
  return value ? *value : kNoText;
}

const Json::Array& Json::as_array() const {
  auto value = std::get_if<Array>(&content_);
  return value ? *value : kNoItems;
}

const Json::Object& Json::as_object() const {
  auto value = std::get_if<Object>(&content_);
  return value ? *value : kNoMembers;
}

const Json* Json::find(std::string_view key) const {
  for (const auto& member : as_object()) {
    if (member.first == key) return &member.second;
  }
  return nullptr;
}

const Json& Json::operator[](std::string_view key) const {
  const Json* member = find(key);
  return member ? *member : kNull;
}

Json& Json::set(std::string key, Json value) {
  if (is_null()) content_ = Object{};
  auto& members = std::get<Object>(content_);
  auto same_key = [&key](const Member& member) { return member.first == key; };
  if (members.empty()) members.reserve(kFewMembers);
  auto existing = std::find_if(members.begin(), members.end(), same_key);
  if (existing != members.end()) {
    existing->second = std::move(value);
  } else {
    members.emplace_back(std::move(key), std::move(value));
  }
  return *this;
}

Json& Json::push(Json value) {
  if (is_null()) content_ = Array{};
  std::get<Array>(content_).push_back(std::move(value));
  return *this;
}

std::string Json::dump() const {
  std::string out;
  write(*this, out);
  return out;
}

Result<Json> Json::parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = kMaxDepth + 1;  // one more, so that Builder names the refusal
  boost::json::basic_parser<Builder> parser(options);
  boost::system::error_code error;
  std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  Builder& builder = parser.handler();
  bool named = !builder.refused_code().empty();
  if (!named && !error && is_blank(text.substr(used))) return builder.take_root();
  Refusal refusal = refuse(named ? builder.refused_code() : "json_invalid");
  if (named) refusal.on(builder.path());
  return refusal.with("position", std::to_string(used));
}

}  // namespace xinfang
