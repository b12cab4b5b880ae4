// xinfang law recheck: every stored clock counted again; says where the kept days differ.
#include <ostream>

#include "cli/law_talk.hpp"
#include "domain/clock_recount.hpp"

namespace xinfang {
namespace {

struct Figures {
  std::size_t matters = 0, clocks = 0, running = 0, ended = 0, late_changed = 0, rules = 0;
};

Messages::Facts clock_facts(const LawTalk& talk, const Matter& matter, const Deadline& clock) {
  return {{"matter_no", matter.matter_no},
          {"no", std::to_string(clock.subject_no)},
          {"clock", clock.clock},
          {"name", talk.clock_name(clock.clock)},
          {"state", talk.say("law.state." + std::string(name_of(clock.state)))},
          {"strict", clock.due_strict_on.iso()},
          {"legal", clock.due_legal_on.iso()}};
}

// The row of now for the day on which the clock began: where it differs, a row was changed in place
// instead of a new one added (regulation 11.2 no. 2).
void compare_rule(const LawTalk& talk, const Rulebook& book, const OrganDirectory& organs,
                  const Matter& matter, const Deadline& clock, Figures& figures) {
  auto facts = clock_facts(talk, matter, clock);
  const ClockRule* row = book.clock(clock.clock);
  std::string key;
  if (!row) {
    key = "law.recheck.row_gone";
  } else if (row->nature != clock.nature ||
             (row->unit != clock.unit && has_length_of_law(book, clock))) {
    key = "law.recheck.row_other";
  } else if (const int length = length_by_law(book, matter, clock, organs);
             length != 0 && length != clock.length) {
    key = "law.recheck.length_other";
    facts.emplace_back("length", std::to_string(clock.length));
    facts.emplace_back("length_now", std::to_string(length));
  }
  if (key.empty()) return;
  ++figures.rules;
  if (clock.running()) ++figures.running;
  talk.out << talk.say(key, facts) << "\n";
}

void compare_days(const LawTalk& talk, const WorkCalendar& calendar, const Matter& matter,
                  const Deadline& clock, Date today, Figures& figures) {
  const Recount now = recounted(clock, clock.length, calendar);
  if (now == kept_days(clock)) return;
  auto facts = clock_facts(talk, matter, clock);
  facts.emplace_back("strict_now", now.strict_on.iso());
  facts.emplace_back("legal_now", now.legal_on.iso());
  talk.out << talk.say("law.recheck.differs", facts);
  if (clock.running()) {
    ++figures.running;
  } else {
    ++figures.ended;
    const bool then = is_late(clock, clock.due_strict_on, today);
    const bool by_now = is_late(clock, now.strict_on, today);
    if (then != by_now) ++figures.late_changed;
    const auto word = [&](bool late) {
      return talk.say(late ? "law.recheck.late" : "law.recheck.in_time");
    };
    const auto key = clock.nature == Nature::duty ? "law.recheck.ended" : "law.recheck.ended_right";
    talk.out << talk.say(key, {{"on", clock.ended_on.iso()},
                               {"then", word(then)},
                               {"now", word(by_now)}});
  }
  talk.out << "\n";
}

}  // namespace

int recheck_clocks(const LawTalk& talk) {
  const auto law = talk.office.law.now();
  const auto calendar = talk.office.calendar.now();
  const auto organs = talk.office.organs.now();
  const Date today = talk.office.clock.today();
  Figures figures;
  const auto unreadable = each_matter(talk, [&](const Matter& matter) {
    ++figures.matters;
    const auto book = law->sets.find(matter.rule_set);
    for (const Deadline& clock : matter.deadlines) {
      ++figures.clocks;
      compare_days(talk, *calendar, matter, clock, today, figures);
      if (book == law->sets.end()) continue;
      compare_rule(talk, book->second, *organs, matter, clock, figures);
    }
  });
  talk.out << talk.say("law.recheck.sum", {{"matters", std::to_string(figures.matters)},
                                           {"clocks", std::to_string(figures.clocks)},
                                           {"running", std::to_string(figures.running)},
                                           {"ended", std::to_string(figures.ended)},
                                           {"changed", std::to_string(figures.late_changed)},
                                           {"rules", std::to_string(figures.rules)}})
           << "\n";
  return figures.running == 0 && unreadable == 0 ? 0 : 1;
}

}  // namespace xinfang
