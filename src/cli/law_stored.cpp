#include "cli/law_stored.hpp"

#include <algorithm>
#include <map>
#include <ostream>
#include <set>

#include "cli/law_talk.hpp"
#include "cli/law_words.hpp"
#include "domain/decide.hpp"
#include "services/refusal_words.hpp"
#include "store/matter_store.hpp"
#include "store/matter_walk.hpp"

namespace xinfang {
namespace {

constexpr int kDone = 0, kWrong = 1, kUsage = 2;

bool names_matter(const std::string& word) {
  return !word.empty() && word[0] >= '0' && word[0] <= '9';
}

void tell_clock(const LawTalk& talk, const Rulebook& book, const Deadline& clock) {
  const Messages& messages = talk.office.messages;
  ClockRule row;
  if (const ClockRule* known = book.clock(clock.clock)) row = *known;
  // As it was when the clock began, not as the row is now.
  row.id = clock.clock;
  row.nature = clock.nature;
  row.internal = clock.internal;
  row.basis = clock.basis;
  for (const auto& each : clock_sentences(messages, talk.language, row)) {
    talk.out << "  " << each << "\n";
  }
  const bool ended = !clock.running();
  Messages::Facts facts = {{"state", talk.say("law.state." + std::string(name_of(clock.state)))},
                           {"on", ended ? clock.ended_on.iso() : std::string()},
                           {"strict", clock.due_strict_on.iso()},
                           {"legal", clock.due_legal_on.iso()},
                           {"organ", clock.organ_id ? talk.organ_name(clock.organ_id)
                                                    : talk.say("relation.petitioner")}};
  talk.out << "    " << talk.say(ended ? "law.matter.clock_ended" : "law.matter.clock_runs", facts)
           << "\n";
  for (const auto& each : derivation_sentences(messages, talk.language, clock.derivation)) {
    talk.out << "    " << each << "\n";
  }
}

std::string who_takes(const LawTalk& talk, const StepRule& step) {
  std::string text;
  for (const ActorRule& actor : step.who) {
    if (!text.empty()) text += talk.say("law.matter.or");
    text += talk.say("relation." + actor.relation);
    std::string roles;
    for (const auto& role : actor.roles) {
      roles += (roles.empty() ? "" : talk.say("law.matter.comma")) + talk.say("role." + role);
    }
    if (!roles.empty()) text += talk.say("law.matter.roles", {{"roles", roles}});
  }
  return text;
}

// What stands in the way of each step now, by row and part: asked for everybody who could take one.
// Steps that nobody near the part may take are left out; nothing is said of them.
using Hindrances = std::map<std::pair<std::string, int>, std::string>;

std::vector<Actor> actors_near(const Rulebook& book, const OrganDirectory& organs,
                               const Matter& matter) {
  std::set<std::string> roles;
  for (const StepRule& step : book.steps()) {
    for (const ActorRule& actor : step.who) roles.insert(actor.roles.begin(), actor.roles.end());
  }
  std::set<Id> near;
  for (const Subject& part : matter.subjects) {
    const Organ* organ = organs.find(part.organ_id);
    near.insert({part.organ_id, part.sender_id, part.review_organ_id, part.re_review_organ_id,
                 organ ? organ->superior_id : 0});
  }
  near.erase(0);
  std::vector<Actor> actors = {{"petitioner", 0, 0, {}}, {"system", 0, 0, {}}};
  for (const Id organ_id : near) {
    actors.push_back({"staff", 0, organ_id, {roles.begin(), roles.end()}});
  }
  return actors;
}

Hindrances hindrances(const LawTalk& talk, const Rulebook& book, const Matter& matter) {
  const auto organs = talk.office.organs.now();
  const auto calendar = talk.office.calendar.now();
  Hindrances found;
  for (const Actor& actor : actors_near(book, *organs, matter)) {
    const DecideContext context{talk.office.clock.now(), actor, *organs, *calendar};
    for (const Action& action : actions(book, matter, context)) {
      const auto key = std::pair(action.step->id, action.subject_no);
      if (action.allowed) {
        found[key] = "";
      } else {
        const Messages& messages = talk.office.messages;
        found.emplace(key, refusal_sentence(action.blocked, messages, talk.language));
      }
    }
  }
  return found;
}

void tell_step(const LawTalk& talk, const StepRule& step, const std::string& hindrance) {
  talk.out << "    "
           << talk.say("law.matter.step", {{"name", talk.say("step." + step.deed)},
                                           {"step", step.id},
                                           {"who", who_takes(talk, step)},
                                           {"basis", step.basis}});
  if (!hindrance.empty()) talk.out << talk.say("law.matter.hindered", {{"why", hindrance}});
  talk.out << "\n";
}

void tell_part(const LawTalk& talk, const Rulebook& book, const Matter& matter, const Subject& part,
               const Hindrances& hindered) {
  talk.out << talk.say("law.matter.part",
                       {{"no", std::to_string(part.no)},
                        {"kind", talk.say("law.subject." + std::string(name_of(part.kind)))},
                        {"organ", talk.organ_name(part.organ_id)},
                        {"state", talk.say("state." + part.state)},
                        {"on", part.since_on.iso()}})
           << "\n";
  for (const Deadline& clock : matter.deadlines) {
    if (clock.subject_no == part.no) tell_clock(talk, book, clock);
  }
  const StateRule* state = book.state(part.kind, part.state);
  if (!state || !state->open) return;
  talk.out << "  " << talk.say("law.matter.steps") << "\n";
  for (const StepRule& step : book.steps()) {
    if (!starts_from(step, *state)) continue;
    const auto why = hindered.find({step.id, part.no});
    tell_step(talk, step, why == hindered.end() ? "" : why->second);
  }
}

}  // namespace

std::string LawTalk::say(const std::string& key, const Messages::Facts& facts) const {
  return office.messages.say(language, key, facts);
}

std::string LawTalk::organ_name(Id organ_id) const {
  const auto organs = office.organs.now();
  const Organ* organ = organs->find(organ_id);
  return organ ? organ->name : id_text(organ_id);
}

int LawTalk::refused(const Refusal& refusal) const {
  err << refusal_sentence(refusal, office.messages, language) << "\n";
  return kWrong;
}

std::size_t each_matter(const LawTalk& talk, const std::function<void(const Matter&)>& each) {
  std::size_t unreadable = 0;
  talk.office.database.read_together([&](const Database::Reader& read) {
    walk_matters(read, WithVault::no, [&](const WalkedMatter& walked) {
      Matter matter;
      try {
        matter = folded(walked.events);
      } catch (const std::exception& error) {
        ++unreadable;
        talk.err << talk.say("law.matter.unreadable", {{"matter", id_text(walked.matter_id)},
                                                       {"reason", error.what()}})
                 << "\n";
        return;
      }
      if (matter.version > 0) each(matter);
    });
  });
  return unreadable;
}

int explain_matter(const LawTalk& talk, const std::string& matter_no) {
  const auto place = find_item(talk.office.database, matter_no);
  const auto loaded = place ? load_matter(talk.office.database, Viewer::system(), place->matter_id)
                            : nullptr;
  if (!loaded) return talk.refused(refuse("matter_unknown"));
  const Matter& matter = loaded->matter;
  // Who runs the program may still not see accusations (regulation 5.2).
  if (matter.walled()) return talk.refused(refuse("accusation_not_told"));
  const auto law = talk.office.law.now();
  const Rulebook& book = law->of(matter.rule_set);
  talk.out << talk.say("law.matter.head",
                       {{"matter_no", matter.matter_no},
                        {"state", talk.say("state." + shown_state(book, matter))},
                        {"set", matter.rule_set},
                        {"on", china_date(matter.received_at).iso()}})
           << "\n";
  const auto hindered = hindrances(talk, book, matter);
  for (const Subject& part : matter.subjects) tell_part(talk, book, matter, part, hindered);
  return kDone;
}

bool asks_stored_matters(const std::vector<std::string>& args) {
  if (args.empty()) return false;
  if (args[0] == "recheck" || args[0] == "what-if") return true;
  return args[0] == "explain" && args.size() > 1 && names_matter(args[1]);
}

int run_law_stored(Office& office, const std::vector<std::string>& args, std::ostream& out,
                   std::ostream& err) {
  const auto options = read_options(args, {"--set", "--from", "--language"});
  const CommandOptions nothing;
  LawTalk talk{office, options ? *options : nothing, out, err};
  if (!options) {
    talk.refused(options.refusal());
    return kUsage;
  }
  const std::string language = options->has("--language") ? options->value("--language") : "zh";
  if (language != "zh" && language != "en") {
    return talk.refused(refuse("option_value_wrong").with("option", "--language"));
  }
  talk.language = language == "en" ? Language::en : Language::zh;
  const bool lengths = options->has("--set") || options->has("--from");
  const auto& words = options->words;
  const std::string deed = words.empty() ? "" : words[0];
  if (deed == "explain" && words.size() == 2 && !lengths) return explain_matter(talk, words[1]);
  if (deed == "recheck" && words.size() == 1 && !lengths) return recheck_clocks(talk);
  if (deed == "what-if" && words.size() == 1) return try_lengths(talk);
  err << talk.say("law.usage") << "\n";
  return kUsage;
}

}  // namespace xinfang
