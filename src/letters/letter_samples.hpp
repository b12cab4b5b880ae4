// For the tests of letters: the templates of law/letters and the facts of tests/data/letters.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "letters/letter.hpp"

namespace xinfang {

inline std::string read_text(const std::string& path) {
  std::ifstream file(std::string(XINFANG_ROOT) + "/" + path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot read " + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline LetterTemplates letter_templates() {
  auto templates = LetterTemplates::parse(read_text("law/letters/zh.toml"));
  if (!templates) throw std::runtime_error(templates.refusal().facts[0].second);
  return *templates;
}

// Facts common to all, and over them those of the kind.
inline LetterFacts sample_facts(const std::string& kind) {
  const auto all = Json::parse(read_text("tests/data/letters/facts.json"));
  if (!all) throw std::runtime_error("tests/data/letters/facts.json: " + all.refusal().code);
  LetterFacts facts;
  facts.kind = kind;
  for (const Json* source : {&(*all)["common"], &(*all)[kind]}) {
    for (const auto& [name, value] : (*source)["values"].as_object()) {
      facts.values[name] = value.as_string();
    }
    for (const auto& [name, entries] : (*source)["lists"].as_object()) {
      auto& list = facts.lists[name];
      list.clear();
      for (const auto& entry : entries.as_array()) {
        LetterFacts::Values values;
        for (const auto& [key, value] : entry.as_object()) values[key] = value.as_string();
        list.push_back(std::move(values));
      }
    }
  }
  return facts;
}

}  // namespace xinfang
