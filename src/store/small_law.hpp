// A law for the tests of the stores: an intake (REGISTERED, DISPATCHED, FILED_ONLY) with a clock C01
// and a node (ARRIVED, DONE).
#pragma once

#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "domain/rulebook.hpp"

namespace xinfang {

inline LawTexts small_law_texts() {
  return {
      {"states.toml", R"(
[[state]]
subject = "intake"
id = "REGISTERED"
rank = 1
list = "register"
worked_by = "holder"
[[state]]
subject = "intake"
id = "DISPATCHED"
shows = "IN_TRANSIT"
worked_by = "system"
[[state]]
subject = "intake"
id = "FILED_ONLY"
open = false
[[state]]
subject = "node"
id = "ARRIVED"
list = "arrived"
worked_by = "holder"
[[state]]
subject = "node"
id = "DONE"
open = false
)"},
      {"steps.toml", R"(
[[step]]
id = "T01"
deed = "register"
subject = "intake"
from = []
to = "REGISTERED"
who = [{relation = "petitioner"}]
fields = [{name = "text", type = "text", max = 20000, part = "petitioner", vault = true}]
effects = [{verb = "open_intake"}]
starts = [{clock = "C01", from = "received"}]
basis = "REG2022 Art. 21"
[[step]]
id = "T06"
deed = "transfer"
subject = "intake"
from = ["REGISTERED"]
to = "DISPATCHED"
who = [{roles = ["OFFICE_HEAD"], relation = "holder"}]
effects = [{verb = "open_node", mode = "transfer"}]
stops = [{clock = "C01"}]
starts = [{clock = "C01", on = "new_node"}]
basis = "REG2022 Art. 22"
[[step]]
id = "T15"
deed = "file_only"
subject = "intake"
from = ["*"]
to = "FILED_ONLY"
who = [{roles = ["OFFICE_HEAD"], relation = "holder"}]
basis = "practice"
[[step]]
id = "T35"
deed = "report"
subject = "node"
from = ["ARRIVED"]
to = "DONE"
who = [{roles = ["ORGAN_HEAD"], relation = "holder"}]
effects = [{verb = "return_to_parent", state = "REGISTERED"}]
stops = [{clock = "C01"}]
basis = "REG2022 Art. 22"
)"},
      {"clocks.toml", R"(
[[clock]]
id = "C01"
nature = "duty"
parameter = "c01_days"
unit = "days"
basis = "REG2022 Art. 22"
)"},
      {"grounds.toml", ""},
      {"letters.toml", ""},
      {"parameters.toml", R"(
[[parameter]]
key = "c01_days"
value = 15
basis = "REG2022 Art. 22"
mark = "T"
)"},
  };
}

inline Law small_law() {
  auto loaded = Rulebook::load("reg2022", small_law_texts(), nullptr);
  if (const auto* errors = std::get_if<std::vector<LawError>>(&loaded)) {
    std::string all;
    for (const LawError& error : *errors) all += error.row + ": " + error.problem + "\n";
    throw std::runtime_error("the test's law: " + all);
  }
  Law law;
  law.sets.emplace("reg2022", std::get<Rulebook>(std::move(loaded)));
  return law;
}

}  // namespace xinfang
