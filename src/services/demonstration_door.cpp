#include "services/demonstration_door.hpp"

namespace xinfang {

Bytes known_second_factor(std::string_view login) {
  return sha256("xinfang demonstration " + std::string(login)).substr(0, 20);
}

}  // namespace xinfang
