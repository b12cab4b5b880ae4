// A matter as the fold of its events. Nothing here is set by hand: apply() alone changes it.
//
// Parts are numbered within the matter from 1 (subjects, clocks, claims, documents, in one sequence
// each), so that deciding needs no id source. Personal values and texts are not here: they stand in
// the vault under (matter, field, version).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"
#include "base/date.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "domain/deadline.hpp"
#include "domain/protection.hpp"
#include "domain/rulebook.hpp"

namespace xinfang {

struct Subject {
  int no = 0;
  SubjectKind kind = SubjectKind::intake;
  std::string state;
  Id organ_id = 0;          // who holds it
  // node: who sent it; intake behind the wall: the organ it was filed with; others: 0
  Id sender_id = 0;
  int parent_no = 0;        // node: intake or node it came from; procedure: intake or node
  std::string mode;         // node: one of kModes
  std::vector<int> claims;  // claim numbers it answers for
  int round = 1;            // procedure
  std::string way;          // procedure: "31(6)"; empty for kind 1
  Id review_organ_id = 0, re_review_organ_id = 0;  // procedure: who reviews (Arts 35, 36); 0: not asked
  std::string result;       // procedure: upheld | changed | revoked ... of the last review opinion
  Date redo_by;             // procedure: day set for a new handling; days == 0: none
  bool simple = false;      // in the simple procedure
  std::string item_no;      // intake: number of its petition item
  Date since_on;            // day it came into this state

  friend bool operator==(const Subject&, const Subject&) = default;
};

struct Deadline {
  int no = 0;
  std::string clock;        // C09
  int subject_no = 0;
  Id organ_id = 0;          // whose clock it is; 0: the petitioner's
  Nature nature = Nature::duty;
  std::string start_step;   // T21
  Date started_on;
  int length = 0;
  Unit unit = Unit::days;
  Date due_strict_on, due_legal_on;
  ClockState state = ClockState::running;
  Date ended_on;            // days == 0: not ended
  int extended_days = 0;
  Date suspended_on;        // since when it stands still; days == 0: it runs
  int suspended_days = 0;   // of suspensions that are over
  bool internal = false;
  std::string basis;
  Json derivation;

  bool running() const { return state == ClockState::running || state == ClockState::suspended; }
  friend bool operator==(const Deadline&, const Deadline&) = default;
};

struct Claim {
  int no = 0;
  std::string way, outcome;  // outcome: supported | explained | rejected; empty: not answered

  friend bool operator==(const Claim&, const Claim&) = default;
};

struct Document {
  int no = 0;
  std::string kind;          // D10
  int subject_no = 0;
  std::string to;            // petitioner | organ:<id> | file
  std::string number;        // 机关代字〔年份〕序号号; empty when unnumbered
  Date issued_on;

  friend bool operator==(const Document&, const Document&) = default;
};

struct Rating {
  std::string target;        // office | organ
  int subject_no = 0;
  int round = 1;
  std::string value;         // satisfied | basically_satisfied | unsatisfied
  Date rated_on;

  friend bool operator==(const Rating&, const Rating&) = default;
};

// A supervision trigger (regulation 4.17), for the office that supervises.
struct Trigger {
  int no = 0;
  std::string code;          // SV01 .. SV10
  int subject_no = 0, clock_no = 0;
  Id organ_id = 0;           // petition office that is told
  bool open = true;          // not yet followed by supervision, nor dismissed
  Date raised_on;

  friend bool operator==(const Trigger&, const Trigger&) = default;
};

// Who took part in a stage of a procedure: handling, review, re_review. A reviewer is nobody of an
// earlier stage.
struct Handler {
  int subject_no = 0;
  std::string stage;
  Id user_id = 0;

  friend bool operator==(const Handler&, const Handler&) = default;
};

// What makes a matter's wall. Stands in the internal part of events only.
struct Wall {
  bool inside = false;       // an appeal with an accusation in it, not yet split off (5.2 no. 2)
  bool split = false;        // one was split off: what goes out is confirmed to hold none of it
  std::vector<Accused> accused;
  std::vector<Id> moved_files;  // attachments that went to the matter split off
  // What was written before the split is the office's that split it: events up to this one, papers up
  // to this number. 0: no split.
  std::int64_t split_seq = 0;
  int split_papers = 0;

  friend bool operator==(const Wall&, const Wall&) = default;
};

struct Matter {
  Id matter_id = 0;
  std::string matter_no;     // equals the first item's number (11.4)
  std::string rule_set;      // reg2005 | reg2022, fixed at registration
  std::int64_t version = 0;  // seq of the last event
  Bytes tip;                 // commitment of the last event
  Instant received_at, registered_at, changed_at;
  // What rules may ask about: kind, category, region, channel, anonymous, contact_known,
  // person_count, urgent, ... names and types of regulation 3.2. Never free text, never a person.
  Json facts = Json::object();
  std::vector<Subject> subjects;
  std::vector<Deadline> deadlines;
  std::vector<Claim> claims;
  std::vector<Document> documents;
  std::vector<Rating> ratings;
  std::vector<Trigger> triggers;
  std::vector<Handler> handlers;
  std::vector<Id> recused;      // users who stepped aside (Art. 28 ¶3)
  Wall wall;

  const Subject* subject(int no) const;
  Subject* subject(int no);
  std::string fact(std::string_view name) const { return facts[name].as_string(); }
  // Behind the accusation wall (5.2): only the liaisons on its path.
  bool walled() const { return fact("kind") == "2"; }
  const Deadline* running_clock(int subject_no, std::string_view clock) const;
  // The last one of that row on the part, running or not; null when there was none.
  const Deadline* last_clock(int subject_no, std::string_view clock) const;
  friend bool operator==(const Matter&, const Matter&) = default;
};

// The state shown for a matter: the most open part decides (11.1). Never stored as a fact.
std::string shown_state(const Rulebook& rulebook, const Matter& matter);
bool is_open(const Rulebook& rulebook, const Matter& matter);

}  // namespace xinfang
