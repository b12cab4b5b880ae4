#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "store/key_store.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kLength = 32;

struct OpenFile {
  int number = -1;
  ~OpenFile() {
    if (number >= 0) ::close(number);
  }
};

[[noreturn]] void fail(const std::string& file, const std::string& what) {
  throw std::runtime_error("The master key file " + file + " " + what);
}

Bytes make_file(const std::string& file) {
  Bytes key = random_bytes(kLength);
  const OpenFile out{::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600)};
  if (out.number < 0) fail(file, std::string("cannot be made: ") + std::strerror(errno) + ".");
  // A half-written key would lock every value away for good: on disk before anybody uses it.
  if (::write(out.number, key.data(), key.size()) != static_cast<ssize_t>(key.size()) ||
      ::fsync(out.number) != 0) {
    ::unlink(file.c_str());
    fail(file, std::string("cannot be written: ") + std::strerror(errno) + ".");
  }
  const auto slash = file.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : file.substr(0, slash + 1);
  const OpenFile parent{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  if (parent.number >= 0) ::fsync(parent.number);
  return key;
}

}  // namespace

Bytes load_master_key(const std::string& file, bool make) {
  if (const char* text = std::getenv("XINFANG_MASTER_KEY")) {
    const std::optional<Bytes> key = unhex(text);
    if (!key || key->size() != kLength) {
      throw std::runtime_error("XINFANG_MASTER_KEY must be 64 hexadecimal digits.");
    }
    return *key;
  }
  const OpenFile in{::open(file.c_str(), O_RDONLY | O_CLOEXEC)};
  if (in.number < 0) {
    if (errno == ENOENT && make) return make_file(file);
    fail(file, std::string("cannot be read: ") + std::strerror(errno) +
                   ". Without it no personal value can be opened; restore it from its safe.");
  }
  struct stat facts {};
  if (::fstat(in.number, &facts) != 0) fail(file, "cannot be examined.");
  if ((facts.st_mode & 077) != 0) fail(file, "may be read by others: set its mode to 0600.");
  Bytes key(kLength + 1, '\0');
  const ssize_t length = ::read(in.number, key.data(), key.size());
  if (length != static_cast<ssize_t>(kLength)) fail(file, "must have exactly 32 bytes.");
  key.resize(kLength);
  return key;
}

}  // namespace xinfang
