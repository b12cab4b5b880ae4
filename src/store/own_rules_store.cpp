#include "store/own_rules_store.hpp"

#include "store/neighbour_store.hpp"

namespace xinfang {
namespace {

// Repeating it does no harm, so nothing needs to prove that it was done.
void changed(ChangeSet& changes) {
  mark_changed(changes, Shared::own_rules);
  if (changes.proof.sql.empty()) {
    changes.proof = {"SELECT key FROM own_parameters WHERE key = ''", {}};
  }
}

}  // namespace

std::vector<OwnParameterRow> load_own_parameters(Database& database) {
  std::vector<OwnParameterRow> rows;
  for (const Row& row : database.read(
           "SELECT rule_set, key, value, valid_from_on, reason, user_id, at FROM own_parameters "
           "ORDER BY rule_set, key, valid_from_on")) {
    rows.push_back({row.text(0),
                    {row.text(1), static_cast<int>(row.integer(2)),
                     Date::parse(row.text(3)).value_or(Date{})},
                    row.text(4), row.integer(5), Instant{row.integer(6)}});
  }
  return rows;
}

void save_own_parameter(ChangeSet& changes, const OwnParameterRow& row) {
  const OwnParameter& own = row.parameter;
  changes.add(
      "DELETE FROM own_parameters WHERE rule_set = $1 AND key = $2 AND valid_from_on >= $3",
      {row.rule_set, own.key, own.valid_from_on.iso()});
  changes.add(
      "INSERT INTO own_parameters (rule_set, key, value, valid_from_on, reason, user_id, at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {row.rule_set, own.key, std::int64_t{own.value}, own.valid_from_on.iso(), row.reason,
       row.user_id, row.at.ms});
  changed(changes);
}

void drop_own_parameters(ChangeSet& changes, const std::string& rule_set,
                         const std::string& key) {
  changes.add("DELETE FROM own_parameters WHERE rule_set = $1 AND key = $2", {rule_set, key});
  changed(changes);
}

std::vector<OwnDay> load_own_days(Database& database) {
  std::vector<OwnDay> days;
  for (const Row& row :
       database.read("SELECT on_day, kind, name, source FROM own_days ORDER BY on_day")) {
    days.push_back({{Date::parse(row.text(0)).value_or(Date{}), row.text(1) == "workday",
                     row.text(2), true},
                    row.text(3)});
  }
  return days;
}

void save_own_days(ChangeSet& changes, int year, const std::string& source,
                   const std::vector<NamedDay>& days) {
  changes.add("DELETE FROM own_days WHERE on_day >= $1 AND on_day <= $2",
              {Date::of(year, 1, 1).iso(), Date::of(year, 12, 31).iso()});
  for (const NamedDay& day : days) {
    changes.add("INSERT INTO own_days (on_day, kind, name, source) VALUES ($1, $2, $3, $4)",
                {day.on.iso(), std::string(day.working ? "workday" : "holiday"), day.name, source});
  }
  changed(changes);
}

}  // namespace xinfang
