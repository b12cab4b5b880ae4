// xinfang law what-if: lengths that are not law, tried on the stored clocks.
#include <algorithm>
#include <charconv>
#include <map>
#include <ostream>

#include "cli/law_talk.hpp"
#include "domain/clock_recount.hpp"

namespace xinfang {
namespace {

constexpr int kMostDays = 36500;

struct Draft {
  // "C09" or, for a term that tiers share, "C02.3" -> length in the clock's own unit
  std::map<std::string, int> lengths;
  Date from_on;

  // 0: not tried.
  int length(const std::string& clock, int level) const {
    const auto tier = lengths.find(clock + "." + std::to_string(level));
    const auto whole = lengths.find(clock);
    return tier != lengths.end() ? tier->second : whole != lengths.end() ? whole->second : 0;
  }
};

// The clock may be tried when some rule set gives it a length and an organ can be late by it.
Result<Done> check_clock(const Law& law, const std::string& id, bool by_level) {
  const ClockRule* row = nullptr;
  for (const auto& [name, book] : law.sets) {
    if (const ClockRule* found = book.clock(id)) row = found;
  }
  if (!row) return refuse("clock_unknown").with("clock", id);
  if (row->parameter.empty()) return refuse("what_if_letter").with("clock", id);
  if (row->nature != Nature::duty) return refuse("what_if_not_duty").with("clock", id);
  if (by_level && !row->by_level) return refuse("level_not_shared").with("clock", id);
  return Done{};
}

Result<Done> take_length(const Law& law, const std::string& word, Draft& draft) {
  const auto equal = word.find('=');
  if (equal == word.npos) return refuse("what_if_form").with("value", word);
  const std::string key = word.substr(0, equal);
  const auto dot = key.find('.');
  if (auto fine = check_clock(law, key.substr(0, dot), dot != key.npos); !fine) return fine;
  int days = 0;
  const char* end = word.data() + word.size();
  const auto [stop, error] = std::from_chars(word.data() + equal + 1, end, days);
  if (error != std::errc() || stop != end) return refuse("what_if_form").with("value", word);
  if (days < 1 || days > kMostDays) {
    return refuse("field_range").on("--set " + key).with("min", "1")
        .with("max", std::to_string(kMostDays));
  }
  const bool tier = dot == key.npos || (key.size() == dot + 2 && key[dot + 1] >= '1' && key[dot + 1] <= '5');
  if (!tier) return refuse("what_if_form").with("value", word);
  if (!draft.lengths.emplace(key, days).second) return refuse("list_double").on("--set " + key);
  return Done{};
}

Result<Draft> read_draft(const LawTalk& talk) {
  Draft draft;
  const auto law = talk.office.law.now();
  const auto words = talk.asked.values("--set");
  if (words.empty()) return refuse("option_missing").with("option", "--set");
  for (const auto& word : words) {
    if (auto taken = take_length(*law, word, draft); !taken) return taken.refusal();
  }
  if (!talk.asked.has("--from")) return refuse("option_missing").with("option", "--from");
  const auto from_on = Date::parse(talk.asked.value("--from"));
  if (!from_on) return refuse("option_value_wrong").with("option", "--from");
  draft.from_on = *from_on;
  return draft;
}

struct OrganFigures {
  std::size_t clocks = 0, late_then = 0, late_now = 0;
};

struct Figures {
  std::map<Id, OrganFigures> organs;
  OrganFigures walled;
};

// Accusations are counted and not told: neither number nor organ (regulation 5.2).
void try_clock(const LawTalk& talk, const Matter& matter, const Deadline& clock, int length,
               Figures& figures) {
  const Date today = talk.office.clock.today();
  const Recount drafted = recounted(clock, length, *talk.office.calendar.now());
  const bool then = is_late(clock, clock.due_strict_on, today);
  const bool now = is_late(clock, drafted.strict_on, today);
  OrganFigures& sum = matter.walled() ? figures.walled : figures.organs[clock.organ_id];
  ++sum.clocks;
  sum.late_then += then;
  sum.late_now += now;
  if (matter.walled() || (!then && !now)) return;
  const std::string verdict = !now ? "no_longer" : then ? "already" : "newly";
  talk.out << talk.say("law.what_if.row",
                       {{"organ", talk.organ_name(clock.organ_id)},
                        {"matter_no", matter.matter_no},
                        {"no", std::to_string(clock.subject_no)},
                        {"clock", clock.clock},
                        {"name", talk.clock_name(clock.clock)},
                        {"start", clock.started_on.iso()},
                        {"then", clock.due_strict_on.iso()},
                        {"now", drafted.strict_on.iso()},
                        {"state", talk.say("law.state." + std::string(name_of(clock.state)))},
                        {"verdict", talk.say("law.what_if." + verdict)}})
           << "\n";
}

void tell_sums(const LawTalk& talk, const Figures& figures) {
  std::vector<std::pair<Id, OrganFigures>> rows(figures.organs.begin(), figures.organs.end());
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return a.second.late_now > b.second.late_now;
  });
  const auto facts = [](const OrganFigures& sum) {
    return Messages::Facts{{"clocks", std::to_string(sum.clocks)},
                           {"then", std::to_string(sum.late_then)},
                           {"now", std::to_string(sum.late_now)}};
  };
  OrganFigures all = figures.walled;
  for (const auto& [organ_id, sum] : rows) {
    auto named = facts(sum);
    named.emplace_back("organ", talk.organ_name(organ_id));
    talk.out << talk.say("law.what_if.organ", named) << "\n";
    all.clocks += sum.clocks;
    all.late_then += sum.late_then;
    all.late_now += sum.late_now;
  }
  if (figures.walled.clocks != 0) {
    talk.out << talk.say("law.what_if.walled", facts(figures.walled)) << "\n";
  }
  talk.out << talk.say("law.what_if.sum", facts(all)) << "\n";
}

}  // namespace

int try_lengths(const LawTalk& talk) {
  const auto draft = read_draft(talk);
  if (!draft) return talk.refused(draft.refusal());
  const auto law = talk.office.law.now();
  const auto organs = talk.office.organs.now();
  Figures figures;
  talk.out << talk.say("law.what_if.head") << "\n";
  const auto unreadable = each_matter(talk, [&](const Matter& matter) {
    const auto book = law->sets.find(matter.rule_set);
    if (book == law->sets.end()) return;
    for (const Deadline& clock : matter.deadlines) {
      if (clock.started_on < draft->from_on || clock.nature != Nature::duty) continue;
      const Subject* part = matter.subject(clock.subject_no);
      const Organ* organ = part ? organs->find(part->organ_id) : nullptr;
      const int length = draft->length(clock.clock, organ ? organ->level : 0);
      if (length == 0 || !has_length_of_law(book->second, clock)) continue;
      try_clock(talk, matter, clock, length, figures);
    }
  });
  tell_sums(talk, figures);
  return unreadable == 0 ? 0 : 1;
}

}  // namespace xinfang
