// Who of the county's people takes a step: somebody of the organ that the row's relation means.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "demo/demo_random.hpp"
#include "domain/matter.hpp"
#include "domain/organ.hpp"
#include "domain/projection.hpp"
#include "domain/rulebook.hpp"
#include "store/organ_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

struct DemoActor {
  Viewer viewer;
  std::string name;  // empty: the petitioner
};

class CountyPeople {
 public:
  CountyPeople(const OrganDirectory& organs, std::vector<User> users)
      : organs_(organs), users_(std::move(users)) {}

  // Somebody of the organ who has the first of the roles that anybody there has, and is not away.
  std::optional<DemoActor> of_organ(Id organ_id, const std::vector<std::string>& roles,
                                    const std::vector<Id>& away, DemoRandom& random) const;
  // Whom the row lets act on the part, of the organs that see the matter; the petitioner as the holder
  // of the item number. The same `choice` finds the same colleague of several, so that a matter keeps
  // its people.
  std::optional<DemoActor> for_step(const StepRule& row, const Matter& matter, const Subject& part,
                                    const std::vector<MatterReach>& reach,
                                    const std::string& item_no, const DemoRandom& choice) const;
  // Everybody of the organ with that role, in the order of the directory of people.
  std::vector<const User*> with_role(Id organ_id, const std::string& role) const;

 private:
  std::vector<Id> organs_meant(const ActorRule& rule, const Matter& matter,
                               const Subject& part) const;

  const OrganDirectory& organs_;
  const std::vector<User> users_;
};

}  // namespace xinfang
