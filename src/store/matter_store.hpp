// Derived rows of matters and the directories: number, person, open work, reach, idempotency,
// running numbers.
//
// Lists read one range of a directory's key and join the matters' rows to it by matter_id. Limits
// of the viewer stand in the statements: staff see their own organ's work and the matters on whose
// path it stands, those behind the wall only with `behind_wall()`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/projection.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"
#include "store/viewer.hpp"

namespace xinfang {

// Adds what changed between two projections of one matter: its row, open work, reach. `before` is
// null for a new matter. Claims on work (claimed_by) of unchanged pieces are kept.
void save_projection(ChangeSet& changes, const Matter& matter, const Projection& after,
                     const Projection* before);
// A number that is taken makes the change set conflict. Sets the proof when it has none.
void save_item_number(ChangeSet& changes, const std::string& item_no, Id matter_id, int subject_no);
void save_code_issue(ChangeSet& changes, const std::string& item_no, std::int64_t issue);
// Kinds "id_number" and "phone"; `value` in normal form.
void save_person_key(ChangeSet& changes, const KeyStore& keys, std::string_view kind,
                     std::string_view value, Id matter_id, const std::string& item_no);
// Matter and item of this viewer, newest first.
std::vector<std::pair<Id, std::string>> find_by_person(Database& database, const KeyStore& keys,
                                                       const Viewer& viewer, std::string_view kind,
                                                       std::string_view value, int limit);

struct ItemPlace {
  Id matter_id = 0;
  int subject_no = 0;
  std::int64_t code_issue = 0;  // how often its query code was issued anew
};
std::optional<ItemPlace> find_item(Database& database, const std::string& item_no);

struct MatterRow {
  Id matter_id = 0;
  std::string matter_no, rule_set, state, kind, category, region_code, channel;
  std::int64_t version = 0;
  bool open = true, wall = false;
  Instant received_at, changed_at;
};
// Nothing when unknown or not for this viewer.
std::optional<MatterRow> find_matter(Database& database, const Viewer& viewer, Id matter_id);

struct WorkRow {
  MatterRow matter;
  int subject_no = 0;
  std::string list, clock;
  Date due_on;
  Id claimed_by = 0;
};
// One page of a worklist of the viewer's organ by due day; `after` is the last row's key of the page
// before. Only staff have worklists.
struct WorkKey {
  Date due_on;
  Id matter_id = 0;
  int subject_no = 0;
};
WorkKey key_of(const WorkRow& row);
std::vector<WorkRow> worklist(Database& database, const Viewer& viewer, const std::string& list,
                              const std::optional<WorkKey>& after, int limit);
struct WorkCount {
  std::string list;
  std::int64_t all = 0, overdue = 0, due_soon = 0;  // due_soon: within 5 days, not overdue
};
std::vector<WorkCount> work_counts(Database& database, const Viewer& viewer, Date today);
// The system's own lists: "lapse", terms of right that ran out before `today`; "overdue", duties that
// are late since before `today` and of which the supervising office was not told.
std::vector<WorkRow> lapsed_work(Database& database, Date today, int limit,
                                 const std::string& list = "lapse");
// Takes a piece of work, or lets it go (user_id 0). False when somebody else holds it or it is gone.
bool claim_work(Database& database, const Viewer& viewer, const std::string& list,
                const WorkKey& key, Id user_id);
// Matters the viewer's organ had or has, newest first; `before` 0: from the newest. `closed_only`:
// those in which it has nothing left to do. The system sees all.
std::vector<MatterRow> matters_of_organ(Database& database, const Viewer& viewer, bool closed_only,
                                        Id before, int limit);

// Idempotency: the kept answer for (caller, key), if any.
struct KeptAnswer {
  Bytes body_digest;
  int status = 0;
  std::string answer;
};
// An answer past its term is taken away at once, so that the key can be used again.
std::optional<KeptAnswer> find_answer(Database& database, const std::string& caller,
                                      const std::string& key, Instant now);
void keep_answer(ChangeSet& changes, const std::string& caller, const std::string& key,
                 const KeptAnswer& answer, Instant expires_at);
int forget_old_answers(Database& database, Instant now);  // clean-up; returns how many

// Running numbers: `count` fresh numbers of a counter, the first of them returned. Durable on
// return; numbers not used are lost.
std::int64_t take_numbers(Database& database, const std::string& counter, std::int64_t count);

}  // namespace xinfang
