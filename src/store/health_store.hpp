// States of the stored rows that the program never leaves behind: each says what should be looked at.
//
// Health, not proof: cheap questions to the tables, asked beside a running server. Whether a stored
// byte was changed is for verify, whether derived rows are what the events say for rebuild.
#pragma once

#include <string>
#include <vector>

#include "base/date.hpp"
#include "store/database.hpp"

namespace xinfang {

// One kind of trouble, with all that have it; the sentence stands in i18n under "doctor.<code>".
struct Ailment {
  std::string code;
  std::int64_t count = 0;
  std::vector<std::string> examples;  // numbers or names, at most ten
};

// Adds nothing when `names` is empty.
void add_ailment(std::vector<Ailment>& ailments, std::string code,
                 const std::vector<std::string>& names);

// Rows that do not belong together, work that no job does, numbers that would be given twice.
std::vector<Ailment> ailments_of_rows(Database& database, Instant now);
// Values and files whose key the key store has never had; a destroyed key keeps its number there.
std::vector<Ailment> ailments_of_keys(Database& database, Database& keys);

}  // namespace xinfang
