#include "letters/letter.hpp"

#define TOML_EXCEPTIONS 0
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/date.hpp"
#include "base/text.hpp"

namespace xinfang {
namespace {

using Values = LetterFacts::Values;
using Words = std::map<std::string, std::map<std::string, std::string>, std::less<>>;

Refusal invalid_template(std::string detail) {
  return refuse("letter_template_invalid").with("detail", std::move(detail));
}

struct Slot {
  std::string name, words;
};

// The slots of a sentence in order: {name} or {name|words}.
std::vector<Slot> slots_of(std::string_view text) {
  std::vector<Slot> slots;
  for (auto open = text.find('{'); open != text.npos; open = text.find('{', open + 1)) {
    const auto close = text.find('}', open);
    if (close == text.npos) break;
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    const auto bar = inside.find('|');
    slots.push_back({std::string(inside.substr(0, bar)),
                     bar == inside.npos ? "" : std::string(inside.substr(bar + 1))});
  }
  return slots;
}

std::string chinese_minute(std::string_view iso) {
  const auto at = Instant::parse(iso);
  if (!at) return "";
  const Date on = china_date(*at);
  const auto minutes = (*at - china_midnight(on)) / 60000;
  const auto minute = std::to_string(minutes % 60);
  return chinese_day(on.iso()) + std::to_string(minutes / 60) + "时" +
         (minute.size() < 2 ? "0" : "") + minute + "分";
}

// Writes the sentences of one letter; the first fact that is not there stops it.
class Writer {
 public:
  Writer(const LetterFacts& facts, const Words& words) : facts_(facts), words_(words) {}

  bool failed() const { return !refusal_.code.empty(); }
  const Refusal& refusal() const { return refusal_; }

  void fail(std::string code, const std::string& name) {
    if (failed()) return;
    refusal_ = refuse(std::move(code)).with("kind", facts_.kind).with("name", name).on(name);
  }

  // `entry` is the list entry being written, `place` its path for refusals ("claims[0].").
  std::string write(std::string_view text, const Values* entry = nullptr,
                    const std::string& place = "") {
    std::string out;
    while (!failed()) {
      const auto open = text.find('{');
      const auto close = open == text.npos ? open : text.find('}', open);
      if (close == text.npos) break;
      out += text.substr(0, open);
      const auto slot = slots_of(text.substr(open, close - open + 1)).front();
      out += value_of(slot, entry, place);
      text.remove_prefix(close + 1);
    }
    return out += text;
  }

  bool holds(std::string_view condition, const Values* entry) const {
    const auto equals = condition.find('=');
    const std::string* value = find(std::string(condition.substr(0, equals)), entry);
    if (!value) return false;
    return equals == condition.npos || *value == condition.substr(equals + 1);
  }

 private:
  const std::string* find(const std::string& name, const Values* entry) const {
    for (const Values* values : {entry, &facts_.values}) {
      if (!values) continue;
      const auto found = values->find(name);
      if (found != values->end() && !found->second.empty()) return &found->second;
    }
    return nullptr;
  }

  std::string value_of(const Slot& slot, const Values* entry, const std::string& place) {
    const std::string* raw = find(slot.name, entry);
    if (!raw) return fail("letter_fact_missing", place + slot.name), "";
    if (!is_utf8(*raw)) return fail("letter_fact_invalid", place + slot.name), "";
    std::string value = tidy(*raw);
    if (slot.words.empty()) {
      if (slot.name.ends_with("_on")) value = chinese_day(value);
      if (slot.name.ends_with("_at")) value = chinese_minute(value);
    } else {
      const auto& table = words_.find(slot.words)->second;
      const auto word = table.find(value);
      value = word == table.end() ? "" : word->second;
    }
    if (value.empty()) fail("letter_fact_invalid", place + slot.name);
    return value;
  }

  const LetterFacts& facts_;
  const Words& words_;
  Refusal refusal_;
};

// A text of several lines becomes several paragraphs; a row stays one.
void add_part(Json& body, const LetterPart& part, std::string label, const std::string& text) {
  if (part.style == "row") {
    Json row = Json::object().set("style", part.style).set("label", std::move(label));
    body.push(row.set("text", text));
    return;
  }
  for (std::size_t from = 0; from <= text.size();) {
    const auto to = std::min(text.find('\n', from), text.size());
    const std::string line = tidy(std::string_view(text).substr(from, to - from));
    if (!line.empty()) body.push(Json::object().set("style", part.style).set("text", line));
    from = to + 1;
  }
}

void write_part(Writer& writer, const LetterFacts& facts, const LetterPart& part, Json& body) {
  const auto wanted = [&](const Values* entry) {
    return (part.when.empty() || writer.holds(part.when, entry)) &&
           (part.unless.empty() || !writer.holds(part.unless, entry));
  };
  if (part.each.empty()) {
    if (wanted(nullptr)) add_part(body, part, writer.write(part.label), writer.write(part.text));
    return;
  }
  const auto list = facts.lists.find(part.each);
  if (list == facts.lists.end() || list->second.empty()) {
    if (!part.may_be_empty) writer.fail("letter_fact_missing", part.each);
    return;
  }
  for (std::size_t i = 0; i < list->second.size() && !writer.failed(); ++i) {
    Values entry = list->second[i];
    entry["count"] = std::to_string(i + 1);
    entry["ordinal"] = chinese_number(static_cast<int>(i + 1));
    const std::string place = part.each + "[" + std::to_string(i) + "].";
    if (!wanted(&entry)) continue;
    add_part(body, part, writer.write(part.label, &entry, place),
             writer.write(part.text, &entry, place));
  }
}

const std::set<std::string_view> kStyles = {"paragraph", "heading", "line", "row", "note"};

Result<LetterPart> read_part(const toml::table& row, const std::string& kind) {
  LetterPart part;
  for (const auto& [key, node] : row) {
    const std::string_view name = key.str();
    if (name == "may_be_empty" && node.is_boolean()) {
      part.may_be_empty = **node.as_boolean();
      continue;
    }
    const std::map<std::string_view, std::string*> members = {
        {"style", &part.style}, {"label", &part.label},   {"text", &part.text},
        {"when", &part.when},   {"unless", &part.unless}, {"each", &part.each}};
    const auto member = members.find(name);
    if (member == members.end() || !node.is_string()) {
      return invalid_template(kind + ": part." + std::string(name));
    }
    *member->second = **node.as_string();
  }
  if (part.text.empty() || !kStyles.contains(part.style)) {
    return invalid_template(kind + ": part without text or of unknown style");
  }
  return part;
}

Result<LetterTemplate> read_letter(const toml::table& table, const std::string& kind) {
  LetterTemplate letter;
  const std::map<std::string_view, std::string*> members = {
      {"heading", &letter.heading},     {"title", &letter.title},
      {"number", &letter.number},       {"addressee", &letter.addressee},
      {"signature", &letter.signature}, {"date", &letter.date}};
  for (const auto& [key, node] : table) {
    const std::string_view name = key.str();
    if (const auto* parts = name == "part" ? node.as_array() : nullptr) {
      for (const auto& row : *parts) {
        if (!row.is_table()) return invalid_template(kind + ": part");
        auto part = read_part(*row.as_table(), kind);
        if (!part) return part.refusal();
        letter.parts.push_back(*part);
      }
      continue;
    }
    const auto member = members.find(name);
    if (member == members.end() || !node.is_string()) {
      return invalid_template(kind + ": " + std::string(name));
    }
    *member->second = **node.as_string();
  }
  if (letter.title.empty() || letter.parts.empty() || letter.date.empty()) {
    return invalid_template(kind + ": title, date or part is missing");
  }
  return letter;
}

std::vector<std::string_view> sentences(const LetterTemplate& letter) {
  std::vector<std::string_view> texts = {letter.heading, letter.title, letter.number,
                                         letter.addressee};
  for (const auto& part : letter.parts) texts.push_back(part.text);
  texts.push_back(letter.signature);
  return texts;
}

}  // namespace

Result<LetterTemplates> LetterTemplates::parse(std::string_view text) {
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) return invalid_template(std::string(parsed.error().description()));
  LetterTemplates templates;
  for (const auto& [key, node] : parsed.table()) {
    const std::string name(key.str());
    if (!node.is_table()) return invalid_template(name);
    if (name != "words") {
      auto letter = read_letter(*node.as_table(), name);
      if (!letter) return letter.refusal();
      templates.letters_[name] = *letter;
      continue;
    }
    for (const auto& [list, rows] : *node.as_table()) {
      if (!rows.is_table()) return invalid_template("words." + std::string(list.str()));
      for (const auto& [code, word] : *rows.as_table()) {
        templates.words_[std::string(list.str())][std::string(code.str())] = word.value_or("");
      }
    }
  }
  for (const auto& [kind, letter] : templates.letters_) {
    for (const auto sentence : sentences(letter)) {
      for (const auto& slot : slots_of(sentence)) {
        if (slot.words.empty() || templates.words_.contains(slot.words)) continue;
        return invalid_template(kind + ": words." + slot.words);
      }
    }
  }
  return templates;
}

std::vector<std::string> LetterTemplates::kinds() const {
  std::vector<std::string> names;
  for (const auto& [kind, letter] : letters_) names.push_back(kind);
  return names;
}

std::vector<std::string> LetterTemplates::needs(std::string_view kind) const {
  std::vector<std::string> names;
  const auto add = [&names](const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  const auto found = letters_.find(kind);
  if (found == letters_.end()) return names;
  const LetterTemplate& letter = found->second;
  for (const auto* text : {&letter.heading, &letter.title, &letter.number, &letter.addressee}) {
    for (const auto& slot : slots_of(*text)) add(slot.name);
  }
  for (const auto& part : letter.parts) {
    if (!part.when.empty() || !part.unless.empty() || part.may_be_empty) continue;
    if (!part.each.empty()) add(part.each);
    for (const auto& slot : slots_of(part.text)) {
      if (part.each.empty()) add(slot.name);
      else if (slot.name != "count" && slot.name != "ordinal") add(part.each + "[]." + slot.name);
    }
  }
  for (const auto& slot : slots_of(letter.signature)) add(slot.name);
  add(letter.date);
  return names;
}

Result<Json> LetterTemplates::compose(const LetterFacts& facts) const {
  const auto found = letters_.find(facts.kind);
  if (found == letters_.end()) return refuse("letter_kind_unknown").with("kind", facts.kind);
  const LetterTemplate& letter = found->second;
  Writer writer(facts, words_);
  Json document = Json::object().set("kind", facts.kind);
  const auto put = [&](const char* name, const std::string& text) {
    if (!text.empty()) document.set(name, writer.write(text));
  };
  const bool own_head = facts.values.contains("letter_head");
  put("heading", own_head ? "{letter_head}" : letter.heading);
  put("title", letter.title);
  put("number", letter.number);
  put("addressee", letter.addressee);
  Json body = Json::array();
  for (const auto& part : letter.parts) {
    if (!writer.failed()) write_part(writer, facts, part, body);
  }
  document.set("body", std::move(body));
  put("signature", letter.signature);
  const std::string written = writer.write("{" + letter.date + "}");
  if (writer.failed()) return writer.refusal();
  document.set("date", facts.values.at(letter.date));
  return document;
}

Result<std::string> compose_letter(const LetterTemplates& templates, const LetterFacts& facts) {
  const auto document = templates.compose(facts);
  if (!document) return document.refusal();
  return document->dump();
}

std::string chinese_day(std::string_view iso) {
  const auto on = Date::parse(iso);
  if (!on) return "";
  return std::to_string(on->year()) + "年" + std::to_string(on->month()) + "月" +
         std::to_string(on->day()) + "日";
}

std::string chinese_number(int number) {
  static const std::array<std::string, 10> kDigits = {"",   "一", "二", "三", "四",
                                                      "五", "六", "七", "八", "九"};
  if (number < 1 || number > 99) return std::to_string(number);
  const auto tens = static_cast<std::size_t>(number / 10);
  const auto ones = static_cast<std::size_t>(number % 10);
  if (tens == 0) return kDigits[ones];
  return (tens > 1 ? kDigits[tens] : "") + "十" + kDigits[ones];
}

}  // namespace xinfang
