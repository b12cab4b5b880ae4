// What happened to a matter, as the desk is told: each event with what was filled in.
//
// Fields that a row marks secret are shown to the organ that wrote them and, behind the accusation
// wall, to the liaisons on the path; to nobody else. Of a matter
// of which an accusation was split off, what was written before is the splitting office's own.
#pragma once

#include <map>
#include <string>

#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

Json history_json(const Office& office, Language language, const Viewer& viewer,
                  const LoadedMatter& loaded, const std::map<std::string, std::string>& texts);

// Whether what the event with that number wrote is kept from this viewer.
bool is_withheld(const Matter& matter, const Viewer& viewer, std::int64_t seq);

}  // namespace xinfang
