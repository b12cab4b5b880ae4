#include "cli/serve_options.hpp"

#include <functional>
#include <map>
#include <optional>

namespace xinfang {

namespace {

using Taker = std::function<std::string(const std::string& value)>;

std::string take_number(const std::string& name, const std::string& value, unsigned long most,
                        unsigned long least, unsigned long& into) {
  const auto number = value == "0" ? std::optional<Id>(0) : parse_id(value);
  if (!number || static_cast<unsigned long>(*number) > most ||
      static_cast<unsigned long>(*number) < least) {
    return name + " needs a number from " + std::to_string(least) + " to " + std::to_string(most);
  }
  into = static_cast<unsigned long>(*number);
  return {};
}

// For `xinfang demo` and, with a longer name, for serve --demo.
void add_demo_takers(const std::string& prefix, DemoOptions& demo,
                     std::map<std::string, Taker>& list) {
  const auto add = [&](const std::string& name, std::int64_t& into, unsigned long most,
                       unsigned long least = 0) {
    list[prefix + name] = [=, &into](const std::string& value) {
      unsigned long number = 0;
      std::string wrong = take_number(prefix + name, value, most, least, number);
      if (wrong.empty()) into = static_cast<std::int64_t>(number);
      return wrong;
    };
  };
  add("matters", demo.matters, 1'000'000);
  add("years", demo.years, 3, 1);
  add("seed", demo.seed, 1'000'000'000);
}

std::map<std::string, Taker> takers(ServeOptions& options, const std::string& command) {
  const auto text = [](std::string& into) {
    return [&into](const std::string& value) {
      into = value;
      return std::string();
    };
  };
  SetupOptions& setup = options.setup;
  std::map<std::string, Taker> list = {
      {"--root", text(setup.root)},
      {"--data", text(setup.data)},
      {"--database", text(setup.database)},
      {"--key-database", text(setup.key_database)},
      {"--attachments", text(setup.attachments)},
      {"--public-url", text(setup.public_url)},
      {"--profile", [&setup](const std::string& value) -> std::string {
         if (value != "standard" && value != "gm") return "--profile is standard or gm";
         setup.profile = value == "gm" ? CryptoProfile::gm : CryptoProfile::standard;
         return {};
       }}};
  if (command == "demo") add_demo_takers("--", options.demo, list);
  if (command != "serve") return list;
  add_demo_takers("--demo-", options.demo, list);
  list["--listen"] = text(options.listen);
  list["--tls-cert"] = text(options.tls_certificate);
  list["--tls-key"] = text(options.tls_key);
  list["--trusted-proxy"] = [&options](const std::string& value) {
    options.trusted_proxies.push_back(value);
    return std::string();
  };
  list["--port"] = [&options](const std::string& value) {
    unsigned long port = options.port;
    std::string wrong = take_number("--port", value, 65535, 0, port);
    options.port = static_cast<std::uint16_t>(port);
    return wrong;
  };
  list["--workers"] = [&options](const std::string& value) {
    unsigned long workers = options.workers;
    std::string wrong = take_number("--workers", value, 512, 1, workers);
    options.workers = static_cast<unsigned>(workers);
    return wrong;
  };
  return list;
}

}  // namespace

std::string read_serve_options(const std::vector<std::string>& words, ServeOptions& options,
                               CommandArguments& rest) {
  const bool serving = !words.empty() && words[0] == "serve";
  const std::map<std::string, Taker> known = takers(options, words.empty() ? "" : words[0]);
  bool url_given = false;
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::string name = words[i], value;
    if (name == "--demo" && serving) {
      options.demonstration = true;
      continue;
    }
    const std::size_t equal = name.find('=');
    const bool joined = name.rfind("--", 0) == 0 && equal != std::string::npos;
    if (joined) {
      value = name.substr(equal + 1);
      name.resize(equal);
    }
    const auto taker = known.find(name);
    if (taker == known.end()) {
      if (serving) return "serve does not know \"" + words[i] + "\"";
      rest.push_back(words[i]);
      continue;
    }
    if (!joined) {
      if (++i == words.size()) return name + " needs a value";
      value = words[i];
    }
    if (value.empty()) return name + " needs a value";
    if (std::string wrong = taker->second(value); !wrong.empty()) return wrong;
    url_given = url_given || name == "--public-url";
  }
  if (options.tls_certificate.empty() != options.tls_key.empty()) {
    return "--tls-cert and --tls-key belong together";
  }
  if (!url_given && options.port != 0) {
    options.setup.public_url = (options.tls_certificate.empty() ? "http://" : "https://") +
                               options.listen + ":" + std::to_string(options.port);
  }
  return {};
}

}  // namespace xinfang
