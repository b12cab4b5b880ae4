// One-time codes (TOTP, RFC 6238: SHA-1, 6 digits, 30 seconds) by liboath.
//
// The secret is stored sealed under the purpose key "totp", bound to its user. A code is taken one
// step early or late, and once.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/date.hpp"
#include "services/office.hpp"

namespace xinfang {

constexpr std::int64_t kTotpStepSeconds = 30;

Bytes make_totp_secret();  // 20 bytes
// What an authenticator reads: otpauth://totp/…
std::string otpauth_url(std::string_view issuer, std::string_view login, std::string_view secret);
std::string totp_code(std::string_view secret, Instant at);
// The step that the code belongs to, within one of `at`; nothing when it is wrong.
std::optional<std::int64_t> totp_step(std::string_view secret, std::string_view code, Instant at);

Bytes seal_totp_secret(const KeyStore& keys, Id user_id, std::string_view secret);
// Throws std::runtime_error when the stored bytes do not open: a wrong key or an altered row.
Bytes open_totp_secret(const KeyStore& keys, Id user_id, const Bytes& sealed);

}  // namespace xinfang
