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

// The part that a rating of "office" or "organ" is for, by the rows that rate it: the newest that may
// be rated, else the newest at all; 0 when there is none.
int rated_part(const Office& office, const Viewer& viewer, const Matter& matter,
               const std::string& target);

}  // namespace xinfang
