// A finished part of a backup: a folder with a manifest, which is written last.
//
// manifest.json names every file beside it with size and SHA-256 and ends with the digest of itself.
// A folder without one is a backup that was cut short.
//
// Refusal codes: backup_unfinished (no manifest), backup_damaged (fact "path": what was altered, cut
// or is missing), and those of base/files.hpp.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace xinfang {

// Digests the files, which are on disk already, and makes the folder a finished one.
Result<Done> write_manifest(const std::string& folder, Json manifest,
                            const std::vector<std::string>& files);
Result<Json> read_manifest(const std::string& folder);
// The first file that is not what the manifest says.
Result<Done> check_files(const std::string& folder, const Json& manifest);

// Names of the folders in it, newest first, since they are named by their time.
std::vector<std::string> folders_in(const std::string& folder);
bool is_finished(const std::string& folder);

}  // namespace xinfang
