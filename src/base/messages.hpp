// The sentences of i18n/*.toml: every sentence once, read by the server, bundled by the web.
//
// Keys are dotted paths ("refusal.clock_over"). {name} in a sentence is replaced by the fact of
// that name. A key missing in a language falls back to zh-CN, then to the key itself; a test holds
// both languages to the same keys.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

enum class Language { zh, en };

class Messages {
 public:
  using Facts = std::vector<std::pair<std::string, std::string>>;

  // Needs TOML texts; refuses (code messages_invalid, fact "detail") what is not.
  static Result<Messages> parse(std::string_view zh_toml, std::string_view en_toml);

  std::string say(Language language, std::string_view key, const Facts& facts = {}) const;
  bool has(Language language, std::string_view key) const;
  std::vector<std::string> keys(Language language) const;

 private:
  std::map<std::string, std::string, std::less<>> zh_, en_;
};

}  // namespace xinfang
