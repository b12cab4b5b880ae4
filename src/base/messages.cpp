#include "base/messages.hpp"

#include <sstream>
#include <toml++/toml.h>

namespace xinfang {
namespace {

using Sentences = std::map<std::string, std::string, std::less<>>;

Refusal not_messages(std::string detail) {
  return refuse("messages_invalid").with("detail", std::move(detail));
}

Result<Done> gather(const toml::table& table, const std::string& prefix, Sentences& sentences) {
  for (const auto& [key, node] : table) {
    std::string path = prefix + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      if (auto done = gather(*inner, path + ".", sentences); !done) return done;
    } else if (const auto* text = node.as_string()) {
      sentences.emplace(std::move(path), text->get());
    } else {
      return not_messages(path + " is not a text");
    }
  }
  return Done{};
}

Result<Sentences> read(std::string_view toml_text, std::string_view name) {
  try {
    Sentences sentences;
    auto done = gather(toml::parse(toml_text, name), "", sentences);
    if (!done) return done.refusal();
    return sentences;
  } catch (const toml::parse_error& error) {
    std::ostringstream detail;
    detail << name << " line " << error.source().begin.line << ": " << error.description();
    return not_messages(detail.str());
  }
}

const std::string* find(const Sentences& sentences, std::string_view key) {
  auto found = sentences.find(key);
  return found == sentences.end() ? nullptr : &found->second;
}

}  // namespace

Result<Messages> Messages::parse(std::string_view zh_toml, std::string_view en_toml) {
  auto zh = read(zh_toml, "zh-CN.toml");
  if (!zh) return zh.refusal();
  auto en = read(en_toml, "en.toml");
  if (!en) return en.refusal();
  Messages messages;
  messages.zh_ = std::move(zh.value());
  messages.en_ = std::move(en.value());
  return messages;
}

std::string Messages::say(Language language, std::string_view key, const Facts& facts) const {
  const std::string* sentence = language == Language::en ? find(en_, key) : nullptr;
  if (!sentence) sentence = find(zh_, key);
  if (!sentence) return std::string(key);
  // One pass, so that a fact which itself contains {name} is never replaced again.
  std::string said;
  std::string_view rest = *sentence;
  while (!rest.empty()) {
    std::size_t open = rest.find('{');
    std::size_t close = open == rest.npos ? rest.npos : rest.find('}', open);
    if (close == rest.npos) break;
    said += rest.substr(0, open);
    std::string_view name = rest.substr(open + 1, close - open - 1);
    const std::string* value = nullptr;
    for (const auto& fact : facts) {
      if (fact.first == name) value = &fact.second;
    }
    // An unknown place keeps its brace and the reading goes on behind it.
    said += value ? std::string_view(*value) : rest.substr(open, 1);
    rest.remove_prefix(value ? close + 1 : open + 1);
  }
  return said.append(rest);
}

bool Messages::has(Language language, std::string_view key) const {
  return find(language == Language::zh ? zh_ : en_, key) != nullptr;
}

std::vector<std::string> Messages::keys(Language language) const {
  std::vector<std::string> keys;
  for (const auto& sentence : language == Language::zh ? zh_ : en_) keys.push_back(sentence.first);
  return keys;
}

}  // namespace xinfang
