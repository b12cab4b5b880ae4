// Organs, users, sessions, throttling and the audit chain.
#include "store/organ_store.hpp"

#include <thread>

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

class OrganStoreTest : public EngineTest {
 protected:
  void SetUp() override { fresh(); }
  CommitOutcome::Status save(const User& user) {
    ChangeSet changes;
    save_user(changes, user, Instant{1});
    return db().commit(std::move(changes)).status;
  }
  static User wu() {
    User user;
    user.user_id = 7;
    user.login = "laowu";
    user.name = "老吴";
    user.organ_id = 10;
    user.password_hash = "$argon2id$";
    user.roles = {"REGISTRAR", "SCREENER"};
    return user;
  }
  static Session session(char token, Id user_id, std::int64_t expires_at) {
    Session session;
    session.token_digest = Bytes(32, token);
    session.session_id = token;
    session.user_id = user_id;
    session.csrf = "c";
    session.address = "203.0.113.9";
    session.agent = "浏览器";
    session.created_at = session.seen_at = Instant{100};
    session.expires_at = Instant{expires_at};
    return session;
  }
};
XINFANG_ON_BOTH_ENGINES(OrganStoreTest);

TEST_P(OrganStoreTest, AnOrganIsKeptAndReplacedWhole) {
  Organ organ;
  organ.organ_id = 10;
  organ.code = "0001";
  organ.name = "某某县信访局";
  organ.short_name = "县信访局";
  organ.type = "PETITION_OFFICE";
  organ.level = 4;
  organ.region_code = "330483";
  organ.superior_id = 3;
  organ.document_prefix = "某信";
  organ.categories = {"01", "0204"};
  organ.valid_from_on = Date::of(2020, 1, 1);
  const auto save = [&] {
    ChangeSet changes;
    save_organ(changes, organ);
    return db().commit(std::move(changes)).status;
  };
  EXPECT_EQ(save(), CommitOutcome::Status::committed);
  organ.valid_to_on = Date::of(2030, 12, 31);
  organ.phone = "0573-80000000";
  EXPECT_EQ(save(), CommitOutcome::Status::committed);
  const std::vector<Organ> organs = load_organs(db());
  ASSERT_EQ(organs.size(), 1u);
  EXPECT_EQ(organs[0].name, "某某县信访局");
  EXPECT_EQ(organs[0].categories, (std::vector<std::string>{"01", "0204"}));
  EXPECT_EQ(organs[0].valid_to_on, Date::of(2030, 12, 31));
  EXPECT_EQ(organs[0].valid_from_on, Date::of(2020, 1, 1));
  EXPECT_EQ(organs[0].superior_id, 3);
  organ.organ_id = 11;  // the same office number in the same region
  EXPECT_EQ(save(), CommitOutcome::Status::conflict);
}

TEST_P(OrganStoreTest, AUserIsKeptWithRolesAndReplaced) {
  EXPECT_FALSE(find_user(db(), "laowu"));
  EXPECT_EQ(save(wu()), CommitOutcome::Status::committed);
  User changed = wu();
  changed.roles = {"OFFICE_HEAD"};
  changed.totp_secret = Bytes("\0sealed\xff", 8);
  changed.must_change = true;
  EXPECT_EQ(save(changed), CommitOutcome::Status::committed);
  const auto found = find_user(db(), "laowu");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->roles, changed.roles);
  EXPECT_EQ(found->totp_secret, changed.totp_secret);
  EXPECT_TRUE(found->must_change);
  EXPECT_TRUE(found->active);
  EXPECT_EQ(find_user(db(), Id{7})->name, "老吴");
  EXPECT_FALSE(find_user(db(), Id{8}));

  User other = wu();
  other.user_id = 8;
  EXPECT_EQ(save(other), CommitOutcome::Status::conflict);  // login taken
  other.login = "hanju";
  other.organ_id = Id{1} << 50;
  EXPECT_EQ(save(other), CommitOutcome::Status::committed);
  ASSERT_EQ(list_users(db(), 0).size(), 2u);
  EXPECT_EQ(list_users(db(), 0)[0].roles.size(), 2u);
  EXPECT_EQ(list_users(db(), 10).size(), 1u);
  EXPECT_EQ(list_users(db(), Id{1} << 50).size(), 1u);
}

TEST_P(OrganStoreTest, AOneTimeCodeIsTakenOnce) {
  save(wu());
  EXPECT_TRUE(use_totp_step(db(), 7, 100));
  EXPECT_FALSE(use_totp_step(db(), 7, 100));
  EXPECT_FALSE(use_totp_step(db(), 7, 99));
  EXPECT_TRUE(use_totp_step(db(), 7, 101));
  EXPECT_FALSE(use_totp_step(db(), 8, 500));
}

TEST_P(OrganStoreTest, SessionsAreFoundListedEndedAndForgotten) {
  save_session(db(), session('a', 7, 1000));
  save_session(db(), session('b', 7, 2000));
  save_session(db(), session('c', 8, 2000));
  EXPECT_EQ(sessions_of(db(), 7, Instant{500}).size(), 2u);
  EXPECT_EQ(sessions_of(db(), 7, Instant{1000}).size(), 1u);
  auto found = find_session(db(), Bytes(32, 'a'));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->agent, "浏览器");
  found->seen_at = Instant{160};
  found->stepped_up_at = Instant{150};
  EXPECT_TRUE(touch_session(db(), *found));
  EXPECT_EQ(find_session(db(), Bytes(32, 'a'))->stepped_up_at, Instant{150});
  Session stolen = *found;
  stolen.user_id = 8;
  save_session(db(), stolen);
  EXPECT_EQ(find_session(db(), Bytes(32, 'a'))->user_id, 7);

  end_session(db(), 8, 'a');  // not theirs
  EXPECT_TRUE(find_session(db(), Bytes(32, 'a')));
  end_session(db(), 7, 'a');
  EXPECT_FALSE(find_session(db(), Bytes(32, 'a')));
  EXPECT_FALSE(touch_session(db(), *found));
  EXPECT_FALSE(find_session(db(), Bytes(32, 'a')));
  EXPECT_EQ(forget_old_sessions(db(), Instant{1999}), 0);
  end_all_sessions(db(), 7);
  EXPECT_EQ(forget_old_sessions(db(), Instant{2000}), 1);
}

TEST_P(OrganStoreTest, FailuresAreAllCountedAndForgotten) {
  const Bytes subject(32, 't');
  EXPECT_FALSE(find_throttle(db(), subject));
  std::vector<std::thread> guessers;
  for (int i = 0; i < 6; ++i) {
    guessers.emplace_back([&] { count_failure(db(), subject, Instant{10}, Instant{100}); });
  }
  for (std::thread& guesser : guessers) guesser.join();
  EXPECT_EQ(find_throttle(db(), subject)->failures, 6);
  save_throttle(db(), subject, {6, Instant{5000}, Instant{6000}});
  EXPECT_EQ(count_failure(db(), subject, Instant{20}, Instant{7000}).locked_until, Instant{5000});
  EXPECT_EQ(forget_old_throttles(db(), Instant{6999}), 0);
  EXPECT_EQ(count_failure(db(), subject, Instant{7000}, Instant{9000}).failures, 1);
  EXPECT_EQ(forget_old_throttles(db(), Instant{9000}), 1);
  save_throttle(db(), subject, {1, Instant{}, Instant{10}});
  forget_throttle(db(), subject);
  EXPECT_FALSE(find_throttle(db(), subject));
}

TEST_P(OrganStoreTest, TheAuditChainHoldsUnderManyWriters) {
  std::vector<std::thread> writers;
  for (int writer = 0; writer < 4; ++writer) {
    writers.emplace_back([&, writer] {
      for (int i = 0; i < 5; ++i) {
        write_audit(db(), CryptoProfile::gm, Instant{writer}, 7, "sign_in", "{\"ok\":true}");
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(check_audit(db(), CryptoProfile::gm), "");
  const auto newest = read_audit(db(), 0, 5);
  ASSERT_EQ(newest.size(), 5u);
  EXPECT_EQ(newest[0].audit_no, 20);
  EXPECT_EQ(read_audit(db(), 16, 100).size(), 15u);
  EXPECT_EQ(read_audit(db(), 16, 100)[0].audit_no, 15);
}

TEST_P(OrganStoreTest, TheAuditIsFoundByWhatItIsAbout) {
  const auto write = [&](const std::string& detail) {
    write_audit(db(), CryptoProfile::standard, Instant{1}, 7, "act", detail);
  };
  for (int i = 0; i < 3; ++i) {
    write(R"({"of":"organ","id":"11"})");
    write(R"({"of":"organ","id":"12"})");
    write(R"({"address":"192.0.2.1"})");
  }
  write(R"({"of":"user","id":"11"})");
  const auto numbers = [&](const std::string& about, const std::string& id, std::int64_t before) {
    std::vector<std::int64_t> found;
    for (const AuditRow& row : read_audit_about(db(), about, id, before, 3)) {
      found.push_back(row.audit_no);
    }
    return found;
  };
  EXPECT_EQ(numbers("organ", "", 0), (std::vector<std::int64_t>{8, 7, 5}));
  EXPECT_EQ(numbers("organ", "", 5), (std::vector<std::int64_t>{4, 2, 1}));
  EXPECT_EQ(numbers("organ", "11", 0), (std::vector<std::int64_t>{7, 4, 1}));
  EXPECT_EQ(numbers("user", "11", 0), (std::vector<std::int64_t>{10}));
  EXPECT_TRUE(numbers("calendar", "", 0).empty());
  EXPECT_EQ(check_audit(db(), CryptoProfile::standard), "");
  db().write_now("UPDATE audit SET about_id = '12' WHERE audit_no = 7");
  EXPECT_NE(check_audit(db(), CryptoProfile::standard).find("audit 7 was changed"),
            std::string::npos);
}

TEST_P(OrganStoreTest, DamageToTheAuditIsNamedByItsRow) {
  for (int i = 0; i < 5; ++i) {
    write_audit(db(), CryptoProfile::standard, Instant{i}, 7, "act", std::to_string(i));
  }
  ASSERT_EQ(check_audit(db(), CryptoProfile::standard), "");
  db().write_now("UPDATE audit SET detail = '9' WHERE audit_no = 3");
  EXPECT_NE(check_audit(db(), CryptoProfile::standard).find("audit 3 was changed"),
            std::string::npos);
  db().write_now("UPDATE audit SET detail = '2' WHERE audit_no = 3");
  db().write_now("DELETE FROM audit WHERE audit_no = 5");
  EXPECT_NE(check_audit(db(), CryptoProfile::standard).find("audit 5 is missing"),
            std::string::npos);
  db().write_now("DELETE FROM audit WHERE audit_no = 2");
  EXPECT_NE(check_audit(db(), CryptoProfile::standard).find("audit 2 is missing"),
            std::string::npos);
}

}  // namespace
}  // namespace xinfang
