#include "store/viewer.hpp"

#include <algorithm>

namespace xinfang {

bool Viewer::has_role(std::string_view role) const {
  return std::find(roles.begin(), roles.end(), role) != roles.end();
}

}  // namespace xinfang
