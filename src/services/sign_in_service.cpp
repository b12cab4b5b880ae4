#include "services/sign_in_service.hpp"

#include <algorithm>

#include "services/audit.hpp"
#include "services/role.hpp"
#include "services/second_factor.hpp"
#include "services/throttle.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;

Instant to_the_minute(Instant at) { return {at.ms - at.ms % kMinuteMs}; }

Bytes token_digest(const std::string& token) { return sha256("session:" + token); }

// A login that nobody has must cost what a wrong password costs.
const std::string& nobodys_password() {
  static const std::string stored = hash_password(random_bytes(32));
  return stored;
}

SignedIn open_session(Office& office, const User& user, const Caller& caller, bool full) {
  const Instant now = office.clock.now();
  SignedIn signed_in;
  signed_in.token = base64url(random_bytes(32));
  signed_in.user = user;
  Session& session = signed_in.session;
  session.token_digest = token_digest(signed_in.token);
  session.session_id = office.ids.next();
  session.user_id = user.user_id;
  session.csrf = base64url(random_bytes(32));
  session.address = caller.address;
  session.agent = caller.agent.substr(0, 200);
  session.created_at = now;
  session.seen_at = to_the_minute(now);
  session.expires_at = now + (full ? office.settings.session_total_ms : kHalfSessionMs);
  if (full) session.stepped_up_at = now;
  save_session(office.database, session);
  return signed_in;
}

// One code, once; each attempt counted.
Result<Done> take_code(Office& office, const User& user, const std::string& code) {
  const std::string subject = id_text(user.user_id);
  auto attempt = begin_attempt(office, kSecondFactorThrottle, subject, "code_locked");
  if (!attempt) return attempt.refusal();

  const Bytes secret = open_totp_secret(office.keys, user.user_id, user.totp_secret);
  const auto step = totp_step(secret, code, office.clock.now());
  if (!step) {
    audit(office, user.user_id, "code_failed", Json::object());
    return refuse("code_wrong", Refusal::Kind::unauthenticated).on("code");
  }
  if (!use_totp_step(office.database, user.user_id, *step)) {
    audit(office, user.user_id, "code_repeated", Json::object());
    return refuse("code_used", Refusal::Kind::unauthenticated).on("code");
  }
  take_back_attempt(office, kSecondFactorThrottle, subject, true);
  return Done{};
}

}  // namespace

SignedIn open_full_session(Office& office, const User& user, const Caller& caller) {
  return open_session(office, user, caller, true);
}

bool is_full(const Session& session) { return session.stepped_up_at.ms > 0; }

bool is_stepped_up(const Office& office, const Session& session) {
  return is_full(session) &&
         office.clock.now() - session.stepped_up_at < office.settings.step_up_ms;
}

std::string next_step(const Session& session, const User& user) {
  if (user.totp_secret.empty()) return user.must_change ? "password" : "enrolment";
  if (!is_full(session)) return "code";
  return user.must_change ? "password" : "";
}

Result<SignedIn> sign_in(Office& office, const std::string& login, const std::string& password,
                         const Caller& caller) {
  auto by_address = begin_attempt(office, kAddressThrottle, caller.address, "sign_in_locked");
  if (!by_address) return by_address.refusal();
  auto by_login = begin_attempt(office, kLoginThrottle, login, "sign_in_locked");
  if (!by_login) return by_login.refusal();

  const auto user = find_user(office.database, login);
  const bool known = user && user->active;
  const bool right = check_password(known ? user->password_hash : nobodys_password(), password);
  if (!known || !right) {
    audit(office, known ? user->user_id : 0, "sign_in_failed",
          Json::object().set("address", caller.address));
    return refuse("sign_in_wrong", Refusal::Kind::unauthenticated);
  }
  take_back_attempt(office, kLoginThrottle, login, true);
  take_back_attempt(office, kAddressThrottle, caller.address, false);
  return open_session(office, *user, caller, false);
}

Result<SignedIn> finish_sign_in(Office& office, const Session& half, const User& user,
                                const std::string& code, const Caller& caller) {
  if (user.totp_secret.empty()) {
    return refuse(user.must_change ? "password_change_first" : "enrol_first",
                  Refusal::Kind::forbidden);
  }
  auto taken = take_code(office, user, code);
  if (!taken) return taken.refusal();
  SignedIn signed_in = open_full_session(office, user, caller);
  end_session(office.database, user.user_id, half.session_id);
  audit(office, user.user_id, "signed_in", Json::object().set("address", caller.address));
  return signed_in;
}

Result<Session> step_up(Office& office, Session session, const User& user,
                        const std::string& code) {
  auto taken = take_code(office, user, code);
  if (!taken) return taken.refusal();
  session.stepped_up_at = office.clock.now();
  touch_session(office.database, session);
  audit(office, user.user_id, "stepped_up", Json::object());
  return session;
}

std::optional<LiveSession> find_live_session(Office& office, const std::string& token) {
  if (token.empty() || token.size() > 100) return std::nullopt;
  auto session = find_session(office.database, token_digest(token));
  if (!session) return std::nullopt;
  const Instant now = office.clock.now();
  if (now >= session->expires_at) return std::nullopt;
  if (now - session->seen_at >= office.settings.session_idle_ms) return std::nullopt;
  auto user = find_user(office.database, session->user_id);
  if (!user || !user->active) return std::nullopt;
  if (to_the_minute(now) > session->seen_at) {
    session->seen_at = to_the_minute(now);
    touch_session(office.database, *session);
  }
  return LiveSession{std::move(*session), std::move(*user)};
}

Viewer viewer_of(const Office& office, const Session& session, const User& user) {
  Viewer viewer;
  viewer.user_id = user.user_id;
  viewer.roles = user.roles;
  if (!is_full(session) || is_administrator(user.roles)) return viewer;
  viewer.kind = Viewer::Kind::staff;
  viewer.organ_id = user.organ_id;
  viewer.stepped_up = is_stepped_up(office, session);
  return viewer;
}

void sign_out(Office& office, const Session& session) {
  end_session(office.database, session.user_id, session.session_id);
  audit(office, session.user_id, "signed_out", Json::object());
}

Result<Done> end_other_session(Office& office, const User& user, Id session_id) {
  const auto sessions = sessions_of(office.database, user.user_id, office.clock.now());
  const bool known = std::any_of(sessions.begin(), sessions.end(), [&](const Session& session) {
    return session.session_id == session_id;
  });
  if (!known) return refuse("session_unknown", Refusal::Kind::not_found);
  end_session(office.database, user.user_id, session_id);
  audit(office, user.user_id, "session_ended",
        Json::object().set("session_id", id_text(session_id)));
  return Done{};
}

}  // namespace xinfang
