// Signing in: password, then the second factor; sessions; one's own password and second factor.
//
// A right password opens a half session, which can do nothing but finish: change a password that
// somebody else set, enrol a second factor where there is none, show a one-time code. The code opens
// a full session under a new token and ends the half one. Only a token's digest is stored. A full
// session's stepped_up_at is the time of its last code, a half one's is zero.
// Unknown logins cost the same time and get the same answer as wrong passwords.
#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "services/office.hpp"
#include "store/organ_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

constexpr std::int64_t kHalfSessionMs = 15 * 60'000;

// Where a sign-in comes from; both are kept with the session.
struct Caller {
  std::string address, agent;
};

struct SignedIn {
  Session session;
  std::string token;  // for the cookie; known to nobody else
  User user;
};

bool is_full(const Session& session);
bool is_stepped_up(const Office& office, const Session& session);
// What a half session still has to do: "password", "enrolment", "code"; empty for a full one.
std::string next_step(const Session& session, const User& user);

// Refusals: sign_in_wrong (unauthenticated), sign_in_locked (too_many).
Result<SignedIn> sign_in(Office& office, const std::string& login, const std::string& password,
                         const Caller& caller);
// Refusals: password_change_first and enrol_first (forbidden), code_wrong (unauthenticated),
// code_used (unauthenticated: each code counts once), code_locked (too_many).
Result<SignedIn> finish_sign_in(Office& office, const Session& half, const User& user,
                                const std::string& code, const Caller& caller);
// Refusals: as above.
Result<Session> step_up(Office& office, Session session, const User& user, const std::string& code);

// The session of this token and its active user, if neither its idle nor its total time is over and
// nobody ended it. Notes that it was seen, to the minute.
struct LiveSession {
  Session session;
  User user;
};
std::optional<LiveSession> find_live_session(Office& office, const std::string& token);
// For who has just shown a second factor.
SignedIn open_full_session(Office& office, const User& user, const Caller& caller);
// What the stores may show this person. Administrators look at no matter.
Viewer viewer_of(const Office& office, const Session& session, const User& user);

void sign_out(Office& office, const Session& session);
// Refusal: session_unknown (not_found).
Result<Done> end_other_session(Office& office, const User& user, Id session_id);

// Ends all other sessions. Refusals: sign_in_locked, password_wrong (field current), those of
// check_new_password, password_same (field new), code_first (forbidden: the second factor is
// enrolled and was not shown yet).
Result<Done> change_password(Office& office, const Session& session, const User& user,
                             const std::string& current, const std::string& next);

// Enrolment keeps nothing until it is confirmed: the secret travels sealed with the caller.
struct Enrolment {
  std::string secret;     // base32, for an authenticator
  std::string url;        // otpauth://
  std::string enrolment;  // sealed; to be given back
};
// Refusals: password_change_first, step_up_needed (forbidden: already enrolled, no fresh code).
Result<Enrolment> begin_enrolment(Office& office, const Session& session, const User& user);
// Ends every other session and opens a full one. Refusals: as above; enrolment_over (too old or not
// of this user), code_wrong, code_locked.
Result<SignedIn> confirm_enrolment(Office& office, const Session& session, const User& user,
                                   const std::string& enrolment, const std::string& code,
                                   const Caller& caller);

}  // namespace xinfang
