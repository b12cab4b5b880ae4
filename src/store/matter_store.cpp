#include "store/matter_store.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

#include "store/matter_sql.hpp"
#include "store/reach_store.hpp"
#include "store/wall_store.hpp"

namespace xinfang {
namespace {

std::int64_t flag(bool value) { return value ? 1 : 0; }

void save_row(ChangeSet& changes, const Matter& matter, const Projection& after, bool known) {
  const std::int64_t open = flag(after.open), wall = flag(matter.walled());
  if (known) {
    changes.add(
        "UPDATE matters SET version = $2, state = $3, is_open = $4, wall = $5, kind = $6, "
        "category = $7, region_code = $8, channel = $9, changed_at = $10, matter_no = $11, "
        "rule_set = $12, received_at = $13 WHERE matter_id = $1",
        {matter.matter_id, matter.version, after.shown_state, open, wall, matter.fact("kind"),
         matter.fact("category"), matter.fact("region_code"), matter.fact("channel"),
         matter.changed_at.ms, matter.matter_no, matter.rule_set, matter.received_at.ms});
    return;
  }
  changes.add(
      "INSERT INTO matters (matter_id, version, state, is_open, wall, kind, category, region_code, "
      "channel, changed_at, matter_no, rule_set, received_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
      {matter.matter_id, matter.version, after.shown_state, open, wall, matter.fact("kind"),
       matter.fact("category"), matter.fact("region_code"), matter.fact("channel"),
       matter.changed_at.ms, matter.matter_no, matter.rule_set, matter.received_at.ms});
}

using Piece = std::tuple<Id, std::string, std::string, int>;  // organ, list, due day, subject
using Pieces = std::map<Piece, const OpenWork*>;

Pieces pieces_of(const Projection* projection) {
  Pieces pieces;
  if (!projection) return pieces;
  for (const OpenWork& work : projection->work) {
    pieces.emplace(Piece{work.organ_id, work.list, work.due_on.iso(), work.subject_no}, &work);
  }
  return pieces;
}

// A piece whose due day moved (an extension) is moved, so that whoever took it keeps it.
void save_work(ChangeSet& changes, Id matter_id, const Projection& after,
               const Projection* before) {
  Pieces gone = pieces_of(before), added;
  for (const auto& [piece, work] : pieces_of(&after)) {
    const auto same = gone.find(piece);
    if (same == gone.end()) {
      added.emplace(piece, work);
      continue;
    }
    if (same->second->clock != work->clock || same->second->wall != work->wall) {
      changes.add(
          "UPDATE open_work SET clock = $6, wall = $7 WHERE organ_id = $1 AND list = $2 "
          "AND due_on = $3 AND matter_id = $4 AND subject_no = $5",
          {work->organ_id, work->list, work->due_on.iso(), matter_id, work->subject_no, work->clock,
           flag(work->wall)});
    }
    gone.erase(same);
  }
  for (const auto& [piece, work] : gone) {
    const auto moved = std::find_if(added.begin(), added.end(), [&work = work](const auto& other) {
      return other.second->organ_id == work->organ_id && other.second->list == work->list &&
             other.second->subject_no == work->subject_no;
    });
    if (moved == added.end()) {
      changes.add(
          "DELETE FROM open_work WHERE organ_id = $1 AND list = $2 AND due_on = $3 "
          "AND matter_id = $4 AND subject_no = $5",
          {work->organ_id, work->list, work->due_on.iso(), matter_id, work->subject_no});
      continue;
    }
    const OpenWork& now = *moved->second;
    changes.add(
        "UPDATE open_work SET due_on = $6, clock = $7, wall = $8 WHERE organ_id = $1 "
        "AND list = $2 AND due_on = $3 AND matter_id = $4 AND subject_no = $5",
        {work->organ_id, work->list, work->due_on.iso(), matter_id, work->subject_no,
         now.due_on.iso(), now.clock, flag(now.wall)});
    added.erase(moved);
  }
  for (const auto& [piece, work] : added) {
    changes.add(
        "INSERT INTO open_work (organ_id, list, due_on, matter_id, subject_no, clock, wall, "
        "claimed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
        {work->organ_id, work->list, work->due_on.iso(), matter_id, work->subject_no, work->clock,
         flag(work->wall)});
  }
}

void save_reach(ChangeSet& changes, const Matter& matter, const Projection& after,
                const Projection* before) {
  std::map<Id, bool> earlier;
  if (before) {
    for (const MatterReach& reach : before->reach) earlier[reach.organ_id] = reach.open_here;
  }
  // A projection does not keep the wall of matters without open work: then all is written again.
  const bool same_wall =
      before && !before->work.empty() && before->work.front().wall == matter.walled();
  for (const MatterReach& reach : after.reach) {
    const auto known = earlier.find(reach.organ_id);
    const bool same = known != earlier.end() && known->second == reach.open_here && same_wall;
    if (known != earlier.end()) earlier.erase(known);
    if (same) continue;
    changes.add(
        "INSERT INTO matter_access (organ_id, matter_id, open_here, wall) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (organ_id, matter_id) "
        "DO UPDATE SET open_here = excluded.open_here, wall = excluded.wall",
        {reach.organ_id, matter.matter_id, flag(reach.open_here), flag(matter.walled())});
  }
  for (const auto& [organ_id, open_here] : earlier) {
    changes.add("DELETE FROM matter_access WHERE organ_id = $1 AND matter_id = $2",
                {organ_id, matter.matter_id});
  }
}

}  // namespace

MatterRow matter_sql::matter_row(const Row& row) {
  MatterRow matter;
  matter.matter_id = row.integer(0);
  matter.matter_no = row.text(1);
  matter.rule_set = row.text(2);
  matter.state = row.text(3);
  matter.kind = row.text(4);
  matter.category = row.text(5);
  matter.region_code = row.text(6);
  matter.channel = row.text(7);
  matter.version = row.integer(8);
  matter.open = row.integer(9) == 1;
  matter.wall = row.integer(10) == 1;
  matter.received_at = Instant{row.integer(11)};
  matter.changed_at = Instant{row.integer(12)};
  return matter;
}

void save_projection(ChangeSet& changes, const Matter& matter, const Projection& after,
                     const Projection* before) {
  save_row(changes, matter, after, before != nullptr);
  save_work(changes, matter.matter_id, after, before);
  save_reach(changes, matter, after, before);
}

namespace {

// A page is filled up: a short one would be taken for the last.
std::vector<MatterRow> matters_of_staff(Database& database, const Viewer& viewer, bool closed_only,
                                        Id below, int limit) {
  WallKeeper keeper(database, viewer);
  std::vector<MatterRow> matters;
  while (true) {
    const Rows rows = database.read(
        matter_sql::kMattersOfOrgan,
        {viewer.organ_id, below, flag(viewer.behind_wall()), flag(!closed_only), limit});
    for (const Row& row : rows) {
      MatterRow matter = matter_sql::matter_row(row);
      below = matter.matter_id;
      if (matter.wall && keeper.keeps_out(matter.matter_id)) continue;
      matters.push_back(std::move(matter));
      if (static_cast<int>(matters.size()) == limit) return matters;
    }
    if (static_cast<int>(rows.size()) < limit) return matters;
  }
}

}  // namespace

std::optional<MatterRow> find_matter(Database& database, const Viewer& viewer, Id matter_id) {
  Rows rows;
  database.read_together([&](const Database::Reader& read) {
    if (!may_see(read, viewer, matter_id)) return;
    rows = read(
        "SELECT matter_id, matter_no, rule_set, state, kind, category, region_code, channel, "
        "version, is_open, wall, received_at, changed_at FROM matters WHERE matter_id = $1",
        {matter_id});
  });
  if (rows.empty()) return std::nullopt;
  MatterRow matter = matter_sql::matter_row(rows[0]);
  if (matter.wall && WallKeeper(database, viewer).keeps_out(matter_id)) return std::nullopt;
  return matter;
}

std::vector<MatterRow> matters_of_organ(Database& database, const Viewer& viewer, bool closed_only,
                                        Id before, int limit) {
  const Id below = before == 0 ? std::numeric_limits<Id>::max() : before;
  if (viewer.kind == Viewer::Kind::staff)
    return matters_of_staff(database, viewer, closed_only, below, limit);
  Rows rows;
  if (viewer.kind == Viewer::Kind::system) {
    rows = database.read(
        "SELECT matter_id, matter_no, rule_set, state, kind, category, region_code, channel, "
        "version, is_open, wall, received_at, changed_at FROM matters "
        "WHERE matter_id < $1 AND is_open <= $2 ORDER BY matter_id DESC LIMIT $3",
        {below, flag(!closed_only), limit});
  }
  std::vector<MatterRow> matters;
  for (const Row& row : rows) matters.push_back(matter_sql::matter_row(row));
  return matters;
}

}  // namespace xinfang
