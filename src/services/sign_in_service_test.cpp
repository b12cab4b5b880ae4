#include "services/sign_in_service.hpp"

#include "services/office_fixture.hpp"
#include "services/throttle.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kMinute = 60'000;

class SignInTest : public OfficeTest {
 protected:
  std::string sign_in_code(const std::string& login, const std::string& password) {
    auto result = sign_in(office(), login, password, here);
    return result ? "" : result.refusal().code;
  }
};
XINFANG_ON_BOTH_ENGINES(SignInTest);

TEST_P(SignInTest, APasswordOpensOnlyAHalfSessionAndTheCodeAFullOneUnderANewToken) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn half = sign_in(office(), "laowu", kTestPassword, here).value();
  EXPECT_FALSE(is_full(half.session));
  EXPECT_EQ(next_step(half.session, half.user), "code");
  EXPECT_EQ(viewer_of(office(), half.session, half.user).kind, Viewer::Kind::nobody);

  const SignedIn full =
      finish_sign_in(office(), half.session, half.user, totp_code(secret, clock.now()), here)
          .value();
  EXPECT_NE(full.token, half.token);
  EXPECT_FALSE(find_live_session(office(), half.token)) << "the half session ends";
  const auto live = find_live_session(office(), full.token);
  ASSERT_TRUE(live);
  const Viewer viewer = viewer_of(office(), live->session, live->user);
  EXPECT_EQ(viewer.kind, Viewer::Kind::staff);
  EXPECT_EQ(viewer.organ_id, organ.organ_id);
  EXPECT_TRUE(viewer.has_role("REGISTRAR"));
}

TEST_P(SignInTest, TheTokenItselfIsNotStored) {
  add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn half = sign_in(office(), "laowu", kTestPassword, here).value();
  const auto stored = sessions_of(db(), half.user.user_id, clock.now());
  ASSERT_EQ(stored.size(), 1u);
  EXPECT_NE(stored[0].token_digest, half.token);
  EXPECT_EQ(stored[0].token_digest.size(), 32u);
}

TEST_P(SignInTest, AnUnknownLoginIsRefusedLikeAWrongPassword) {
  add_ready_user("laowu", {"REGISTRAR"});
  const auto unknown = sign_in(office(), "nobody", kTestPassword, here);
  const auto wrong = sign_in(office(), "laowu", "Wrong-2024", here);
  ASSERT_FALSE(unknown);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(unknown.refusal().code, wrong.refusal().code);
  EXPECT_EQ(unknown.refusal().kind, wrong.refusal().kind);
  EXPECT_EQ(unknown.refusal().facts, wrong.refusal().facts);
}

TEST_P(SignInTest, FiveFailuresLockTheLoginForHalfAnHour) {
  add_ready_user("laowu", {"REGISTRAR"});
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in_code("laowu", "Wrong-2024"), "sign_in_wrong");
  EXPECT_EQ(sign_in_code("laowu", kTestPassword), "sign_in_locked");
  clock.advance(29 * kMinute);
  EXPECT_EQ(sign_in_code("laowu", kTestPassword), "sign_in_locked");
  clock.advance(kMinute);
  EXPECT_EQ(sign_in_code("laowu", kTestPassword), "");
}

TEST_P(SignInTest, AnUnknownLoginIsLockedJustTheSame) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(sign_in_code("nobody", "Wrong-2024"), "sign_in_wrong");
  EXPECT_EQ(sign_in_code("nobody", "Wrong-2024"), "sign_in_locked");
}

TEST_P(SignInTest, ARightPasswordForgetsEarlierFailures) {
  add_ready_user("laowu", {"REGISTRAR"});
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(sign_in_code("laowu", "Wrong-2024"), "sign_in_wrong");
    EXPECT_EQ(sign_in_code("laowu", kTestPassword), "");
  }
}

TEST_P(SignInTest, AnAddressThatTriesManyLoginsIsLocked) {
  add_ready_user("laowu", {"REGISTRAR"});
  for (int i = 0; i < kAddressThrottle.limit; ++i)
    EXPECT_EQ(sign_in_code("user" + std::to_string(i), "Wrong-2024"), "sign_in_wrong");
  EXPECT_EQ(sign_in_code("laowu", kTestPassword), "sign_in_locked");
  EXPECT_TRUE(sign_in(office(), "laowu", kTestPassword, {"192.0.2.2", "test"}).ok());
}

TEST_P(SignInTest, AOneTimeCodeIsTakenOnce) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const std::string code = totp_code(secret, clock.now());
  const SignedIn first = sign_in(office(), "laowu", kTestPassword, here).value();
  ASSERT_TRUE(finish_sign_in(office(), first.session, first.user, code, here).ok());
  const SignedIn second = sign_in(office(), "laowu", kTestPassword, here).value();
  const auto again = finish_sign_in(office(), second.session, second.user, code, here);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.refusal().code, "code_used");
}

TEST_P(SignInTest, ACodeOneStepOffIsTakenAndTwoStepsOffIsNot) {
  const Bytes secret = make_totp_secret();
  const Instant now = clock.now();
  const std::int64_t step = kTotpStepSeconds * 1000;
  EXPECT_TRUE(totp_step(secret, totp_code(secret, now + -step), now));
  EXPECT_TRUE(totp_step(secret, totp_code(secret, now + step), now));
  EXPECT_FALSE(totp_step(secret, totp_code(secret, now + 2 * step), now));
  EXPECT_FALSE(totp_step(secret, totp_code(secret, now + -2 * step), now));
}

TEST_P(SignInTest, CodesFollowTheStandardsExample) {
  // RFC 6238, appendix B: time 59 s, SHA-1; eight digits 94287082, of which we use the last six.
  EXPECT_EQ(totp_code("12345678901234567890", Instant{59'000}), "287082");
}

TEST_P(SignInTest, FiveWrongCodesLockTheSecondFactor) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn half = sign_in(office(), "laowu", kTestPassword, here).value();
  const std::string far = totp_code(secret, clock.now() + 3'600'000);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(finish_sign_in(office(), half.session, half.user, far, here).refusal().code,
              "code_wrong");
  }
  const std::string right = totp_code(secret, clock.now());
  EXPECT_EQ(finish_sign_in(office(), half.session, half.user, right, here).refusal().code,
            "code_locked");
}

TEST_P(SignInTest, ASessionEndsWhenIdleAndWhenItsTotalTimeIsOver) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn idle = full_session("laowu", secret);
  clock.advance(14 * kMinute);
  EXPECT_TRUE(find_live_session(office(), idle.token));
  clock.advance(15 * kMinute);
  EXPECT_FALSE(find_live_session(office(), idle.token));

  const SignedIn busy = full_session("laowu", secret);
  const Instant end = busy.session.expires_at;
  while (clock.now() + 10 * kMinute < end) {
    clock.advance(10 * kMinute);
    ASSERT_TRUE(find_live_session(office(), busy.token));
  }
  clock.set(end);
  EXPECT_FALSE(find_live_session(office(), busy.token));
}

TEST_P(SignInTest, StepUpIsFreshForTenMinutesAndCanBeShownAgain) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn full = full_session("laowu", secret);
  EXPECT_TRUE(is_stepped_up(office(), full.session));
  clock.advance(10 * kMinute);
  EXPECT_FALSE(is_stepped_up(office(), full.session));
  EXPECT_EQ(step_up(office(), full.session, full.user, "000000").refusal().code, "code_wrong");
  const Session again =
      step_up(office(), full.session, full.user, totp_code(secret, clock.now())).value();
  EXPECT_TRUE(is_stepped_up(office(), again));
  EXPECT_TRUE(is_stepped_up(office(), find_live_session(office(), full.token)->session));
}

TEST_P(SignInTest, AnEndedSessionIsNotBroughtBackByARequestInFlight) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn full = full_session("laowu", secret);
  sign_out(office(), full.session);
  clock.advance(kTotpStepSeconds * 1000);
  ASSERT_TRUE(step_up(office(), full.session, full.user, totp_code(secret, clock.now())).ok());
  EXPECT_FALSE(find_live_session(office(), full.token));
}

TEST_P(SignInTest, ADeactivatedPersonIsOutAtOnce) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn full = full_session("laowu", secret);
  UserChange change;
  change.active = false;
  ASSERT_TRUE(change_user(office(), 0, full.user.user_id, change).ok());
  EXPECT_FALSE(find_live_session(office(), full.token));
  EXPECT_EQ(sign_in_code("laowu", kTestPassword), "sign_in_wrong");
}

TEST_P(SignInTest, ANewPersonChangesThePasswordThenEnrolsThenIsIn) {
  add_user("laowu", {"REGISTRAR"});
  const SignedIn half = sign_in(office(), "laowu", kTestPassword, here).value();
  EXPECT_EQ(next_step(half.session, half.user), "password");
  EXPECT_EQ(begin_enrolment(office(), half.session, half.user).refusal().code,
            "password_change_first");
  ASSERT_TRUE(
      change_password(office(), half.session, half.user, kTestPassword, "Fresh-4711").ok());

  auto live = find_live_session(office(), half.token);
  ASSERT_TRUE(live);
  EXPECT_EQ(next_step(live->session, live->user), "enrolment");
  const Enrolment enrolment = begin_enrolment(office(), live->session, live->user).value();
  const Bytes secret = unbase32(enrolment.secret).value();
  EXPECT_NE(enrolment.url.find(enrolment.secret), std::string::npos);
  EXPECT_EQ(confirm_enrolment(office(), live->session, live->user, enrolment.enrolment, "000000",
                              here).refusal().code, "code_wrong");
  const SignedIn full = confirm_enrolment(office(), live->session, live->user,
                                          enrolment.enrolment, totp_code(secret, clock.now()),
                                          here).value();
  EXPECT_TRUE(is_full(full.session));
  EXPECT_EQ(next_step(full.session, full.user), "");
}

TEST_P(SignInTest, AnEnrolmentIsForItsUserAndForAQuarterOfAnHour) {
  User wu = add_user("laowu", {"REGISTRAR"}), han = add_user("hanju", {"OFFICE_HEAD"});
  wu.must_change = han.must_change = false;
  ASSERT_TRUE(write_user(office(), wu).ok());
  ASSERT_TRUE(write_user(office(), han).ok());
  const SignedIn one = sign_in(office(), "laowu", kTestPassword, here).value();
  const SignedIn other = sign_in(office(), "hanju", kTestPassword, here).value();
  const Enrolment enrolment = begin_enrolment(office(), one.session, one.user).value();
  const Bytes secret = unbase32(enrolment.secret).value();
  EXPECT_EQ(confirm_enrolment(office(), other.session, other.user, enrolment.enrolment,
                              totp_code(secret, clock.now()), here).refusal().code,
            "enrolment_over");
  clock.advance(15 * kMinute);
  EXPECT_EQ(confirm_enrolment(office(), one.session, one.user, enrolment.enrolment,
                              totp_code(secret, clock.now()), here).refusal().code,
            "enrolment_over");
}

TEST_P(SignInTest, APasswordAloneChangesNothingOfAnEnrolledAccount) {
  add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn half = sign_in(office(), "laowu", kTestPassword, here).value();
  EXPECT_EQ(change_password(office(), half.session, half.user, kTestPassword, "Fresh-4711")
                .refusal().code, "code_first");
  EXPECT_EQ(begin_enrolment(office(), half.session, half.user).refusal().code, "step_up_needed");
}

TEST_P(SignInTest, ChangingThePasswordEndsTheOtherSessions) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const SignedIn old = full_session("laowu", secret), now = full_session("laowu", secret);
  ASSERT_TRUE(change_password(office(), now.session, now.user, kTestPassword, "Fresh-4711").ok());
  EXPECT_FALSE(find_live_session(office(), old.token));
  EXPECT_TRUE(find_live_session(office(), now.token));
  EXPECT_EQ(sign_in_code("laowu", kTestPassword), "sign_in_wrong");
  EXPECT_EQ(sign_in_code("laowu", "Fresh-4711"), "");
}

TEST_P(SignInTest, NobodyEndsTheSessionOfAnother) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  const Bytes other_secret = add_ready_user("hanju", {"OFFICE_HEAD"});
  const SignedIn wu = full_session("laowu", secret), han = full_session("hanju", other_secret);
  EXPECT_EQ(end_other_session(office(), han.user, wu.session.session_id).refusal().code,
            "session_unknown");
  EXPECT_TRUE(find_live_session(office(), wu.token));
  EXPECT_TRUE(end_other_session(office(), wu.user, wu.session.session_id).ok());
  EXPECT_FALSE(find_live_session(office(), wu.token));
}

TEST_P(SignInTest, EveryAttemptStandsInTheAuditWithoutSecrets) {
  const Bytes secret = add_ready_user("laowu", {"REGISTRAR"});
  sign_in_code("laowu", "Wrong-2024");
  full_session("laowu", secret);
  std::string acts;
  for (const AuditRow& row : read_audit(db(), 0, 100)) {
    acts += row.act + " ";
    EXPECT_EQ(row.detail.find("-2024"), std::string::npos) << row.detail;
  }
  EXPECT_NE(acts.find("signed_in sign_in_failed"), std::string::npos) << acts;
  EXPECT_EQ(check_audit(db(), CryptoProfile::standard), "");
}

}  // namespace
}  // namespace xinfang
