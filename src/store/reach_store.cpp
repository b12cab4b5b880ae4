#include "store/reach_store.hpp"

#include "store/value_rows.hpp"
#include "store/wall_store.hpp"

namespace xinfang {

bool may_see(const Database::Reader& read, const Viewer& viewer, Id matter_id) {
  switch (viewer.kind) {
    case Viewer::Kind::system:
      return true;
    case Viewer::Kind::petitioner:
      return viewer.matter_id != 0 && viewer.matter_id == matter_id;
    case Viewer::Kind::staff: {
      const Rows rows = read("SELECT wall FROM matter_access WHERE organ_id = $1 AND matter_id = $2",
                             {viewer.organ_id, matter_id});
      return !rows.empty() && (rows[0].integer(0) == 0 || viewer.behind_wall());
    }
    case Viewer::Kind::nobody:
      return false;
  }
  return false;
}

bool may_see(Database& database, const Viewer& viewer, Id matter_id) {
  const bool on_path = may_see(
      [&](std::string_view sql, std::vector<Param> params) {
        return database.read(sql, std::move(params));
      },
      viewer, matter_id);
  return on_path && !(viewer.behind_wall() && WallKeeper(database, viewer).keeps_out(matter_id));
}

std::map<Id, std::vector<Id>> organs_at_work(Database& database, const std::vector<Id>& matters) {
  static const IdList kOpenHere(
      "SELECT matter_id, organ_id FROM matter_access WHERE open_here = 1 AND matter_id IN (", 0,
      ") ORDER BY matter_id, organ_id");
  std::map<Id, std::vector<Id>> organs;
  for (const Row& row : kOpenHere.read(database, {}, matters)) {
    organs[row.integer(0)].push_back(row.integer(1));
  }
  return organs;
}

}  // namespace xinfang
