// A refusal as a sentence that a person can act on, in which no code is left.
#pragma once

#include <string>

#include "base/messages.hpp"
#include "base/result.hpp"

namespace xinfang {

std::string refusal_sentence(const Refusal& refusal, const Messages& messages, Language language);

}  // namespace xinfang
