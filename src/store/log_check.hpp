// The log against the events, both ways. Private to verification.
#pragma once

#include <set>
#include <string>

#include "store/verification.hpp"

namespace xinfang {

// Adds up to a bound, each row once.
class Findings {
 public:
  explicit Findings(std::vector<Finding>& list) : list_(list) {}
  void add(std::string table, std::string row, std::string problem);
  bool has(const std::string& table, const std::string& row) const;
  bool full() const { return list_.size() >= 1000; }

 private:
  std::vector<Finding>& list_;
  std::set<std::string> known_;
};

std::string event_row(Id matter_id, std::int64_t stream, std::int64_t seq);

// Returns the number of log entries. Events with a finding already are not reported again.
std::uint64_t check_log(const Database::Reader& read, Findings& findings);

}  // namespace xinfang
