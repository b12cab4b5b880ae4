// Posts: who works or worked where. save_user() keeps them; nothing ever takes one away, since a
// past post forbids an accusation like a present one (regulation 5.2).
#pragma once

#include <set>
#include <vector>

#include "domain/protection.hpp"
#include "store/organ_store.hpp"

namespace xinfang {

// The post the user has from today on; earlier ones end. Saving the same again changes nothing.
void save_post(ChangeSet& changes, const User& user, Date today);
// Posts of these users, and posts of anybody in these organs, each once.
std::vector<Post> posts_for(Database& database, const std::set<Id>& users,
                            const std::set<Id>& organs);

}  // namespace xinfang
