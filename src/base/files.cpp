#include "base/files.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "base/crypto.hpp"

namespace xinfang {
namespace {

Refusal file_refusal(const char* code, const std::string& path, int error = errno) {
  return refuse(code).with("path", path).with("reason", std::generic_category().message(error));
}

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags) : file_(open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() { close_now(); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  bool ok() const { return file_ >= 0; }
  int number() const { return file_; }
  bool close_now() { return file_ < 0 || close(std::exchange(file_, -1)) == 0; }

 private:
  int file_;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool sync_folder(const std::string& path) {
  auto folder = std::filesystem::path(path).parent_path();
  OpenFile file(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
  return file.ok() && fsync(file.number()) == 0;
}

}  // namespace

void fail_file(const std::string& path, int error) {
  const std::string what = path + ": " + std::generic_category().message(error);
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
    case EROFS:
    case EIO:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
      throw StorageUnavailable(what);
    default:
      throw std::runtime_error(what);
  }
}

Result<std::string> read_file(const std::string& path) {
  OpenFile file(path, O_RDONLY);
  if (!file.ok()) return file_refusal("file_unreadable", path);
  std::string content;
  char block[65536];
  while (true) {
    ssize_t got = read(file.number(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_refusal("file_unreadable", path);
    if (got == 0) return content;
    content.append(block, static_cast<std::size_t>(got));
  }
}

Result<Done> write_file_durably(const std::string& path, std::string_view bytes) {
  std::string fresh = path + ".new-" + hex(random_bytes(8));
  OpenFile file(fresh, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.ok()) return file_refusal("file_unwritable", path);
  if (!write_all(file.number(), bytes) || fsync(file.number()) != 0 || !file.close_now() ||
      rename(fresh.c_str(), path.c_str()) != 0) {
    int error = errno;
    unlink(fresh.c_str());
    return file_refusal("file_unwritable", path, error);
  }
  if (!sync_folder(path)) return file_refusal("file_unwritable", path);
  return Done{};
}

Result<Done> make_private_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return file_refusal("folder_unusable", path, error.value());
  if (chmod(path.c_str(), 0700) != 0) return file_refusal("folder_unusable", path);
  struct stat found {};
  if (stat(path.c_str(), &found) != 0) return file_refusal("folder_unusable", path);
  if (!S_ISDIR(found.st_mode)) return file_refusal("folder_unusable", path, ENOTDIR);
  if (found.st_uid != geteuid()) return file_refusal("folder_unusable", path, EPERM);
  return Done{};
}

MemoryFile::MemoryFile(std::string_view bytes) : file_(memfd_create("xinfang", MFD_CLOEXEC)) {
  if (file_ >= 0 && write_all(file_, bytes)) return;
  const int error = errno;
  if (file_ >= 0) close(file_);
  throw std::runtime_error("memory file: " + std::generic_category().message(error));
}

MemoryFile::~MemoryFile() { close(file_); }

}  // namespace xinfang
