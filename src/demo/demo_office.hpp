// The offices and people of 安澜县, a county that does not exist, made by the services as any other
// office is. Everybody has the same known password and a second factor that anybody can work out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "services/office.hpp"

namespace xinfang {

constexpr std::string_view kDemoRegion = "990121";

struct DemoPerson {
  std::string login, name, organ;  // organ: its short name; empty for administrators
  std::string password;
  Bytes totp_secret;
  bool core = false;               // of those whom the README follows
};

// What is made: only what README and tests walk through, or the whole county.
enum class DemoScope { core, county };

// From the text of demo/office.toml. Gives the people made, in the file's order. Refusals:
// demo_office_there (conflict) when there are organs, demo_texts_invalid, those of write_organ,
// check_roles and write_user.
Result<std::vector<DemoPerson>> make_demo_office(Office& office, std::string_view office_toml,
                                                 DemoScope scope);

}  // namespace xinfang
