#include <cxxabi.h>

#include <typeinfo>

#include "http/edge/edge_core.ipp"
#include "http/edge/static_files.hpp"

namespace xinfang::edge {

namespace {

Outcome internal(std::string fault) {
  Outcome outcome;
  outcome.response.status = 500;
  outcome.fault = std::move(fault);
  return outcome;
}

// The first line only: what follows in a database's message may quote values.
std::string describe(const std::exception& exception) {
  int failed = 0;
  char* name = abi::__cxa_demangle(typeid(exception).name(), nullptr, nullptr, &failed);
  std::string text = failed == 0 ? name : "exception";
  std::free(name);
  const std::string_view what = exception.what();
  text += ": ";
  text += what.substr(0, std::min<std::size_t>(what.find_first_of("\r\n"), 200));
  return text;
}

Outcome run(const Core& core, Exchange& exchange) {
  if (exchange.upload && !exchange.upload->finish()) {
    Outcome outcome = internal("the upload was not written");
    outcome.response.status = 503;
    return outcome;
  }
  if (!exchange.route) {
    Outcome outcome;
    if (!serve_static(core.options.static_folder, exchange.request, outcome))
      outcome.response.status = 404;
    return outcome;
  }
  Outcome outcome(exchange.route->handler(exchange.request));
  if (!can_be_sent(outcome.response))
    return internal("the handler gave a header that cannot be sent");
  if (!outcome.response.file_path.empty() && !serve_file(exchange.request, outcome)) {
    return internal("the handler's file cannot be opened");
  }
  return outcome;
}

}  // namespace

std::shared_ptr<Outcome> perform(const Core& core, Exchange& exchange) {
  try {
    return std::make_shared<Outcome>(run(core, exchange));
  } catch (const std::exception& exception) {
    return std::make_shared<Outcome>(internal(describe(exception)));
  } catch (...) {
    return std::make_shared<Outcome>(internal("an exception of unknown type"));
  }
}

}  // namespace xinfang::edge
