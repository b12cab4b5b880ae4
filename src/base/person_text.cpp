// The part of text.hpp about people: masks and canonical forms of ID numbers and phone numbers.
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include <chrono>
#include <stdexcept>

#include "base/text.hpp"

namespace xinfang {
namespace {

// Compatibility forms folded (full-width digits), invisible characters and separators dropped,
// letters in lower case.
std::string plain_form(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  std::string tidied = tidy(text);
  auto folded = normalizer->normalize(icu::UnicodeString::fromUTF8(tidied), status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise");
  std::string bytes;
  return folded.toUTF8String(bytes);
}

void drop_any_of(std::string& text, std::string_view dropped) {
  std::erase_if(text, [dropped](char c) { return dropped.find(c) != std::string_view::npos; });
}

bool all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The bytes where each character begins, and the end.
std::vector<std::size_t> starts(std::string_view text) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((text[i] & 0xC0) != 0x80) found.push_back(i);
  }
  found.push_back(text.size());
  return found;
}

// Stars between the first `head` and the last `tail` characters; only stars when that would leave
// fewer than three hidden.
std::string starred(std::string_view text, std::size_t head, std::size_t tail) {
  auto at = starts(text);
  std::size_t count = at.size() - 1;
  if (count < head + tail + 3) return std::string(count, '*');
  return std::string(text.substr(0, at[head])) + std::string(count - head - tail, '*') +
         std::string(text.substr(at[count - tail]));
}

bool is_mainland_mobile(std::string_view digits) {
  return digits.size() == 11 && digits[0] == '1' && digits[1] >= '3';
}

bool is_landline(std::string_view digits) {
  return digits.size() >= 10 && digits.size() <= 12 && digits[0] == '0' && digits[1] != '0';
}

bool is_service_line(std::string_view digits) {
  return digits.size() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
}

// Cuts "-803" or "转803" behind a landline or service number: its digits, or nothing.
std::string take_extension(std::string& text) {
  constexpr std::string_view kTurn = "转";
  std::size_t cut = text.rfind(kTurn);
  std::size_t width = kTurn.size();
  if (cut == std::string::npos) {
    cut = text.rfind('-');
    width = 1;
    if (cut == std::string::npos) return {};
    std::string before = text.substr(0, cut);
    drop_any_of(before, "-() ");
    if (!is_landline(before)) return {};
  }
  std::string extension = text.substr(cut + width);
  drop_any_of(extension, " ");
  if (!all_digits(extension) || extension.size() > 6) return {};
  text.resize(cut);
  return extension;
}

// YYYYMMDD; people of the nineteenth century stand in old files and in the standard's own example.
// Whether the day has come yet is for the caller, who knows today.
bool is_birth_day(const std::string& digits) {
  std::chrono::year_month_day day{
      std::chrono::year{std::stoi(digits.substr(0, 4))},
      std::chrono::month{static_cast<unsigned>(std::stoi(digits.substr(4, 2)))},
      std::chrono::day{static_cast<unsigned>(std::stoi(digits.substr(6, 2)))}};
  return day.ok() && day.year() >= std::chrono::year{1850} && day.year() < std::chrono::year{2200};
}

// Numbers abroad begin with 00 and the country's code.
std::string normal_foreign(std::string_view digits) {
  return digits.size() >= 7 && digits.size() <= 15 ? "00" + std::string(digits) : "";
}

}  // namespace

std::string mask_id_number(std::string_view id_number) { return starred(id_number, 3, 4); }
std::string mask_phone(std::string_view phone) { return starred(phone, 3, 4); }

std::string mask_name(std::string_view name) {
  auto at = starts(name);
  std::size_t count = at.size() - 1;
  if (count == 0) return {};
  if (count == 1) return "某";
  // Two at most: the length of a long name would tell who it is.
  return std::string(name.substr(0, at[1])) + (count == 2 ? "某" : "某某");
}

std::string normal_phone(std::string_view phone) {
  std::string text = plain_form(phone);
  if (text.starts_with("tel:")) text.erase(0, 4);
  std::string extension = take_extension(text);
  drop_any_of(text, "-(). \t");
  bool international = text.starts_with("+") || text.starts_with("00");
  if (text.starts_with("+")) text.erase(0, 1);
  if (!all_digits(text)) return {};
  if (international && text.starts_with("00")) text.erase(0, 2);
  bool with_country = text.starts_with("86") && (international || text.size() == 13);
  if (international && !with_country) return normal_foreign(text);
  if (with_country) {
    text.erase(0, 2);
    // Behind +86 an area code loses its 0; "+86 10 12345678" is 010-12345678.
    bool bare_area = !text.starts_with("0") && !is_mainland_mobile(text) && !is_service_line(text);
    if (bare_area) text.insert(0, "0");
  }
  if (is_mainland_mobile(text)) return extension.empty() ? text : std::string();
  if (is_landline(text) || is_service_line(text)) return text + extension;
  return {};
}

std::string normal_id_number(std::string_view id_number) {
  std::string text = plain_form(id_number);
  drop_any_of(text, " -\t\n");
  if (text.size() != 18 || !all_digits(std::string_view(text).substr(0, 17))) return {};
  if (text[17] == 'x') text[17] = 'X';
  bool good_end = text[17] == 'X' || (text[17] >= '0' && text[17] <= '9');
  return good_end ? text : std::string();
}

bool valid_id_number(std::string_view id_number) {
  std::string text = normal_id_number(id_number);
  if (text.empty()) return false;
  if (!is_birth_day(text.substr(6, 8))) return false;
  constexpr int kWeights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  constexpr std::string_view kChecks = "10X98765432";
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) sum += kWeights[i] * (text[i] - '0');
  return text[17] == kChecks[static_cast<std::size_t>(sum % 11)];
}

}  // namespace xinfang
