#include "services/import_message.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kTitleFromText = 40;  // characters of the text that stand for a title

struct UsualNames {
  std::string field;
  std::vector<std::string> names;
};

const std::vector<UsualNames>& usual_names() {
  static const std::vector<UsualNames> kNames = {
      {"number", {"id", "number", "no", "留言编号", "信访编号", "编号"}},
      {"user", {"user", "name", "留言用户", "用户", "姓名", "信访人"}},
      {"title", {"title", "subject", "留言主题", "主题", "标题"}},
      {"time", {"time", "date", "received_at", "留言时间", "时间", "信访日期"}},
      {"text", {"text", "content", "body", "留言详情", "详情", "内容", "信访内容"}},
      {"reply", {"reply", "answer", "答复意见", "答复内容", "回复"}},
      {"reply_time", {"reply_time", "replied_at", "答复时间", "回复时间"}},
      {"label", {"label", "category", "一级标签", "一级分类", "类别"}}};
  return kNames;
}

using Values = std::map<std::string, std::string>;

std::string value_of(const ImportMap& map, const Values& values, const std::string& field) {
  if (const auto given = map.find(field); given != map.end()) {
    const auto found = values.find(given->second);
    return found == values.end() ? "" : tidy(found->second);
  }
  for (const UsualNames& usual : usual_names()) {
    if (usual.field != field) continue;
    for (const std::string& name : usual.names) {
      if (const auto found = values.find(name); found != values.end()) return tidy(found->second);
    }
  }
  return "";
}

std::string beginning_of(std::string_view text) {
  const std::string line = tidy(text.substr(0, text.find('\n')));
  if (characters(line) <= kTitleFromText) return line;
  std::size_t end = 0;
  for (std::size_t count = 0; end < line.size(); ++end) {
    const bool starts = (static_cast<unsigned char>(line[end]) & 0xC0) != 0x80;
    if (starts && count++ == kTitleFromText) break;
  }
  return line.substr(0, end) + "……";
}

// Runs of digits and what stands between them; nothing when there are too many.
std::vector<std::pair<std::string, std::string>> digit_runs(std::string_view text) {
  std::vector<std::pair<std::string, std::string>> runs;  // digits, what follows them
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      if (runs.empty() || !runs.back().second.empty()) runs.emplace_back();
      runs.back().first += c;
    } else {
      if (runs.empty()) return {};
      runs.back().second += c;
    }
  }
  return runs;
}

bool is_between(std::size_t place, const std::string& mark) {
  static const std::vector<std::vector<std::string>> kMarks = {
      {"-", "/", ".", "年"}, {"-", "/", ".", "月"}, {"T", " ", "日", "日 ", ""},
      {":", "时", "点"}, {":", "分", ""}, {"", "秒", "."}, {""}};
  if (place >= kMarks.size()) return false;
  const auto& marks = kMarks[place];
  return std::find(marks.begin(), marks.end(), mark) != marks.end();
}

std::optional<Instant> instant_of(const std::vector<int>& parts) {
  const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
  if (parts[0] < 1900 || parts[0] > 2199) return std::nullopt;
  const auto on =
      Date::parse(std::to_string(parts[0]) + "-" + two(parts[1]) + "-" + two(parts[2]));
  if (!on || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) return std::nullopt;
  return china_midnight(*on) + ((parts[3] * 60 + parts[4]) * 60 + parts[5]) * std::int64_t{1000};
}

Result<Instant> read_time(const std::string& written, const std::string& field, Instant now) {
  const auto at = parse_written_time(written);
  if (!at) return refuse("import_time_form").on(field).with("value", written.substr(0, 60));
  if (*at > now) return refuse("import_time_future").on(field).with("value", written.substr(0, 60));
  return *at;
}

}  // namespace

const std::vector<std::string>& import_fields() {
  static const std::vector<std::string> kFields = [] {
    std::vector<std::string> fields;
    for (const UsualNames& usual : usual_names()) fields.push_back(usual.field);
    return fields;
  }();
  return kFields;
}

Result<Done> add_mapping(ImportMap& map, std::string_view text) {
  const auto equals = text.find('=');
  if (equals == text.npos || equals == 0 || equals + 1 == text.size()) {
    return refuse("import_map_form").on("map").with("value", std::string(text));
  }
  const std::string field(text.substr(0, equals));
  const auto& fields = import_fields();
  if (std::find(fields.begin(), fields.end(), field) == fields.end()) {
    std::string all;
    for (const auto& one : fields) all += (all.empty() ? "" : ", ") + one;
    return refuse("import_field_unknown").on("map").with("value", field).with("fields", all);
  }
  map[field] = std::string(text.substr(equals + 1));
  return Done{};
}

ImportMap completed(ImportMap map, const std::vector<std::string>& columns) {
  for (const UsualNames& usual : usual_names()) {
    for (const std::string& name : usual.names) {
      if (map.contains(usual.field)) break;
      if (std::find(columns.begin(), columns.end(), name) != columns.end()) map[usual.field] = name;
    }
  }
  return map;
}

std::string number_of(const ImportMap& map, const Values& values) {
  return value_of(map, values, "number");
}

Result<ImportMessage> message_of(const ImportMap& map, const Values& values, Instant now,
                                 Date fallback_on) {
  ImportMessage message;
  message.number = number_of(map, values);
  message.user = value_of(map, values, "user");
  message.title = value_of(map, values, "title");
  message.text = value_of(map, values, "text");
  message.reply = value_of(map, values, "reply");
  message.label = value_of(map, values, "label");
  if (message.text.empty()) return refuse("import_text_missing").on("text");
  if (message.title.empty()) {
    message.own_title = false;
    message.title = beginning_of(message.text);
  }
  const std::string time = value_of(map, values, "time");
  if (time.empty() && fallback_on.days == 0) return refuse("import_time_missing").on("time");
  if (time.empty()) {
    message.received_at = china_midnight(fallback_on);
  } else {
    const auto at = read_time(time, "time", now);
    if (!at) return at.refusal();
    message.received_at = *at;
  }
  const std::string reply_time = value_of(map, values, "reply_time");
  if (!message.reply.empty() && !reply_time.empty()) {
    const auto at = read_time(reply_time, "reply_time", now);
    if (!at) return at.refusal();
    if (china_date(*at) < china_date(message.received_at)) {
      return refuse("import_time_order").on("reply_time").with("value", reply_time.substr(0, 60));
    }
    message.replied_at = *at;
  }
  return message;
}

std::optional<Instant> parse_written_time(std::string_view text) {
  std::string written = tidy(text);
  const bool zoned = written.find('T') != written.npos &&
                     (written.ends_with('Z') || written.find('+') != written.npos);
  if (zoned) return Instant::parse(written);
  auto runs = digit_runs(written);
  const bool compact = runs.size() == 1 && runs[0].second.empty() &&
                       (runs[0].first.size() == 8 || runs[0].first.size() == 14);
  std::vector<int> parts;
  if (compact) {
    const std::string digits = runs[0].first;
    parts = {std::stoi(digits.substr(0, 4)), std::stoi(digits.substr(4, 2)),
             std::stoi(digits.substr(6, 2))};
    for (std::size_t at = 8; at < digits.size(); at += 2) {
      parts.push_back(std::stoi(digits.substr(at, 2)));
    }
  } else {
    if (runs.size() < 3 || runs.size() > 7 || runs[0].first.size() != 4) return std::nullopt;
    // An hour alone ("2019-04-24 16") is no time of day.
    if (runs.size() == 4 && !runs[3].second.starts_with("时") && !runs[3].second.starts_with("点")) {
      return std::nullopt;
    }
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const bool last = i + 1 == runs.size();
      if (i < 6 && i > 0 && runs[i].first.size() > 2) return std::nullopt;
      const bool closes = last && i >= 2 && runs[i].second.empty();
      if (!closes && !is_between(i, runs[i].second)) return std::nullopt;
      if (!last && runs[i].second.empty()) return std::nullopt;
      if (i < 6) parts.push_back(std::stoi(runs[i].first));
    }
  }
  parts.resize(6, 0);
  return instant_of(parts);
}

}  // namespace xinfang
