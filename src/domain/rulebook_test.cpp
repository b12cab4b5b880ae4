#include "domain/rulebook.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace xinfang {
namespace {

// The smallest set that stands: registered, filed or sent to one organ, handled, replied.
LawTexts minimal_set() {
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
who = [{roles = ["REGISTRAR"], relation = "registrar"}, {relation = "petitioner"}]
fields = [
  {name = "channel", type = "code", required = true, values = ["letter", "visit"]},
  {name = "text", type = "text", max = 20000, part = "petitioner", vault = true},
]
guards = [{name = "received_not_future"}, {name = "facts_set", names = ["channel", "region_code"]}]
effects = [{verb = "open_intake"}]
starts = [{clock = "C01", from = "received", holder = "petition_office", kinds = ["3"]}]
documents = [{kind = "D01"}]
basis = "REG2022 Art. 21"

[[step]]
id = "T06"
deed = "transfer"
subject = "intake"
from = ["REGISTERED"]
to = "DISPATCHED"
who = [{roles = ["OFFICE_HEAD"], relation = "holder"}]
fields = [{name = "due_on", type = "date"}]
guards = [{name = "clock_not_over", clock = "C01"}]
effects = [{verb = "open_node", mode = "transfer"}]
stops = [{clock = "C01", as = "met"}]
starts = [{clock = "C08", on = "new_node", until = "field:due_on", mode = "transfer"}]
documents = [{kind = "D01", to = "target"}]
basis = "REG2022 Art. 22"
irreversible = true

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
stops = [{clock = "C08"}]
basis = "REG2022 Art. 22"
)"},
      {"clocks.toml", R"(
[[clock]]
id = "C01"
nature = "duty"
parameter = "c01_days"
unit = "days"
basis = "REG2022 Art. 22"
[[clock]]
id = "C08"
nature = "duty"
unit = "days"
internal = true
basis = "REG2022 Art. 22"
)"},
      {"grounds.toml", R"(
[[ground]]
id = "NA03"
binds = ["petition_office"]
signers = ["OFFICE_HEAD"]
kinds = ["3"]
document = "D04"
leads_to = "door.NA03"
basis = "REG2022 Art. 19"
)"},
      {"letters.toml", R"(
[[letter]]
kind = "D01"
numbered = false
[[letter]]
kind = "D04"
prefix = "信不受"
facts = ["ground"]
)"},
      {"parameters.toml", R"(
[[parameter]]
key = "c01_days"
value = 15
basis = "REG2022 Art. 22"
mark = "T"
)"},
  };
}

std::vector<LawError> errors_of(const LawTexts& texts, const Rulebook* inherited = nullptr) {
  auto loaded = Rulebook::load("reg2022", texts, inherited);
  if (auto* errors = std::get_if<std::vector<LawError>>(&loaded)) return *errors;
  return {};
}

std::string as_lines(const std::vector<LawError>& errors) {
  std::string lines;
  for (const auto& error : errors)
    lines += error.file + ":" + error.row + ": " + error.problem + "\n";
  return lines;
}

Rulebook must_load(const std::string& id, const LawTexts& texts,
                   const Rulebook* inherited = nullptr) {
  auto loaded = Rulebook::load(id, texts, inherited);
  if (auto* errors = std::get_if<std::vector<LawError>>(&loaded)) {
    throw std::runtime_error(as_lines(*errors));
  }
  return std::get<Rulebook>(std::move(loaded));
}

struct Break {
  const char* name;
  const char* file;
  const char* before;  // empty: `after` is appended
  const char* after;
  const char* row;
  const char* says;
};

void PrintTo(const Break& one, std::ostream* out) { *out << one.name; }

class BrokenSet : public testing::TestWithParam<Break> {};

TEST_P(BrokenSet, IsRefusedWithTheRowAndWhatToDo) {
  const auto& one = GetParam();
  auto texts = minimal_set();
  auto& text = texts[one.file];
  const std::string before = one.before;
  if (before.empty()) {
    text += one.after;
  } else {
    const auto place = text.find(before);
    ASSERT_NE(place, text.npos) << "the minimal set no longer holds: " << before;
    text.replace(place, before.size(), one.after);
  }
  const auto errors = errors_of(texts);
  const bool found = std::any_of(errors.begin(), errors.end(), [&](const LawError& error) {
    return error.file == std::string("reg2022/") + one.file && error.row == one.row &&
           error.problem.find(one.says) != error.problem.npos;
  });
  EXPECT_TRUE(found) << "wanted " << one.row << ": " << one.says << "\ngot:\n" << as_lines(errors);
}

const Break kBreaks[] = {
    {"unknown_key_of_step", "steps.toml", "irreversible = true", "ireversible = true", "T06",
     "unknown key \"ireversible\""},
    {"unknown_key_of_field", "steps.toml", "required = true,", "needed = true,", "T01",
     "fields: unknown key \"needed\""},
    {"unknown_key_of_clock", "clocks.toml", "internal = true", "intern = true", "C08",
     "unknown key"},
    {"release_by_unknown_switch", "clocks.toml", "internal = true",
     "released_by = \"no_such_switch\"", "C08", "has no national row"},
    {"unknown_key_of_file", "clocks.toml", "[[clock]]\nid = \"C01\"",
     "inherit = 1\n[[clock]]\nid = \"C01\"", "", "unknown key \"inherit\""},
    {"unknown_guard", "steps.toml", "received_not_future", "received_sometime", "T01",
     "unknown guard"},
    {"unknown_guard_parameter", "steps.toml", "clock = \"C01\"}]\neffects",
     "clok = \"C01\"}]\neffects", "T06", "has no parameter \"clok\""},
    {"guard_on_unknown_clock", "steps.toml", "\"clock_not_over\", clock = \"C01\"",
     "\"clock_not_over\", clock = \"C99\"", "T06", "unknown clock \"C99\""},
    {"unknown_effect", "steps.toml", "verb = \"open_intake\"", "verb = \"open_sesame\"", "T01",
     "unknown effect"},
    {"unknown_effect_parameter", "steps.toml", "mode = \"transfer\"}]\nstops",
     "moode = \"transfer\"}]\nstops", "T06", "has no parameter \"moode\""},
    {"effect_into_unknown_state", "steps.toml", "state = \"REGISTERED\"}]", "state = \"NOWHERE\"}]",
     "T35", "unknown state \"NOWHERE\""},
    {"unknown_role", "steps.toml", "[\"REGISTRAR\"]", "[\"CLERK\"]", "T01",
     "unknown role \"CLERK\""},
    {"unknown_relation", "steps.toml", "relation = \"registrar\"", "relation = \"friend\"", "T01",
     "unknown relation \"friend\""},
    {"staff_without_roles", "steps.toml", "{roles = [\"ORGAN_HEAD\"], relation = \"holder\"}",
     "{relation = \"holder\"}", "T35", "who has no roles"},
    {"nobody_may", "steps.toml", "who = [{roles = [\"ORGAN_HEAD\"], relation = \"holder\"}]",
     "who = []", "T35", "who is missing"},
    {"unknown_state_from", "steps.toml", "from = [\"ARRIVED\"]", "from = [\"GONE\"]", "T35",
     "unknown state \"GONE\" in from"},
    {"unknown_state_to", "steps.toml", "to = \"DISPATCHED\"", "to = \"GONE\"", "T06",
     "unknown state \"GONE\" in to"},
    {"state_of_other_subject", "steps.toml", "from = [\"ARRIVED\"]", "from = [\"REGISTERED\"]",
     "T35", "unknown state \"REGISTERED\" in from"},
    {"unknown_clock_started", "steps.toml", "starts = [{clock = \"C01\"",
     "starts = [{clock = \"C77\"", "T01", "unknown clock \"C77\""},
    {"unknown_clock_stopped", "steps.toml", "stops = [{clock = \"C08\"}]",
     "stops = [{clock = \"C77\"}]", "T35", "unknown clock \"C77\""},
    {"stop_as_unknown", "steps.toml", "as = \"met\"", "as = \"over\"", "T06", "unknown stop as"},
    {"start_on_unknown", "steps.toml", "on = \"new_node\"", "on = \"newnode\"", "T06",
     "unknown start on"},
    {"start_from_unknown", "steps.toml", "from = \"received\"", "from = \"arrival\"", "T01",
     "unknown from"},
    {"start_from_missing_field", "steps.toml", "from = \"received\"", "from = \"field:day\"", "T01",
     "names the field \"day\""},
    {"until_missing_field", "steps.toml", "until = \"field:due_on\"", "until = \"field:day\"",
     "T06", "names the field \"day\""},
    {"start_without_length", "steps.toml", "until = \"field:due_on\", ", "", "T06",
     "starts C08 without until"},
    {"start_for_unknown_kind", "steps.toml", "kinds = [\"3\"]", "kinds = [\"4\"]", "T01",
     "unknown kind \"4\""},
    {"unknown_document", "steps.toml", "documents = [{kind = \"D01\"}]",
     "documents = [{kind = \"D99\"}]", "T01", "unknown document \"D99\""},
    {"document_to_nobody", "steps.toml", "to = \"target\"}]", "to = \"nobody\"}]", "T06",
     "unknown document to"},
    {"unknown_field_type", "steps.toml", "type = \"date\"", "type = \"day\"", "T06",
     "unknown field type \"day\""},
    {"unknown_part", "steps.toml", "part = \"petitioner\"", "part = \"secret\"", "T01",
     "unknown part"},
    {"field_twice", "steps.toml", "{name = \"text\"", "{name = \"channel\"", "T01",
     "\"channel\" stands twice"},
    {"step_without_basis", "steps.toml", "basis = \"practice\"", "", "T15", "basis is missing"},
    {"step_without_deed", "steps.toml", "deed = \"file_only\"\n", "", "T15", "deed is missing"},
    {"step_twice", "steps.toml", "id = \"T15\"", "id = \"T06\"", "T06", "stands twice"},
    {"wrong_type", "steps.toml", "irreversible = true", "irreversible = \"yes\"", "T06",
     "must be true or false"},
    {"wrong_list", "steps.toml", "from = [\"REGISTERED\"]", "from = \"REGISTERED\"", "T06",
     "must be a list"},
    {"unknown_subject", "states.toml", "subject = \"node\"\nid = \"DONE\"",
     "subject = \"hop\"\nid = \"DONE\"", "DONE", "unknown subject \"hop\""},
    {"state_twice", "states.toml", "id = \"DISPATCHED\"", "id = \"REGISTERED\"",
     "intake:REGISTERED", "stands twice"},
    {"worked_by_unknown", "states.toml", "worked_by = \"system\"", "worked_by = \"nobody\"",
     "intake:DISPATCHED", "unknown worked_by"},
    {"state_not_reached", "states.toml", "",
     "[[state]]\nsubject = \"node\"\nid = \"LOST\"\nopen = false\n", "node:LOST",
     "no step leads to this state"},
    {"clock_without_nature", "clocks.toml", "nature = \"duty\"\nparameter", "parameter", "C01",
     "nature is missing"},
    {"clock_of_unknown_nature", "clocks.toml", "nature = \"duty\"\nparameter",
     "nature = \"wish\"\nparameter", "C01", "unknown nature \"wish\""},
    {"clock_without_unit", "clocks.toml", "parameter = \"c01_days\"\nunit = \"days\"",
     "parameter = \"c01_days\"", "C01", "unit is missing"},
    {"clock_of_unknown_unit", "clocks.toml", "unit = \"days\"\nbasis", "unit = \"weeks\"\nbasis",
     "C01", "unknown unit \"weeks\""},
    {"clock_without_basis", "clocks.toml", "unit = \"days\"\nbasis = \"REG2022 Art. 22\"",
     "unit = \"days\"", "C01", "basis is missing"},
    {"duty_without_parameter", "clocks.toml", "parameter = \"c01_days\"\n", "", "C01",
     "a duty needs a length"},
    {"length_not_national", "parameters.toml", "key = \"c01_days\"",
     "key = \"c01_days\"\nregion_code = \"110000\"", "c01_days@110000", "no national row"},
    {"length_without_row", "clocks.toml", "\"c01_days\"", "\"c02_days\"", "C01",
     "has no national row"},
    {"extension_without_row", "clocks.toml", "internal = true", "extend_parameter = \"c08_more\"",
     "C08", "extend_parameter \"c08_more\""},
    {"ground_without_binds", "grounds.toml", "binds = [\"petition_office\"]\n", "", "NA03",
     "binds is missing"},
    {"ground_binds_unknown", "grounds.toml", "[\"petition_office\"]", "[\"court\"]", "NA03",
     "unknown binds"},
    {"ground_without_document", "grounds.toml", "document = \"D04\"\n", "", "NA03",
     "document is missing"},
    {"ground_with_unknown_document", "grounds.toml", "\"D04\"", "\"D05\"", "NA03",
     "unknown document \"D05\""},
    {"ground_without_basis", "grounds.toml", "basis = \"REG2022 Art. 19\"", "", "NA03",
     "basis is missing"},
    {"ground_signed_by_unknown", "grounds.toml", "[\"OFFICE_HEAD\"]", "[\"BOSS\"]", "NA03",
     "unknown role \"BOSS\""},
    {"parameter_without_basis", "parameters.toml", "basis = \"REG2022 Art. 22\"\n", "", "c01_days",
     "basis is missing"},
    {"parameter_without_mark", "parameters.toml", "mark = \"T\"", "", "c01_days",
     "mark is missing"},
    {"parameter_of_unknown_mark", "parameters.toml", "mark = \"T\"", "mark = \"X\"", "c01_days",
     "unknown mark"},
    {"term_of_law_tightened", "parameters.toml", "mark = \"T\"",
     "mark = \"design\"\ntighten = \"less\"", "c01_days", "only the length of an internal clock"},
    {"tightened_the_other_way", "parameters.toml", "mark = \"T\"",
     "mark = \"design\"\ntighten = \"more\"", "c01_days", "unknown tighten \"more\""},
    {"parameter_without_value", "parameters.toml", "value = 15\n", "", "c01_days",
     "value is missing"},
    {"parameter_twice", "parameters.toml", "",
     "[[parameter]]\nkey = \"c01_days\"\nvalue = 16\nbasis = \"x\"\nmark = \"T\"\n", "c01_days",
     "two values begin on the same day"},
    {"parameter_ends_before", "parameters.toml", "mark = \"T\"",
     "mark = \"T\"\nvalid_from_on = \"2022-05-01\"\nvalid_to_on = \"2022-04-30\"", "c01_days",
     "lies before"},
    {"day_not_a_day", "parameters.toml", "mark = \"T\"",
     "mark = \"T\"\nvalid_from_on = \"2023-02-29\"", "c01_days", "must be a day"},
    {"not_toml", "letters.toml", "kind = \"D01\"", "kind = D01", "line 3", "not TOML"},
    {"drop_without_inherits", "letters.toml", "[[letter]]\nkind = \"D01\"",
     "drop = [\"D09\"]\n[[letter]]\nkind = \"D01\"", "D09", "drop needs inherits"},
    {"inherits_unknown_set", "letters.toml", "[[letter]]\nkind = \"D01\"",
     "inherits = \"reg1995\"\n[[letter]]\nkind = \"D01\"", "", "unknown set \"reg1995\""},
};

INSTANTIATE_TEST_SUITE_P(Law, BrokenSet, testing::ValuesIn(kBreaks),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Rulebook, TheMinimalSetLoadsAndSaysWhatItHolds) {
  const auto book = must_load("reg2022", minimal_set());
  EXPECT_EQ(book.id(), "reg2022");
  ASSERT_NE(book.step("T06"), nullptr);
  EXPECT_EQ(book.step("T06")->deed, "transfer");
  EXPECT_TRUE(book.step("T06")->irreversible);
  EXPECT_EQ(book.step("T06")->effects[0].parameters.at("mode"), "transfer");
  EXPECT_EQ(book.step("T01")->guards[1].parameters.at("names"), "channel region_code");
  EXPECT_EQ(book.step("T01")->starts[0].from, "received");
  EXPECT_EQ(book.step("T99"), nullptr);
  EXPECT_TRUE(book.state(SubjectKind::intake, "REGISTERED")->open);
  EXPECT_EQ(book.state(SubjectKind::node, "REGISTERED"), nullptr);
  EXPECT_EQ(book.clock("C01")->parameter, "c01_days");
  EXPECT_EQ(book.ground("NA03")->document, "D04");
  EXPECT_EQ(book.letter("D04")->prefix, "信不受");
  EXPECT_EQ(book.parameter_days("c01_days", "", Date::of(2024, 1, 1)), 15);
}

TEST(Rulebook, AnOpenStateThatNoStepLeavesIsRefused) {
  auto texts = minimal_set();
  texts["states.toml"] += "[[state]]\nsubject = \"node\"\nid = \"STUCK\"\n";
  auto& steps = texts["steps.toml"];
  steps +=
      "[[step]]\nid = \"T98\"\ndeed = \"stick\"\nsubject = \"node\"\nfrom = [\"ARRIVED\"]\nto = "
      "\"STUCK\"\n"
      "who = [{relation = \"system\"}]\nbasis = \"none\"\n";
  EXPECT_NE(as_lines(errors_of(texts)).find("node:STUCK: an open state that no step leaves"),
            std::string::npos);
  steps +=
      "[[step]]\nid = \"T99\"\ndeed = \"free\"\nsubject = \"node\"\nfrom = [\"*\"]\nto = \"DONE\"\n"
      "who = [{relation = \"system\"}]\nbasis = \"none\"\n";
  EXPECT_EQ(as_lines(errors_of(texts)), "");
}

TEST(Rulebook, ADutyThatNoStepGivesADateIsRefused) {
  auto texts = minimal_set();
  auto& steps = texts["steps.toml"];
  const std::string start =
      "starts = [{clock = \"C08\", on = \"new_node\", until = \"field:due_on\", mode = "
      "\"transfer\"}]\n";
  ASSERT_NE(steps.find(start), steps.npos);
  steps.erase(steps.find(start), start.size());
  EXPECT_NE(as_lines(errors_of(texts)).find("C08: a duty needs a length"), std::string::npos);
}

TEST(Rulebook, AMissingFileIsRefusedUnlessTheSetInherits) {
  auto texts = minimal_set();
  texts.erase("grounds.toml");
  EXPECT_NE(as_lines(errors_of(texts)).find("reg2022/grounds.toml:: the file is missing"),
            std::string::npos);
  const auto base = must_load("reg2022", minimal_set());
  const auto child = must_load("reg2005", texts, &base);
  EXPECT_NE(child.ground("NA03"), nullptr);
}

TEST(Rulebook, AnInheritingSetDropsAndReplacesRowsById) {
  const auto base = must_load("reg2022", minimal_set());
  LawTexts texts;
  texts["steps.toml"] = R"(
inherits = "reg2022"
drop = ["T15"]
[[step]]
id = "T35"
deed = "report"
subject = "node"
from = ["ARRIVED"]
to = "DONE"
who = [{roles = ["ORGAN_HEAD"], relation = "holder"}]
effects = [{verb = "move_parent", state = "FILED_ONLY"}]
basis = "REG2005 Art. 33"
)";
  const auto child = must_load("reg2005", texts, &base);
  EXPECT_EQ(child.step("T15"), nullptr);
  EXPECT_EQ(child.step("T35")->basis, "REG2005 Art. 33");
  EXPECT_EQ(child.steps().size(), base.steps().size() - 1);
  EXPECT_EQ(child.clocks().size(), base.clocks().size());

  texts["steps.toml"] = "inherits = \"reg2022\"\ndrop = [\"T77\"]\n";
  EXPECT_NE(as_lines(errors_of(texts, &base)).find("T77: drop names a row that is not inherited"),
            std::string::npos);
}

TEST(Rulebook, ADroppedClockOrLetterLeavesTheInheritedSteps) {
  const auto base = must_load("reg2022", minimal_set());
  LawTexts texts;
  texts["clocks.toml"] = "inherits = \"reg2022\"\ndrop = [\"C08\"]\n";
  texts["letters.toml"] = "inherits = \"reg2022\"\ndrop = [\"D01\"]\n";
  const auto child = must_load("reg2005", texts, &base);
  EXPECT_TRUE(child.step("T06")->starts.empty());
  EXPECT_TRUE(child.step("T06")->documents.empty());
  EXPECT_TRUE(child.step("T35")->stops.empty());
  EXPECT_EQ(child.step("T06")->stops.size(), 1u);
  EXPECT_EQ(base.step("T06")->starts.size(), 1u);
}

TEST(Rulebook, AnInheritedRowMayRestOnAnotherArticle) {
  const auto base = must_load("reg2022", minimal_set());
  LawTexts texts;
  texts["steps.toml"] = "inherits = \"reg2022\"\n[basis]\nT35 = \"REG2005 Art. 33\"\n";
  const auto child = must_load("reg2005", texts, &base);
  EXPECT_EQ(child.step("T35")->basis, "REG2005 Art. 33");
  EXPECT_EQ(child.step("T06")->basis, base.step("T06")->basis);
  texts["steps.toml"] = "inherits = \"reg2022\"\n[basis]\nT77 = \"REG2005 Art. 33\"\n";
  EXPECT_NE(as_lines(errors_of(texts, &base)).find("T77: basis names a row that is not inherited"),
            std::string::npos);
}

TEST(Rulebook, AParameterIsFoundFromTheTownshipUpToTheNationAndByDay) {
  auto texts = minimal_set();
  texts["regions/21.toml"] = R"(
[[parameter]]
region_code = "210000"
key = "c01_days"
value = 12
valid_from_on = "2023-01-01"
valid_to_on = "2024-12-31"
basis = "provincial rule"
mark = "P"
[[parameter]]
region_code = "210102"
key = "c01_days"
value = 10
valid_from_on = "2024-06-01"
basis = "district rule"
mark = "P"
[[parameter]]
region_code = "210000"
key = "c01_days"
value = 11
valid_from_on = "2025-01-01"
basis = "provincial rule"
mark = "P"
)";
  const auto book = must_load("reg2022", texts);
  const auto days = [&](const char* region, Date on) {
    return book.parameter_days("c01_days", region, on);
  };
  EXPECT_EQ(days("210102003001", Date::of(2024, 6, 1)), 10);
  EXPECT_EQ(days("210102003", Date::of(2024, 6, 1)), 10);
  EXPECT_EQ(days("210102", Date::of(2024, 5, 31)), 12);
  EXPECT_EQ(days("210200", Date::of(2024, 12, 31)), 12);
  EXPECT_EQ(days("210200", Date::of(2025, 1, 1)), 11);
  EXPECT_EQ(days("210200", Date::of(2022, 12, 31)), 15);
  EXPECT_EQ(days("110101", Date::of(2024, 6, 1)), 15);
  EXPECT_EQ(book.parameter("unheard_of", "210102", Date::of(2024, 6, 1)), "");
}

TEST(Rulebook, AnOwnValueHoldsFromItsDayAndOnlyWhileItIsStricter) {
  auto texts = minimal_set();
  texts["clocks.toml"] +=
      "[[clock]]\nid = \"CF1\"\nnature = \"duty\"\nparameter = \"cf1_days\"\nunit = \"days\"\n"
      "internal = true\nbasis = \"ours\"\n";
  texts["parameters.toml"] +=
      "\n[[parameter]]\nkey = \"cf1_days\"\nvalue = 60\nbasis = \"ours\"\nmark = \"design\"\n"
      "tighten = \"less\"\n"
      "[[parameter]]\nkey = \"cf1_days\"\nvalue = 20\nbasis = \"ours\"\nmark = \"design\"\n"
      "tighten = \"less\"\nvalid_from_on = \"2025-01-01\"\n";
  const auto law = must_load("reg2022", texts);
  const auto book = law.with_own({{"cf1_days", 40, Date::of(2024, 3, 1)},
                                  {"cf1_days", 30, Date::of(2024, 6, 1)},
                                  {"c01_days", 1, Date::of(2024, 3, 1)}});
  const auto days = [&](Date on) { return book.parameter_days("cf1_days", "210102", on); };
  EXPECT_EQ(days(Date::of(2024, 2, 29)), 60);
  EXPECT_EQ(days(Date::of(2024, 3, 1)), 40);
  EXPECT_EQ(days(Date::of(2024, 6, 1)), 30);
  EXPECT_EQ(days(Date::of(2025, 1, 1)), 20) << "the law became stricter than the office";
  EXPECT_EQ(book.parameter("c01_days", "210102", Date::of(2024, 6, 1)), "15") << "a term of law";
  EXPECT_EQ(book.law_row("cf1_days", "210102", Date::of(2024, 6, 1))->value, "60");
  EXPECT_EQ(law.parameter("cf1_days", "", Date::of(2024, 6, 1)), "60") << "the first is as it was";
  EXPECT_EQ(book.with_own({}).parameter("cf1_days", "", Date::of(2024, 6, 1)), "60");
  EXPECT_EQ(book.counted_in("cf1_days"), "days");
  EXPECT_EQ(book.counted_in("unheard_of"), "switch");
}

TEST(Rulebook, ARegionalLayerAppliesToTheSetsItNames) {
  auto texts = minimal_set();
  texts["regions/21.toml"] =
      "sets = [\"reg2005\"]\n[[parameter]]\nregion_code = \"210000\"\nkey = \"c01_days\"\nvalue = "
      "12\n"
      "basis = \"provincial rule\"\nmark = \"P\"\n";
  EXPECT_EQ(must_load("reg2022", texts).parameter_days("c01_days", "210000", Date::of(2024, 6, 1)),
            15);
  EXPECT_EQ(must_load("reg2005", texts).parameter_days("c01_days", "210000", Date::of(2010, 6, 1)),
            12);
  texts["regions/21.toml"] =
      "[[parameter]]\nkey = \"c01_days\"\nvalue = 12\nbasis = \"x\"\nmark = \"P\"\n";
  EXPECT_NE(as_lines(errors_of(texts)).find("regions/21.toml:c01_days: region_code is missing"),
            std::string::npos);
}

TEST(Law, AMatterReceivedBeforeMay2022StaysUnderTheRegulationsOf2005) {
  Law law;
  const auto since = [](const std::string& day) {
    return "\n[[parameter]]\nkey = \"in_force_on\"\nvalue = \"" + day +
           "\"\nbasis = \"x\"\nmark = \"T\"\n";
  };
  auto texts = minimal_set();
  texts["parameters.toml"] += since("2022-05-01");
  const auto base = must_load("reg2022", texts);
  law.sets.emplace("reg2022", base);
  auto older = minimal_set();
  older["parameters.toml"] += since("2005-05-01");
  law.sets.emplace("reg2005", must_load("reg2005", older));
  EXPECT_EQ(law.for_receipt_on(Date::of(1999, 1, 1)).id(), "reg2005") << "before the oldest";
  EXPECT_EQ(law.for_receipt_on(Date::of(2022, 4, 30)).id(), "reg2005");
  EXPECT_EQ(law.for_receipt_on(Date::of(2022, 5, 1)).id(), "reg2022");
  EXPECT_EQ(law.of("reg2005").id(), "reg2005");
  EXPECT_THROW(law.of("reg1995"), std::out_of_range);
}

}  // namespace
}  // namespace xinfang
