// Every sentence that the program may say is there, in both languages.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

#include "base/messages.hpp"
#include "domain/vocabulary.hpp"
#include "http/language.hpp"

namespace xinfang {
namespace {

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

Messages sentences() {
  const std::string folder = XINFANG_ROOT "/i18n/";
  auto read = Messages::parse(text_of(folder + "zh-CN.toml"), text_of(folder + "en.toml"));
  EXPECT_TRUE(read.ok());
  return read.value();
}

TEST(SentencesTest, BothLanguagesHaveTheSameKeys) {
  const Messages messages = sentences();
  EXPECT_EQ(messages.keys(Language::zh), messages.keys(Language::en));
}

TEST(SentencesTest, EveryRefusalInTheSourceHasItsSentence) {
  const Messages messages = sentences();
  const std::regex call("\\b(?:refuse|forbidden|conflict|no|bad_target|bad_ground)\\((?:\\*?ground, )?"
                        "\\s*\"([a-z_0-9]+)\"");
  // A code put together from parts: there is a sentence that begins so.
  const auto said = [&](Language language, const std::string& key) {
    if (!key.ends_with('_')) return messages.has(language, key);
    const auto keys = messages.keys(language);
    return std::any_of(keys.begin(), keys.end(),
                       [&](const std::string& one) { return one.starts_with(key); });
  };
  int found = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(XINFANG_ROOT "/src")) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cpp" || name.ends_with("_test.cpp")) continue;
    const std::string source = text_of(entry.path());
    for (std::sregex_iterator each(source.begin(), source.end(), call), end; each != end; ++each) {
      ++found;
      const std::string key = "refusal." + (*each)[1].str();
      EXPECT_TRUE(said(Language::zh, key)) << key << " of " << name;
      EXPECT_TRUE(said(Language::en, key)) << key << " of " << name;
    }
  }
  EXPECT_GT(found, 100);
}

TEST(SentencesTest, EveryWordOfTheLawHasItsName) {
  const Messages messages = sentences();
  for (const std::string_view role : kRoles)
    EXPECT_TRUE(messages.has(Language::zh, "role." + std::string(role))) << role;
  for (const std::string_view relation : kRelations)
    EXPECT_TRUE(messages.has(Language::zh, "relation." + std::string(relation))) << relation;
  for (const std::string_view mode : kModes)
    EXPECT_TRUE(messages.has(Language::zh, "mode." + std::string(mode))) << mode;
  const struct {
    const char *file, *row, *section;
  } tables[] = {{"states.toml", "id", "state."},     {"steps.toml", "deed", "step."},
                {"clocks.toml", "id", "clock."},     {"grounds.toml", "id", "ground."},
                {"grounds.toml", "leads_to", ""},    {"states.toml", "list", "list."},
                {"states.toml", "shows", "state."},  {"parameters.toml", "key", "parameter."},
                {"clocks.toml", "list", "list."},    {"letters.toml", "kind", "letter."}};
  for (const char* set : {"reg2005", "reg2022"}) {
    for (const auto& table : tables) {
      const std::string source = text_of(std::string(XINFANG_ROOT "/law/") + set + "/" + table.file);
      const std::regex row("(?:^|\\n)" + std::string(table.row) + "\\s*=\\s*\"([^\"]+)\"");
      for (std::sregex_iterator each(source.begin(), source.end(), row), end; each != end; ++each) {
        const bool letter = std::string(table.section) == "letter.";
        const std::string key = table.section + (*each)[1].str() + (letter ? ".title" : "");
        EXPECT_TRUE(messages.has(Language::zh, key)) << key;
      }
    }
  }
}

TEST(SentencesTest, EveryFieldOfARequestHasItsName) {
  const Messages messages = sentences();
  // Fields of steps in the rulebooks, and fields that the routes read.
  const std::regex row("\\n\\s*\\{ name = \"([a-z_]+)\"[^\n]*\\bpart = ");
  const std::regex read("\\bin\\.[a-z_]+\\(\"([a-z_]+)\"");
  int found = 0;
  const auto look = [&](const std::string& source, const std::regex& field, const std::string& where) {
    for (std::sregex_iterator each(source.begin(), source.end(), field), end; each != end; ++each) {
      ++found;
      EXPECT_TRUE(messages.has(Language::zh, "field." + (*each)[1].str())) << (*each)[1] << " of " << where;
    }
  };
  for (const char* set : {"reg2005", "reg2022"}) {
    look(text_of(std::string(XINFANG_ROOT "/law/") + set + "/steps.toml"), row, set);
  }
  for (const auto& entry : std::filesystem::directory_iterator(XINFANG_ROOT "/src/http")) {
    const std::string name = entry.path().filename().string();
    if (name.ends_with("_api.cpp") || name.ends_with("_body.cpp")) {
      look(text_of(entry.path()), read, name);
    }
  }
  EXPECT_GT(found, 60);
}

TEST(SentencesTest, TheEdgesRefusalsComeInBothLanguagesAtOnce) {
  const Messages messages = sentences();
  for (const char* code :
       {"request_timeout", "payload_too_large", "uri_too_long", "headers_too_large", "bad_request",
        "not_found", "method_not_allowed", "expectation_failed", "range_not_satisfiable",
        "overloaded", "internal", "storage_away", "not_implemented", "version_not_supported"}) {
    EXPECT_TRUE(messages.has(Language::zh, std::string("edge.") + code)) << code;
    EXPECT_NE(edge_problem(messages, 400, code).find(" / "), std::string::npos);
  }
}

}  // namespace
}  // namespace xinfang
