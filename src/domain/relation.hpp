// Who stands in which relation to a part of a matter: the column "relation" of the steps.
#pragma once

#include <string_view>
#include <vector>

#include "domain/decide.hpp"

namespace xinfang {

// The organs that may review an opinion of this one, the usual one first: as told in the directory,
// then the superior in line, then the administrative one (REG2022 Art. 35; regulation 4.14). Petition
// offices decide no claim (Art. 14).
std::vector<Id> review_organs_of(Id organ_id, const OrganDirectory& organs);

// Who reviews (stage "review") or re-reviews the part: the organ asked, or the usual one. 0: none.
Id reviewer_of(const Subject& part, std::string_view stage, const OrganDirectory& organs);

// The petition office that supervises an organ: the nearest of its place or above, never itself.
// Null when the directory has none.
const Organ* supervisor_of(Id organ_id, const OrganDirectory& organs);

// The organ at work on a part in its present state; 0 when it is nobody's of the tree.
Id worker_of(const Rulebook& rulebook, const Subject& part);

// Whether the actor stands to the part (null: none yet) as the rule says, roles apart.
bool stands_in(const ActorRule& rule, const Actor& actor, const Matter& matter,
               const Subject* part, const OrganDirectory& organs);

}  // namespace xinfang
