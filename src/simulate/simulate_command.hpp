// xinfang simulate: some years of a fictional province through the engine, in memory, and a ledger of
// what came of it. Every step is checked apart from the engine (course_check.hpp). With --store: through
// the services into a database, to see what is there after a kill.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/messages.hpp"
#include "cli/office_setup.hpp"
#include "simulate/ledger.hpp"

namespace xinfang {

struct SimulationWish {
  std::int64_t years = 5, matters = 100'000, seed = 1;
  unsigned threads = 0;        // 0: as many as there are cores
};

// Refusals: of reading law, calendar or habits.
Result<SimulationLedger> simulate(const SimulationWish& wish, const std::string& law_folder,
                                  const std::string& habits_toml, LedgerHead& head);
// The same under a law that is held already: `days_csv` and `calendar_toml` of law/calendar.
Result<SimulationLedger> simulate(const SimulationWish& wish, const Law& law,
                                  const std::string& days_csv, const std::string& calendar_toml,
                                  const std::string& habits_toml, LedgerHead& head);

// [--years 5] [--matters 100000] [--seed 1] [--threads N] [--law FOLDER] [--language zh|en], or
// --store live|check [--round 1] [--matters 300] [--seed 1] (stored_county.hpp). Exit code: 0; 1 when
// something that must hold was broken, or could not be read; 2 usage.
int simulate_command(const std::vector<std::string>& words, const SetupOptions& setup,
                     const Messages& messages, std::ostream& out, std::ostream& err);

}  // namespace xinfang
