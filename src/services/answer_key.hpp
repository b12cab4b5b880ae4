// The caller's Idempotency-Key: a request repeated with it gets the first answer again.
//
// A service that writes puts the answer into the same change set as the deed, so that there is never
// a deed without its answer. Keys are scoped to the caller and live 72 hours.
#pragma once

#include <string>

#include "base/crypto.hpp"
#include "base/date.hpp"
#include "store/database.hpp"

namespace xinfang {

constexpr std::int64_t kAnswerLifeMs = 72 * 3'600'000LL;

struct AnswerKey {
  std::string caller;  // "user:<id>" or "item:<no>"
  std::string key;
  Bytes digest;        // of method, path and body
  Instant expires_at;
};

// Adds the answer to the change set; nothing when `key` is null.
void keep_with(ChangeSet& changes, const AnswerKey* key, int status, const std::string& answer);

}  // namespace xinfang
