#include "services/second_factor.hpp"

#include <liboath/oath.h>

#include <stdexcept>

namespace xinfang {
namespace {

constexpr unsigned kDigits = 6;

void start_oath() {
  static const int started = oath_init();
  if (started != OATH_OK) throw std::runtime_error("liboath cannot start");
}

std::string bound_to(Id user_id) { return "totp:" + id_text(user_id); }

std::string percent_encoded(std::string_view text) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string result;
  for (unsigned char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_';
    if (plain) result += static_cast<char>(c);
    else (((result += '%') += kHex[c >> 4]) += kHex[c & 15]);
  }
  return result;
}

}  // namespace

Bytes make_totp_secret() { return random_bytes(20); }

std::string otpauth_url(std::string_view issuer, std::string_view login, std::string_view secret) {
  const std::string name = percent_encoded(issuer);
  return "otpauth://totp/" + name + ":" + percent_encoded(login) + "?secret=" + base32(secret) +
         "&issuer=" + name + "&digits=6&period=30";
}

std::string totp_code(std::string_view secret, Instant at) {
  start_oath();
  char code[kDigits + 1] = {};
  const int result =
      oath_totp_generate(secret.data(), secret.size(), static_cast<time_t>(at.ms / 1000),
                         kTotpStepSeconds, OATH_TOTP_DEFAULT_START_TIME, kDigits, code);
  if (result != OATH_OK) throw std::runtime_error(oath_strerror(result));
  return code;
}

std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant at) {
  std::optional<std::int64_t> found;
  for (int offset = -1; offset <= 1; ++offset) {
    const Instant then = at + offset * kTotpStepSeconds * 1000;
    if (then.ms >= 0 && same_secret(totp_code(secret, then), code))
      found = then.ms / 1000 / kTotpStepSeconds;
  }
  return found;
}

Bytes seal_totp_secret(const KeyStore& keys, Id user_id, std::string_view secret) {
  return seal(keys.profile(), keys.purpose_key("totp"), secret, bound_to(user_id));
}

Bytes open_totp_secret(const KeyStore& keys, Id user_id, const Bytes& sealed) {
  auto secret = open_sealed(keys.purpose_key("totp"), sealed, bound_to(user_id));
  if (!secret) throw std::runtime_error("the one-time code secret of a user does not open");
  return *secret;
}

}  // namespace xinfang
