#include "http/search_api.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "services/matter_list.hpp"
#include "services/numbers.hpp"
#include "services/search_texts.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

namespace {
constexpr int kPage = 50;
constexpr std::size_t kQueryCharacters = 100;
constexpr std::size_t kShortestPhone = 7;

// Of a whole telephone or identity number: the matters of who has it, newest first.
std::vector<Id> matters_of_person(Call& call, const std::string& asked) {
  std::string kind, value;
  if (valid_id_number(normal_id_number(asked))) {
    kind = "id_number";
    value = normal_id_number(asked);
  } else if (asked.find_first_not_of("0123456789+-() ") == std::string::npos) {
    kind = "phone";
    value = normal_phone(asked);
    if (value.size() < kShortestPhone) return {};
  } else {
    return {};
  }
  std::vector<Id> found;
  for (const auto& [matter_id, item_no] : find_by_person(call.office.database, call.office.keys,
                                                         call.viewer, kind, value, kPage)) {
    if (std::find(found.begin(), found.end(), matter_id) == found.end()) found.push_back(matter_id);
  }
  return found;
}

}  // namespace

// A whole item number finds its matter, a telephone or identity number the matters of its person;
// anything else is searched in the texts.
Response find_matters(Call& call, const std::string& query) {
  const std::string asked = is_utf8(query) ? tidy(query) : std::string();
  if (asked.empty()) return problem(refuse("field_missing").on("query"), call);
  if (characters(asked) > kQueryCharacters) {
    return problem(refuse("field_long").on("query").with("max", std::to_string(kQueryCharacters)),
                   call);
  }
  std::vector<Id> found;
  if (valid_item_number(asked)) {
    if (const auto place = find_item(call.office.database, asked)) found.push_back(place->matter_id);
  } else if (found = matters_of_person(call, asked); found.empty()) {
    const Id before = parse_id(call.request.query_value("after").value_or("")).value_or(0);
    found = call.office.search.find(
        call.viewer, asked, before, kPage,
        [&](Id matter_id, const std::vector<std::string>& fields) {
          return one_may_be_searched(call.office, matter_id, fields);
        });
  }
  std::vector<MatterRow> rows;
  for (const Id matter_id : found) {
    auto row = find_matter(call.office.database, call.viewer, matter_id);
    if (row) rows.push_back(std::move(*row));
  }
  Json page = Json::object().set("items", matter_list_json(call.office, rows));
  if (static_cast<int>(found.size()) == kPage) page.set("after", id_text(found.back()));
  return json_response(200, page);
}

}  // namespace xinfang
