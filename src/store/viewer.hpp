// Who is looking. Every read of a matter takes a Viewer and the store turns it into limits
// (regulation 2.6), so that no handler can forget.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"

namespace xinfang {

struct Viewer {
  // staff: matters on whose path `organ_id` stands; walled ones only for a DISCIPLINE_LIAISON who
  // has stepped up. petitioner: the one matter proven by its query code. system: jobs and commands.
  // nobody: public pages.
  enum class Kind { nobody, petitioner, staff, system };
  Kind kind = Kind::nobody;
  Id user_id = 0;
  Id organ_id = 0;
  std::vector<std::string> roles;
  bool stepped_up = false;
  Id matter_id = 0;       // petitioner: whose query code was shown
  std::string item_no;    // petitioner

  bool has_role(std::string_view role) const;
  bool behind_wall() const { return stepped_up && has_role("DISCIPLINE_LIAISON"); }
  static Viewer system() { Viewer viewer; viewer.kind = Kind::system; return viewer; }
};

}  // namespace xinfang
