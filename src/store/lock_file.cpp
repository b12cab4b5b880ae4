#include "store/lock_file.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "store/database.hpp"

namespace xinfang {
namespace {

std::string holder(int file) {
  char digits[24] = {};
  const ssize_t count = pread(file, digits, sizeof digits - 1, 0);
  std::string pid(digits, count > 0 ? static_cast<std::size_t>(count) : 0);
  while (!pid.empty() && pid.back() == '\n') pid.pop_back();
  return pid.empty() ? "an unknown process" : "process " + pid;
}

}  // namespace

LockFile::LockFile(const std::string& path, const std::string& what, const std::string& advice) {
  file_ = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file_ < 0) {
    throw DatabaseUnavailable("The lock file " + path + " cannot be opened: " +
                              std::strerror(errno) + ". Check that its folder exists and is yours.");
  }
  if (flock(file_, LOCK_EX | LOCK_NB) != 0) {
    const std::string who = holder(file_);
    close(file_);
    throw DatabaseUnavailable(what + " is in use by " + who + " (it holds " + path + "). " + advice);
  }
  const std::string pid = std::to_string(getpid()) + "\n";
  if (ftruncate(file_, 0) != 0 ||
      pwrite(file_, pid.data(), pid.size(), 0) != static_cast<ssize_t>(pid.size())) {
    const std::string reason = std::strerror(errno);
    close(file_);
    throw DatabaseUnavailable("The lock file " + path + " cannot be written: " + reason + ".");
  }
}

LockFile::~LockFile() { close(file_); }

// Asking by flock would take it for a moment, and a server that starts just then would be refused.
std::string lock_holder(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat facts {};
  fstat(file, &facts);
  const std::string who = holder(file);
  close(file);
  const std::string inode = ":" + std::to_string(facts.st_ino) + " ";
  std::ifstream locks("/proc/locks");
  for (std::string line; std::getline(locks, line);) {
    if (line.find("FLOCK") != std::string::npos && line.find(inode) != std::string::npos) return who;
  }
  return {};
}

}  // namespace xinfang
