// The machines of a rule set as one SVG picture that needs nothing else: states as boxes, steps as
// arrows with their numbers, a list of the steps below. The same rows give the same bytes.
#pragma once

#include <string>
#include <vector>

#include "base/messages.hpp"
#include "domain/rulebook.hpp"

namespace xinfang {

std::string law_drawing(const Rulebook& book, const std::vector<SubjectKind>& subjects,
                        const Messages& messages, Language language);

}  // namespace xinfang
