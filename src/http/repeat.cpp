#include "http/repeat.hpp"

#include <algorithm>
#include <mutex>
#include <set>

#include "store/matter_store.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kLongestKey = 100;

std::mutex in_use_mutex;
std::set<std::string>& in_use() {
  static std::set<std::string> names;
  return names;
}

std::string caller_of(const Call& call) {
  if (call.user) return "user:" + id_text(call.user->user_id);
  if (!call.viewer.item_no.empty()) return "item:" + call.viewer.item_no;
  return {};
}

}  // namespace

Result<std::optional<AnswerKey>> read_answer_key(const Call& call) {
  const std::string_view key = call.request.header("idempotency-key");
  if (key.empty()) return std::optional<AnswerKey>();
  const bool visible =
      std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (key.size() > kLongestKey || !visible)
    return refuse("idempotency_key_form").on("Idempotency-Key");
  AnswerKey answer_key;
  answer_key.caller = caller_of(call);
  if (answer_key.caller.empty()) return std::optional<AnswerKey>();
  answer_key.key = std::string(key);
  answer_key.digest =
      sha256(call.request.method + "\n" + call.request.path + "\n" + call.request.body);
  answer_key.expires_at = call.office.clock.now() + kAnswerLifeMs;
  return std::optional<AnswerKey>(std::move(answer_key));
}

Result<std::optional<Response>> replay(const Call& call) {
  const AnswerKey& key = *call.answer_key;
  const auto kept =
      find_answer(call.office.database, key.caller, key.key, call.office.clock.now());
  if (!kept) return std::optional<Response>();
  if (kept->body_digest != key.digest)
    return refuse("idempotency_mismatch").on("Idempotency-Key");
  Response response;
  response.status = kept->status;
  response.body = kept->answer;
  response.set("Idempotent-Replay", "true");
  return std::optional<Response>(std::move(response));
}

void keep_after(const Call& call, const Response& response) {
  if (call.answer_kept || response.status < 200 || response.status > 299) return;
  ChangeSet changes;
  keep_with(changes, &*call.answer_key, response.status, response.body);
  // A conflict means that the same request on another server was first: its answer stays.
  call.office.database.commit(std::move(changes));
}

KeyInUse::KeyInUse(const std::optional<AnswerKey>& key) {
  if (!key) return;
  name_ = key->caller + "\n" + key->key;
  std::lock_guard guard(in_use_mutex);
  mine_ = in_use().insert(name_).second;
}

KeyInUse::~KeyInUse() {
  if (name_.empty() || !mine_) return;
  std::lock_guard guard(in_use_mutex);
  in_use().erase(name_);
}

}  // namespace xinfang
