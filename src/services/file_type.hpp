// What a file is, by its first bytes; never by its name or by what the sender says.
#pragma once

#include <string>
#include <string_view>

namespace xinfang {

constexpr std::size_t kTypeBytes = 8192;  // how much of the file's start is looked at

// Media type of a file that petitions may bring: jpeg png gif webp heic pdf mp3 m4a wav mp4 mov docx
// xlsx ofd txt. Empty for anything else. `head` is its first kTypeBytes or all of it; the end of the
// name only tells the members of one family apart (docx, xlsx, ofd are all ZIP).
std::string file_type(std::string_view head, std::string_view name);

// The name as it is kept: no folder, no control or bidirectional characters, none that a file system
// or a shell takes amiss, at most 100 characters with its ending kept. Never empty.
std::string tidy_file_name(std::string_view name);

}  // namespace xinfang
