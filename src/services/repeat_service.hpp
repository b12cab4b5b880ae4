// Earlier matters of the same person, ranked, each with what the rules advise (regulation 4.6). Nothing
// is merged here: a person decides.
#pragma once

#include "base/messages.hpp"
#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

// By the identity number first, then telephone and name, then telephone alone; newest first within
// each, at most 20. Of a matter the viewer may not see, only that it exists: number, place, day, state
// (2.6); of one behind the wall only that there is a restricted record.
Json repeats_json(Office& office, Language language, const Viewer& viewer,
                  const LoadedMatter& loaded);

}  // namespace xinfang
