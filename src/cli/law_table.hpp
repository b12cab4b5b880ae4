// The law as pages for people: the tables of docs/LAW.md and the Mermaid diagrams, from the rows.
//
// The same rows always give the same bytes, so that a test can hold docs/LAW.md to law/.
#pragma once

#include <string>

#include "domain/rulebook.hpp"

namespace xinfang {

std::string law_page(const Law& law);               // docs/LAW.md
// One stateDiagram-v2 a subject. any_open, any, other_part: where an arrow begins besides states
// (law_graph.hpp).
std::string law_diagram(const Rulebook& rulebook, const std::vector<SubjectKind>& subjects);
// "REGISTRAR, LETTER_HANDLER (holder); petitioner"
std::string who_text(const StepRule& step);

}  // namespace xinfang
