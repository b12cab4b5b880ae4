#include "http/edge/limits.hpp"

#include <sys/resource.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v6.hpp>

namespace xinfang::edge {

namespace ip = boost::asio::ip;

std::string address_key(std::string_view address) {
  boost::system::error_code error;
  const auto parsed = ip::make_address(std::string(address), error);
  if (error) return std::string(address);
  if (parsed.is_v4()) return parsed.to_string();
  const auto v6 = parsed.to_v6();
  if (v6.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, v6).to_string();
  return ip::network_v6(v6, 64).canonical().to_string();
}

bool ConnectionCounts::enter(const std::string& key) {
  if (total_ >= most_) return false;
  if (!key.empty()) {
    auto& count = by_key_[key];
    if (count >= most_per_address_) return false;
    ++count;
  }
  ++total_;
  return true;
}

void ConnectionCounts::leave(const std::string& key) {
  --total_;
  const auto found = by_key_.find(key);
  if (found != by_key_.end() && --found->second == 0) by_key_.erase(found);
}

std::size_t raise_open_files() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return 0;
  if (limit.rlim_cur < limit.rlim_max) {
    rlimit raised = limit;
    raised.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace xinfang::edge
