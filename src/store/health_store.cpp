#include "store/health_store.hpp"

#include <set>

#include "store/backup_store.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kExamples = 10;
constexpr std::int64_t kMinute = 60'000, kHour = 60 * kMinute;
constexpr std::int64_t kIdBits = 21;  // below the milliseconds of an id, see base/id.hpp

// What each reading gives should not be there. Matters are named by their number where there is one.
struct Question {
  std::string_view code, sql;
};
constexpr Question kQuestions[] = {
    {"matter_without_events",
     "SELECT m.matter_no FROM matters m WHERE NOT EXISTS (SELECT 1 FROM events e"
     " WHERE e.matter_id = m.matter_id AND e.stream = 0 AND e.seq = 1)"},
    {"events_without_matter",
     "SELECT e.matter_id FROM events e WHERE e.stream = 0 AND e.seq = 1 AND NOT EXISTS"
     " (SELECT 1 FROM matters m WHERE m.matter_id = e.matter_id)"},
    {"event_gap",
     "SELECT matter_id FROM events GROUP BY matter_id, stream"
     " HAVING COUNT(seq) <> MAX(seq) OR MIN(seq) <> 1"},
    {"version_behind",
     "SELECT m.matter_no FROM matters m WHERE m.version <> (SELECT MAX(e.seq) FROM events e"
     " WHERE e.matter_id = m.matter_id AND e.stream = 0)"},
    // A duty whose term still runs, supervision and terms of rights (organ_id 0) outlive the closing.
    {"work_of_closed",
     "SELECT DISTINCT m.matter_no FROM open_work w JOIN matters m ON m.matter_id = w.matter_id"
     " WHERE w.organ_id <> 0 AND m.is_open = 0 AND w.clock = '' AND w.list <> 'to_supervise'"},
    {"work_without_matter",
     "SELECT DISTINCT w.matter_id FROM open_work w WHERE w.matter_id NOT IN"
     " (SELECT matter_id FROM matters)"},
    {"open_without_work",
     "SELECT matter_no FROM matters WHERE is_open = 1 AND matter_id NOT IN"
     " (SELECT matter_id FROM open_work)"},
    {"work_of_unknown_organ",
     "SELECT DISTINCT organ_id FROM open_work WHERE organ_id <> 0 AND organ_id NOT IN"
     " (SELECT organ_id FROM organs)"},
    {"number_without_matter",
     "SELECT item_no FROM item_number WHERE matter_id NOT IN (SELECT matter_id FROM matters)"},
    {"cursor_ahead",
     "SELECT name FROM log_cursors WHERE next_index >"
     " (SELECT COALESCE(MAX(log_index) + 1, 0) FROM log_entries)"},
    {"log_gap",
     "SELECT MAX(log_index) FROM log_entries HAVING COUNT(log_index) <> MAX(log_index) + 1"},
    {"user_without_role",
     "SELECT login FROM users u WHERE active = 1 AND NOT EXISTS"
     " (SELECT 1 FROM user_roles r WHERE r.user_id = u.user_id)"},
    {"user_without_organ",
     "SELECT DISTINCT u.login FROM users u JOIN user_roles r ON r.user_id = u.user_id"
     " WHERE u.active = 1 AND u.organ_id NOT IN (SELECT organ_id FROM organs)"
     " AND r.role NOT IN ('SYS_ADMIN', 'SEC_ADMIN', 'AUDITOR')"},
};

// The same, older than a moment ($1).
struct Late {
  std::string_view code, sql;
  std::int64_t after_ms;  // how long a running server may take
};
constexpr Late kLate[] = {
    {"sessions_kept", "SELECT session_id FROM sessions WHERE expires_at < $1", kHour},
    {"answers_kept", "SELECT key FROM idempotency WHERE expires_at < $1", 3 * kHour},
    {"uploads_kept",
     "SELECT attachment_id FROM attachments WHERE matter_id > 0 AND bound = 0 AND uploaded_at < $1",
     30 * kHour},
};

std::string name_of(const Row& row) {
  if (const auto* text = std::get_if<std::string>(&row.value(0))) return *text;
  return std::to_string(row.integer(0));
}

std::vector<std::string> names_in(const Rows& rows) {
  std::vector<std::string> names;
  for (const Row& row : rows) names.push_back(name_of(row));
  return names;
}

// Terms that ran out the day before yesterday or earlier: the jobs look every quarter of an hour.
std::vector<std::string> forgotten_terms(Database& database, const std::string& list, Date today) {
  return names_in(database.read(
      "SELECT m.matter_no FROM open_work w JOIN matters m ON m.matter_id = w.matter_id"
      " WHERE w.organ_id = 0 AND w.list = $1 AND w.due_on < $2 ORDER BY w.due_on",
      {list, (today - 1).iso()}));
}

// Prefixes of item numbers of which one higher than the counter was given: the next would be given twice.
std::vector<std::string> counters_behind(Database& database) {
  std::vector<std::string> behind;
  for (const Row& row : database.read(
           "SELECT n.prefix, n.highest, COALESCE(c.value, 0) FROM"
           " (SELECT SUBSTR(item_no, 1, 20) AS prefix,"
           "  MAX(CAST(SUBSTR(item_no, 21, 6) AS BIGINT)) AS highest"
           "  FROM item_number WHERE LENGTH(item_no) = 27 GROUP BY 1) n"
           " LEFT JOIN counters c ON c.name = 'item.' || n.prefix"
           " WHERE n.highest > COALESCE(c.value, 0)")) {
    const std::string prefix = row.text(0);
    const auto on = Date::parse(prefix.substr(12, 4) + "-" + prefix.substr(16, 2) + "-" +
                                prefix.substr(18, 2));
    const std::int64_t more = on ? numbers_set_on(database, *on) : 0;
    if (row.integer(1) > row.integer(2) + more) behind.push_back(prefix);
  }
  return behind;
}

std::set<Id> numbers_of(const Rows& rows) {
  std::set<Id> numbers;
  for (const Row& row : rows) numbers.insert(row.integer(0));
  return numbers;
}

}  // namespace

void add_ailment(std::vector<Ailment>& ailments, std::string code,
                 const std::vector<std::string>& names) {
  if (names.empty()) return;
  Ailment one{std::move(code), static_cast<std::int64_t>(names.size()), names};
  if (one.examples.size() > kExamples) one.examples.resize(kExamples);
  ailments.push_back(std::move(one));
}

std::vector<Ailment> ailments_of_rows(Database& database, Instant now) {
  std::vector<Ailment> ailments;
  for (const Question& question : kQuestions) {
    add_ailment(ailments, std::string(question.code), names_in(database.read(question.sql)));
  }
  for (const Late& late : kLate) {
    const Rows rows = database.read(late.sql, {now.ms - late.after_ms});
    add_ailment(ailments, std::string(late.code), names_in(rows));
  }
  const std::int64_t since = Instant::parse("2020-01-01T00:00:00Z")->ms;
  const Id waits_since = (now.ms - 10 * kMinute - since) << kIdBits;
  add_ailment(ailments, "log_waits",
              names_in(database.read("SELECT event_id FROM log_pending WHERE event_id < $1",
                                     {waits_since})));
  const Date today = china_date(now);
  add_ailment(ailments, "terms_not_lapsed", forgotten_terms(database, "lapse", today));
  add_ailment(ailments, "overdue_not_told", forgotten_terms(database, "overdue", today));
  add_ailment(ailments, "counter_behind", counters_behind(database));
  return ailments;
}

std::vector<Ailment> ailments_of_keys(Database& database, Database& keys) {
  const std::set<Id> known = numbers_of(keys.read("SELECT key_id FROM matter_keys"));
  std::vector<std::string> missing;
  for (const std::string_view sql :
       {"SELECT DISTINCT key_id, matter_id FROM vault",
        "SELECT DISTINCT key_id, matter_id FROM attachments"}) {
    database.scan(sql, {}, [&](const Row& row) {
      if (!known.contains(row.integer(0))) missing.push_back(id_text(row.integer(1)));
    });
  }
  std::vector<Ailment> ailments;
  add_ailment(ailments, "keys_missing", missing);
  return ailments;
}

}  // namespace xinfang
