#include "demo/demo_texts.hpp"

#include <toml++/toml.h>

#include <stdexcept>

namespace xinfang {

namespace {

[[noreturn]] void wrong(std::string detail) { throw std::invalid_argument(detail); }

std::vector<std::string> texts(const toml::node_view<const toml::node>& node) {
  std::vector<std::string> list;
  if (const auto* array = node.as_array()) {
    for (const auto& item : *array) list.push_back(item.value_or(std::string()));
  }
  return list;
}

std::vector<std::string> some_texts(const toml::table& table, std::string_view key,
                                    const std::string& where) {
  std::vector<std::string> list = texts(table[key]);
  if (list.empty()) wrong(where + " has no " + std::string(key));
  return list;
}

bool is_range(const toml::array& array) {
  return array.size() == 2 && array[0].is_integer() && array[1].is_integer();
}

DemoRange range(const toml::array& array) {
  return {array[0].value_or(std::int64_t{0}), array[1].value_or(std::int64_t{0})};
}

std::map<std::string, DemoRange> ranges(const toml::table& table) {
  std::map<std::string, DemoRange> found;
  for (const auto& [key, node] : table) {
    const auto* array = node.as_array();
    if (array && is_range(*array)) found.emplace(key.str(), range(*array));
  }
  return found;
}

std::map<std::string, std::vector<std::string>> lists(const toml::table& file,
                                                      std::string_view name) {
  std::map<std::string, std::vector<std::string>> found;
  const auto* table = file[name].as_table();
  if (!table) wrong("there is no table " + std::string(name));
  for (const auto& [key, node] : *table) {
    auto list = texts(toml::node_view<const toml::node>(node));
    if (list.empty()) wrong(std::string(name) + "." + std::string(key.str()) + " is empty");
    found.emplace(key.str(), std::move(list));
  }
  return found;
}

DemoClaim claim_of(const toml::node& node, const std::string& where) {
  const std::vector<std::string> parts = texts(toml::node_view<const toml::node>(node));
  if (parts.size() != 4 || parts[0].empty()) wrong(where + ": a claim has four texts");
  return {parts[0], {parts[1], parts[2], parts[3]}};
}

std::array<std::string, 3> three(const toml::table& table, std::string_view key,
                                 const std::string& where) {
  const std::vector<std::string> list = texts(table[key]);
  if (list.size() != 3) wrong(where + ": " + std::string(key) + " has three texts");
  return {list[0], list[1], list[2]};
}

DemoStory story_of(const toml::table& table) {
  DemoStory story;
  story.id = table["id"].value_or(std::string());
  if (story.id.empty()) wrong("a story has no id");
  const std::string where = "story " + story.id;
  story.category = table["category"].value_or(std::string());
  story.kind = table["kind"].value_or(story.kind);
  story.place = table["place"].value_or(story.place);
  story.weight = table["weight"].value_or(std::int64_t{1});
  story.use = table["use"].value_or(std::string());
  story.nature = table["nature"].value_or(std::string());
  story.numbers = ranges(table);
  story.tones = texts(table["tones"]);
  story.titles = some_texts(table, "titles", where);
  story.open = some_texts(table, "open", where);
  story.more = some_texts(table, "more", where);
  story.brief = table["brief"].value_or(std::string());
  if (story.brief.empty()) wrong(where + " has no brief");
  const auto* claims = table["claims"].as_array();
  if (!claims || claims->empty()) wrong(where + " has no claims");
  for (const auto& claim : *claims) story.claims.push_back(claim_of(claim, where));
  if (story.kind == "3") {
    story.found = some_texts(table, "found", where);
    story.basis = table["basis"].value_or(std::string());
    if (story.basis.empty()) wrong(where + " has no basis");
    story.why = three(table, "why", where);
  }
  if (story.kind == "1" && story.use != "empty") {
    story.study = table["study"].value_or(std::string());
    story.reply = three(table, "reply", where);
  }
  return story;
}

DemoRoute route_of(const toml::table& table) {
  DemoRoute route;
  route.categories = texts(table["categories"]);
  const std::pair<const char*, std::string*> told[] = {
      {"way", &route.way},   {"law", &route.law},   {"organ", &route.organ},
      {"term", &route.term}, {"materials", &route.materials}, {"remedy", &route.remedy}};
  for (const auto& [key, text] : told) {
    *text = table[key].value_or(std::string());
    if (text->empty()) wrong("a route has no " + std::string(key));
  }
  route.days = table["days"].value_or(std::int64_t{0});
  route.decisions = some_texts(table, "decisions", "route " + route.way);
  return route;
}

DemoTexts read(const toml::table& file) {
  DemoTexts read;
  if (const auto* numbers = file["numbers"].as_table()) read.numbers = ranges(*numbers);
  read.words = lists(file, "words");
  read.pools = lists(file, "pools");
  const auto* tones = file["tone"].as_table();
  if (!tones) wrong("there is no tone");
  for (const auto& [key, node] : *tones) {
    if (!node.is_table()) wrong("a tone is a table");
    const toml::table& table = *node.as_table();
    DemoTone tone;
    tone.name = key.str();
    tone.weight = table["weight"].value_or(std::int64_t{0});
    tone.hello = some_texts(table, "hello", tone.name);
    tone.feel = some_texts(table, "feel", tone.name);
    tone.end = some_texts(table, "end", tone.name);
    read.tones.push_back(std::move(tone));
  }
  if (const auto* asides = file["aside"].as_array()) {
    for (const auto& aside : *asides) {
      if (const auto* table = aside.as_table()) {
        if (const auto* claim = table->get("claim")) read.asides.push_back(claim_of(*claim, "aside"));
      }
    }
  }
  if (const auto* routes = file["route"].as_array()) {
    for (const auto& route : *routes) {
      if (const auto* table = route.as_table()) read.routes.push_back(route_of(*table));
    }
  }
  const auto* stories = file["story"].as_array();
  if (!stories) wrong("there is no story");
  for (const auto& story : *stories) {
    if (!story.is_table()) wrong("a story is a table");
    read.stories.push_back(story_of(*story.as_table()));
  }
  for (const DemoStory& story : read.stories) {
    for (const std::string& tone : story.tones) {
      if (!read.tone(tone)) wrong("story " + story.id + ": there is no tone " + tone);
    }
    for (const char theme : story.themes()) {
      const DemoStory told = story.of_theme(theme);
      if (told.claims.empty() || told.titles.empty()) {
        wrong("story " + story.id + ": theme " + theme + " has no title or no claim");
      }
    }
  }
  return read;
}

char theme_of(const std::string& text) {
  return text.size() > 1 && text[1] == '|' ? text[0] : '\0';
}

void keep_theme(std::vector<std::string>& list, char theme) {
  std::erase_if(list, [&](const std::string& text) {
    return theme_of(text) != '\0' && theme_of(text) != theme;
  });
  for (std::string& text : list) {
    if (theme_of(text) != '\0') text.erase(0, 2);
  }
}

}  // namespace

std::vector<char> DemoStory::themes() const {
  std::vector<char> list;
  for (const std::string& text : open) {
    if (const char theme = theme_of(text)) list.push_back(theme);
  }
  return list;
}

DemoStory DemoStory::of_theme(char theme) const {
  DemoStory told = *this;
  for (auto* list : {&told.titles, &told.open, &told.more, &told.found}) keep_theme(*list, theme);
  std::erase_if(told.claims, [&](const DemoClaim& claim) {
    return theme_of(claim.ask) != '\0' && theme_of(claim.ask) != theme;
  });
  for (DemoClaim& claim : told.claims) {
    if (theme_of(claim.ask) != '\0') claim.ask.erase(0, 2);
  }
  std::vector<std::string> one_line{told.brief};
  keep_theme(one_line, theme);
  told.brief = one_line.empty() ? told.open[0] : one_line[0];
  return told;
}

const DemoTone* DemoTexts::tone(std::string_view name) const {
  for (const DemoTone& tone : tones) {
    if (tone.name == name) return &tone;
  }
  return nullptr;
}

Result<DemoTexts> DemoTexts::parse(std::string_view toml_text) {
  const auto refused = [](std::string detail) {
    return refuse("demo_texts_invalid").with("detail", std::move(detail));
  };
  try {
    return read(toml::parse(toml_text, std::string_view("petitions.toml")));
  } catch (const toml::parse_error& error) {
    return refused("line " + std::to_string(error.source().begin.line) + ": " +
                   std::string(error.description()));
  } catch (const std::invalid_argument& error) {
    return refused(error.what());
  }
}

}  // namespace xinfang
