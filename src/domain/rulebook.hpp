// The law as a table: one rule set (reg2005, reg2022) with its parameters by region and date.
//
// Rows come from law/<set>/{states,steps,clocks,grounds,letters,parameters}.toml. Loading refuses a
// row that names an unknown guard, effect, role, relation, clock, state, document or field type, a
// state that cannot be reached or left, a clock without nature, length or article. A set may inherit
// another (`inherits`), drop rows and replace them by id. No expression language.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace xinfang {

enum class SubjectKind { intake, node, procedure };
// duty: an organ can be late. petitioner_right, organ_right: lapse, nobody is late.
// guidance: told, not enforced.
enum class Nature { duty, petitioner_right, organ_right, guidance };
enum class Unit { days, working_days, months, hours };

std::string_view name_of(SubjectKind kind);
std::string_view name_of(Nature nature);
std::string_view name_of(Unit unit);
std::optional<SubjectKind> subject_kind_of(std::string_view name);
std::optional<Nature> nature_of(std::string_view name);
std::optional<Unit> unit_of(std::string_view name);

using Parameters = std::map<std::string, std::string>;  // of a guard or effect, as written in the row

struct StateRule {
  SubjectKind subject = SubjectKind::intake;
  std::string id;
  bool open = true;           // needs a running clock, or is held outside
  bool held_outside = false;  // litigation, discipline, statutory route: internal follow-up term
  int rank = 0;               // roll-up: the part with the lowest rank decides the matter's state
  std::string shows;          // matter state shown for it ("IN_TRANSIT"); empty: the id itself
  std::string list;           // worklist it stands in while open; empty: none
  std::string worked_by;      // holder | sender | reviewer | re_reviewer | petitioner | system
  bool live = true;           // node: counts as a live hop (not returned, recalled, refused)
};

struct ActorRule {
  std::vector<std::string> roles;  // of regulation 2.5; empty for petitioner and system
  std::string relation;            // one of kRelations (vocabulary.hpp)
  std::vector<std::string> states;  // only while the part is in one of these; empty: any
};

struct GuardRule {
  std::string name;
  Parameters parameters;
};

struct EffectRule {
  std::string verb;
  Parameters parameters;
};

struct FieldRule {
  std::string name;
  // text | code | date | instant | integer | boolean | organ | organs | claim_numbers | claims |
  // persons | claim_answers | ground | files | matter | accused | user
  std::string type;
  bool required = false;
  int min = 0, max = 0;              // characters of a text, value of an integer, length of a list
  std::vector<std::string> values;   // of a code; or a list name ("@kind", "@category", "@region")
  std::string part = "internal";     // which part of the event carries it: public|petitioner|internal
  bool vault = false;                // personal or free text: kept in the vault, event has its commitment
  bool secret = false;               // shown to the organ that wrote it and to nobody else
};

struct ClockStart {
  std::string clock;
  std::string on = "self";     // self | new_node | new_procedure | parent
  std::string holder;          // only when that organ is: petition_office | organ; empty: any
  // event | received | acceptance | field:<name> | clock:<id> (the day that clock began) | rest (what
  // was left when it ended) | restored (as it was)
  std::string from = "event";
  std::string until;           // field:<name>, part:redo_by: the due date is set in the letter (C08)
  std::string organ;           // field:<name>: whose clock it is; empty: who works on the part
  std::vector<std::string> kinds;  // only for matters of these kinds; empty: any
  std::string mode;            // only for nodes of this mode (assignment); empty: any
  std::vector<std::string> states;  // only when the part is then in one of these; empty: any
  std::vector<std::string> channels;  // only for matters that came by these; empty: any
  std::string way;             // only for procedures of this way; empty: any
  bool simple = false;         // only for parts in the simple procedure
  bool reachable = false;      // not when nobody can be told (Art. 23 ¶2)
  bool ended = false;          // over as it begins: what was done late is on record
  bool again = false;          // only when a clock of this row was over before it began (T00)
};

struct ClockStop {
  std::string clock;
  std::string as = "met";      // met (late when after due_strict_on) | cancelled | lapsed
  std::string on = "self";     // self | parent | children | matter
};

struct DocumentRule {
  std::string kind;            // D01..D33, or "by_ground"
  std::string to = "petitioner";  // petitioner | target | sender | holder | receiver | file
  bool moved = false;          // only when a term that the petitioner is shown has moved
};

struct StepRule {
  std::string id;              // T06
  std::string deed;            // transfer: the word in URLs, events, i18n ("step.transfer")
  SubjectKind subject = SubjectKind::intake;
  // States; empty: creates the subject; "*": any open state, "any": every state.
  std::vector<std::string> from;
  std::string to;                 // empty: stays
  std::vector<ActorRule> who;
  std::vector<FieldRule> fields;
  std::vector<GuardRule> guards;
  std::vector<EffectRule> effects;
  std::vector<ClockStop> stops;
  std::vector<ClockStart> starts;
  std::vector<DocumentRule> documents;
  std::string basis;           // article, shown beside the button and in refusals
  bool irreversible = false;   // the desk asks once and says what it will do
  bool by_claims = false;      // the part moves on when every claim it answers for is placed

  // Whether what stands there is kept to who wrote it: a field's name, or a path into it ("accused[0]").
  bool is_secret(std::string_view field) const;
};

struct ClockRule {
  std::string id;              // C09; name in i18n "clock.C09"
  Nature nature = Nature::duty;
  std::string parameter;       // key in parameters that holds the length; empty: set in the letter
  bool set_in_letter = false;  // a letter names the day (C08, C28); starts need `until`
  Unit unit = Unit::days;
  bool by_level = false;       // parameter "<key>.<level>" of the holder (C02)
  bool suspendable = false;    // only C16 today (REG2022 Art. 36 ¶2)
  std::string extend_parameter;  // most days it may be extended by, in all; empty: not extendable
  bool internal = false;       // a term of ours: never shown as law
  std::string trigger;         // supervision trigger raised when it is late (SV01); empty: none
  std::string list;            // worklist of its own while it runs; empty: that of the part's state
  // Switch in parameters: "off" keeps the duty where nobody can be told; empty: the law releases.
  std::string released_by;
  std::string basis;
};

struct GroundRule {
  std::string id;              // NA01; text in i18n "ground.NA01"
  std::vector<std::string> binds;     // petition_office | organ
  std::vector<std::string> channels;  // empty: all
  std::vector<std::string> kinds;     // empty: all
  std::vector<std::string> signers;   // roles that may sign it
  std::string document;               // D04 or D05
  std::string leads_to;               // i18n key of the right door
  bool on = true;
  std::vector<std::string> levels;    // of the organ that refuses; empty: all
  std::string switch_key;             // parameter that turns it on ("on"); empty: none needed
  std::string earlier;                // how the earlier matter to be named stands; empty: none
  std::string handed_over_by;         // no refusal: this step is taken instead
  std::string basis;
};

struct LetterRule {
  std::string kind;            // D02; title in i18n "letter.D02.title"
  std::string prefix;          // word in the document number ("信告")
  bool numbered = true;
  std::vector<std::string> facts;  // facts it must have; one missing is an error naming it
};

struct ParameterRow {
  std::string region_code;     // empty: national
  std::string key, value;
  Date valid_from_on, valid_to_on;  // valid_to_on.days == 0: open
  std::string basis, mark;     // mark T, S, P, design
  std::string tighten;         // less: an office may set fewer for itself; empty: it may not
};

// What an office set for itself in place of a row that may be tightened.
struct OwnParameter {
  std::string key;
  int value = 0;
  Date valid_from_on;
};

// Where a row is wrong: file, row id, sentence. `law check` prints them.
struct LawError {
  std::string file, row, problem;
};

// Whether the row may be taken from a part in that state; false when it makes its part.
bool starts_from(const StepRule& step, const StateRule& state);

// The texts of one rule set's folder, file name -> TOML.
using LawTexts = std::map<std::string, std::string>;

class Rulebook {
 public:
  // `inherited` is the set named by `inherits` in the set's steps.toml, or null.
  static std::variant<Rulebook, std::vector<LawError>> load(std::string id, const LawTexts& texts,
                                                            const Rulebook* inherited);

  const std::string& id() const { return id_; }  // "reg2022"
  const std::vector<StepRule>& steps() const { return steps_; }
  const std::vector<StateRule>& states() const { return states_; }
  const std::vector<ClockRule>& clocks() const { return clocks_; }
  const std::vector<GroundRule>& grounds() const { return grounds_; }
  const std::vector<LetterRule>& letters() const { return letters_; }
  const std::vector<ParameterRow>& parameters() const { return parameters_; }

  const StepRule* step(std::string_view id) const;
  const StateRule* state(SubjectKind subject, std::string_view id) const;
  const ClockRule* clock(std::string_view id) const;
  const GroundRule* ground(std::string_view id) const;
  const LetterRule* letter(std::string_view kind) const;
  // Whether a ground may be chosen in a region on a day.
  bool is_on(const GroundRule& ground, std::string_view region_code, Date on) const;
  // The same set with the office's own values in place of those it had. An own value holds from its
  // day on, where the law's row may be tightened and only while it is the stricter of the two.
  Rulebook with_own(std::vector<OwnParameter> own) const;
  // The law's: region -> its city -> its province -> nation, valid on that day; null when none.
  const ParameterRow* law_row(std::string_view key, std::string_view region_code, Date on) const;
  // In force for the office: the law's row, or the office's own value; empty when none.
  std::string parameter(std::string_view key, std::string_view region_code, Date on) const;
  // How a value of that key is counted: days, working_days, months, hours of a clock; characters,
  // persons, times, date or switch of a setting.
  std::string_view counted_in(std::string_view key) const;
  int parameter_days(std::string_view key, std::string_view region_code, Date on) const;  // 0 when none
  Date in_force_on() const;  // from which day of receipt the set holds; day 0 when it does not say

 private:
  std::string id_;
  std::vector<StepRule> steps_;
  std::vector<StateRule> states_;
  std::vector<ClockRule> clocks_;
  std::vector<GroundRule> grounds_;
  std::vector<LetterRule> letters_;
  std::vector<ParameterRow> parameters_;
  std::vector<OwnParameter> own_;
};

// All rule sets of law/, by id; a matter's set follows from the day it was received (regulation 0.3).
struct Law {
  std::map<std::string, Rulebook> sets;
  const Rulebook& of(std::string_view id) const;       // throws std::out_of_range
  // The newest set in force on that day (parameter in_force_on); before the oldest, the oldest.
  const Rulebook& for_receipt_on(Date received_on) const;
};

}  // namespace xinfang
