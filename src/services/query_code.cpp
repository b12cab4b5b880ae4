#include "services/query_code.hpp"

#include <cstdint>

#include "services/throttle.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCodeLength = 10;

std::string code_letters(const KeyStore& keys, std::string_view item_no, std::int64_t issue) {
  std::string named(item_no);
  if (issue > 0) named += "#" + std::to_string(issue);
  const Bytes tag = hmac(keys.profile(), keys.purpose_key("query-code"), named);
  std::uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8 | static_cast<unsigned char>(tag[i]);
  std::string code;
  for (std::size_t i = 0; i < kCodeLength; ++i, bits >>= 5) code += kLetters[bits & 31];
  return code;
}

// As people type it: only the letters, in the form they were printed.
std::string typed_letters(std::string_view given) {
  std::string code;
  for (char c : given) {
    if (c == ' ' || c == '-') continue;
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    if (c == 'O') c = '0';
    if (c == 'I' || c == 'L') c = '1';
    code += c;
  }
  return code;
}

}  // namespace

std::string query_code_of(const KeyStore& keys, std::string_view item_no, std::int64_t issue) {
  return code_letters(keys, item_no, issue).insert(kCodeLength / 2, "-");
}

bool is_query_code(const KeyStore& keys, std::string_view item_no, std::string_view given,
                   std::int64_t issue) {
  return same_secret(code_letters(keys, item_no, issue), typed_letters(given));
}

Result<ItemPlace> open_item(Office& office, const std::string& item_no, std::string_view code,
                            std::string_view address) {
  if (code.empty()) return refuse("query_code_missing", Refusal::Kind::unauthenticated);
  // 50 bits are not guessed in parallel: only failures are written, so that looking costs no write.
  auto by_address = check_lock(office, kAddressThrottle, address, "query_code_locked");
  if (!by_address) return by_address.refusal();
  auto by_item = check_lock(office, kItemThrottle, item_no, "query_code_locked");
  if (!by_item) return by_item.refusal();

  const auto place = find_item(office.database, item_no);
  const bool right = is_query_code(office.keys, item_no, code, place ? place->code_issue : 0);
  if (!right || !place) {
    count_wrong(office, kAddressThrottle, address);
    count_wrong(office, kItemThrottle, item_no);
    return refuse("query_code_wrong", Refusal::Kind::unauthenticated);
  }
  return *place;
}

}  // namespace xinfang
