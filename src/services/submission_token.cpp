#include "services/submission_token.hpp"

#include "store/key_store.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kLongestToken = 200;

std::string token_mac(const KeyStore& keys, const std::string& text) {
  return base64url(hmac(keys.profile(), keys.purpose_key("token"), text));
}

}  // namespace

SubmissionToken make_submission_token(const KeyStore& keys, Id matter_id, Instant expires_at) {
  const std::string text = "s1." + id_text(matter_id) + "." + std::to_string(expires_at.ms);
  return {text + "." + token_mac(keys, text), matter_id, expires_at};
}

Result<Id> read_submission_token(const KeyStore& keys, std::string_view token, Instant now) {
  if (token.empty()) return refuse("token_missing").on("token");
  const std::size_t cut = token.rfind('.');
  if (token.size() > kLongestToken || cut == std::string_view::npos) {
    return refuse("token_invalid").on("token");
  }
  const std::string text(token.substr(0, cut));
  if (!same_secret(token_mac(keys, text), token.substr(cut + 1))) {
    return refuse("token_invalid").on("token");
  }
  const std::size_t first = text.find('.'), second = text.rfind('.');
  const auto matter_id = parse_id(text.substr(first + 1, second - first - 1));
  const auto expires = parse_id(text.substr(second + 1));
  if (!matter_id || !expires) return refuse("token_invalid").on("token");
  if (Instant{*expires} < now) return refuse("token_expired").on("token");
  return *matter_id;
}

}  // namespace xinfang
