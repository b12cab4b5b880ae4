#include "base/file_copy.hpp"

#include <fcntl.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <cerrno>
#include <functional>
#include <memory>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace xinfang {
namespace {

constexpr std::size_t kPiece = 1u << 20;

Refusal file_refusal(const char* code, const std::string& path) {
  return refuse(code).with("path", path).with("reason", std::generic_category().message(errno));
}

struct OpenFile {
  int number;
  OpenFile(const std::string& path, int flags)
      : number(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() {
    if (number >= 0) ::close(number);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
};

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The file piece by piece; a refusal of `take` ends it.
Result<Done> read_pieces(const std::string& path,
                         const std::function<Result<Done>(std::string_view)>& take) {
  const OpenFile file(path, O_RDONLY);
  if (file.number < 0) return file_refusal("file_unreadable", path);
  std::vector<char> piece(kPiece);
  while (true) {
    const ssize_t got = ::read(file.number, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return file_refusal("file_unreadable", path);
    if (got == 0) return Done{};
    if (auto taken = take({piece.data(), static_cast<std::size_t>(got)}); !taken) return taken;
  }
}

Result<Done> sync(const std::string& path, int flags) {
  const OpenFile file(path, flags);
  if (file.number < 0 || ::fsync(file.number) != 0) return file_refusal("file_unwritable", path);
  return Done{};
}

}  // namespace

Result<Done> copy_file(const std::string& from, const std::string& to) {
  const std::string fresh = to + ".new-" + hex(random_bytes(8));
  Result<Done> copied = Done{};
  {
    const OpenFile file(fresh, O_WRONLY | O_CREAT | O_EXCL);
    if (file.number < 0) return file_refusal("file_unwritable", to);
    copied = read_pieces(from, [&](std::string_view piece) -> Result<Done> {
      if (!write_all(file.number, piece)) return file_refusal("file_unwritable", to);
      return Done{};
    });
    if (copied && ::fsync(file.number) != 0) copied = file_refusal("file_unwritable", to);
  }
  if (copied && ::rename(fresh.c_str(), to.c_str()) != 0) {
    copied = file_refusal("file_unwritable", to);
  }
  if (!copied) ::unlink(fresh.c_str());
  return copied;
}

Result<FileDigest> digest_file(const std::string& path) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                       &EVP_MD_CTX_free);
  FileDigest found;
  bool works = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  const auto read = read_pieces(path, [&](std::string_view piece) -> Result<Done> {
    found.size += static_cast<std::int64_t>(piece.size());
    works = works && EVP_DigestUpdate(context.get(), piece.data(), piece.size()) == 1;
    return Done{};
  });
  if (!read) return read.refusal();
  found.sha256.resize(32);
  if (!works || EVP_DigestFinal_ex(context.get(),
                                   reinterpret_cast<unsigned char*>(found.sha256.data()),
                                   nullptr) != 1) {
    throw std::runtime_error("cryptography failed: digest of a file");
  }
  return found;
}

Result<Done> sync_file(const std::string& path) { return sync(path, O_RDONLY); }
Result<Done> sync_folder(const std::string& path) { return sync(path, O_RDONLY | O_DIRECTORY); }

}  // namespace xinfang
