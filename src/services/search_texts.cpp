#include "services/search_texts.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace xinfang {
namespace {

bool says_the_matter(const std::string& field) {
  return field == "title" || field == "text" || field.rfind("claims[", 0) == 0;
}

}  // namespace

bool may_be_searched(const Rulebook& rulebook, const LoadedMatter& loaded,
                     const std::string& field) {
  if (says_the_matter(field)) return true;
  static constexpr std::string_view kEvent = "event[";
  if (field.rfind(kEvent, 0) != 0) return false;
  std::int64_t seq = 0;
  const auto [end, wrong] =
      std::from_chars(field.data() + kEvent.size(), field.data() + field.size(), seq);
  const auto name = static_cast<std::size_t>(end - field.data()) + 2;  // behind "]."
  if (wrong != std::errc() || name > field.size()) return false;
  if (seq <= loaded.matter.wall.split_seq) return false;
  const auto event = std::find_if(loaded.events.begin(), loaded.events.end(),
                                  [&](const Event& each) { return each.seq == seq; });
  if (event == loaded.events.end()) return false;
  const StepRule* row = rulebook.step(event->step);
  return row && !row->is_secret(std::string_view(field).substr(name));
}

bool one_may_be_searched(Office& office, Id matter_id, const std::vector<std::string>& fields) {
  if (std::any_of(fields.begin(), fields.end(), says_the_matter)) return true;
  const auto loaded = load_matter(office.database, Viewer::system(), matter_id);
  if (!loaded) return false;
  const auto law = office.law.now();
  const Rulebook& rulebook = law->of(loaded->matter.rule_set);
  return std::any_of(fields.begin(), fields.end(), [&](const std::string& field) {
    return may_be_searched(rulebook, *loaded, field);
  });
}

}  // namespace xinfang
