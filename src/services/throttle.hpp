// Guessing made slow: failed sign-ins, one-time codes and query codes are counted by what was tried.
//
// A subject ("login:laowu", "address:…") is stored as a keyed digest only. `limit` failures within
// half an hour of each other lock it for half an hour (regulation 9.4).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"
#include "services/office.hpp"

namespace xinfang {

constexpr std::int64_t kLockMs = 30 * 60'000;

struct ThrottleRule {
  std::string_view kind;  // "login", "address", "item", ...
  std::int64_t limit;
};
// An address stands for a whole office behind one router: more failures before it is locked.
constexpr ThrottleRule kLoginThrottle{"login", 5};
constexpr ThrottleRule kAddressThrottle{"address", 30};
constexpr ThrottleRule kSecondFactorThrottle{"second-factor", 5};
constexpr ThrottleRule kItemThrottle{"item", 5};

// Refuses with `code` (too_many; facts "minutes", "seconds") while the subject is locked.
Result<Done> check_lock(Office& office, const ThrottleRule& rule, std::string_view subject,
                        std::string_view code);
// Counts a failure; locks the subject when it was one too many.
void count_wrong(Office& office, const ThrottleRule& rule, std::string_view subject);

// For what is short enough to be guessed by many at once: counts the attempt before it is checked.
// Refuses like check_lock.
Result<Done> begin_attempt(Office& office, const ThrottleRule& rule, std::string_view subject,
                           std::string_view code);
// The attempt was right: one failure less. `clean` forgets all (a login; never an address, whose
// other failures may be somebody else's guessing).
void take_back_attempt(Office& office, const ThrottleRule& rule, std::string_view subject,
                       bool clean);
// Lifts a lock: a new password was set by an administrator.
void lift_lock(Office& office, const ThrottleRule& rule, std::string_view subject);

}  // namespace xinfang
