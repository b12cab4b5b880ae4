#include <fontconfig/fontconfig.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "letters/letter_pdf.hpp"

namespace xinfang {
namespace {

template <auto destroy>
struct Destroy {
  template <class T>
  void operator()(T* pointer) const { destroy(pointer); }
};
using Pattern = std::unique_ptr<FcPattern, Destroy<FcPatternDestroy>>;
using CharSet = std::unique_ptr<FcCharSet, Destroy<FcCharSetDestroy>>;
using FontSet = std::unique_ptr<FcFontSet, Destroy<FcFontSetDestroy>>;
using ObjectSet = std::unique_ptr<FcObjectSet, Destroy<FcObjectSetDestroy>>;

// FcFontList, not FcFontMatch: a match puts another family in the place of one that is not there.
CharSet coverage(const std::string& family) {
  const Pattern pattern(FcPatternCreate());
  FcPatternAddString(pattern.get(), FC_FAMILY, reinterpret_cast<const FcChar8*>(family.c_str()));
  const ObjectSet objects(FcObjectSetBuild(FC_CHARSET, nullptr));
  const FontSet fonts(FcFontList(nullptr, pattern.get(), objects.get()));
  if (!fonts || fonts->nfont == 0) return nullptr;
  CharSet all(FcCharSetCreate());
  for (int i = 0; i < fonts->nfont; ++i) {
    FcCharSet* one = nullptr;
    if (FcPatternGetCharSet(fonts->fonts[i], FC_CHARSET, 0, &one) == FcResultMatch) {
      FcCharSetMerge(all.get(), one, nullptr);
    }
  }
  return all;
}

bool is_space(FcChar32 c) { return c <= 0x20 || c == 0x3000 || c == 0xa0 || c == 0xfeff; }

std::string code_point(FcChar32 c) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string digits;
  for (FcChar32 rest = c; rest || digits.size() < 4; rest >>= 4) digits += kDigits[rest & 15];
  return "U+" + std::string(digits.rbegin(), digits.rend());
}

}  // namespace

std::vector<std::string> missing_glyphs(std::string_view text,
                                        const std::vector<std::string>& families) {
  std::vector<CharSet> sets;
  for (const auto& family : families) {
    if (CharSet set = coverage(family)) sets.push_back(std::move(set));
  }
  std::vector<std::string> missing;
  while (!text.empty()) {
    FcChar32 c = 0;
    const auto* bytes = reinterpret_cast<const FcChar8*>(text.data());
    const int length = FcUtf8ToUcs4(bytes, &c, static_cast<int>(std::min<size_t>(text.size(), 4)));
    if (length <= 0) break;
    text.remove_prefix(static_cast<std::size_t>(length));
    const bool drawn = is_space(c) || std::any_of(sets.begin(), sets.end(), [c](const auto& set) {
      return FcCharSetHasChar(set.get(), c) == FcTrue;
    });
    const std::string name = code_point(c);
    if (!drawn && std::find(missing.begin(), missing.end(), name) == missing.end()) {
      missing.push_back(name);
    }
  }
  return missing;
}

std::vector<std::string> missing_families(const LetterFonts& fonts) {
  std::vector<std::string> missing;
  for (const auto* families : {&fonts.body, &fonts.title, &fonts.heading}) {
    for (const auto& family : *families) {
      const bool known = std::find(missing.begin(), missing.end(), family) != missing.end();
      if (!known && !coverage(family)) missing.push_back(family);
    }
  }
  return missing;
}

}  // namespace xinfang
