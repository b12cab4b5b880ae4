// Statements of the lists, apart so that a test can ask both engines how they would run them: each
// must be a range of an index, however many rows there are.
#pragma once

#include <string>
#include <string_view>

#include "store/matter_store.hpp"

namespace xinfang::matter_sql {

// $1 organ, $2 list, $3 to $5 the key of the row before, $6 highest wall to be seen, $7 limit.
inline constexpr std::string_view kWorklist =
    "SELECT m.matter_id, m.matter_no, m.rule_set, m.state, m.kind, m.category, m.region_code, "
    "m.channel, m.version, m.is_open, m.wall, m.received_at, m.changed_at, "
    "w.subject_no, w.list, w.clock, w.due_on, w.claimed_by "
    "FROM open_work w JOIN matters m ON m.matter_id = w.matter_id "
    "WHERE w.organ_id = $1 AND w.list = $2 "
    "AND (w.due_on, w.matter_id, w.subject_no) > ($3, $4, $5) AND w.wall <= $6 "
    "ORDER BY w.due_on, w.matter_id, w.subject_no LIMIT $7";

// $1 organ. Counted one by one: not each of them may be told to each liaison.
inline constexpr std::string_view kWalledWork =
    "SELECT list, due_on, matter_id FROM open_work WHERE organ_id = $1 AND wall = 1 "
    "ORDER BY matter_id";

// $1 organ, $2 today, $3 last day that is due soon, $4 highest wall to be seen.
inline constexpr std::string_view kWorkCounts =
    "SELECT list, COUNT(*), COUNT(*) FILTER (WHERE due_on < $2), "
    "COUNT(*) FILTER (WHERE due_on >= $2 AND due_on <= $3) "
    "FROM open_work WHERE organ_id = $1 AND wall <= $4 GROUP BY list ORDER BY list";

// $1 today, $2 limit, $3 list of the system.
inline constexpr std::string_view kLapsed =
    "SELECT m.matter_id, m.matter_no, m.rule_set, m.state, m.kind, m.category, m.region_code, "
    "m.channel, m.version, m.is_open, m.wall, m.received_at, m.changed_at, "
    "w.subject_no, w.list, w.clock, w.due_on, w.claimed_by "
    "FROM open_work w JOIN matters m ON m.matter_id = w.matter_id "
    "WHERE w.organ_id = 0 AND w.list = $3 AND w.due_on < $1 "
    "ORDER BY w.due_on, w.matter_id, w.subject_no LIMIT $2";

// $1 organ, $2 below this matter, $3 highest wall, $4 highest open_here, $5 limit.
inline constexpr std::string_view kMattersOfOrgan =
    "SELECT m.matter_id, m.matter_no, m.rule_set, m.state, m.kind, m.category, m.region_code, "
    "m.channel, m.version, m.is_open, m.wall, m.received_at, m.changed_at "
    "FROM matter_access a JOIN matters m ON m.matter_id = a.matter_id "
    "WHERE a.organ_id = $1 AND a.matter_id < $2 AND a.wall <= $3 AND a.open_here <= $4 "
    "ORDER BY a.matter_id DESC LIMIT $5";

// Of a row that begins with the columns of a matter as above.
MatterRow matter_row(const Row& row);

}  // namespace xinfang::matter_sql
