// Caps on connections, in all and per address. I/O thread only.
//
// An IPv6 customer owns a whole /64, so the cap counts by that prefix.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

namespace xinfang::edge {

// What the cap counts by: an IPv4 address whole, an IPv6 address by its first 64 bits. An IPv4
// address written as IPv6 is taken as IPv4. Text that is no address is its own key.
std::string address_key(std::string_view address);

class ConnectionCounts {
 public:
  ConnectionCounts(std::size_t most, std::size_t most_per_address)
      : most_(most), most_per_address_(most_per_address) {}

  // False: one of the caps is reached; nothing was counted. An empty key counts in all only.
  bool enter(const std::string& key);
  void leave(const std::string& key);
  std::size_t total() const { return total_; }

 private:
  const std::size_t most_, most_per_address_;
  std::size_t total_ = 0;
  std::unordered_map<std::string, std::size_t> by_key_;
};

// Raises the soft limit of open files to the hard one; returns the limit in force.
std::size_t raise_open_files();

}  // namespace xinfang::edge
