// Small readings of header text after RFC 9110: tokens, values, comma lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace xinfang::edge {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_token(std::string_view text);                    // not empty, no separators
bool is_field_value(std::string_view text);              // no control characters but tab
bool same_word(std::string_view a, std::string_view b);  // ASCII letters without case
std::string lower(std::string_view text);
std::string_view trim_blanks(std::string_view text);  // blanks and tabs at both ends

std::vector<std::string_view> list_items(std::string_view list);  // of a comma list, trimmed
bool list_has(std::string_view list, std::string_view word);

// Whether an Accept-Encoding value takes the coding (named or by "*", weight above zero).
bool accepts_coding(std::string_view accept_encoding, std::string_view coding);

}  // namespace xinfang::edge
