// xinfang demo-office: a small fictional county (安澜县) with its petition office, three departments,
// a township and people with roles, made through the same services as any other office.
//
// With `known` the people get known passwords and second factors, for trying things out: the server
// then says on /api/v1/about that it is a demonstration. Without it passwords are made and printed
// once, and everybody enrols at the first sign-in.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "services/office.hpp"

namespace xinfang {

// The code stands for no county: it is a row that only groups others.
constexpr std::string_view kDemoRegion = "419000";

struct DemoPerson {
  std::string login, name, organ;  // organ: its short name
  std::string password;
  Bytes totp_secret;               // empty: to be enrolled at the first sign-in
};
// Refusals of write_organ and create_user; demo_office_there (conflict) when there are organs.
Result<std::vector<DemoPerson>> make_demo_office(Office& office, bool known);

int run_demo_office(Office& office, bool known, std::ostream& out, std::ostream& err);

}  // namespace xinfang
