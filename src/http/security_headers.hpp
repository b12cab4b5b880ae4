// Headers that every answer carries.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace xinfang {

// For every answer, files included (EdgeOptions::default_headers): only our own scripts, styles and
// images; no framing; no referrer to other sites; no sensors.
const std::vector<std::pair<std::string, std::string>>& security_headers();

}  // namespace xinfang
