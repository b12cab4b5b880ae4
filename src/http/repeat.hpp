// Idempotency keys at the door: the first answer for a repeated request.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "http/api.hpp"

namespace xinfang {

// Reads the header Idempotency-Key of a caller who is known; nothing without key or caller.
// Refusal: idempotency_key_form (1 to 100 visible ASCII characters).
Result<std::optional<AnswerKey>> read_answer_key(const Call& call);

// The kept answer with the header Idempotent-Replay, or nothing. Refusal: idempotency_mismatch
// (invalid: the key came with another request before).
Result<std::optional<Response>> replay(const Call& call);

// Keeps a 2xx answer that the handler's change set did not keep itself.
void keep_after(const Call& call, const Response& response);

// Holds the key while its request runs in this server, so that two at once do not both act.
class KeyInUse {
 public:
  explicit KeyInUse(const std::optional<AnswerKey>& key);
  ~KeyInUse();
  KeyInUse(const KeyInUse&) = delete;
  KeyInUse& operator=(const KeyInUse&) = delete;
  bool mine() const { return mine_; }

 private:
  std::string name_;
  bool mine_ = true;
};

}  // namespace xinfang
