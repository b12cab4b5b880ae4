#include "store/log_check.hpp"

namespace xinfang {
namespace {

constexpr int kPage = 1000;
constexpr int kMostFindings = 1000;

std::string log_row(std::int64_t log_index) { return "log_index " + std::to_string(log_index); }

// What is wrong with a log or pending row and the event it names (columns as in the two reads).
void check_named_event(const Database::Reader& read, const Row& row, const std::string& table,
                       const std::string& name, Findings& findings) {
  const Id matter_id = row.integer(2);
  const std::string event = event_row(matter_id, row.integer(3), row.integer(4));
  if (row.is_null(6)) {
    const bool elsewhere = !read("SELECT seq FROM events WHERE matter_id = $1 AND event_id = $2",
                                 {matter_id, row.integer(1)})
                                .empty();
    if (elsewhere) {
      findings.add(table, name, "was changed: its event stands at another seq");
    } else if (!findings.has("events", event)) {
      findings.add("events", event, "is missing: " + table + " " + name + " names it");
    }
    return;
  }
  const bool same = row.integer(1) == row.integer(6) && row.bytes(5) == row.bytes(7);
  if (!same && !findings.has("events", event)) {
    findings.add(table, name, "does not have the id and commitment of events " + event);
  }
}

std::uint64_t check_entries(const Database::Reader& read, Findings& findings) {
  std::uint64_t count = 0;
  for (std::int64_t next = 0; !findings.full();) {
    const Rows rows = read(
        "SELECT l.log_index, l.event_id, l.matter_id, l.stream, l.seq, l.commitment, e.event_id, "
        "e.commitment FROM log_entries l LEFT JOIN events e "
        "ON e.matter_id = l.matter_id AND e.stream = l.stream AND e.seq = l.seq "
        "WHERE l.log_index >= $1 ORDER BY l.log_index LIMIT $2",
        {next, kPage});
    for (const Row& row : rows) {
      const std::int64_t index = row.integer(0);
      for (; next < index && !findings.full(); ++next) {
        findings.add("log_entries", log_row(next), "is missing");
      }
      next = index + 1;
      ++count;
      check_named_event(read, row, "log_entries", log_row(index), findings);
    }
    if (rows.size() < static_cast<std::size_t>(kPage)) break;
  }
  return count;
}

void check_pending(const Database::Reader& read, Findings& findings) {
  for (const Row& row :
       read("SELECT p.event_id, p.event_id, p.matter_id, p.stream, p.seq, p.commitment, "
            "e.event_id, e.commitment FROM log_pending p LEFT JOIN events e "
            "ON e.matter_id = p.matter_id AND e.stream = p.stream AND e.seq = p.seq "
            "WHERE e.event_id IS NULL OR e.event_id <> p.event_id OR "
            "e.commitment <> p.commitment ORDER BY p.event_id LIMIT $1",
            {kMostFindings})) {
    check_named_event(read, row, "log_pending", "event_id " + id_text(row.integer(0)), findings);
  }
}

void check_outside(const Database::Reader& read, Findings& findings) {
  for (const Row& row :
       read("SELECT e.matter_id, e.stream, e.seq FROM events e "
            "LEFT JOIN log_entries l ON l.event_id = e.event_id "
            "LEFT JOIN log_pending p ON p.event_id = e.event_id "
            "WHERE l.event_id IS NULL AND p.event_id IS NULL "
            "ORDER BY e.matter_id, e.stream, e.seq LIMIT $1",
            {kMostFindings})) {
    findings.add("events", event_row(row.integer(0), row.integer(1), row.integer(2)),
                 "is in no log: it was put in past the program, or its log entry was taken out");
  }
  for (const Row& row : read("SELECT event_id, MAX(log_index) FROM log_entries "
                             "GROUP BY event_id HAVING COUNT(*) > 1 LIMIT $1",
                             {kMostFindings})) {
    findings.add("log_entries", log_row(row.integer(1)),
                 "repeats event_id " + id_text(row.integer(0)));
  }
}

}  // namespace

void Findings::add(std::string table, std::string row, std::string problem) {
  if (full() || !known_.insert(table + "|" + row).second) return;
  list_.push_back({std::move(table), std::move(row), std::move(problem)});
}

bool Findings::has(const std::string& table, const std::string& row) const {
  return known_.contains(table + "|" + row);
}

std::string event_row(Id matter_id, std::int64_t stream, std::int64_t seq) {
  return "matter " + std::to_string(matter_id) + " stream " + std::to_string(stream) + " seq " +
         std::to_string(seq);
}

std::uint64_t check_log(const Database::Reader& read, Findings& findings) {
  const std::uint64_t count = check_entries(read, findings);
  check_pending(read, findings);
  check_outside(read, findings);
  return count;
}

}  // namespace xinfang
