// What follows when the same person brings basically the same again (regulation 4.6). The program
// ranks and advises; a person decides.
#pragma once

#include <string>

#include "domain/matter.hpp"
#include "domain/organ.hpp"

namespace xinfang {

struct RepeatAdvice {
  std::string standing;   // of the earlier matter (standing.hpp)
  // join | join_and_supervise | tell_above | point_to_review | refuse_lapsed | head_decides |
  // refuse_settled | refuse_concluded | point_to_route | new_matter
  std::string what;
  std::string step;       // deed that does it; empty: none
  std::string ground;     // with which ground; empty: none
  std::string basis;
};

// `at_organ` has the new item, in that region. Filed above who accepted or handles it: Art. 19 ¶3.
RepeatAdvice advise_on_repeat(const Rulebook& rulebook, const Matter& earlier, Id at_organ,
                              const std::string& region_code, const OrganDirectory& organs,
                              Date today);

}  // namespace xinfang
