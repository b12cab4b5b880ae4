// The token with which a filing begins: names the future matter, holds for a time, and is signed, so
// that nothing of it is stored.
#pragma once

#include <string>
#include <string_view>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/result.hpp"

namespace xinfang {

class KeyStore;

struct SubmissionToken {
  std::string token;
  Id matter_id = 0;
  Instant expires_at;
};
SubmissionToken make_submission_token(const KeyStore& keys, Id matter_id, Instant expires_at);
// The matter that it names. Refusals: token_missing, token_invalid, token_expired (field "token").
Result<Id> read_submission_token(const KeyStore& keys, std::string_view token, Instant now);

}  // namespace xinfang
