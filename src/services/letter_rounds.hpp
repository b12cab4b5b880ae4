// What a letter says of the papers before it: the opinion that is challenged, the review of it, who
// reviews, what was asked for, which clocks were moved or are late.
#pragma once

#include <string_view>

#include "services/letter_facts.hpp"

namespace xinfang {

// The newest earlier paper of one of the kinds on the document's part; null when there is none.
const Document* earlier_paper(const Matter& matter, const Document& document,
                              std::initializer_list<std::string_view> kinds);
// The last clock of that row on the part, running or not; part 0: on any. Null when there was none.
const Deadline* last_clock(const Matter& matter, int subject_no, std::string_view clock);
// Empty for an organ that is not known.
std::string organ_name(const Office& office, Id organ_id);

void add_rounds(const Office& office, const LetterCase& letter_case, const Document& document,
                LetterFacts::Values& values);
// "moved": clocks that the step moved; "overdue": duties of the part that are late.
std::vector<LetterFacts::Values> moved_clocks(const Office& office, const LetterCase& letter_case);
std::vector<LetterFacts::Values> late_duties(const Office& office, const LetterCase& letter_case,
                                             const Document& document);

}  // namespace xinfang
