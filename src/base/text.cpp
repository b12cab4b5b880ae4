#include "base/text.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_set>

namespace xinfang {
namespace {

constexpr std::pair<UChar32, UChar32> kRadicals[] = {
#include "base/radicals.inc"
};

using Normalizer = const icu::Normalizer2* (*)(UErrorCode&);

const icu::Normalizer2& normalizer(Normalizer get) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* instance = get(status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
  return *instance;
}

icu::UnicodeString normalized(Normalizer get, const icu::UnicodeString& text) {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeString result = normalizer(get).normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise");
  return result;
}

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string utf8(const icu::UnicodeString& text) {
  std::string result;
  return text.toUTF8String(result);
}

template <class Deed>
void each_character(const icu::UnicodeString& text, Deed deed) {
  for (std::int32_t i = 0; i < text.length();) {
    UChar32 c = text.char32At(i);
    deed(c);
    i += U16_LENGTH(c);
  }
}

// Characters that only steer the direction of writing: they can make a text read as another.
bool steers_direction(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_BIDI_CONTROL) != 0; }

bool is_edge_blank(UChar32 c) { return u_isUWhiteSpace(c) || c == 0x200B || c == 0x2060; }

UChar32 unified(UChar32 c) {
  auto found =
      std::lower_bound(std::begin(kRadicals), std::end(kRadicals), c,
                       [](const auto& pair, UChar32 wanted) { return pair.first < wanted; });
  return found != std::end(kRadicals) && found->first == c ? found->second : c;
}

bool parts_words(UChar32 c) {
  return u_isUWhiteSpace(c) || u_ispunct(c) || u_iscntrl(c) ||
         (c < 0x80 && !u_isalnum(c));  // ASCII symbols such as + and $ as well
}

// Written without blanks between words, so that search needs two-character pieces.
bool is_unspaced(UChar32 c) {
  if (c >= 0x4E00 && c <= 0x9FFF) return true;  // nearly every character there is to judge
  if (u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC)) return true;
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(c, &status);
  if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_BOPOMOFO)
    return true;
  return !u_isalnum(c) && u_charType(c) != U_NON_SPACING_MARK &&
         u_charType(c) != U_COMBINING_SPACING_MARK;
}

// Characters of which nearly every text is made, and of which tidy() changes none: they compose with
// nothing, steer nothing and are not dropped. Of blanks only those of ASCII are among them.
bool is_plain(UChar32 c) {
  if (c < 0x80) return (c >= 0x20 && c != 0x7F) || c == '\n' || c == '\t';
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3011) || (c >= 0xFF01 && c <= 0xFF5E) ||
         (c >= 0x2014 && c <= 0x2026 && c != 0x2015 && c != 0x2017);
}

bool is_plain(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  for (std::size_t i = 0; i < text.size();) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, text.size(), c);
    if (!is_plain(c)) return false;
  }
  return true;
}

std::string trimmed(std::string_view text) {
  static constexpr std::string_view kBlanks = " \n\t";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return "";
  return std::string(text.substr(begin, text.find_last_not_of(kBlanks) - begin + 1));
}

}  // namespace

bool is_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t i = 0;
  while (i < text.size()) {
    UChar32 c = 0;
    U8_NEXT(bytes, i, text.size(), c);
    if (c < 0) return false;
  }
  return true;
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string tidy(std::string_view text) {
  if (is_plain(text)) return trimmed(text);
  icu::UnicodeString kept;
  icu::UnicodeString source = utf16(text);
  bool after_return = false;
  each_character(source, [&](UChar32 c) {
    bool second_half = after_return && c == '\n';
    after_return = c == '\r';
    if (after_return) c = '\n';
    bool drop = (u_charType(c) == U_CONTROL_CHAR && c != '\n' && c != '\t') ||
                steers_direction(c) || c == 0xFEFF;
    if (!drop && !second_half) kept.append(c);
  });
  // Composing may not bring a droppable character back, so the ends are trimmed last.
  icu::UnicodeString composed = normalized(icu::Normalizer2::getNFCInstance, kept);
  std::int32_t begin = 0;
  std::int32_t end = composed.length();
  while (begin < end && is_edge_blank(composed.char32At(begin))) ++begin;
  while (begin < end && is_edge_blank(composed.char32At(end - 1))) --end;
  return utf8(composed.tempSubStringBetween(begin, end));
}

std::string fold(std::string_view text) {
  icu::UnicodeString folded = normalized(icu::Normalizer2::getNFKCCasefoldInstance, utf16(text));
  icu::UnicodeString result;
  bool blank = false;
  each_character(folded, [&](UChar32 c) {
    if (parts_words(c)) {
      blank = !result.isEmpty();
      return;
    }
    if (blank) result.append(static_cast<UChar32>(' '));
    blank = false;
    result.append(unified(c));
  });
  return utf8(result);
}

std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> found;
  std::unordered_set<std::string> seen;
  const auto keep = [&](const std::string& piece) {
    if (!piece.empty() && seen.insert(piece).second) found.push_back(piece);
  };

  std::string word;      // a run of letters and digits
  std::string previous;  // the last character of a run written without blanks
  bool alone = false;    // `previous` stands in no piece yet
  const auto end_word = [&] {
    keep(word);
    word.clear();
  };
  const auto end_run = [&] {
    if (alone) keep(previous);
    previous.clear();
    alone = false;
  };
  const std::string folded = fold(text);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(folded.data());
  for (std::size_t i = 0; i < folded.size();) {
    const std::size_t begin = i;
    UChar32 c = 0;
    U8_NEXT(bytes, i, folded.size(), c);
    const std::string_view character(folded.data() + begin, i - begin);
    if (c == ' ') {
      end_word();
      end_run();
    } else if (!is_unspaced(c)) {
      end_run();
      word += character;
    } else {
      end_word();
      alone = previous.empty();
      if (!alone) keep(previous.append(character));
      previous = character;
    }
  }
  end_word();
  end_run();
  return found;
}

}  // namespace xinfang
