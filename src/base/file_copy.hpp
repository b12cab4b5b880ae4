// Files too large for memory: copied durably, digested, their folder made durable.
//
// Refusal codes: file_unreadable, file_unwritable, each with the facts "path" and "reason".
#pragma once

#include <string>

#include "base/crypto.hpp"
#include "base/result.hpp"

namespace xinfang {

// A new file that only its owner may read, on disk before it returns; in its place whole or not at
// all, over whatever stood there. The folder is not flushed: sync_folder() after the last of many.
Result<Done> copy_file(const std::string& from, const std::string& to);

struct FileDigest {
  std::int64_t size = 0;
  Bytes sha256;
};
Result<FileDigest> digest_file(const std::string& path);

Result<Done> sync_file(const std::string& path);    // what was written to it is on disk
Result<Done> sync_folder(const std::string& path);  // its names are on disk

}  // namespace xinfang
