// The matter that a staff route names by {matter_no}, if this viewer may see it.
#pragma once

#include <optional>

#include "http/api.hpp"
#include "store/event_store.hpp"

namespace xinfang {

std::optional<Id> matter_id_of_path(Call& call);
std::shared_ptr<const LoadedMatter> matter_of_path(Call& call);
Response matter_unknown(Call& call);

}  // namespace xinfang
