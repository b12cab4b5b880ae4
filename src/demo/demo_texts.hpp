// demo/petitions.toml: what people of the fictional county write about, and what they are answered.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace xinfang {

// In the order of the texts: what is asked is granted, explained, turned down.
enum class DemoOutcome { supported, explained, rejected };

struct DemoClaim {
  std::string ask;
  std::array<std::string, 3> answers;  // by DemoOutcome; empty for kinds 1 and 2
};

using DemoRange = std::pair<std::int64_t, std::int64_t>;

// One kind of story. All texts have {slots}; those that begin with "1|" or "2|" belong to one of its
// two themes, see of_theme().
struct DemoStory {
  std::string id, category, kind = "3";
  std::string place = "village";  // village | town | urban | zone
  std::int64_t weight = 1;
  std::string use;                // of courses of that use alone: litigation, direct, empty; "": any other
  std::string nature;             // of what is answered at once, or why it is only filed
  std::map<std::string, DemoRange> numbers;  // own ranges of slots
  std::vector<std::string> tones;            // empty: any tone that has a weight
  std::vector<std::string> titles, open, more, found;
  std::vector<DemoClaim> claims;
  std::string brief, basis, study;
  std::array<std::string, 3> why, reply;     // reply: adopted, partly, not_adopted

  // The story as told on one of its themes (1, 2), without marks; of a story that has none, itself.
  DemoStory of_theme(char theme) const;
  std::vector<char> themes() const;  // of its openings; empty: none
};

// A way of Art. 31(1)-(5): where a category belongs when it is not the petition procedure's.
struct DemoRoute {
  std::vector<std::string> categories;  // how their codes begin
  std::string way, law, organ, materials, term, remedy;
  std::int64_t days = 0;                // until its organ must have decided; 0: no day is told
  std::vector<std::string> decisions;
};

struct DemoTone {
  std::string name;
  std::int64_t weight = 0;
  std::vector<std::string> hello, feel, end;
};

struct DemoTexts {
  std::map<std::string, DemoRange> numbers;
  std::map<std::string, std::vector<std::string>> words, pools;
  std::vector<DemoTone> tones;
  std::vector<DemoStory> stories;
  std::vector<DemoClaim> asides;  // claims that fit any appeal
  std::vector<DemoRoute> routes;  // the last one fits every category

  // Refusal demo_texts_invalid, fact detail: what is missing where.
  static Result<DemoTexts> parse(std::string_view toml);
  // Throws std::out_of_range when there is none of that name.
  const std::vector<std::string>& pool(const std::string& name) const { return pools.at(name); }
  const DemoTone* tone(std::string_view name) const;  // null when unknown
};

}  // namespace xinfang
