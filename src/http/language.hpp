// The language of an answer: ?lang=, the cookie xf_lang, Accept-Language, else Chinese.
#pragma once

#include <string>
#include <string_view>

#include "base/messages.hpp"
#include "http/edge/message.hpp"

namespace xinfang {

Language language_of(const Request& request);
std::string_view tag_of(Language language);  // zh-CN, en

// Body of the edge's own refusals, before any request was read: the sentence in both languages.
std::string edge_problem(const Messages& messages, int status, std::string_view code);

}  // namespace xinfang
