// One machine of a rule set as a graph: its states, and what leads from one to another.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/rulebook.hpp"

namespace xinfang {

// Where an arrow may begin besides a state.
inline constexpr std::string_view kFromStart = "[*]";        // the part comes into being
inline constexpr std::string_view kFromAnyOpen = "any_open";  // from = ["*"]
inline constexpr std::string_view kFromAny = "any";           // from = ["any"]
inline constexpr std::string_view kFromOther = "other_part";  // by a step on another part

struct StateArrow {
  std::string from, to;  // state ids; `from` also one of the words above
  std::vector<const StepRule*> steps;
};

struct StateGraph {
  SubjectKind subject = SubjectKind::intake;
  std::vector<std::string> nodes;   // beginnings that are used, then the states in their order
  std::vector<StateArrow> arrows;   // one for each pair
  std::map<std::string, std::vector<const StepRule*>> stays;  // steps that leave the state as it is
};

StateGraph state_graph(const Rulebook& book, SubjectKind subject);

}  // namespace xinfang
