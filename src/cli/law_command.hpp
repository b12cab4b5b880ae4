// xinfang law check | deadline | diagram | explain | steps | table: the law as the program reads it.
//
// check    loads everything under law/ and says what is wrong, file:row: sentence
// deadline questions about due days on `in`, a JSON object a line, an answer a line (law_deadline.hpp)
// diagram  [--set reg2022] [--subject intake|node|procedure] [--format mermaid|svg]: the machines, all
//          three or one, for Mermaid or as a picture
// explain  CLOCK --from DAY [--set --region --level --days]: how a due date comes about
// steps    [--set]: id, deed, from, to, who, basis
// table    docs/LAW.md but its last section (tools/law_page)
// Each takes --law FOLDER in place of `law_folder`, and --language zh|en.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/messages.hpp"

namespace xinfang {

// `args` after "law". Returns the exit status: 0, 1 something is wrong (sentences on `out` for check,
// else on `err`; for deadline, a line was refused), 2 usage.
int law_command(const std::vector<std::string>& args, const std::string& law_folder,
                const Messages& messages, std::istream& in, std::ostream& out, std::ostream& err);

}  // namespace xinfang
