#include "http/edge/uploads.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace xinfang::edge {

namespace {

namespace fs = std::filesystem;
constexpr std::string_view kPrefix = "upload-";

}  // namespace

void prepare_upload_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!fs::is_directory(folder)) throw std::runtime_error("upload folder cannot be made");
  fs::permissions(folder, fs::perms::owner_all, error);
  if (error || access(folder.c_str(), W_OK | X_OK) != 0) {
    throw std::runtime_error("upload folder is not the server's own");
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().filename().string().starts_with(kPrefix)) {
      fs::remove(entry.path(), error);
    }
  }
}

UploadFile::UploadFile(const std::string& folder)
    : path_(folder + "/" + std::string(kPrefix) + "XXXXXX") {
  descriptor_ = mkostemp(path_.data(), O_CLOEXEC);
  if (descriptor_ < 0) throw std::runtime_error("no temporary file for an upload");
}

UploadFile::~UploadFile() {
  if (descriptor_ >= 0) close(descriptor_);
  unlink(path_.c_str());  // fails harmlessly when the handler moved it
}

bool UploadFile::write(std::string_view piece) {
  size_ += piece.size();
  while (!piece.empty()) {
    const ssize_t done = ::write(descriptor_, piece.data(), piece.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    piece.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

bool UploadFile::finish() { return fdatasync(descriptor_) == 0; }

}  // namespace xinfang::edge
