// xinfang law deadline: questions about due days, a JSON object a line, an answer a line.
//
// {"clock":"C09","from":"2024-01-10","extend_days":30} is answered with clock, rule_set, due_strict,
// due_legal, basis, nature, internal, unit, length, provisional, derivation, explanation (Chinese) and
// explanation_en. A line that cannot be answered gives error, error_en, code, line (from 1) and, where
// one is at fault, field; the lines after it are still answered. Empty lines are passed over.
#pragma once

#include <functional>
#include <iosfwd>
#include <string_view>

#include "base/messages.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"

namespace xinfang {

constexpr std::size_t kLongestQuestion = 64u << 10;  // bytes; a longer line is refused unread

// Returns how many lines were refused.
std::size_t answer_deadlines(const Law& law, const WorkCalendar& calendar,
                             const std::function<bool(std::string_view)>& is_region,
                             const Messages& messages, std::istream& in, std::ostream& out);

}  // namespace xinfang
