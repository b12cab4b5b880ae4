#include "services/answer_key.hpp"

#include "store/matter_store.hpp"

namespace xinfang {

void keep_with(ChangeSet& changes, const AnswerKey* key, int status, const std::string& answer) {
  if (!key) return;
  keep_answer(changes, key->caller, key->key, {key->digest, status, answer}, key->expires_at);
}

}  // namespace xinfang
