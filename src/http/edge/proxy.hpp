// Who the client is when a reverse proxy stands in front.
//
// X-Forwarded-For and -Proto count only when the peer is a trusted proxy. The list is read from its
// end: the first address that is no trusted proxy is the client; what stands before it anyone may
// have written.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "http/edge/message.hpp"

namespace xinfang::edge {

class TrustedProxies {
 public:
  // Throws std::runtime_error when one is not an address.
  explicit TrustedProxies(const std::vector<std::string>& addresses);

  bool contains(std::string_view address) const;

  // Fills client_address and secure; drops forwarding headers that are not to be believed.
  void apply(std::string_view peer, bool tls, Request& request) const;

 private:
  std::set<std::string, std::less<>> addresses_;  // canonical texts
};

}  // namespace xinfang::edge
