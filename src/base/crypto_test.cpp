#include "base/crypto.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <rapidcheck/gtest.h>

#include <set>
#include <thread>

namespace xinfang {
namespace {

Bytes bytes(std::string_view hex_text) { return unhex(hex_text).value(); }

TEST(Digest, KnownAnswers) {
  EXPECT_EQ(hex(sm3("abc")), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  EXPECT_EQ(
      hex(sm3(std::string("abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"))),
      "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest(CryptoProfile::gm, "x"), sm3("x"));
  EXPECT_EQ(digest(CryptoProfile::standard, "x"), sha256("x"));
}

TEST(Hmac, Rfc4231) {
  EXPECT_EQ(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hex(hmac_sha256(std::string(131, '\xaa'),
                            "Test Using Larger Than Block-Size Key - Hash Key First")),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hex(hmac_sha256("", "")),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

// The vectors of the SipHash reference code (vectors_sip128), key 00 01 .. 0f, texts 00 01 ...
TEST(KeyedName, IsSipHash24Of128Bits) {
  Bytes key(16, '\0');
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = static_cast<char>(i);
  EXPECT_EQ(hex(keyed_name(key, "")), "a3817f04ba25a8e66df67214c7550293");
  EXPECT_EQ(hex(keyed_name(key, std::string(1, '\0'))), "da87c1d86b99af44347659119b22fc45");
  EXPECT_THROW(keyed_name("short", "夜间"), std::runtime_error);
}

TEST(Hmac, Sm3IsHmacByItsDefinition) {
  std::string key = "钥匙";
  std::string inner(64, '\x36');
  std::string outer(64, '\x5c');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  EXPECT_EQ(hmac(CryptoProfile::gm, key, "text"), sm3(outer + sm3(inner + "text")));
}

TEST(DeriveKey, Rfc5869WithoutSalt) {
  EXPECT_EQ(hex(derive_key(std::string(22, '\x0b'), "", 42)),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  EXPECT_NE(derive_key("master", "vault"), derive_key("master", "search"));
  EXPECT_EQ(derive_key("master", "vault").size(), 32U);
}

Bytes sm4_block(std::string_view key, std::string_view block) {
  Bytes result(32, '\0');
  int length = 0;
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  auto in = [](std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  };
  EVP_EncryptInit_ex2(context, EVP_sm4_ecb(), in(key), nullptr, nullptr);
  EVP_EncryptUpdate(context, reinterpret_cast<unsigned char*>(result.data()), &length, in(block),
                    16);
  EVP_CIPHER_CTX_free(context);
  return result.substr(0, 16);
}

// GB/T 32907 Annex A, and the layout of a sealed value recomputed from single SM4 blocks.
TEST(Seal, TheGmProfileIsSm4InCounterMode) {
  Bytes standard = bytes("0123456789abcdeffedcba9876543210");
  ASSERT_EQ(hex(sm4_block(standard, standard)), "681edf34d206965e86b3e94f536e4246");

  Bytes key(32, 'k');
  Bytes plain = "exactly 16 bytes";
  Bytes sealed = seal(CryptoProfile::gm, key, plain, "bound");
  ASSERT_EQ(sealed.size(), 1U + 16 + 16 + 32);
  Bytes stream =
      sm4_block(hmac_sm3(key, "xinfang seal sm4-ctr").substr(0, 16), sealed.substr(1, 16));
  for (std::size_t i = 0; i < 16; ++i) {
    EXPECT_EQ(sealed[17 + i], static_cast<char>(plain[i] ^ stream[i])) << i;
  }
  Bytes covered = std::string("\x02\0\0\0\0\0\0\0\x05", 9) + "bound" + sealed.substr(1, 32);
  EXPECT_EQ(sealed.substr(33), hmac_sm3(hmac_sm3(key, "xinfang seal hmac-sm3"), covered));
}

class Seal : public testing::TestWithParam<CryptoProfile> {};
INSTANTIATE_TEST_SUITE_P(BothProfiles, Seal,
                         testing::Values(CryptoProfile::standard, CryptoProfile::gm));

TEST_P(Seal, EverySingleBitFlipIsRefused) {
  Bytes key = random_bytes(32);
  for (const Bytes& plain : {Bytes(), Bytes("陈敏 110105"), Bytes(100, '\0')}) {
    Bytes sealed = seal(GetParam(), key, plain, "matter 7/name/1");
    ASSERT_EQ(open_sealed(key, sealed, "matter 7/name/1"), plain);
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
      Bytes altered = sealed;
      altered[bit / 8] = static_cast<char>(altered[bit / 8] ^ (1 << (bit % 8)));
      ASSERT_FALSE(open_sealed(key, altered, "matter 7/name/1")) << "bit " << bit;
    }
  }
}

TEST_P(Seal, CutLengthenedOrMovedToAnotherPlaceIsRefused) {
  Bytes key = random_bytes(32);
  Bytes sealed = seal(GetParam(), key, "secret", "matter 7");
  for (std::size_t size = 0; size < sealed.size(); ++size) {
    EXPECT_FALSE(open_sealed(key, sealed.substr(0, size), "matter 7")) << size;
  }
  EXPECT_FALSE(open_sealed(key, sealed + '\0', "matter 7"));
  EXPECT_FALSE(open_sealed(key, sealed, "matter 8"));
  EXPECT_FALSE(open_sealed(key, sealed, ""));
  EXPECT_FALSE(open_sealed(random_bytes(32), sealed, "matter 7"));
  EXPECT_THROW(seal(GetParam(), "short key", "x", ""), std::runtime_error);
}

TEST_P(Seal, TheSameTextIsNeverSealedToTheSameBytes) {
  Bytes key(32, 'k');
  std::set<Bytes> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(seal(GetParam(), key, "same", "place"));
  EXPECT_EQ(seen.size(), 1000U);
}

RC_GTEST_PROP(SealProperty, OpensToWhatWasSealed,
              (const std::string& plain, const std::string& bound)) {
  Bytes key = random_bytes(32);
  for (CryptoProfile profile : {CryptoProfile::standard, CryptoProfile::gm}) {
    RC_ASSERT(open_sealed(key, seal(profile, key, plain, bound), bound) == plain);
  }
}

RC_GTEST_PROP(EncodingProperty, EveryTextGoesBackToItsBytes, (const std::string& data)) {
  RC_ASSERT(unhex(hex(data)) == data);
  RC_ASSERT(unbase64url(base64url(data)) == data);
  RC_ASSERT(unbase32(base32(data)) == data);
}

TEST(Encoding, Rfc4648AndStrictness) {
  struct Case {
    const char* data;
    const char* base64;
    const char* base32;
  };
  for (const Case& c : {Case{"", "", ""},
                        {"f", "Zg", "MY"},
                        {"fo", "Zm8", "MZXQ"},
                        {"foo", "Zm9v", "MZXW6"},
                        {"foob", "Zm9vYg", "MZXW6YQ"},
                        {"fooba", "Zm9vYmE", "MZXW6YTB"},
                        {"foobar", "Zm9vYmFy", "MZXW6YTBOI"}}) {
    EXPECT_EQ(base64url(c.data), c.base64);
    EXPECT_EQ(base32(c.data), c.base32);
  }
  EXPECT_EQ(base64url("\xfb\xff"), "-_8");
  EXPECT_EQ(unbase32("mzxw6"), "foo");
  EXPECT_EQ(unhex("0aFf"), std::string("\x0a\xff"));
  for (const char* wrong : {"a", "0g", "0 ", "0x00"}) EXPECT_FALSE(unhex(wrong)) << wrong;
  for (const char* wrong : {"A", "Zh", "Zg==", "Zm9v\n", "+/8A", "AAAAA"})
    EXPECT_FALSE(unbase64url(wrong)) << wrong;
  for (const char* wrong : {"M", "MZ", "MYA", "MZXW6===", "M1", "M8"})
    EXPECT_FALSE(unbase32(wrong)) << wrong;
}

TEST(Secrets, CompareAndWipe) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  EXPECT_TRUE(same_secret("", ""));
  EXPECT_FALSE(same_secret("abc", "abd"));
  EXPECT_FALSE(same_secret("abc", "abcd"));
  EXPECT_FALSE(same_secret("abc", ""));
  std::string secret = "a long enough secret that is not kept inside the object";
  const char* memory = secret.data();
  std::size_t size = secret.size();
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  // The object still owns that memory; reading it behind the end is the point of the test.
  ASSERT_EQ(secret.data(), memory);
  ASSERT_GE(secret.capacity(), size);
  for (std::size_t i = 0; i < size; ++i) EXPECT_EQ(memory[i], '\0') << i;
}

TEST(Password, IsArgon2idAndChecksOnlyItself) {
  std::string stored = hash_password("通州区 2024");
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << stored;
  EXPECT_TRUE(check_password(stored, "通州区 2024"));
  EXPECT_FALSE(check_password(stored, "通州区 2025"));
  EXPECT_FALSE(check_password(stored, ""));
  EXPECT_FALSE(check_password("", "x"));
  EXPECT_FALSE(check_password("plain", "plain"));
  EXPECT_FALSE(check_password(std::string(1000, '$'), "x"));
  EXPECT_NE(hash_password("通州区 2024"), stored);
}

TEST(Password, ManyAtOnceWaitForEachOther) {
  std::string stored = hash_password("pw");
  std::vector<std::thread> threads;
  std::vector<char> good(12, 0);
  for (std::size_t i = 0; i < good.size(); ++i) {
    threads.emplace_back([&, i] { good[i] = check_password(stored, "pw"); });
  }
  for (auto& thread : threads) thread.join();
  for (char one : good) EXPECT_TRUE(one);
}

}  // namespace
}  // namespace xinfang
