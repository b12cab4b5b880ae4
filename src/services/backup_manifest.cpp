#include "services/backup_manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "base/file_copy.hpp"
#include "base/files.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kOwnDigest = "manifest_sha256";

std::string path_of(const std::string& folder) { return folder + "/manifest.json"; }

Refusal damaged(const std::string& path) { return refuse("backup_damaged").with("path", path); }

Json without_own_digest(const Json& manifest) {
  Json rest = Json::object();
  for (const auto& [name, value] : manifest.as_object()) {
    if (name != kOwnDigest) rest.set(name, value);
  }
  return rest;
}

}  // namespace

Result<Done> write_manifest(const std::string& folder, Json manifest,
                            const std::vector<std::string>& files) {
  Json list = Json::array();
  for (const std::string& file : files) {
    const auto digest = digest_file(folder + "/" + file);
    if (!digest) return digest.refusal();
    list.push(Json::object().set("file", file).set("size", digest->size).set("sha256",
                                                                             hex(digest->sha256)));
  }
  manifest.set("files", std::move(list));
  const std::string own = hex(sha256(manifest.dump()));
  manifest.set(std::string(kOwnDigest), own);
  if (auto synced = sync_folder(folder); !synced) return synced;
  if (auto written = write_file_durably(path_of(folder), manifest.dump() + "\n"); !written) {
    return written;
  }
  return sync_folder(std::filesystem::path(folder).parent_path().string());
}

Result<Json> read_manifest(const std::string& folder) {
  if (!is_finished(folder)) return refuse("backup_unfinished").with("path", folder);
  const auto text = read_file(path_of(folder));
  if (!text) return text.refusal();
  auto manifest = Json::parse(*text);
  if (!manifest || (*manifest)[kOwnDigest].as_string() !=
                       hex(sha256(without_own_digest(*manifest).dump()))) {
    return damaged(path_of(folder));
  }
  return manifest;
}

Result<Done> check_files(const std::string& folder, const Json& manifest) {
  for (const Json& file : manifest["files"].as_array()) {
    const std::string path = folder + "/" + file["file"].as_string();
    const auto digest = digest_file(path);
    if (!digest || digest->size != file["size"].as_int(-1) ||
        hex(digest->sha256) != file["sha256"].as_string()) {
      return damaged(path);
    }
  }
  return Done{};
}

std::vector<std::string> folders_in(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code missing;
  for (const auto& entry : std::filesystem::directory_iterator(folder, missing)) {
    if (entry.is_directory()) names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end(), std::greater<>());
  return names;
}

bool is_finished(const std::string& folder) { return std::filesystem::exists(path_of(folder)); }

}  // namespace xinfang
