// Thin wrappers over OpenSSL and libsodium. No cryptography is invented here.
//
// Profile `standard`: SHA-256, HMAC-SHA-256, AES-256-GCM. Profile `gm` (commercial cryptography):
// SM3 in the audit chain, HMAC-SM3, SM4-CTR with HMAC-SM3 (encrypt then MAC; OpenSSL 3.0 has no
// SM4-GCM). A failure of the library throws std::runtime_error; wrong data never does.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace xinfang {

using Bytes = std::string;  // raw bytes; std::string for cheap views and parameters
enum class CryptoProfile { standard, gm };

Bytes random_bytes(std::size_t count);

Bytes sha256(std::string_view data);                           // 32 bytes
Bytes sm3(std::string_view data);                              // 32 bytes, GB/T 32905
Bytes digest(CryptoProfile profile, std::string_view data);    // sha256 or sm3
Bytes hmac_sha256(std::string_view key, std::string_view data);
Bytes hmac_sm3(std::string_view key, std::string_view data);
Bytes hmac(CryptoProfile profile, std::string_view key, std::string_view data);
// SipHash-2-4 of 16 bytes: the keyed name of a short text (a search piece), made by the thousand.
// Proves nothing: no signature and no commitment is made with it. The key has 16 bytes.
Bytes keyed_name(std::string_view key, std::string_view text);
constexpr std::size_t kNameKeyBytes = 16;
// One key for one purpose, from the master key (HKDF-SHA-256 with `purpose` as info).
Bytes derive_key(std::string_view master, std::string_view purpose, std::size_t length = 32);

// Authenticated encryption under a 32-byte key; `bound` is authenticated, not encrypted.
// Result: profile byte, nonce, ciphertext, tag. open_sealed gives nothing on any alteration.
Bytes seal(CryptoProfile profile, std::string_view key, std::string_view plain, std::string_view bound);
std::optional<Bytes> open_sealed(std::string_view key, std::string_view sealed, std::string_view bound);

bool same_secret(std::string_view a, std::string_view b);  // constant time in the length of a

std::string hex(std::string_view data);
std::optional<Bytes> unhex(std::string_view text);
std::string base64url(std::string_view data);  // no padding
std::optional<Bytes> unbase64url(std::string_view text);
std::string base32(std::string_view data);     // RFC 4648, no padding (TOTP secrets, query codes)
std::optional<Bytes> unbase32(std::string_view text);

// Argon2id (19 MiB, t=2; OWASP's figures). At most four run at once; others wait.
std::string hash_password(std::string_view password);
bool check_password(std::string_view stored, std::string_view password);

// Overwrites and clears.
void wipe(std::string& secret);

}  // namespace xinfang
