#include <map>

#include "store/matter_sql.hpp"
#include "store/matter_store.hpp"
#include "store/wall_store.hpp"

namespace xinfang {
namespace {

constexpr int kDueSoonDays = 5;

std::vector<WorkRow> work_rows(const Rows& rows) {
  std::vector<WorkRow> works;
  for (const Row& row : rows) {
    WorkRow work;
    work.matter = matter_sql::matter_row(row);
    work.subject_no = static_cast<int>(row.integer(13));
    work.list = row.text(14);
    work.clock = row.text(15);
    work.due_on = Date::parse(row.text(16)).value_or(Date{});
    work.claimed_by = row.integer(17);
    works.push_back(std::move(work));
  }
  return works;
}

std::int64_t highest_wall(const Viewer& viewer) { return viewer.behind_wall() ? 1 : 0; }

}  // namespace

WorkKey key_of(const WorkRow& row) { return {row.due_on, row.matter.matter_id, row.subject_no}; }

std::vector<WorkRow> worklist(Database& database, const Viewer& viewer, const std::string& list,
                              const std::optional<WorkKey>& after, int limit) {
  std::vector<WorkRow> page;
  if (viewer.kind != Viewer::Kind::staff) return page;
  std::string due_on = after ? after->due_on.iso() : "";
  Id matter_id = after ? after->matter_id : 0;
  int subject_no = after ? after->subject_no : 0;
  WallKeeper keeper(database, viewer);
  // A page is filled up: a short one would be taken for the last.
  while (true) {
    auto rows =
        work_rows(database.read(matter_sql::kWorklist, {viewer.organ_id, list, due_on, matter_id,
                                                        subject_no, highest_wall(viewer), limit}));
    const bool last = static_cast<int>(rows.size()) < limit;
    for (WorkRow& row : rows) {
      due_on = row.due_on.iso();
      matter_id = row.matter.matter_id;
      subject_no = row.subject_no;
      if (row.matter.wall && keeper.keeps_out(matter_id)) continue;
      page.push_back(std::move(row));
      if (static_cast<int>(page.size()) == limit) return page;
    }
    if (last) return page;
  }
}

std::vector<WorkCount> work_counts(Database& database, const Viewer& viewer, Date today) {
  std::vector<WorkCount> counts;
  if (viewer.kind != Viewer::Kind::staff) return counts;
  const std::string from = today.iso(), until = (today + kDueSoonDays).iso();
  for (const Row& row :
       database.read(matter_sql::kWorkCounts, {viewer.organ_id, from, until, Id{0}})) {
    counts.push_back({row.text(0), row.integer(1), row.integer(2), row.integer(3)});
  }
  if (!viewer.behind_wall()) return counts;
  WallKeeper keeper(database, viewer);
  std::map<std::string, WorkCount> by_list;
  for (WorkCount& count : counts) by_list[count.list] = count;
  for (const Row& row : database.read(matter_sql::kWalledWork, {viewer.organ_id})) {
    if (keeper.keeps_out(row.integer(2))) continue;
    WorkCount& count = by_list[row.text(0)];
    count.list = row.text(0);
    ++count.all;
    if (row.text(1) < from) ++count.overdue;
    if (row.text(1) >= from && row.text(1) <= until) ++count.due_soon;
  }
  counts.clear();
  for (auto& [list, count] : by_list) counts.push_back(std::move(count));
  return counts;
}

std::vector<WorkRow> lapsed_work(Database& database, Date today, int limit,
                                 const std::string& list) {
  return work_rows(database.read(matter_sql::kLapsed, {today.iso(), limit, list}));
}

bool claim_work(Database& database, const Viewer& viewer, const std::string& list,
                const WorkKey& key, Id user_id) {
  if (viewer.kind != Viewer::Kind::staff) return false;
  if (viewer.behind_wall() && WallKeeper(database, viewer).keeps_out(key.matter_id)) return false;
  return !database
              .write_now(
                  "UPDATE open_work SET claimed_by = $6 WHERE organ_id = $1 AND list = $2 "
                  "AND due_on = $3 AND matter_id = $4 AND subject_no = $5 AND wall <= $7 "
                  "AND (claimed_by = 0 OR claimed_by = $8) RETURNING claimed_by",
                  {viewer.organ_id, list, key.due_on.iso(), key.matter_id, key.subject_no, user_id,
                   highest_wall(viewer), viewer.user_id})
              .empty();
}

}  // namespace xinfang
