#include "http/edge/proxy.hpp"

#include <boost/asio/ip/address.hpp>
#include <stdexcept>

#include "http/edge/header_text.hpp"

namespace xinfang::edge {

namespace {

namespace ip = boost::asio::ip;

// One text for one address; empty when it is none.
std::string canonical(std::string_view text) {
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(text), error);
  if (error) return {};
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

bool is_forwarding(std::string_view name) {
  return name == "x-forwarded-for" || name == "x-forwarded-proto" || name == "x-forwarded-host" ||
         name == "x-real-ip" || name == "forwarded";
}

}  // namespace

TrustedProxies::TrustedProxies(const std::vector<std::string>& addresses) {
  for (const auto& text : addresses) {
    std::string address = canonical(text);
    if (address.empty()) throw std::runtime_error("trusted proxy is not an address: " + text);
    addresses_.insert(std::move(address));
  }
}

bool TrustedProxies::contains(std::string_view address) const {
  return addresses_.contains(canonical(address));
}

void TrustedProxies::apply(std::string_view peer, bool tls, Request& request) const {
  request.client_address = canonical(peer);
  request.secure = tls;
  if (addresses_.empty() || !addresses_.contains(request.client_address)) {
    std::erase_if(request.headers, [](const auto& header) { return is_forwarding(header.first); });
    return;
  }
  std::string hops;
  std::string_view proto;
  for (const auto& [name, value] : request.headers) {
    if (name == "x-forwarded-for") hops += (hops.empty() ? "" : ",") + value;
    if (name == "x-forwarded-proto") proto = value;
  }
  const auto items = list_items(hops);
  for (auto hop = items.rbegin(); hop != items.rend(); ++hop) {
    std::string address = canonical(*hop);
    if (address.empty()) break;  // nothing before an unreadable hop can be believed
    request.client_address = std::move(address);
    if (!addresses_.contains(request.client_address)) break;
  }
  // The last word is the trusted proxy's own.
  const auto words = list_items(proto);
  if (!words.empty()) request.secure = same_word(words.back(), "https");
}

}  // namespace xinfang::edge
