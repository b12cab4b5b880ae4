// The law in sentences: how a due day came about, and what a clock is.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/messages.hpp"
#include "domain/rulebook.hpp"

namespace xinfang {

// One sentence for each step of a derivation: i18n "law.explain.<why>".
std::vector<std::string> derivation_sentences(const Messages& messages, Language language,
                                              const Json& derivation);

// "C09（办理期限）：…，依据：…。" and, for a term of ours, that it is no law.
std::vector<std::string> clock_sentences(const Messages& messages, Language language,
                                         const ClockRule& clock);

// 2024-05-01T09:30:00+08:00: the hour as the office's clock shows it.
std::string china_time(Instant at);

}  // namespace xinfang
