// Words of a command line: options ("--name value", repeated ones kept in order) and the rest.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

struct CommandOptions {
  std::map<std::string, std::vector<std::string>> options;
  std::vector<std::string> words;

  std::string value(const std::string& name) const;  // the last one given; empty when absent
  std::vector<std::string> values(const std::string& name) const;
  bool has(const std::string& name) const { return options.contains(name); }
};

// Refusals: option_unknown, option_value_missing (fact "option").
Result<CommandOptions> read_options(const std::vector<std::string>& arguments,
                                    const std::vector<std::string>& known);

}  // namespace xinfang
