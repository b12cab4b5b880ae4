// hex, base64url and base32 of crypto.hpp: bytes as text that people and addresses can carry.
// Reading is strict: one byte string has exactly one text (but for the case of letters).
#include <array>

#include "base/crypto.hpp"

namespace xinfang {
namespace {

constexpr char kBase64Url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr char kBase32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr char kHex[] = "0123456789abcdef";

std::string encode(std::string_view data, const char* alphabet, unsigned bits) {
  std::string text;
  std::uint32_t window = 0;
  unsigned held = 0;
  for (char c : data) {
    window = (window << 8) | static_cast<unsigned char>(c);
    held += 8;
    for (; held >= bits; held -= bits)
      text += alphabet[(window >> (held - bits)) & ((1U << bits) - 1)];
    window &= (1U << held) - 1;
  }
  if (held > 0) text += alphabet[(window << (bits - held)) & ((1U << bits) - 1)];
  return text;
}

// -1 for a character outside the alphabet.
std::array<int, 256> values_of(std::string_view alphabet, bool either_case) {
  std::array<int, 256> values;
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    char c = alphabet[i];
    values[static_cast<unsigned char>(c)] = static_cast<int>(i);
    if (either_case && c >= 'A' && c <= 'Z')
      values[static_cast<unsigned char>(c + 32)] = static_cast<int>(i);
    if (either_case && c >= 'a' && c <= 'f')
      values[static_cast<unsigned char>(c - 32)] = static_cast<int>(i);
  }
  return values;
}

std::optional<Bytes> decode(std::string_view text, const std::array<int, 256>& values,
                            unsigned bits) {
  Bytes data;
  std::uint32_t window = 0;
  unsigned held = 0;
  for (char c : text) {
    int value = values[static_cast<unsigned char>(c)];
    if (value < 0) return std::nullopt;
    window = (window << bits) | static_cast<std::uint32_t>(value);
    held += bits;
    if (held >= 8) {
      held -= 8;
      data += static_cast<char>(window >> held);
      window &= (1U << held) - 1;
    }
  }
  // Left-over bits must be padding: fewer than a whole character, and zero.
  if (held >= bits || window != 0) return std::nullopt;
  return data;
}

}  // namespace

std::string hex(std::string_view data) { return encode(data, kHex, 4); }
std::string base64url(std::string_view data) { return encode(data, kBase64Url, 6); }
std::string base32(std::string_view data) { return encode(data, kBase32, 5); }

std::optional<Bytes> unhex(std::string_view text) {
  static const auto values = values_of(kHex, true);
  return decode(text, values, 4);
}

std::optional<Bytes> unbase64url(std::string_view text) {
  static const auto values = values_of(kBase64Url, false);
  return decode(text, values, 6);
}

std::optional<Bytes> unbase32(std::string_view text) {
  static const auto values = values_of(kBase32, true);
  return decode(text, values, 5);
}

}  // namespace xinfang
