// What the petitioner sees of the own petition: where it is, what was done when by which organ, what
// is due when and why, the letters sent to him or her, and what he or she may do now (regulation
// 4.16). Nothing from the internal parts, no official's id, no internal term.
#pragma once

#include "services/office.hpp"
#include "store/event_store.hpp"

namespace xinfang {

// `loaded` was given to the petitioner's viewer; `subject_no` is the intake of the item.
Json petition_json(Office& office, Language language, const Viewer& viewer,
                   const LoadedMatter& loaded, int subject_no);

}  // namespace xinfang
