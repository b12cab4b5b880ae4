#include "simulate/ledger.hpp"

#include <ostream>
#include <set>

namespace xinfang {
namespace {

constexpr std::size_t kMostCourses = 5;

template <class Key>
void add_counts(std::map<Key, std::int64_t>& into, const std::map<Key, std::int64_t>& more) {
  for (const auto& [key, count] : more) into[key] += count;
}

std::string tenths(std::int64_t sum, std::int64_t count) {
  if (count == 0) return "-";
  const std::int64_t ten = (sum * 10 + count / 2) / count;
  return std::to_string(ten / 10) + "." + std::to_string(ten % 10);
}

// A ledger on its way to paper.
struct Page {
  const SimulationLedger& ledger;
  const Law& law;
  const Messages& messages;
  Language language;
  std::ostream& out;

  std::string say(const std::string& key, const Messages::Facts& facts = {}) const {
    return messages.say(language, key, facts);
  }
  void line(const std::string& key, const Messages::Facts& facts = {}) const {
    out << say("simulate." + key, facts) << "\n";
  }
  std::string name(const std::string& section, const std::string& word) const {
    return word.empty() ? say("simulate.none") : say(section + "." + word);
  }

  void matters() const {
    line("matters", {{"matters", std::to_string(ledger.matters)}});
    for (const auto& [set, count] : ledger.sets) out << "  " << set << ": " << count << "\n";
    for (const auto& [end, count] : ledger.ends) {
      out << "  " << name("kind", end.first) << " | " << name("state", end.second) << ": " << count
          << "\n";
    }
  }

  void steps() const {
    line("steps", {{"steps", std::to_string(ledger.steps)},
                   {"attempts", std::to_string(ledger.attempts)}});
    std::set<std::string> known;
    std::string never;
    for (const auto& [id, book] : law.sets) {
      for (const StepRule& row : book.steps()) {
        if (!known.insert(row.id).second) continue;
        const auto taken = ledger.taken.find(row.id);
        if (taken == ledger.taken.end()) {
          never += (never.empty() ? "" : " ") + row.id;
        } else {
          out << "  " << row.id << " " << name("step", row.deed) << ": " << taken->second << "\n";
        }
      }
    }
    line("never", {{"rows", never.empty() ? say("simulate.none") : never}});
  }

  void counts(const std::string& title, const std::map<std::string, std::int64_t>& map,
              const std::string& section) const {
    line(title);
    for (const auto& [key, count] : map) {
      out << "  " << (section.empty() ? key : name(section, key)) << ": " << count << "\n";
    }
  }

  void clocks() const {
    line("clocks");
    for (const auto& [id, figures] : ledger.clocks) {
      out << "  " << id << " " << name("clock", id) << " | "
          << say("simulate.clock", {{"met", std::to_string(figures.met)},
                                    {"late", std::to_string(figures.late)},
                                    {"lapsed", std::to_string(figures.lapsed)},
                                    {"cancelled", std::to_string(figures.cancelled)},
                                    {"running", std::to_string(figures.running)},
                                    {"days", tenths(figures.days, figures.ended)}})
          << "\n";
    }
  }

  void events() const {
    const auto taken = [&](std::initializer_list<const char*> rows) {
      std::int64_t sum = 0;
      for (const char* row : rows) {
        const auto found = ledger.taken.find(row);
        if (found != ledger.taken.end()) sum += found->second;
      }
      return std::to_string(sum);
    };
    line("proceedings", {{"objections", taken({"T18", "T18o"})},
                         {"agreed", taken({"T19"})},
                         {"reviews", taken({"T38", "T38p", "T49d"})},
                         {"re_reviews", taken({"T42", "T42p", "T49dr"})},
                         {"supervisions", taken({"T48", "T48n"})}});
  }

  void broken(const LedgerHead& head) const {
    for (const BrokenCourse& course : ledger.broken) {
      line("broken", {{"seed", std::to_string(head.seed)},
                      {"matter", std::to_string(course.matter)},
                      {"rule", say("simulate.rule." + course.rule)},
                      {"detail", course.detail}});
      for (const std::string& event : course.course) out << "    " << event << "\n";
    }
  }
};

}  // namespace

void ClockFigures::add(const ClockFigures& more) {
  met += more.met;
  late += more.late;
  lapsed += more.lapsed;
  cancelled += more.cancelled;
  running += more.running;
  days += more.days;
  ended += more.ended;
}

void SimulationLedger::add(const SimulationLedger& more) {
  matters += more.matters;
  steps += more.steps;
  checked += more.checked;
  broken_count += more.broken_count;
  attempts += more.attempts;
  idle += more.idle;
  add_counts(ends, more.ends);
  add_counts(sets, more.sets);
  add_counts(taken, more.taken);
  add_counts(refused, more.refused);
  add_counts(erred, more.erred);
  add_counts(idle_at, more.idle_at);
  add_counts(ratings, more.ratings);
  for (const auto& [clock, figures] : more.clocks) clocks[clock].add(figures);
  for (const BrokenCourse& course : more.broken) {
    if (broken.size() < kMostCourses) broken.push_back(course);
  }
}

void SimulationLedger::count_end(const Rulebook& rulebook, const Matter& matter) {
  ++matters;
  ++sets[matter.rule_set];
  ++ends[{matter.fact("kind"), shown_state(rulebook, matter)}];
  for (const Rating& rating : matter.ratings) ++ratings[rating.value];
  for (const Deadline& clock : matter.deadlines) {
    ClockFigures& figures = clocks[clock.clock];
    if (clock.state == ClockState::met) ++figures.met;
    if (clock.state == ClockState::late) ++figures.late;
    if (clock.state == ClockState::lapsed) ++figures.lapsed;
    if (clock.state == ClockState::cancelled) ++figures.cancelled;
    if (clock.running()) ++figures.running;
    if (clock.state != ClockState::met && clock.state != ClockState::late) continue;
    figures.days += clock.ended_on - clock.started_on;
    ++figures.ended;
  }
}

void print_ledger(const SimulationLedger& ledger, const LedgerHead& head, const Law& law,
                  const Messages& messages, Language language, std::ostream& out) {
  const Page page{ledger, law, messages, language, out};
  page.line("head", {{"seed", std::to_string(head.seed)},
                     {"from", head.from_on.iso()},
                     {"until", head.until_on.iso()}});
  page.matters();
  page.steps();
  page.counts("refused", ledger.refused, "");
  page.counts("erred", ledger.erred, "simulate.mistake");
  page.clocks();
  page.events();
  page.counts("ratings", ledger.ratings, "rating");
  if (ledger.idle > 0) page.counts("idle", ledger.idle_at, "");
  page.broken(head);
  page.line("checked", {{"checked", std::to_string(ledger.checked)},
                        {"broken", std::to_string(ledger.broken_count)}});
  page.line("time", {{"seconds", tenths(head.milliseconds, 1000)},
                     {"threads", std::to_string(head.threads)}});
}

}  // namespace xinfang
