// Letters as their reader has them: the text of a PDF.
#pragma once

#include <string>

#include "tests/support/test_app.hpp"

namespace xinfang {

// The newest letter of a kind, to that organ if one is given, without line breaks and blanks.
std::string letter_text(TestApp& app, const std::string& login, const Json& receipt,
                        const std::string& kind, Id organ = 0);

}  // namespace xinfang
