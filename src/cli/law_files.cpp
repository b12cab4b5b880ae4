#include "cli/law_files.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <tuple>

#include "base/files.hpp"
#include "services/text_lines.hpp"

namespace xinfang {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kVillagesText = 16u << 20;  // bytes, a little more than there are

void read_folder(const fs::path& folder, const std::string& prefix, LawTexts& texts,
                 std::vector<LawError>& errors) {
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    if (entry.path().extension() != ".toml") continue;
    const std::string name = prefix + entry.path().filename().string();
    auto text = read_file(entry.path().string());
    if (text)
      texts[name] = std::move(text.value());
    else
      errors.push_back({name, "", "the file cannot be read; make it readable"});
  }
}

// The set a set builds on, by its line `inherits = "..."`; empty when it stands alone.
std::string inherited_set(const LawTexts& texts) {
  for (const auto& [file, text] : texts) {
    if (file.starts_with("regions/")) continue;
    const std::string mark = "inherits = \"";
    const auto place = text.starts_with(mark) ? 0 : text.find("\n" + mark);
    if (place == text.npos) continue;
    const auto begin = text.find('"', place) + 1;
    return text.substr(begin, text.find('"', begin) - begin);
  }
  return "";
}

void load_set(const std::string& id, const LawTexts& texts, const std::string& base, Law& law,
              std::vector<LawError>& errors) {
  const auto inherited = law.sets.find(base);
  auto loaded =
      Rulebook::load(id, texts, inherited == law.sets.end() ? nullptr : &inherited->second);
  if (auto* wrong = std::get_if<std::vector<LawError>>(&loaded)) {
    for (auto& error : *wrong) errors.push_back(std::move(error));
  } else {
    auto& set = std::get<Rulebook>(loaded);
    if (set.in_force_on() == Date()) {
      errors.push_back({"parameters.toml", "in_force_on",
                        "set " + id + " does not say from which day of receipt it holds"});
    }
    law.sets.emplace(id, std::move(set));
  }
}

// A regional file is read once a set, its errors are told once.
void tell_once(std::vector<LawError>& errors) {
  const auto key = [](const LawError& e) { return std::tie(e.file, e.row, e.problem); };
  std::vector<LawError> once;
  for (auto& error : errors) {
    const bool told = std::any_of(once.begin(), once.end(),
                                  [&](const LawError& other) { return key(other) == key(error); });
    if (!told) once.push_back(std::move(error));
  }
  errors = std::move(once);
}

}  // namespace

Law read_law(const std::string& folder, std::vector<LawError>& errors) {
  std::map<std::string, LawTexts> pending;
  LawTexts regions;
  read_folder(fs::path(folder) / "regions", "regions/", regions, errors);
  std::error_code missing;
  for (const auto& entry : fs::directory_iterator(folder, missing)) {
    if (!fs::exists(entry.path() / "steps.toml")) continue;
    auto& texts = pending[entry.path().filename().string()];
    texts = regions;
    read_folder(entry.path(), "", texts, errors);
  }
  Law law;
  if (pending.empty()) errors.push_back({folder, "", "no rule set here; name the folder law/"});
  std::map<std::string, bool> tried;
  while (!pending.empty()) {
    // A set waits for the one it inherits; in a circle, or when that one failed, nobody waits.
    const auto waits = [&](const auto& set) {
      const auto base = inherited_set(set.second);
      return !base.empty() && pending.count(base) != 0;
    };
    auto next = std::find_if_not(pending.begin(), pending.end(), waits);
    if (next == pending.end()) next = pending.begin();
    const auto base = inherited_set(next->second);
    if (!base.empty() && tried.count(base) && !law.sets.count(base)) {
      errors.push_back(
          {next->first, "", "not loaded, since " + base + " is wrong; correct that first"});
    } else {
      load_set(next->first, next->second, base, law, errors);
    }
    tried[next->first] = true;
    pending.erase(next);
  }
  tell_once(errors);
  return law;
}

Result<Law> load_law(const std::string& folder) {
  std::vector<LawError> errors;
  Law law = read_law(folder, errors);
  if (errors.empty()) return law;
  const auto& first = errors.front();
  return refuse("law_invalid")
      .with("file", first.file)
      .with("row", first.row)
      .with("problem", first.problem)
      .with("count", std::to_string(errors.size()));
}

Result<WorkCalendar> load_calendar(const std::string& folder) {
  auto days = read_file(folder + "/calendar/days.csv");
  if (!days) return days.refusal();
  auto years = read_file(folder + "/calendar/calendar.toml");
  if (!years) return years.refusal();
  return WorkCalendar::parse(*days, *years);
}

Result<Villages> load_villages(const std::string& folder) {
  const std::string path = folder + "/divisions/villages.csv.gz";
  auto lines = TextLines::open(path);
  if (!lines) return lines.refusal();
  std::string text;
  text.reserve(kVillagesText);
  for (TextLine line; lines->next(line);) text += line.text + "\n";
  if (!lines->damage().empty()) {
    return refuse("file_unreadable").with("path", path).with("reason", lines->damage());
  }
  return Villages::parse(std::move(text));
}

Result<Divisions> load_divisions(const std::string& folder, const std::string& more) {
  auto readings_text = read_file(folder + "/divisions/readings.csv");
  if (!readings_text) return readings_text.refusal();
  auto readings = parse_readings(*readings_text);
  if (!readings) return readings.refusal();
  auto text = read_file(folder + "/divisions/divisions.csv");
  if (!text) return text.refusal();
  if (!more.empty()) {
    auto rows = read_file(more);
    if (!rows) return rows.refusal();
    const std::size_t header = rows->find("level\n");
    if (header == rows->npos) {
      return refuse("divisions_invalid").with("line", "0").with("detail", more + " has no header");
    }
    *text += rows->substr(header + std::string("level\n").size());
  }
  auto divisions = Divisions::parse(*text, std::move(*readings));
  if (!divisions) return divisions;
  divisions->read_villages_by([folder] {
    auto villages = load_villages(folder);
    if (villages) return std::move(*villages);
    std::string sentence = folder + "/divisions/villages.csv.gz: " + villages.refusal().code;
    for (const auto& [name, value] : villages.refusal().facts) sentence += ", " + name + " " + value;
    throw std::runtime_error(sentence);
  });
  return divisions;
}

Result<Categories> load_categories(const std::string& folder) {
  auto text = read_file(folder + "/categories/categories.toml");
  if (!text) return text.refusal();
  return Categories::parse(*text);
}

}  // namespace xinfang
