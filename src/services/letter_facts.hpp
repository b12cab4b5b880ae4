// What a letter may speak of: gathered from the matter after the step, its vault, the organs, and
// the form that was filled in. A fact that nobody knows is absent, and the letter is then refused
// by name, never sent with a hole.
#pragma once

#include <map>
#include <string>

#include "domain/event.hpp"
#include "letters/letter.hpp"
#include "services/office.hpp"

namespace xinfang {

using VaultValues = std::map<std::string, std::string>;  // field -> newest value

struct LetterCase {
  const Matter& matter;          // after the step
  const Event& event;
  const Json& fields;            // of the request
  const VaultValues& vault;      // with the step's own texts
  const Organ& organ;            // that signs
  std::string person;            // name of the official who acts
};

LetterFacts letter_facts(const Office& office, const LetterCase& letter_case,
                         const Document& document);

// "陈敏", "陈敏、李华", "匿名信访人": how the petitioners are called in a letter.
std::string petitioner_names(const Matter& matter, const VaultValues& vault);

}  // namespace xinfang
