#include "simulate/simulate_command.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <ostream>
#include <thread>

#include "base/files.hpp"
#include "cli/command_options.hpp"
#include "cli/law_files.hpp"
#include "services/refusal_words.hpp"
#include "simulate/province_life.hpp"
#include "simulate/stored_county.hpp"

namespace xinfang {
namespace {

constexpr std::int64_t kMattersOfALife = 500;  // filed side by side; repeats are found among them
constexpr std::int64_t kMostYears = 6;         // the work calendar ends with 2027
constexpr std::int64_t kMostMatters = 10'000'000;

// The first ten months fall under the rules of 2005.
Date first_day() { return Date::of(2021, 7, 1); }

// On the third day of the National Day holiday of every second year two more days are given free.
Result<std::vector<CalendarChange>> calendars(std::string days_csv, const std::string& calendar_toml,
                                              Date until_on) {
  std::vector<CalendarChange> list;
  auto first = WorkCalendar::parse(days_csv, calendar_toml);
  if (!first) return first.refusal();
  list.push_back({first_day(), std::move(*first)});
  for (int year = first_day().year() + 1; year < until_on.year(); year += 2) {
    const WorkCalendar& before = list.back().calendar;
    Date on = Date::of(year, 10, 3);
    for (int given = 0; given < 2; on = on + 1) {
      if (!before.is_working_day(on) || !before.name(on).empty()) continue;
      days_csv += on.iso() + ",holiday,国庆节\n";
      ++given;
    }
    auto next = WorkCalendar::parse(days_csv, calendar_toml);
    if (!next) return next.refusal();
    list.push_back({Date::of(year, 10, 3), std::move(*next)});
  }
  return list;
}

struct Told {
  SimulationWish wish;
  Language language = Language::zh;
  std::string law_folder;
  std::string store;           // live | check; empty: in memory
  std::int64_t round = 1;
};

std::optional<std::int64_t> whole(const std::string& text, std::int64_t least, std::int64_t most) {
  const auto number = parse_id(text);
  if (!number || *number < least || *number > most) return std::nullopt;
  return *number;
}

Result<Told> read_words(const std::vector<std::string>& words, const std::string& root) {
  auto options = read_options(words, {"--years", "--matters", "--seed", "--threads", "--law", "--language",
                                      "--store", "--round"});
  if (!options) return options.refusal();
  Told told;
  told.law_folder = options->has("--law") ? options->value("--law") : root + "/law";
  if (options->value("--language") == "en") told.language = Language::en;
  std::int64_t threads = 0;
  const auto read = [&](const std::string& name, std::int64_t& into, std::int64_t most) {
    if (!options->has(name)) return true;
    const auto number = whole(options->value(name), 1, most);
    if (number) into = *number;
    return number.has_value();
  };
  const auto wrong = [](std::string option) {
    return refuse("option_value_wrong").with("option", std::move(option));
  };
  told.store = options->value("--store");
  if (!told.store.empty()) told.wish.matters = StoredWish().matters;
  if (options->has("--store") && told.store != "live" && told.store != "check") return wrong("store");
  if (!read("--round", told.round, kMostRounds)) return wrong("round");
  if (!read("--years", told.wish.years, kMostYears)) return wrong("years");
  if (!read("--matters", told.wish.matters, kMostMatters)) return wrong("matters");
  if (!read("--seed", told.wish.seed, 1'000'000'000)) return wrong("seed");
  if (!read("--threads", threads, 256)) return wrong("threads");
  if (!options->words.empty()) return refuse("option_unknown").with("option", options->words[0]);
  told.wish.threads = static_cast<unsigned>(threads);
  return told;
}

}  // namespace

Result<SimulationLedger> simulate(const SimulationWish& wish, const Law& law,
                                  const std::string& days_csv, const std::string& calendar_toml,
                                  const std::string& habits_toml, LedgerHead& head) {
  auto habits = Habits::parse(habits_toml);
  if (!habits) return habits.refusal();
  head.seed = wish.seed;
  head.years = wish.years;
  head.from_on = first_day();
  head.until_on = first_day().plus_months(static_cast<int>(12 * wish.years));
  auto notices = calendars(days_csv, calendar_toml, head.until_on);
  if (!notices) return notices.refusal();
  const SimulatedTree tree = simulated_tree();
  World world{law, *habits, tree, {}, std::move(*notices), head.from_on, head.until_on};
  for (const auto& [id, book] : law.sets) world.rows.try_emplace(id, book, *habits);

  const std::int64_t count = (wish.matters + kMattersOfALife - 1) / kMattersOfALife;
  std::vector<SimulationLedger> ledgers(static_cast<std::size_t>(count));
  std::atomic<std::int64_t> next{0};
  const auto work = [&] {
    for (std::int64_t i = next++; i < count; i = next++) {
      LifePlan plan;
      plan.seed = static_cast<std::uint64_t>(wish.seed);
      plan.stream = static_cast<std::uint64_t>(i) + 1;
      plan.first_matter = i * kMattersOfALife;
      plan.matters = std::min(kMattersOfALife, wish.matters - plan.first_matter);
      ledgers[static_cast<std::size_t>(i)] = live(world, plan);
    }
  };
  head.threads = wish.threads ? wish.threads : std::max(1u, std::thread::hardware_concurrency());
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < head.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  SimulationLedger all;
  for (const SimulationLedger& ledger : ledgers) all.add(ledger);
  return all;
}

Result<SimulationLedger> simulate(const SimulationWish& wish, const std::string& law_folder,
                                  const std::string& habits_toml, LedgerHead& head) {
  const auto law = load_law(law_folder);
  if (!law) return law.refusal();
  const auto days = read_file(law_folder + "/calendar/days.csv");
  if (!days) return days.refusal();
  const auto calendar = read_file(law_folder + "/calendar/calendar.toml");
  if (!calendar) return calendar.refusal();
  return simulate(wish, *law, *days, *calendar, habits_toml, head);
}

int simulate_command(const std::vector<std::string>& words, const SetupOptions& setup,
                     const Messages& messages, std::ostream& out, std::ostream& err) {
  const std::string& root = setup.root;
  const auto refused = [&](const Refusal& refusal, int code) {
    err << refusal_sentence(refusal, messages, Language::en) << "\n";
    return code;
  };
  const auto told = read_words(words, root);
  if (!told) return refused(told.refusal(), 2);
  if (told->store == "check") return check_stored(setup, out, err);
  if (told->store == "live") {
    return live_stored(setup, {told->wish.matters, told->wish.seed, static_cast<int>(told->round)}, out,
                       err);
  }
  const auto habits = read_file(root + "/demo/simulation.toml");
  if (!habits) return refused(habits.refusal(), 1);
  const auto law = load_law(told->law_folder);
  if (!law) return refused(law.refusal(), 1);
  const SystemClock clock;
  const Instant begun = clock.now();
  LedgerHead head;
  const auto ledger = simulate(told->wish, told->law_folder, *habits, head);
  if (!ledger) return refused(ledger.refusal(), 1);
  head.milliseconds = clock.now() - begun;
  print_ledger(*ledger, head, *law, messages, told->language, out);
  return ledger->broken_count == 0 ? 0 : 1;
}

}  // namespace xinfang
