// A fictional province with one city, three counties and their towns: about 60 organs over five
// levels, and the people who work in them. Generated; the region codes 99.... were never assigned.
#pragma once

#include <string_view>
#include <vector>

#include "domain/decide.hpp"

namespace xinfang {

struct SimulatedTree {
  OrganDirectory organs;
  std::vector<Organ> list;                  // by id, from 1
  std::vector<std::vector<Actor>> people;   // by organ id; people[0] is empty
  std::vector<Post> posts;                  // present ones, and some of earlier years

  const Organ& organ(Id id) const { return list[static_cast<std::size_t>(id) - 1]; }
  bool has(Id id) const { return id > 0 && id <= static_cast<Id>(list.size()); }
  const std::vector<Actor>& people_of(Id id) const {
    return people[has(id) ? static_cast<std::size_t>(id) : 0];
  }
};

SimulatedTree simulated_tree();

}  // namespace xinfang
