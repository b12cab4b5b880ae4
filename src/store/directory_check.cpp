#include "store/directory_check.hpp"

#include "domain/projection.hpp"

namespace xinfang {
namespace {

enum Table : std::size_t { kMatters, kOpenWork, kMatterAccess, kItemNumber };

struct TableText {
  std::string_view name;
  std::vector<std::string_view> columns;  // the key first
  std::size_t key_columns, matter_column;
  std::string_view between;  // $1 < matter_id <= $2, columns in this order
  std::string_view put, remove;
};

// Who took a piece of work (claimed_by) is not derived: it is neither compared nor overwritten.
const std::array<TableText, kDirectoryTables>& tables() {
  static const std::array<TableText, kDirectoryTables> all{{
      {"matters",
       {"matter_id", "matter_no", "rule_set", "version", "state", "is_open", "wall", "kind",
        "category", "region_code", "channel", "received_at", "changed_at"},
       1, 0,
       "SELECT matter_id, matter_no, rule_set, version, state, is_open, wall, kind, category, "
       "region_code, channel, received_at, changed_at FROM matters "
       "WHERE matter_id > $1 AND matter_id <= $2",
       "INSERT INTO matters (matter_id, matter_no, rule_set, version, state, is_open, wall, kind, "
       "category, region_code, channel, received_at, changed_at) "
       "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) "
       "ON CONFLICT (matter_id) DO UPDATE SET matter_no = excluded.matter_no, "
       "rule_set = excluded.rule_set, version = excluded.version, state = excluded.state, "
       "is_open = excluded.is_open, wall = excluded.wall, kind = excluded.kind, "
       "category = excluded.category, region_code = excluded.region_code, "
       "channel = excluded.channel, received_at = excluded.received_at, "
       "changed_at = excluded.changed_at",
       "DELETE FROM matters WHERE matter_id = $1"},
      {"open_work",
       {"organ_id", "list", "due_on", "matter_id", "subject_no", "clock", "wall"},
       5, 3,
       "SELECT organ_id, list, due_on, matter_id, subject_no, clock, wall FROM open_work "
       "WHERE matter_id > $1 AND matter_id <= $2",
       "INSERT INTO open_work (organ_id, list, due_on, matter_id, subject_no, clock, wall, "
       "claimed_by) VALUES ($1, $2, $3, $4, $5, $6, $7, 0) "
       "ON CONFLICT (organ_id, list, due_on, matter_id, subject_no) "
       "DO UPDATE SET clock = excluded.clock, wall = excluded.wall",
       "DELETE FROM open_work WHERE organ_id = $1 AND list = $2 AND due_on = $3 "
       "AND matter_id = $4 AND subject_no = $5"},
      {"matter_access",
       {"organ_id", "matter_id", "open_here", "wall"},
       2, 1,
       "SELECT organ_id, matter_id, open_here, wall FROM matter_access "
       "WHERE matter_id > $1 AND matter_id <= $2",
       "INSERT INTO matter_access (organ_id, matter_id, open_here, wall) VALUES ($1, $2, $3, $4) "
       "ON CONFLICT (organ_id, matter_id) "
       "DO UPDATE SET open_here = excluded.open_here, wall = excluded.wall",
       "DELETE FROM matter_access WHERE organ_id = $1 AND matter_id = $2"},
      {"item_number",
       {"item_no", "matter_id", "subject_no", "code_issue"},
       2, 1,
       "SELECT item_no, matter_id, subject_no, code_issue FROM item_number "
       "WHERE matter_id > $1 AND matter_id <= $2",
       "INSERT INTO item_number (item_no, matter_id, subject_no, code_issue) "
       "VALUES ($1, $2, $3, $4) ON CONFLICT (item_no) "
       "DO UPDATE SET matter_id = excluded.matter_id, subject_no = excluded.subject_no, "
       "code_issue = excluded.code_issue",
       "DELETE FROM item_number WHERE item_no = $1 AND matter_id = $2"},
  }};
  return all;
}

std::int64_t flag(bool value) { return value ? 1 : 0; }

std::string shown(const Param& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  return text ? *text : "";
}

std::string named(const TableText& table, const DirectoryKey& key) {
  std::string name;
  for (std::size_t i = 0; i < key.size(); ++i) {
    name += (i == 0 ? "" : " ") + std::string(table.columns[i]) + " " + shown(key[i]);
  }
  return name;
}

std::vector<Param> whole(const DirectoryKey& key, const std::vector<Param>& values) {
  std::vector<Param> all = key;
  all.insert(all.end(), values.begin(), values.end());
  return all;
}

std::string compared(const TableText& table, const std::vector<Param>& derived,
                     const std::vector<Param>& standing) {
  std::string problem;
  for (std::size_t i = 0; i < derived.size(); ++i) {
    if (derived[i] == standing[i]) continue;
    problem += (problem.empty() ? "" : "; ") + std::string(table.columns[table.key_columns + i]) +
               " is \"" + shown(standing[i]) + "\", the events say \"" + shown(derived[i]) + "\"";
  }
  return problem;
}

}  // namespace

DirectoryRows derived_rows(const Law& law, const Matter& matter) {
  const Projection projection = project(law.of(matter.rule_set), matter);
  const Id id = matter.matter_id;
  const std::int64_t wall = flag(matter.walled());
  DirectoryRows rows;
  rows[kMatters][{id}] = {matter.matter_no,
                          matter.rule_set,
                          matter.version,
                          projection.shown_state,
                          flag(projection.open),
                          wall,
                          matter.fact("kind"),
                          matter.fact("category"),
                          matter.fact("region_code"),
                          matter.fact("channel"),
                          matter.received_at.ms,
                          matter.changed_at.ms};
  for (const OpenWork& work : projection.work) {
    rows[kOpenWork].emplace(
        DirectoryKey{work.organ_id, work.list, work.due_on.iso(), id, work.subject_no},
        std::vector<Param>{work.clock, flag(work.wall)});
  }
  for (const MatterReach& reach : projection.reach) {
    rows[kMatterAccess][{reach.organ_id, id}] = {flag(reach.open_here), wall};
  }
  for (const Subject& subject : matter.subjects) {
    if (subject.kind != SubjectKind::intake || subject.item_no.empty()) continue;
    rows[kItemNumber][{subject.item_no, id}] = {subject.no, matter.facts["code_issue"].as_int()};
  }
  return rows;
}

std::map<Id, DirectoryRows> rows_between(const Database::Reader& read, Id after_id, Id last_id) {
  std::map<Id, DirectoryRows> by_matter;
  for (std::size_t t = 0; t < kDirectoryTables; ++t) {
    const TableText& table = tables()[t];
    for (const Row& row : read(table.between, {after_id, last_id})) {
      std::vector<Param> key, values;
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        (i < table.key_columns ? key : values).push_back(row.value(i));
      }
      by_matter[row.integer(table.matter_column)][t].emplace(std::move(key), std::move(values));
    }
  }
  return by_matter;
}

std::vector<Difference> differences(const DirectoryRows& derived, const DirectoryRows& standing) {
  std::vector<Difference> found;
  for (std::size_t t = 0; t < kDirectoryTables; ++t) {
    const TableText& table = tables()[t];
    const auto add = [&](const DirectoryKey& key, std::string problem, Statement repair) {
      found.push_back(
          {{std::string(table.name), named(table, key), std::move(problem)}, std::move(repair)});
    };
    for (const auto& [key, values] : standing[t]) {
      if (!derived[t].contains(key)) {
        add(key, "is there, though no event says so", {table.remove, key});
      }
    }
    for (const auto& [key, values] : derived[t]) {
      const auto stands = standing[t].find(key);
      if (stands == standing[t].end()) {
        add(key, "is missing", {table.put, whole(key, values)});
      } else if (stands->second != values) {
        add(key, compared(table, values, stands->second), {table.put, whole(key, values)});
      }
    }
  }
  return found;
}

}  // namespace xinfang
