// The folder law/ from disk: every file is read here, domain/ sees texts only.
//
// <folder>/<set>/*.toml (a set is a folder that holds steps.toml), regions/*.toml,
// calendar/{days.csv,calendar.toml}, divisions/{divisions.csv,readings.csv,villages.csv.gz},
// categories/categories.toml.
#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "domain/category.hpp"
#include "domain/division.hpp"
#include "domain/rulebook.hpp"
#include "domain/work_calendar.hpp"

namespace xinfang {

// Every set that stands, inherited ones first; what is wrong goes to `errors`.
Law read_law(const std::string& folder, std::vector<LawError>& errors);

// Refusal law_invalid (facts file, row, problem of the first error, count), file_unreadable.
Result<Law> load_law(const std::string& folder);
Result<WorkCalendar> load_calendar(const std::string& folder);
Result<Villages> load_villages(const std::string& folder);
// Reads the villages when the first of them is needed. `more`: a file of the same form whose rows are
// added; empty: none.
Result<Divisions> load_divisions(const std::string& folder, const std::string& more = "");
Result<Categories> load_categories(const std::string& folder);

}  // namespace xinfang
