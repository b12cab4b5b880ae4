// A petitioner's data as they are entered, by filing or by a correction, and how they are found again.
#pragma once

#include <string>

#include "base/json.hpp"
#include "base/result.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"

namespace xinfang {

// As it is kept: texts tidied, numbers in normal form, nothing empty. Refusal: phone_wrong.
Result<Json> tidy_person(const Json& person, const std::string& path);

// Makes the matter findable by the person's phone and number.
void save_person_keys(ChangeSet& changes, const KeyStore& keys, const Json& person, Id matter_id,
                      const std::string& item_no);

}  // namespace xinfang
