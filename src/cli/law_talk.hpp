// What the commands over stored matters share: language, sentences, the walk over all matters.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "cli/command_options.hpp"
#include "domain/matter.hpp"
#include "services/office.hpp"

namespace xinfang {

struct LawTalk {
  Office& office;
  const CommandOptions& asked;
  std::ostream& out;
  std::ostream& err;
  Language language = Language::zh;

  std::string say(const std::string& key, const Messages::Facts& facts = {}) const;
  std::string clock_name(const std::string& clock) const { return say("clock." + clock); }
  // Of an organ that is no longer known, its number.
  std::string organ_name(Id organ_id) const;
  int refused(const Refusal& refusal) const;  // its sentence on `err`; 1
};

// Every matter, out of one snapshot. Returns how many could not be read; each is told on `err`.
std::size_t each_matter(const LawTalk& talk, const std::function<void(const Matter&)>& each);

int explain_matter(const LawTalk& talk, const std::string& matter_no);
int recheck_clocks(const LawTalk& talk);
int try_lengths(const LawTalk& talk);

}  // namespace xinfang
