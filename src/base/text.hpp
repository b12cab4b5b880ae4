// Text as people write it: UTF-8 checks, counting, folding for search, masks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace xinfang {

bool is_utf8(std::string_view text);                 // strict: no surrogates, no overlong forms
std::size_t characters(std::string_view text);       // code points; needs UTF-8
// NFC, CRLF to LF, trims white space at both ends (full-width and no-break too), drops control
// characters except \n and \t, and bidirectional overrides.
std::string tidy(std::string_view text);
// The form in which text is searched and compared: NFKC, case folded, Kangxi and CJK radicals to
// their unified characters, runs of white space and punctuation to one blank.
std::string fold(std::string_view text);
// Overlapping two-character pieces of the folded text ("夜间施工" -> 夜间 间施 施工), Latin and digit
// runs whole, each piece once, in order of first appearance. One lone character is its own piece.
std::vector<std::string> pieces(std::string_view text);

// Masks of regulation 5.4: 110***********002X, 138****5678, 王某某. Empty stays empty.
std::string mask_id_number(std::string_view id_number);
std::string mask_phone(std::string_view phone);
std::string mask_name(std::string_view name);

// Canonical forms for blind indexes and checks; empty when it is none.
std::string normal_phone(std::string_view phone);          // digits, without +86 and separators
std::string normal_id_number(std::string_view id_number);  // 18 characters, upper X
bool valid_id_number(std::string_view id_number);          // GB 11643: length, date, check digit

}  // namespace xinfang
