// Some years of the fictional province in small: nothing that must hold is broken, all rows are walked,
// the same seed gives the same ledger on any number of threads, and a law with a fault in it is found
// out.
#include <gtest/gtest.h>

#include <sstream>

#include "base/files.hpp"
#include "cli/law_files.hpp"
#include "cli/office_setup.hpp"
#include "simulate/simulate_command.hpp"

namespace xinfang {
namespace {

std::string file_text(const std::string& path) {
  return read_file(std::string(XINFANG_ROOT) + "/" + path).value();
}

SimulationLedger simulated(const SimulationWish& wish, const Law& law) {
  LedgerHead head;
  return simulate(wish, law, file_text("law/calendar/days.csv"), file_text("law/calendar/calendar.toml"),
                  file_text("demo/simulation.toml"), head)
      .value();
}

const Law& shipped_law() {
  static const Law law = load_law(XINFANG_ROOT "/law").value();
  return law;
}

SimulationWish wish(std::int64_t matters, std::int64_t seed, unsigned threads = 2) {
  SimulationWish wanted;
  wanted.matters = matters;
  wanted.seed = seed;
  wanted.threads = threads;
  return wanted;
}

std::string course_of(const SimulationLedger& ledger) {
  std::string text;
  for (const BrokenCourse& broken : ledger.broken) {
    text += std::to_string(broken.matter) + " " + broken.rule + " " + broken.detail + "\n";
    for (const std::string& line : broken.course) text += "  " + line + "\n";
  }
  return text;
}

TEST(Simulation, BreaksNothingAndWalksEveryRow) {
  SimulationLedger all;
  for (const std::int64_t seed : {1, 2, 3}) {
    const SimulationLedger ledger = simulated(wish(1500, seed), shipped_law());
    EXPECT_EQ(ledger.broken_count, 0) << "seed " << seed << "\n" << course_of(ledger);
    EXPECT_GT(ledger.checked, 400 * ledger.matters) << "the checks were left out";
    all.add(ledger);
  }
  EXPECT_GE(all.matters, 4500);
  for (const StepRule& row : shipped_law().of("reg2022").steps()) {
    EXPECT_GT(all.taken[row.id], 0) << row.id << " was never taken";
  }
  for (const char* mistake : {"unlawful", "wrong_form", "wrong_organ"}) {
    EXPECT_GT(all.erred[mistake], 20) << mistake;
  }
  EXPECT_GT(all.sets["reg2005"], 100);
  EXPECT_GT(all.taken["T60"], 10);
}

TEST(Simulation, SaysWhyItRefusedInBothLanguages) {
  const SimulationLedger ledger = simulated(wish(1500, 7), shipped_law());
  const Messages messages = read_messages(XINFANG_ROOT);
  EXPECT_GT(ledger.refused.size(), 20u);
  for (const auto& [code, count] : ledger.refused) {
    EXPECT_TRUE(messages.has(Language::zh, "refusal." + code)) << code;
    EXPECT_TRUE(messages.has(Language::en, "refusal." + code)) << code;
  }
}

TEST(Simulation, IsTheSameOnAnyNumberOfThreads) {
  std::string pages[2];
  for (const unsigned threads : {1u, 3u}) {
    const SimulationLedger ledger = simulated(wish(1200, 11, threads), shipped_law());
    std::ostringstream page;
    print_ledger(ledger, {}, shipped_law(), read_messages(XINFANG_ROOT), Language::zh, page);
    pages[threads == 1] = page.str();
  }
  EXPECT_EQ(pages[0], pages[1]);
  EXPECT_NE(pages[0].find("T01"), std::string::npos);
}

// A law in which one row went wrong.
struct Fault {
  const char* name;
  const char* row;
  const char* text;      // what stands in the row
  const char* instead;
  const char* rule;      // which check finds it
  std::int64_t matters = 1500, seed = 1;  // on which it comes up
};

class FaultyLaw : public ::testing::TestWithParam<Fault> {};

TEST_P(FaultyLaw, IsFoundOut) {
  const Fault& fault = GetParam();
  LawTexts texts;
  for (const char* name : {"states", "steps", "clocks", "grounds", "letters", "parameters"}) {
    texts[std::string(name) + ".toml"] = file_text("law/reg2022/" + std::string(name) + ".toml");
  }
  std::string& steps = texts["steps.toml"];
  const std::size_t row = steps.find("id = \"" + std::string(fault.row) + "\"\n");
  ASSERT_NE(row, std::string::npos);
  const std::size_t at = steps.find(fault.text, row);
  ASSERT_LT(at, steps.find("[[step]]", row)) << "the row reads otherwise now";
  steps.replace(at, std::string(fault.text).size(), fault.instead);
  auto loaded = Rulebook::load("reg2022", texts, nullptr);
  ASSERT_TRUE(std::holds_alternative<Rulebook>(loaded));
  Law law;
  law.sets.emplace("reg2022", std::get<Rulebook>(std::move(loaded)));

  const SimulationLedger ledger = simulated(wish(fault.matters, fault.seed), law);
  EXPECT_GT(ledger.broken_count, 0);
  bool found = false;
  for (const BrokenCourse& broken : ledger.broken) found = found || broken.rule == fault.rule;
  EXPECT_TRUE(found) << course_of(ledger);
}

INSTANTIATE_TEST_SUITE_P(
    Simulation, FaultyLaw,
    ::testing::Values(
        Fault{"returned_and_forgotten", "T19",
              "effects = [{ verb = \"return_to_parent\", state = \"SCREENED\" }]", "",
              "claim_with_somebody"},
        Fault{"accepted_without_a_term", "T26", "to = \"HANDLING\"",
              "to = \"HANDLING\"\nstops = [{ clock = \"C09\" }, { clock = \"C12\" }]",
              "open_part_timed"},
        Fault{"a_clock_left_behind", "T50", "  { clock = \"C04\", as = \"cancelled\" },\n", "",
              "closed_part_quiet"},
        Fault{"sent_to_whom_has_it", "T07b", "  { name = \"targets_free\" },\n", "",
              "one_node_a_claim", 5000},
        Fault{"accused_not_asked_for", "T13b", "{ name = \"targets_not_forbidden\" }",
              "{ name = \"walled\" }", "wall_holder", 4000, 2}),
    [](const auto& info) { return info.param.name; });

TEST(Simulation, AskedForWhatItCannotDoSaysSo) {
  const Messages messages = read_messages(XINFANG_ROOT);
  std::ostringstream out, err;
  SetupOptions setup;
  setup.root = XINFANG_ROOT;
  EXPECT_EQ(simulate_command({"--years", "60"}, setup, messages, out, err), 2);
  EXPECT_EQ(simulate_command({"--store", "kill"}, setup, messages, out, err), 2);
  EXPECT_EQ(simulate_command({"--law", "/nowhere", "--matters", "1"}, setup, messages, out, err), 1);
  EXPECT_NE(err.str(), "");
  EXPECT_EQ(out.str(), "");
}

TEST(Simulation, HabitsThatCannotBeReadAreRefused) {
  LedgerHead head;
  const auto refused = simulate(wish(1, 1), shipped_law(), file_text("law/calendar/days.csv"),
                                file_text("law/calendar/calendar.toml"),
                                "[step]\nT04 = { days = 2 }", head);
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.refusal().code, "simulation_invalid");
}

}  // namespace
}  // namespace xinfang
