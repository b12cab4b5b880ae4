// The rows of one rule set between reading and checking. Internal to the loader.
//
// read_rows turns TOML texts into rows (unknown keys and wrong types are errors at once), merges
// those inherited; check_rows holds them against each other and against vocabulary.hpp.
#pragma once

#include <string>
#include <vector>

#include "domain/rulebook.hpp"

namespace xinfang {

struct RulebookRows {
  std::vector<StepRule> steps;
  std::vector<StateRule> states;
  std::vector<ClockRule> clocks;
  std::vector<GroundRule> grounds;
  std::vector<LetterRule> letters;
  std::vector<ParameterRow> parameters;
};

// Names under which errors speak of a row.
std::string row_name(const StepRule& row);       // T06
std::string row_name(const StateRule& row);      // node:SIGNED_IN
std::string row_name(const ClockRule& row);      // C09
std::string row_name(const GroundRule& row);     // NA01
std::string row_name(const LetterRule& row);     // D02
std::string row_name(const ParameterRow& row);   // c09_days, or c02_days.4@210100 of a region

// `inherited` may be null.
RulebookRows read_rows(const std::string& set_id, const LawTexts& texts, const RulebookRows* inherited,
                       const std::string& inherited_id, std::vector<LawError>& errors);
void check_rows(const RulebookRows& rows, std::vector<LawError>& errors);

}  // namespace xinfang
