// The law in sentences: how a due day came about, and why a question was refused.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "base/messages.hpp"
#include "base/result.hpp"
#include "domain/rulebook.hpp"

namespace xinfang {

// One sentence for each step of a derivation: i18n "law.explain.<why>".
std::vector<std::string> derivation_sentences(const Messages& messages, Language language,
                                              const Json& derivation);

// "C09（办理期限）：…，依据：…。" and, for a term of ours, that it is no law.
std::vector<std::string> clock_sentences(const Messages& messages, Language language,
                                         const ClockRule& clock);

// The same with codes among the facts replaced by their names (clock C09: 办理期限).
Refusal with_names(const Messages& messages, Language language, Refusal refusal);

// The refusal's sentence. Fields keep the names that the asker wrote.
std::string refusal_sentence(const Messages& messages, Language language, const Refusal& refusal);

// 2024-05-01T09:30:00+08:00: the hour as the office's clock shows it.
std::string china_time(Instant at);

}  // namespace xinfang
