// The search behind GET /api/v1/matters?query=.
#pragma once

#include <string>

#include "http/api.hpp"

namespace xinfang {

Response find_matters(Call& call, const std::string& query);

}  // namespace xinfang
