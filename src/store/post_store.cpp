#include "store/post_store.hpp"

#include <algorithm>
#include <tuple>

#include "store/value_rows.hpp"

namespace xinfang {
namespace {

Post post_of(const Row& row) {
  Post post;
  post.user_id = row.integer(0);
  post.organ_id = row.integer(1);
  post.leads = row.integer(2) == 1;
  if (const auto from_on = Date::parse(row.text(3))) post.from_on = *from_on;
  if (!row.is_null(4)) post.until_on = Date::parse(row.text(4)).value();
  return post;
}

auto by_user(const Post& post) {
  return std::tie(post.user_id, post.from_on, post.organ_id, post.leads);
}

}  // namespace

void save_post(ChangeSet& changes, const User& user, Date today) {
  // Neither administrators of the system nor those switched off hold a post: organ 0 is no organ.
  const Id organ_id = user.active ? user.organ_id : 0;
  const std::int64_t leads = leads_organ(user.roles) ? 1 : 0;
  changes.add(
      "UPDATE user_posts SET until_on = $4 WHERE user_id = $1 AND until_on IS NULL "
      "AND NOT (organ_id = $2 AND leads = $3)",
      {user.user_id, organ_id, leads, today.iso()});
  if (organ_id == 0) return;
  changes.add(
      "INSERT INTO user_posts (user_id, organ_id, leads, from_on, until_on) "
      "SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS TEXT), NULL "
      "WHERE NOT EXISTS (SELECT 1 FROM user_posts WHERE user_id = CAST($1 AS BIGINT) "
      "AND until_on IS NULL) "
      "ON CONFLICT (user_id, organ_id, leads, from_on) DO UPDATE SET until_on = NULL",
      {user.user_id, organ_id, leads, today.iso()});
}

std::vector<Post> posts_for(Database& database, const std::set<Id>& users,
                            const std::set<Id>& organs) {
  static const IdList kOfUsers(
      "SELECT user_id, organ_id, leads, from_on, until_on FROM user_posts WHERE user_id IN (", 0,
      ")");
  static const IdList kInOrgans(
      "SELECT user_id, organ_id, leads, from_on, until_on FROM user_posts WHERE organ_id IN (", 0,
      ")");
  std::vector<Post> posts;
  const std::vector<Id> user_ids(users.begin(), users.end());
  const std::vector<Id> organ_ids(organs.begin(), organs.end());
  for (const Row& row : kOfUsers.read(database, {}, user_ids)) posts.push_back(post_of(row));
  for (const Row& row : kInOrgans.read(database, {}, organ_ids)) posts.push_back(post_of(row));
  std::sort(posts.begin(), posts.end(),
            [](const Post& a, const Post& b) { return by_user(a) < by_user(b); });
  posts.erase(std::unique(posts.begin(), posts.end(),
                          [](const Post& a, const Post& b) { return by_user(a) == by_user(b); }),
              posts.end());
  return posts;
}

}  // namespace xinfang
