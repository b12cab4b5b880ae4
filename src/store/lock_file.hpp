// One server for one SQLite file: `<file>.lock` is held with flock for the life of the process and
// names it by pid. The kernel lets go of the lock when the process ends, however it ends; the file
// itself stays, since removing it would let two holders in.
#pragma once

#include <string>

namespace xinfang {

class LockFile {
 public:
  // Throws DatabaseUnavailable naming the holder's pid when another process has it.
  explicit LockFile(const std::string& path);
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int file_ = -1;
};

}  // namespace xinfang
