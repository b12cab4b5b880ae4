// Whole files, safely: what was written is either there after a power cut or the old file is.
//
// Refusal codes: file_unreadable, file_unwritable, folder_unusable, each with the facts "path" and
// "reason" (the system's words).
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace xinfang {

Result<std::string> read_file(const std::string& path);

// Replaces the file in one step (new file beside it, fsync, rename, fsync of the folder). Only the
// owner may read it. Nothing is left behind when it is refused.
Result<Done> write_file_durably(const std::string& path, std::string_view bytes);

// Makes the folder and those above it where missing; the folder itself is closed to others (0700),
// also when it was there before. Refuses what is no folder or belongs to somebody else.
Result<Done> make_private_folder(const std::string& path);

}  // namespace xinfang
