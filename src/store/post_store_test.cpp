// Posts as people come, rise, move and leave; and those that stood before posts were kept.
#include "store/post_store.hpp"

#include "store/engine_fixture.hpp"

namespace xinfang {
namespace {

class PostStoreTest : public EngineTest {
 protected:
  void save(Id user_id, Id organ_id, std::vector<std::string> roles, const char* on,
            bool active = true) {
    User user;
    user.user_id = user_id;
    user.login = "user" + std::to_string(user_id);
    user.name = "老吴";
    user.organ_id = organ_id;
    user.password_hash = "$argon2id$";
    user.roles = std::move(roles);
    user.active = active;
    ChangeSet changes;
    save_user(changes, user, china_midnight(day(on)) + 3'600'000);
    EXPECT_EQ(db().commit(std::move(changes)).status, CommitOutcome::Status::committed);
  }
  static Date day(const char* iso) { return Date::parse(iso).value(); }
};
XINFANG_ON_BOTH_ENGINES(PostStoreTest);

TEST_P(PostStoreTest, EachChangeOfPlaceOrRankEndsAPostAndBeginsAnother) {
  fresh();
  save(7, 10, {"REGISTRAR"}, "2024-01-02");
  save(7, 10, {"REGISTRAR", "LETTER_HANDLER"}, "2024-02-01");  // the same post
  save(7, 10, {"OFFICE_HEAD"}, "2024-03-01");
  save(7, 11, {"ORGAN_HEAD"}, "2024-04-01");
  save(7, 11, {"ORGAN_HEAD"}, "2024-05-01", false);
  const std::vector<Post> all = {{7, 10, false, day("2024-01-02"), day("2024-03-01")},
                                 {7, 10, true, day("2024-03-01"), day("2024-04-01")},
                                 {7, 11, true, day("2024-04-01"), day("2024-05-01")}};
  EXPECT_EQ(posts_for(db(), {7}, {}), all);
  save(7, 11, {"ORGAN_HEAD"}, "2024-05-01");  // back on the day of leaving
  ASSERT_EQ(posts_for(db(), {7}, {}).size(), 4u);
  EXPECT_EQ(posts_for(db(), {7}, {}).back(), (Post{7, 11, true, day("2024-05-01"), Date{}}));
}

TEST_P(PostStoreTest, ADayOfBackAndForthLosesNothing) {
  fresh();
  save(7, 10, {"REGISTRAR"}, "2024-01-02");
  save(7, 11, {"REGISTRAR"}, "2024-01-02");
  save(7, 10, {"REGISTRAR"}, "2024-01-02");
  const std::vector<Post> both = {{7, 10, false, day("2024-01-02"), Date{}},
                                  {7, 11, false, day("2024-01-02"), day("2024-01-02")}};
  EXPECT_EQ(posts_for(db(), {7}, {}), both);
}

TEST_P(PostStoreTest, AreFoundByPersonAndByOrganEachOnce) {
  fresh();
  save(7, 10, {"REGISTRAR"}, "2024-01-02");
  save(8, 10, {"LEADER"}, "2024-01-02");
  save(9, 11, {"REGISTRAR"}, "2024-01-02");
  save(6, 0, {"SYS_ADMIN"}, "2024-01-02");
  save(8, 12, {"LEADER"}, "2024-06-03");
  const auto users = [&](const std::set<Id>& people, const std::set<Id>& organs) {
    std::vector<Id> found;
    for (const Post& post : posts_for(db(), people, organs)) found.push_back(post.user_id);
    return found;
  };
  EXPECT_EQ(users({}, {10}), (std::vector<Id>{7, 8}));  // 8 has left it, and is named
  EXPECT_EQ(users({8}, {10}), (std::vector<Id>{7, 8, 8}));
  EXPECT_EQ(users({6}, {0}), (std::vector<Id>{}));
  EXPECT_EQ(users({}, {}), (std::vector<Id>{}));
  std::set<Id> many;
  for (Id organ = 10; organ < 130; ++organ) many.insert(organ);
  EXPECT_EQ(users({}, many), (std::vector<Id>{7, 8, 8, 9}));
}

TEST_P(PostStoreTest, WhoWasThereBeforePostsWereKeptHasOne) {
  std::vector<Migration> before = load_migrations(XINFANG_ROOT "/migrations"), rest = before;
  before.resize(3);
  migrate(db(), before);
  const std::int64_t evening = (china_midnight(day("2024-03-01")) + 23 * 3'600'000).ms;
  for (const auto& [user_id, organ_id, active, role] :
       std::vector<std::tuple<Id, Id, std::int64_t, const char*>>{{7, 10, 1, "REGISTRAR"},
                                                                  {8, 10, 1, "SIGNING_LEADER"},
                                                                  {9, 10, 0, "ORGAN_HEAD"},
                                                                  {6, 0, 1, "AUDITOR"}}) {
    db().write_now(
        "INSERT INTO users (user_id, login, name, organ_id, password_hash, totp_last_step, "
        "must_change, active, changed_at) VALUES ($1, $2, '某', $3, '', 0, 0, $4, $5)",
        {user_id, std::to_string(user_id), organ_id, active, evening});
    db().write_now("INSERT INTO user_roles (user_id, role) VALUES ($1, $2)",
                   {user_id, std::string(role)});
  }
  EXPECT_GE(migrate(db(), rest), 1);
  const std::vector<Post> posts = {{7, 10, false, Date{}, Date{}},
                                   {8, 10, true, Date{}, Date{}},
                                   {9, 10, true, Date{}, day("2024-03-01")}};
  EXPECT_EQ(posts_for(db(), {6, 7, 8, 9}, {10}), posts);
  save(7, 11, {"REGISTRAR"}, "2024-04-01");
  const std::vector<Post> moved = {{7, 10, false, Date{}, day("2024-04-01")},
                                   {7, 11, false, day("2024-04-01"), Date{}}};
  EXPECT_EQ(posts_for(db(), {7}, {}), moved);
}

}  // namespace
}  // namespace xinfang
