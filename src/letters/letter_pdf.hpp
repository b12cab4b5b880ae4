// A composed letter on paper: A4 PDF by Pango and Cairo, in the figures of GB/T 9704-2012.
//
// Type area 156 x 225 mm (margins 37 top, 28 left), 22 lines of 28 characters of 16 pt, title 22 pt
// bold, page numbers 14 pt. There is no free 仿宋 with all characters of GB 2312, so families are
// configuration: the first that has a character draws it, and Pango would take any other font of the
// machine without a word; hence missing_glyphs(). The same letter and fonts give the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace xinfang {

// Families in order of preference.
struct LetterFonts {
  std::vector<std::string> body = {"AR PL KaitiM GB", "Noto Serif CJK SC"};   // 仿宋 or its stand-in
  std::vector<std::string> title = {"Noto Serif CJK SC"};                     // 小标宋, drawn bold
  std::vector<std::string> heading = {"Noto Sans CJK SC"};                    // 黑体
};

// Needs Json as LetterTemplates::compose() gives it. Throws std::runtime_error when Cairo fails.
std::string render_letter(const Json& letter, const LetterFonts& fonts = {});

// Characters that no font of the families has, each once, as "U+3400"; a family that is not installed
// covers nothing. White space counts as covered.
std::vector<std::string> missing_glyphs(std::string_view text,
                                        const std::vector<std::string>& families);
// Families of `fonts` that are not installed on this machine.
std::vector<std::string> missing_families(const LetterFonts& fonts);

}  // namespace xinfang
