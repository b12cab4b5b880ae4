// One's own password and second factor.
#include "services/audit.hpp"
#include "services/password.hpp"
#include "services/people_service.hpp"
#include "services/second_factor.hpp"
#include "services/sign_in_service.hpp"
#include "services/throttle.hpp"

namespace xinfang {
namespace {

// An enrolment travels as the sealed text "<user> <made at> <secret>".
std::string seal_enrolment(Office& office, Id user_id, const Bytes& secret) {
  const std::string text =
      id_text(user_id) + " " + std::to_string(office.clock.now().ms) + " " + hex(secret);
  return base64url(
      seal(office.keys.profile(), office.keys.purpose_key("totp"), text, "enrolment"));
}

std::optional<Bytes> open_enrolment(Office& office, Id user_id, const std::string& enrolment) {
  const auto sealed = unbase64url(enrolment);
  if (!sealed) return std::nullopt;
  const auto text = open_sealed(office.keys.purpose_key("totp"), *sealed, "enrolment");
  if (!text) return std::nullopt;
  const auto first = text->find(' '), second = text->find(' ', first + 1);
  if (text->substr(0, first) != id_text(user_id)) return std::nullopt;
  const Instant made_at{std::stoll(text->substr(first + 1, second - first - 1))};
  if (office.clock.now() - made_at >= kHalfSessionMs) return std::nullopt;
  return unhex(text->substr(second + 1));
}

Result<Done> may_enrol(const Office& office, const Session& session, const User& user) {
  if (user.must_change) return refuse("password_change_first", Refusal::Kind::forbidden);
  if (!user.totp_secret.empty() && !is_stepped_up(office, session))
    return refuse("step_up_needed", Refusal::Kind::forbidden);
  return Done{};
}

}  // namespace

Result<Done> change_password(Office& office, const Session& session, const User& user,
                             const std::string& current, const std::string& next) {
  if (!user.totp_secret.empty() && !is_full(session))
    return refuse("code_first", Refusal::Kind::forbidden);
  auto attempt = begin_attempt(office, kLoginThrottle, user.login, "sign_in_locked");
  if (!attempt) return attempt.refusal();
  if (!check_password(user.password_hash, current)) return refuse("password_wrong").on("current");
  take_back_attempt(office, kLoginThrottle, user.login, true);

  auto good = check_new_password(next, user.login, "new");
  if (!good) return good.refusal();
  if (current == next) return refuse("password_same").on("new");

  User changed = user;
  changed.password_hash = hash_password(next);
  changed.must_change = false;
  auto written = write_user(office, changed);
  if (!written) return written;
  for (const Session& other : sessions_of(office.database, user.user_id, office.clock.now())) {
    if (other.session_id != session.session_id)
      end_session(office.database, user.user_id, other.session_id);
  }
  audit(office, user.user_id, "password_changed", Json::object());
  return Done{};
}

Result<Enrolment> begin_enrolment(Office& office, const Session& session, const User& user) {
  auto may = may_enrol(office, session, user);
  if (!may) return may.refusal();
  const Bytes secret = make_totp_secret();
  return Enrolment{base32(secret),
                   otpauth_url(office.messages.say(Language::en, "product.name"), user.login, secret),
                   seal_enrolment(office, user.user_id, secret)};
}

Result<SignedIn> confirm_enrolment(Office& office, const Session& session, const User& user,
                                   const std::string& enrolment, const std::string& code,
                                   const Caller& caller) {
  auto may = may_enrol(office, session, user);
  if (!may) return may.refusal();
  const auto secret = open_enrolment(office, user.user_id, enrolment);
  if (!secret) return refuse("enrolment_over").on("enrolment");
  const std::string subject = id_text(user.user_id);
  auto attempt = begin_attempt(office, kSecondFactorThrottle, subject, "code_locked");
  if (!attempt) return attempt.refusal();
  const auto step = totp_step(*secret, code, office.clock.now());
  if (!step) return refuse("code_wrong").on("code");
  take_back_attempt(office, kSecondFactorThrottle, subject, true);

  User changed = user;
  changed.totp_secret = seal_totp_secret(office.keys, user.user_id, *secret);
  changed.totp_last_step = *step;
  auto written = write_user(office, changed);
  if (!written) return written.refusal();
  end_all_sessions(office.database, user.user_id);
  audit(office, user.user_id, "second_factor_enrolled", Json::object());
  return open_full_session(office, changed, caller);
}

}  // namespace xinfang
