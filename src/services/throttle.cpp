#include "services/throttle.hpp"

#include "store/organ_store.hpp"

namespace xinfang {
namespace {

Bytes subject_digest(Office& office, const ThrottleRule& rule, std::string_view subject) {
  const std::string text = std::string(rule.kind) + ":" + std::string(subject);
  return hmac(office.keys.profile(), office.keys.purpose_key("throttle"), text);
}

Refusal locked(std::string_view code, std::int64_t left_ms) {
  return refuse(std::string(code), Refusal::Kind::too_many)
      .with("minutes", std::to_string((left_ms + 59'999) / 60'000))
      .with("seconds", std::to_string((left_ms + 999) / 1000));
}

// Failures with this one.
std::int64_t count(Office& office, const ThrottleRule& rule, const Bytes& digest) {
  const Instant now = office.clock.now();
  Throttle throttle = count_failure(office.database, digest, now, now + kLockMs);
  if (throttle.failures == rule.limit) {
    throttle.locked_until = now + kLockMs;
    save_throttle(office.database, digest, throttle);
  }
  return throttle.failures;
}

}  // namespace

Result<Done> check_lock(Office& office, const ThrottleRule& rule, std::string_view subject,
                        std::string_view code) {
  const auto throttle = find_throttle(office.database, subject_digest(office, rule, subject));
  const Instant now = office.clock.now();
  if (throttle && throttle->locked_until > now) return locked(code, throttle->locked_until - now);
  return Done{};
}

void count_wrong(Office& office, const ThrottleRule& rule, std::string_view subject) {
  count(office, rule, subject_digest(office, rule, subject));
}

Result<Done> begin_attempt(Office& office, const ThrottleRule& rule, std::string_view subject,
                           std::string_view code) {
  auto open = check_lock(office, rule, subject, code);
  if (!open) return open;
  // More than the limit: others came at the same time and took the last attempts.
  if (count(office, rule, subject_digest(office, rule, subject)) > rule.limit)
    return locked(code, kLockMs);
  return Done{};
}

void take_back_attempt(Office& office, const ThrottleRule& rule, std::string_view subject,
                       bool clean) {
  const Bytes digest = subject_digest(office, rule, subject);
  auto throttle = find_throttle(office.database, digest);
  if (clean || !throttle || throttle->failures <= 1) {
    forget_throttle(office.database, digest);
    return;
  }
  --throttle->failures;
  if (throttle->failures < rule.limit) throttle->locked_until = {};
  save_throttle(office.database, digest, *throttle);
}

void lift_lock(Office& office, const ThrottleRule& rule, std::string_view subject) {
  forget_throttle(office.database, subject_digest(office, rule, subject));
}

}  // namespace xinfang
