// The derived rows of one matter: as its events say they are, as they stand, and what differs.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "domain/matter.hpp"
#include "domain/rulebook.hpp"
#include "store/database.hpp"
#include "store/verification.hpp"

namespace xinfang {

inline constexpr std::size_t kDirectoryTables = 4;  // matters, open_work, matter_access, item_number

// Key columns of a row -> its other columns, by table.
using DirectoryKey = std::vector<Param>;
using DirectoryRows = std::array<std::map<DirectoryKey, std::vector<Param>>, kDirectoryTables>;

// Throws std::out_of_range when the law has no such rule set.
DirectoryRows derived_rows(const Law& law, const Matter& matter);
// Rows as they stand, by matter, of matters with after_id < matter_id <= last_id. Reads each table
// once, since most are not kept by matter: ask for many matters.
std::map<Id, DirectoryRows> rows_between(const Database::Reader& read, Id after_id, Id last_id);

struct Difference {
  Finding finding;
  Statement repair;
};
std::vector<Difference> differences(const DirectoryRows& derived, const DirectoryRows& standing);

}  // namespace xinfang
