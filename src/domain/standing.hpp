// How an earlier matter stands when the same comes again (regulation 4.6).
#pragma once

#include <string>

#include "domain/matter.hpp"

namespace xinfang {

// open: in transit or handled; route: another procedure has it; term: the term for review runs or a
// review is pending; lapsed; settled; concluded; answered: ended in another way.
std::string standing_of(const Rulebook& rulebook, const Matter& matter);

}  // namespace xinfang
