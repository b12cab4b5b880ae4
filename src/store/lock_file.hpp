// One server for one SQLite file, one backup into one folder: `<file>.lock` is held with flock for
// the life of its holder and names the process by pid. The kernel lets go of the lock when the process
// ends, however it ends; the file itself stays, since removing it would let two holders in.
#pragma once

#include <string>

namespace xinfang {

class LockFile {
 public:
  // Throws DatabaseUnavailable naming the holder's pid when another process has it: "`what` is in use
  // by process 7 (it holds PATH). `advice`".
  explicit LockFile(const std::string& path, const std::string& what = "The database",
                    const std::string& advice = "Stop that server first, or give another database.");
  ~LockFile();
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;

 private:
  int file_ = -1;
};

// Who holds the lock now, as its file says; empty when nobody does. Takes nothing itself.
std::string lock_holder(const std::string& path);

}  // namespace xinfang
