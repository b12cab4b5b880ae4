// Who must not learn of an accusation (REG2022 Art. 30 ¶3; regulation 5.2, 11.4).
//
// The accused, the units they lead or belong to, now or ever, what hangs below an accused unit, and
// the people of all of these. Pure: which posts exist is told, the names stand in the vault.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "domain/organ.hpp"

namespace xinfang {

struct Accused {            // one person or unit an accusation is aimed at
  Id organ_id = 0;          // the unit itself, or the unit of the person; 0: none of the directory
  Id user_id = 0;           // an account of the person; 0: none known
  bool is_unit = false;     // the unit itself is accused
  bool leads = false;       // the person leads that unit (told at screening)
  int cadre_level = 0;      // level (1..6) of the organ that manages the cadre; 0: unknown
  bool resolved = false;    // a person has said who it is; free text is not

  friend bool operator==(const Accused&, const Accused&) = default;
};

struct Post {
  Id user_id = 0, organ_id = 0;
  bool leads = false;
  Date from_on, until_on;   // from_on.days == 0: not recorded; until_on.days == 0: still held

  friend bool operator==(const Post&, const Post&) = default;
};

// Whether these roles make somebody one who leads the organ rather than belongs to it.
bool leads_organ(const std::vector<std::string>& roles);

struct Forbidden {
  // Somebody accused is not known yet, or nobody is named: the sets hold what is known and are not
  // all. Nothing may be sent to anybody before a person has resolved it.
  bool unknown = true;
  std::set<Id> organs, users;

  bool organ(Id organ_id) const { return organs.count(organ_id) != 0; }
  bool user(Id user_id) const { return users.count(user_id) != 0; }
};

// `posts`: every post of the accused users and of whoever is judged, past ones too; a user without
// a post among them is forbidden only when accused.
Forbidden forbidden_recipients(const std::vector<Accused>& accused, const std::vector<Post>& posts,
                               const OrganDirectory& organs);

// The petition office whose liaison may hold an accusation that came to `organ_id`: the nearest at
// or above it that is not forbidden; when the accused are unknown, the nearest of a higher level.
// 0: none in the directory.
Id wall_holder(Id organ_id, const Forbidden& forbidden, const OrganDirectory& organs);

// Level of the discipline organ that may receive it: of the organ that manages the highest cadre
// accused; above their own level when a discipline organ or its head is accused (DISC2020 Art. 15).
// A unit of which no level was told counts with its own. 0: not known of everybody.
int discipline_level(const std::vector<Accused>& accused, const OrganDirectory& organs);

}  // namespace xinfang
