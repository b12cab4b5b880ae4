// xinfang demo: a fictional county with its offices, people and three years of petitions, made in an
// empty data folder; serve --demo makes it at its first start.
//
// DATA/demonstration.unfinished stands while it is made: whoever opens such a folder is told that it
// was cut short. DATA/demonstration stands from then on, so that nobody meets known passwords and
// second factors unawares.
#pragma once

#include <iosfwd>

#include "cli/office_setup.hpp"
#include "cli/serve_options.hpp"

namespace xinfang {

// Says the accounts on `out`, how far it is on `err`; gives the exit code. Refuses an office that has
// organs already. Throws as OpenOffice does.
int make_demonstration(const SetupOptions& setup, const DemoOptions& wanted, std::ostream& out,
                       std::ostream& err);

}  // namespace xinfang
