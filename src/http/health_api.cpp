// Health: is the process there, can it work, and the figures for Prometheus.
#include <algorithm>

#include "http/handlers.hpp"
#include "store/log_store.hpp"

namespace xinfang {
namespace {

Response plain(int status, std::string text) {
  Response response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

void add_figure(std::string& text, std::string_view name, std::string_view type,
                std::string_view help, std::uint64_t value) {
  text.append("# HELP xinfang_").append(name).append(" ").append(help);
  text.append("\n# TYPE xinfang_").append(name).append(" ").append(type);
  text.append("\nxinfang_").append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

Response get_healthz(Call&) { return plain(200, "ok\n"); }

// A read that fails throws DatabaseUnavailable: the door answers 503.
Response get_readyz(Call& call) {
  log_backlog(call.office.database);
  return plain(200, "ready\n");
}

Response get_metrics(Call& call) {
  const auto& from = call.office.settings.metrics_from;
  if (std::find(from.begin(), from.end(), call.request.client_address) == from.end())
    return problem(refuse("metrics_not_for_you", Refusal::Kind::forbidden), call);

  const Database::Figures database = call.office.database.figures();
  std::string text;
  add_figure(text, "database_groups_total", "counter", "Transactions committed.", database.groups);
  add_figure(text, "database_change_sets_total", "counter", "Change sets committed.",
             database.change_sets);
  add_figure(text, "database_bisections_total", "counter", "Groups that had to be split.",
             database.bisections);
  add_figure(text, "database_conflicts_total", "counter", "Change sets that came second.",
             database.conflicts);
  add_figure(text, "database_reconnects_total", "counter", "Connections made again.",
             database.reconnects);
  add_figure(text, "database_waiting", "gauge", "Change sets not answered yet.", database.waiting);
  add_figure(text, "log_entries", "gauge", "Entries of the log.",
             static_cast<std::uint64_t>(log_size(call.office.database)));
  add_figure(text, "log_backlog", "gauge", "Events without a number in the log.",
             static_cast<std::uint64_t>(log_backlog(call.office.database)));
  add_figure(text, "search_backlog", "gauge", "Entries of the log that the search index has not followed.",
             static_cast<std::uint64_t>(log_size(call.office.database) - call.office.search.cursor()));
  if (call.office.edge_figures) {
    for (const auto& [name, value] : call.office.edge_figures())
      add_figure(text, "edge_" + name, "untyped", "Of the HTTP edge.", value);
  }
  Response response = plain(200, std::move(text));
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return response;
}

}  // namespace xinfang
