// What tests ask and are answered, written down for tools/check_contract.
//
// When the environment names a file in XINFANG_EXCHANGES, it gets one JSON line an exchange, after
// a first line {"routes": [...]} with the program's route list. Otherwise nothing happens. Bodies
// of requests that were refused are left out: they may be anything.
#pragma once

#include <string>

#include "http/edge/message.hpp"

namespace xinfang {

// `pattern` is that of the matched route. Thread-safe; throws std::runtime_error when the file
// cannot be written.
void record_exchange(const std::string& pattern, const Request& request, const Response& response);

}  // namespace xinfang
