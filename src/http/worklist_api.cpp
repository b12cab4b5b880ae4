// Worklists with their counts, a page of one list, closed matters, and search: GET /api/v1/matters.
#include "http/handlers.hpp"
#include "http/search_api.hpp"
#include "services/matter_list.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

namespace {

constexpr int kPage = 50;

// "2026-03-09.123.4": the key of the last row, in the address of the next page.
std::string page_text(const WorkRow& row) {
  return row.due_on.iso() + "." + id_text(row.matter.matter_id) + "." +
         std::to_string(row.subject_no);
}

std::optional<WorkKey> page_of(const std::string& text) {
  const std::size_t first = text.find('.'), second = text.rfind('.');
  if (first == std::string::npos || first == second) return std::nullopt;
  const auto due_on = Date::parse(text.substr(0, first));
  const auto matter_id = parse_id(text.substr(first + 1, second - first - 1));
  const auto subject_no = parse_id(text.substr(second + 1));
  if (!due_on || !matter_id || !subject_no || *subject_no > 100'000) return std::nullopt;
  return WorkKey{*due_on, *matter_id, static_cast<int>(*subject_no)};
}

Response list_page(Call& call, const std::string& list, const std::optional<WorkKey>& after) {
  const auto rows = worklist(call.office.database, call.viewer, list, after, kPage);
  Json page = Json::object().set("items", work_list_json(call.office, rows));
  if (static_cast<int>(rows.size()) == kPage) page.set("after", page_text(rows.back()));
  return json_response(200, page);
}

Response own_matters(Call& call, bool closed_only) {
  const Id before = parse_id(call.request.query_value("after").value_or("")).value_or(0);
  const auto rows =
      matters_of_organ(call.office.database, call.viewer, closed_only, before, kPage);
  Json page = Json::object().set("items", matter_list_json(call.office, rows));
  if (static_cast<int>(rows.size()) == kPage) page.set("after", id_text(rows.back().matter_id));
  return json_response(200, page);
}

}  // namespace

Response get_worklists(Call& call) {
  Json lists = Json::array();
  for (const WorkCount& count :
       work_counts(call.office.database, call.viewer, call.office.clock.today())) {
    lists.push(Json::object()
                   .set("list", count.list)
                   .set("name", call.office.messages.say(call.language, "list." + count.list))
                   .set("all", count.all)
                   .set("overdue", count.overdue)
                   .set("due_soon", count.due_soon));
  }
  return json_response(200, Json::object().set("lists", std::move(lists)));
}

Response get_matters(Call& call) {
  const auto query = call.request.query_value("query");
  if (query) return find_matters(call, *query);
  const std::string list = call.request.query_value("list").value_or("");
  if (list.empty() || list.size() > 40) return problem(refuse("field_missing").on("list"), call);
  if (list == "closed" || list == "all") return own_matters(call, list == "closed");
  std::optional<WorkKey> after;
  if (const auto text = call.request.query_value("after"); text && !text->empty()) {
    after = page_of(*text);
    if (!after) return problem(refuse("field_value").on("after"), call);
  }
  return list_page(call, list, after);
}

}  // namespace xinfang
