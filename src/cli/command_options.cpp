#include "cli/command_options.hpp"

#include <algorithm>

namespace xinfang {

std::string CommandOptions::value(const std::string& name) const {
  const auto found = options.find(name);
  return found == options.end() ? std::string() : found->second.back();
}

std::vector<std::string> CommandOptions::values(const std::string& name) const {
  const auto found = options.find(name);
  return found == options.end() ? std::vector<std::string>() : found->second;
}

Result<CommandOptions> read_options(const std::vector<std::string>& arguments,
                                    const std::vector<std::string>& known) {
  CommandOptions result;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& word = arguments[i];
    if (!word.starts_with("--")) {
      result.words.push_back(word);
      continue;
    }
    if (std::find(known.begin(), known.end(), word) == known.end())
      return refuse("option_unknown").with("option", word);
    if (i + 1 == arguments.size())
      return refuse("option_value_missing").with("option", word);
    result.options[word].push_back(arguments[++i]);
  }
  return result;
}

}  // namespace xinfang
