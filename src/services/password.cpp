#include "services/password.hpp"

#include <algorithm>
#include <cctype>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kShortest = 8;
constexpr std::size_t kLongestBytes = 256;  // hashing must not become a way to keep the server busy

std::string lower_case(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

int classes_in(std::string_view password) {
  bool lower = false, upper = false, digit = false, other = false;
  for (unsigned char c : password) {
    if (c >= 'a' && c <= 'z') lower = true;
    else if (c >= 'A' && c <= 'Z') upper = true;
    else if (c >= '0' && c <= '9') digit = true;
    else other = true;
  }
  return lower + upper + digit + other;
}

}  // namespace

Result<Done> check_new_password(std::string_view password, std::string_view login,
                                std::string_view field) {
  const auto no = [&](const char* code) { return refuse(code).on(std::string(field)); };
  if (password.size() > kLongestBytes) return no("password_long");
  if (!is_utf8(password) || characters(password) < kShortest) return no("password_short");
  if (classes_in(password) < 3) return no("password_simple");
  if (!login.empty() && lower_case(password).find(lower_case(login)) != std::string::npos)
    return no("password_is_login");
  return Done{};
}

std::string make_password() {
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789";
  constexpr std::size_t kEven = 256 / kLetters.size() * kLetters.size();  // no letter more likely
  while (true) {
    std::string password;
    while (password.size() < 16) {
      const auto byte = static_cast<unsigned char>(random_bytes(1)[0]);
      if (byte < kEven) password += kLetters[byte % kLetters.size()];
    }
    if (classes_in(password) >= 3) return password;
  }
}

}  // namespace xinfang
