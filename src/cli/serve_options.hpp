// The options that all commands share and those of serve.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/office_setup.hpp"

namespace xinfang {

// What a demonstration shall have in it.
struct DemoOptions {
  std::int64_t matters = 2000, years = 3;
  std::int64_t seed = 1;
};

struct ServeOptions {
  SetupOptions setup;
  std::string listen = "127.0.0.1";
  std::uint16_t port = 8080;
  unsigned workers = 32;
  std::string tls_certificate, tls_key;
  std::vector<std::string> trusted_proxies;
  bool demonstration = false;
  DemoOptions demo;
};

using CommandArguments = std::vector<std::string>;

// Reads words[1...]: shared options wherever they stand, the rest in order into `rest` (for serve
// nothing may be left). Gives the sentence of what is wrong, or nothing.
std::string read_serve_options(const std::vector<std::string>& words, ServeOptions& options,
                               CommandArguments& rest);

}  // namespace xinfang
