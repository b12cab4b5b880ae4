// Files as answers: entity tags, conditional requests, single ranges, precompressed neighbours.
//
// Runs on workers. Of the static folder nothing is served that a hostile path could reach: no
// segment may begin with a dot, no symbolic link is followed, only regular files count.
#pragma once

#include <string>
#include <string_view>

#include "http/edge/outcome.hpp"

namespace xinfang::edge {

// The answer for a GET path that no route takes. A folder stands for its index.html; without the
// slash at its end it is answered 308 to the path with it, so that what it links to is found. False:
// there is no such file, `outcome` is unchanged.
bool serve_static(const std::string& folder, const Request& request, Outcome& outcome);

// Turns a response with `file_path` into one that sends this file. A status other than 200 given by
// the handler stays and takes no ranges. False: the file cannot be opened.
bool serve_file(const Request& request, Outcome& outcome);

std::string_view content_type_of(std::string_view path);  // by the ending of the name

}  // namespace xinfang::edge
