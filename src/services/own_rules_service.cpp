#include "services/own_rules_service.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <stdexcept>

#include "services/audit.hpp"

namespace xinfang {
namespace {

// Where the office is: its petition office of the highest level.
std::string region_of(const OrganDirectory& organs) {
  for (const Organ* organ : organs.all()) {
    if (organ->is_petition_office()) return organ->region_code;
  }
  return "";
}

int number_of(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Result<ParameterNow> find_parameter(Office& office, const std::string& rule_set,
                                    const std::string& key) {
  const auto law = office.law.now();
  if (!law->sets.count(rule_set)) return refuse("rule_set_unknown", Refusal::Kind::not_found);
  for (ParameterNow& row : parameters_now(office)) {
    if (row.rule_set == rule_set && row.law.key == key) return std::move(row);
  }
  return refuse("parameter_unknown", Refusal::Kind::not_found).with("key", key);
}

Json history_of(const std::optional<OwnParameterRow>& own) {
  if (!own) return Json();
  return Json::object()
      .set("value", own->parameter.value)
      .set("valid_from_on", own->parameter.valid_from_on.iso())
      .set("reason", own->reason);
}

Json history_of(const std::vector<NamedDay>& days, const std::string& source) {
  if (days.empty()) return Json();
  Json list = Json::array();
  for (const NamedDay& day : days) {
    list.push(Json::object()
                  .set("on", day.on.iso())
                  .set("kind", day.working ? "workday" : "holiday")
                  .set("name", day.name));
  }
  return Json::object().set("source", source).set("days", std::move(list));
}

// One row of the history, then what everybody works with.
Result<ParameterNow> written(Office& office, Id actor_id, ChangeSet changes,
                             const ParameterNow& before) {
  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (!outcome.committed()) throw std::logic_error("an own value was rejected: " + outcome.detail);
  take_own_rules(office);
  auto after = find_parameter(office, before.rule_set, before.law.key);
  if (!after) return after;
  audit_change(office, actor_id, after->own ? "parameter_set" : "parameter_taken_back",
               "parameter", before.rule_set + "/" + before.law.key, history_of(before.own),
               history_of(after->own));
  return after;
}

}  // namespace

void take_own_rules(Office& office) {
  office.law.update([&](const Law& before) {
    std::map<std::string, std::vector<OwnParameter>> own;
    for (const OwnParameterRow& row : load_own_parameters(office.database)) {
      own[row.rule_set].push_back(row.parameter);
    }
    Law law;
    for (const auto& [id, book] : before.sets) law.sets.emplace(id, book.with_own(own[id]));
    return law;
  });
  office.calendar.update([&](const WorkCalendar& before) {
    std::vector<NamedDay> days;
    for (const OwnDay& own : load_own_days(office.database)) days.push_back(own.day);
    return before.with_own(days);
  });
}

std::vector<ParameterNow> parameters_now(Office& office) {
  const auto law = office.law.now();
  const std::string region = region_of(*office.organs.now());
  const Date today = office.clock.today();
  const auto own = load_own_parameters(office.database);
  std::vector<ParameterNow> list;
  for (const auto& [id, book] : law->sets) {
    std::set<std::string> seen;
    for (const ParameterRow& each : book.parameters()) {
      const ParameterRow* row = book.law_row(each.key, region, today);
      if (!row || !seen.insert(each.key).second) continue;
      ParameterNow now{id, *row, std::string(book.counted_in(row->key)),
                       book.parameter(row->key, region, today), std::nullopt};
      for (const OwnParameterRow& one : own) {
        if (one.rule_set == id && one.parameter.key == row->key) now.own = one;
      }
      list.push_back(std::move(now));
    }
  }
  return list;
}

Result<ParameterNow> set_own_parameter(Office& office, Id actor_id, const std::string& rule_set,
                                       const OwnParameter& wanted, const std::string& reason) {
  auto before = find_parameter(office, rule_set, wanted.key);
  if (!before) return before;
  const std::string basis = before->law.basis;
  if (before->law.tighten.empty())
    return refuse("parameter_fixed", Refusal::Kind::forbidden).by(basis);
  if (wanted.value < 1 || wanted.value >= number_of(before->law.value))
    return refuse("parameter_not_stricter")
        .on("value")
        .with("limit", before->law.value)
        .by(basis);
  if (wanted.valid_from_on < office.clock.today())
    return refuse("parameter_from_past").on("valid_from_on");
  ChangeSet changes;
  save_own_parameter(changes, {rule_set, wanted, reason, actor_id, office.clock.now()});
  return written(office, actor_id, std::move(changes), *before);
}

Result<ParameterNow> drop_own_parameter(Office& office, Id actor_id, const std::string& rule_set,
                                        const std::string& key) {
  auto before = find_parameter(office, rule_set, key);
  if (!before) return before;
  if (!before->own) return refuse("parameter_not_own", Refusal::Kind::not_found);
  ChangeSet changes;
  drop_own_parameters(changes, rule_set, key);
  return written(office, actor_id, std::move(changes), *before);
}

Result<Done> set_own_days(Office& office, Id actor_id, int year, const std::string& source,
                          const std::vector<NamedDay>& days) {
  if (!office.calendar.now()->awaits_notice(year))
    return refuse("calendar_announced", Refusal::Kind::conflict)
        .with("year", std::to_string(year));
  std::set<Date> seen;
  for (const NamedDay& day : days) {
    if (day.on.year() != year)
      return refuse("day_outside_year").on("days").with("on", day.on.iso());
    if (!seen.insert(day.on).second) return refuse("day_twice").on("days").with("on", day.on.iso());
  }
  std::vector<NamedDay> earlier;
  std::string earlier_source;
  for (const OwnDay& own : load_own_days(office.database)) {
    if (own.day.on.year() != year) continue;
    earlier.push_back(own.day);
    earlier_source = own.source;
  }
  ChangeSet changes;
  save_own_days(changes, year, source, days);
  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (!outcome.committed()) throw std::logic_error("own days were rejected: " + outcome.detail);
  take_own_rules(office);
  audit_change(office, actor_id, days.empty() ? "calendar_taken_back" : "calendar_entered",
               "calendar", std::to_string(year), history_of(earlier, earlier_source),
               history_of(days, source));
  return Done{};
}

std::string own_source(Office& office, int year) {
  for (const OwnDay& own : load_own_days(office.database)) {
    if (own.day.on.year() == year) return own.source;
  }
  return "";
}

}  // namespace xinfang
