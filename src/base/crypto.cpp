#include "base/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>
#include <sodium.h>

#include <memory>
#include <semaphore>
#include <stdexcept>

namespace xinfang {
namespace {

constexpr char kStandardByte = 1;
constexpr char kGmByte = 2;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kGcmNonceBytes = 12;
constexpr std::size_t kGcmTagBytes = 16;
constexpr std::size_t kCtrNonceBytes = 16;
constexpr std::size_t kGmTagBytes = 32;
constexpr std::size_t kSm4KeyBytes = 16;

void need(bool worked, const char* what) {
  if (!worked) throw std::runtime_error(std::string("cryptography failed: ") + what);
}

const unsigned char* in(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* out(Bytes& bytes) { return reinterpret_cast<unsigned char*>(bytes.data()); }

// Looked up once: OpenSSL would search its providers at every use.
const EVP_MD* fetched_digest(const char* name) {
  const EVP_MD* algorithm = EVP_MD_fetch(nullptr, name, nullptr);
  need(algorithm != nullptr, name);
  return algorithm;
}
const EVP_MD* sha256_algorithm() {
  static const EVP_MD* const algorithm = fetched_digest("SHA256");
  return algorithm;
}
const EVP_MD* sm3_algorithm() {
  static const EVP_MD* const algorithm = fetched_digest("SM3");
  return algorithm;
}
const EVP_CIPHER* fetched_cipher(const char* name) {
  const EVP_CIPHER* algorithm = EVP_CIPHER_fetch(nullptr, name, nullptr);
  need(algorithm != nullptr, name);
  return algorithm;
}
const EVP_CIPHER* gcm_algorithm() {
  static const EVP_CIPHER* const algorithm = fetched_cipher("AES-256-GCM");
  return algorithm;
}
const EVP_CIPHER* sm4_algorithm() {
  static const EVP_CIPHER* const algorithm = fetched_cipher("SM4-CTR");
  return algorithm;
}

Bytes hash(const EVP_MD* algorithm, std::string_view data) {
  Bytes result(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
  need(EVP_Digest(data.data(), data.size(), out(result), nullptr, algorithm, nullptr) == 1,
       "digest");
  return result;
}

Bytes mac(const EVP_MD* algorithm, std::string_view key, std::string_view data) {
  Bytes result(static_cast<std::size_t>(EVP_MD_get_size(algorithm)), '\0');
  unsigned length = 0;
  // A null key pointer would mean "the key of last time".
  const void* key_bytes = key.empty() ? "" : key.data();
  need(HMAC(algorithm, key_bytes, static_cast<int>(key.size()), in(data), data.size(), out(result),
            &length) != nullptr,
       "hmac");
  return result;
}

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

CipherContext new_context() {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  need(context != nullptr, "cipher context");
  return context;
}

int length_of(std::string_view data) {
  need(data.size() < (std::size_t{1} << 30), "text over 1 GiB");
  return static_cast<int>(data.size());
}

std::string authenticated_head(char profile_byte, std::string_view bound) {
  std::string head(1, profile_byte);
  head.append(bound);
  return head;
}

Bytes seal_gcm(std::string_view key, std::string_view plain, std::string_view bound) {
  Bytes nonce = random_bytes(kGcmNonceBytes);
  Bytes cipher(plain.size(), '\0');
  Bytes tag(kGcmTagBytes, '\0');
  std::string head = authenticated_head(kStandardByte, bound);
  auto context = new_context();
  auto* c = context.get();
  int length = 0;
  need(EVP_EncryptInit_ex2(c, gcm_algorithm(), in(key), in(nonce), nullptr) == 1, "gcm key");
  need(EVP_EncryptUpdate(c, nullptr, &length, in(head), length_of(head)) == 1, "gcm bound");
  need(EVP_EncryptUpdate(c, out(cipher), &length, in(plain), length_of(plain)) == 1, "gcm text");
  need(EVP_EncryptFinal_ex(c, out(tag), &length) == 1, "gcm end");
  need(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_GET_TAG, kGcmTagBytes, out(tag)) == 1, "gcm tag");
  return std::string(1, kStandardByte) + nonce + cipher + tag;
}

std::optional<Bytes> open_gcm(std::string_view key, std::string_view body, std::string_view bound) {
  if (body.size() < kGcmNonceBytes + kGcmTagBytes) return std::nullopt;
  std::string_view nonce = body.substr(0, kGcmNonceBytes);
  Bytes tag(body.substr(body.size() - kGcmTagBytes));
  body = body.substr(kGcmNonceBytes, body.size() - kGcmNonceBytes - kGcmTagBytes);
  Bytes plain(body.size(), '\0');
  std::string head = authenticated_head(kStandardByte, bound);
  auto context = new_context();
  auto* c = context.get();
  int length = 0;
  need(EVP_DecryptInit_ex2(c, gcm_algorithm(), in(key), in(nonce), nullptr) == 1, "gcm key");
  need(EVP_DecryptUpdate(c, nullptr, &length, in(head), length_of(head)) == 1, "gcm bound");
  need(EVP_DecryptUpdate(c, out(plain), &length, in(body), length_of(body)) == 1, "gcm text");
  need(EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_AEAD_SET_TAG, kGcmTagBytes, out(tag)) == 1, "gcm tag");
  unsigned char rest[16];
  if (EVP_DecryptFinal_ex(c, rest, &length) != 1) return std::nullopt;
  return plain;
}

// CTR mode is its own inverse.
Bytes sm4_ctr(std::string_view key, std::string_view nonce, std::string_view text) {
  Bytes sm4_key = hmac_sm3(key, "xinfang seal sm4-ctr").substr(0, kSm4KeyBytes);
  Bytes result(text.size(), '\0');
  auto context = new_context();
  int length = 0;
  need(EVP_EncryptInit_ex2(context.get(), sm4_algorithm(), in(sm4_key), in(nonce), nullptr) == 1,
       "sm4 key");
  need(EVP_EncryptUpdate(context.get(), out(result), &length, in(text), length_of(text)) == 1,
       "sm4 text");
  wipe(sm4_key);
  return result;
}

// The length of `bound` stands before it, so that no byte can move between it and the text.
Bytes gm_tag(std::string_view key, std::string_view bound, std::string_view nonce_and_cipher) {
  Bytes mac_key = hmac_sm3(key, "xinfang seal hmac-sm3");
  std::string covered(1, kGmByte);
  for (int shift = 56; shift >= 0; shift -= 8) {
    covered += static_cast<char>(static_cast<std::uint64_t>(bound.size()) >> shift);
  }
  covered.append(bound).append(nonce_and_cipher);
  Bytes tag = hmac_sm3(mac_key, covered);
  wipe(mac_key);
  return tag;
}

Bytes seal_gm(std::string_view key, std::string_view plain, std::string_view bound) {
  Bytes body = random_bytes(kCtrNonceBytes);
  body += sm4_ctr(key, body, plain);
  return std::string(1, kGmByte) + body + gm_tag(key, bound, body);
}

std::optional<Bytes> open_gm(std::string_view key, std::string_view body, std::string_view bound) {
  if (body.size() < kCtrNonceBytes + kGmTagBytes) return std::nullopt;
  std::string_view tag = body.substr(body.size() - kGmTagBytes);
  body.remove_suffix(kGmTagBytes);
  if (!same_secret(gm_tag(key, bound, body), tag)) return std::nullopt;
  return sm4_ctr(key, body.substr(0, kCtrNonceBytes), body.substr(kCtrNonceBytes));
}

// Each hash takes 19 MiB; more at once would let sign-in attempts eat the memory.
std::counting_semaphore<4> password_slots(4);

class PasswordSlot {
 public:
  PasswordSlot() {
    need(sodium_init() >= 0, "sodium");
    password_slots.acquire();
  }
  ~PasswordSlot() { password_slots.release(); }
  PasswordSlot(const PasswordSlot&) = delete;
  PasswordSlot& operator=(const PasswordSlot&) = delete;
};

constexpr unsigned long long kArgonPasses = 2;
constexpr std::size_t kArgonBytes = 19 * 1024 * 1024;

}  // namespace

Bytes random_bytes(std::size_t count) {
  Bytes bytes(count, '\0');
  need(RAND_bytes(out(bytes), static_cast<int>(count)) == 1, "random bytes");
  return bytes;
}

Bytes sha256(std::string_view data) { return hash(sha256_algorithm(), data); }
Bytes sm3(std::string_view data) { return hash(sm3_algorithm(), data); }
Bytes digest(CryptoProfile profile, std::string_view data) {
  return profile == CryptoProfile::gm ? sm3(data) : sha256(data);
}
Bytes hmac_sha256(std::string_view key, std::string_view data) {
  Bytes result(crypto_auth_hmacsha256_BYTES, '\0');
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, in(key), key.size());
  crypto_auth_hmacsha256_update(&state, in(data), data.size());
  crypto_auth_hmacsha256_final(&state, out(result));
  sodium_memzero(&state, sizeof state);
  return result;
}
Bytes hmac_sm3(std::string_view key, std::string_view data) { return mac(sm3_algorithm(), key, data); }
Bytes hmac(CryptoProfile profile, std::string_view key, std::string_view data) {
  return profile == CryptoProfile::gm ? hmac_sm3(key, data) : hmac_sha256(key, data);
}

Bytes keyed_name(std::string_view key, std::string_view text) {
  static_assert(kNameKeyBytes == crypto_shorthash_siphashx24_KEYBYTES);
  need(key.size() == kNameKeyBytes, "a name's key must have 16 bytes");
  Bytes name(crypto_shorthash_siphashx24_BYTES, '\0');
  crypto_shorthash_siphashx24(out(name), in(text), text.size(), in(key));
  return name;
}

Bytes derive_key(std::string_view master, std::string_view purpose, std::size_t length) {
  std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr),
                                                        &EVP_KDF_free);
  need(kdf != nullptr, "HKDF");
  std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(EVP_KDF_CTX_new(kdf.get()),
                                                                    &EVP_KDF_CTX_free);
  need(context != nullptr, "HKDF");
  char algorithm[] = "SHA256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string("digest", algorithm, 0),
      OSSL_PARAM_construct_octet_string("key", const_cast<char*>(master.data()), master.size()),
      OSSL_PARAM_construct_octet_string("info", const_cast<char*>(purpose.data()), purpose.size()),
      OSSL_PARAM_construct_end()};
  Bytes key(length, '\0');
  need(EVP_KDF_derive(context.get(), out(key), length, parameters) == 1, "HKDF");
  return key;
}

Bytes seal(CryptoProfile profile, std::string_view key, std::string_view plain,
           std::string_view bound) {
  need(key.size() == kKeyBytes, "a key must have 32 bytes");
  return profile == CryptoProfile::gm ? seal_gm(key, plain, bound) : seal_gcm(key, plain, bound);
}

std::optional<Bytes> open_sealed(std::string_view key, std::string_view sealed,
                                 std::string_view bound) {
  need(key.size() == kKeyBytes, "a key must have 32 bytes");
  if (sealed.empty()) return std::nullopt;
  std::string_view body = sealed.substr(1);
  if (sealed[0] == kStandardByte) return open_gcm(key, body, bound);
  if (sealed[0] == kGmByte) return open_gm(key, body, bound);
  return std::nullopt;
}

bool same_secret(std::string_view a, std::string_view b) {
  bool same_size = a.size() == b.size();
  return CRYPTO_memcmp(a.data(), same_size ? b.data() : a.data(), a.size()) == 0 && same_size;
}

std::string hash_password(std::string_view password) {
  PasswordSlot slot;
  char stored[crypto_pwhash_STRBYTES];
  need(crypto_pwhash_str(stored, password.data(), password.size(), kArgonPasses, kArgonBytes) == 0,
       "Argon2id");
  return stored;
}

bool check_password(std::string_view stored, std::string_view password) {
  if (stored.size() >= crypto_pwhash_STRBYTES) return false;
  PasswordSlot slot;
  return crypto_pwhash_str_verify(std::string(stored).c_str(), password.data(), password.size()) ==
         0;
}

void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
  secret.clear();
}

}  // namespace xinfang
