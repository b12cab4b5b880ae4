// Writes a petition of a story: title, text, claims and the words of its answers, in a tone and at a
// length that chance chooses. Numbers, days and places agree in all of them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "base/json.hpp"
#include "demo/demo_random.hpp"
#include "demo/demo_texts.hpp"

namespace xinfang {

struct DemoPlace {
  std::string code;     // of the village, else of the township
  std::string town_code;
  std::string town, village;  // village: empty when the matter is of the whole town
};

struct WrittenPetition {
  DemoStory story;      // as told: on one theme
  DemoPlace place;
  std::string title, text;
  std::vector<DemoClaim> claims;
  Json petitioners = Json::array();  // empty: anonymous
  std::int64_t person_count = 1;
  std::map<std::string, std::string> slots;

  // The template with every {slot} of this petition. Throws std::out_of_range for an unknown slot.
  std::string fill(const std::string& text_template) const;
};

struct WishedPetition {
  std::int64_t claims = 1;  // at least
  bool alone = false;       // of one person, not of a group
};

// `at`: when it is written.
WrittenPetition write_petition(const DemoTexts& texts, const DemoStory& story,
                               const DemoPlace& place, Instant at, DemoRandom& random,
                               const WishedPetition& wished = {});

// A fictional person: name, perhaps a number of the county that does not exist, a telephone number
// that nobody has, an address at the place.
Json demo_person(const WrittenPetition& petition, DemoRandom& random);

}  // namespace xinfang
