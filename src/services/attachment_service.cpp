#include "services/attachment_service.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include "base/files.hpp"
#include "services/file_type.hpp"
#include "services/submission_service.hpp"
#include "store/event_store.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kPiece = 1u << 20;
constexpr std::size_t kSealGrowth = 1024;  // more than any profile adds to a piece

struct File {
  int descriptor;
  explicit File(int opened, const std::string& path) : descriptor(opened) {
    if (opened < 0) fail_file(path, errno);
  }
  ~File() { ::close(descriptor); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::string read_up_to(std::size_t count) {
    std::string bytes(count, '\0');
    std::size_t have = 0;
    while (have < count) {
      const ssize_t got = ::read(descriptor, bytes.data() + have, count - have);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail_file("read", errno);
      if (got == 0) break;
      have += static_cast<std::size_t>(got);
    }
    bytes.resize(have);
    return bytes;
  }
  void write_all(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
      if (put < 0 && errno == EINTR) continue;
      if (put <= 0) fail_file("write", errno);
      bytes.remove_prefix(static_cast<std::size_t>(put));
    }
  }
};

std::string folder_of(const Office& office, Id matter_id) {
  return office.settings.attachment_folder + "/" + id_text(matter_id);
}
std::string path_of(const Office& office, Id matter_id, Id attachment_id) {
  return attachment_path(office.settings.attachment_folder, matter_id, attachment_id);
}

std::string bound_to(Id attachment_id, std::uint64_t place, bool last) {
  return "attachment:" + id_text(attachment_id) + ":" + std::to_string(place) +
         (last ? ":last" : "");
}

std::string length_bytes(std::size_t length) {
  std::string bytes(4, '\0');
  for (std::size_t i = 0; i < 4; ++i) bytes[i] = static_cast<char>(length >> (8 * i) & 0xFF);
  return bytes;
}

// Writes the sealed pieces and returns a digest chained over them.
Bytes seal_file(const Office& office, const Bytes& key, const std::string& from,
                const std::string& to, Id attachment_id) {
  File source(::open(from.c_str(), O_RDONLY | O_CLOEXEC), from);
  File target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600), to);
  Bytes chain;
  std::string piece = source.read_up_to(kPiece);
  for (std::uint64_t place = 0;; ++place) {
    std::string next = source.read_up_to(kPiece);
    const bool last = next.empty();
    const Bytes sealed =
        seal(office.keys.profile(), key, piece, bound_to(attachment_id, place, last));
    target.write_all(length_bytes(sealed.size()));
    target.write_all(sealed);
    chain = sha256(chain + sealed);
    if (last) break;
    piece = std::move(next);
  }
  if (::fsync(target.descriptor) != 0) fail_file(to, errno);
  return chain;
}

// The next sealed piece; none at the end of the file. Throws std::runtime_error when it was altered.
std::optional<std::string> next_piece(File& file, const std::string& path) {
  const std::string prefix = file.read_up_to(4);
  if (prefix.empty()) return std::nullopt;
  std::size_t size = 0;
  for (std::size_t i = prefix.size(); i-- > 0;) {
    size = size << 8 | static_cast<unsigned char>(prefix[i]);
  }
  if (prefix.size() != 4 || size > kPiece + kSealGrowth) {
    throw std::runtime_error("attachment altered: " + path);
  }
  std::string sealed = file.read_up_to(size);
  if (sealed.size() != size) throw std::runtime_error("attachment was cut: " + path);
  return sealed;
}

void sync_folder(const std::string& path) {
  File folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC), path);
  if (::fsync(folder.descriptor) != 0) fail_file(path, errno);
}

void make_room(Office& office, Id matter_id) {
  const std::string folder = folder_of(office, matter_id);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) fail_file(folder, errno);
  sync_folder(office.settings.attachment_folder);
}

// What is half-written goes: on a full disk it would stand in the way of the next attempt.
void take_away(const Office& office, Id matter_id, Id attachment_id) {
  ::unlink(path_of(office, matter_id, attachment_id).c_str());
  ::rmdir(folder_of(office, matter_id).c_str());  // only when it was the last
}

}  // namespace

Result<AttachmentRow> store_attachment(Office& office, Id matter_id, std::string_view name,
                                       const std::string& upload_path, bool before_filing) {
  const auto size = static_cast<std::int64_t>(std::filesystem::file_size(upload_path));
  if (size == 0) return refuse("attachment_empty");
  if (static_cast<std::uint64_t>(size) > office.settings.attachment_limit) {
    return refuse("attachment_too_large", Refusal::Kind::too_large)
        .with("limit", std::to_string(office.settings.attachment_limit >> 20));
  }
  const auto others = attachments_of(office.database, matter_id);
  if (others.size() >= office.settings.attachments_limit) {
    return refuse("attachments_too_many")
        .with("limit", std::to_string(office.settings.attachments_limit));
  }
  KeyStore::MatterKey key;
  const auto filed = load_matter(office.database, Viewer::system(), matter_id);
  if (filed && before_filing) return refuse("matter_filed", Refusal::Kind::conflict);
  if (!others.empty()) key.key_id = others[0].key_id;
  if (filed && filed->key_id) key.key_id = filed->key_id;
  key = key.key_id ? KeyStore::MatterKey{key.key_id, office.keys.find(key.key_id)}
                   : office.keys.take();

  AttachmentRow row;
  row.matter_id = matter_id;
  row.attachment_id = office.ids.next();
  const std::string kept_name = tidy_file_name(name);
  {
    File file(::open(upload_path.c_str(), O_RDONLY | O_CLOEXEC), upload_path);
    row.content_type = file_type(file.read_up_to(kTypeBytes), kept_name);
  }
  if (row.content_type.empty()) return refuse("attachment_type").on("name");
  row.name = seal(office.keys.profile(), key.key, kept_name,
                  "attachment-name:" + id_text(row.attachment_id));
  row.size = size;
  row.key_id = key.key_id;
  row.uploaded_at = office.clock.now();
  make_room(office, matter_id);
  const std::string path = path_of(office, matter_id, row.attachment_id);
  try {
    row.digest = seal_file(office, key.key, upload_path, path, row.attachment_id);
    sync_folder(folder_of(office, matter_id));
  } catch (...) {
    take_away(office, matter_id, row.attachment_id);
    throw;
  }

  ChangeSet changes;
  changes.lane = matter_id;
  save_attachment(changes, row);
  const CommitOutcome outcome = office.database.commit(std::move(changes));
  if (!outcome.committed()) {
    take_away(office, matter_id, row.attachment_id);
    throw std::runtime_error("attachment row refused: " + outcome.detail);
  }
  return row;
}

Result<AttachmentPart> read_attachment(Office& office, Id matter_id, Id attachment_id,
                                       std::int64_t from, std::int64_t length) {
  const auto row = find_attachment(office.database, matter_id, attachment_id);
  if (!row) return refuse("attachment_unknown", Refusal::Kind::not_found);
  const Bytes key = office.keys.find(row->key_id);
  if (key.empty()) return refuse("attachment_destroyed", Refusal::Kind::not_found);
  AttachmentPart part;
  part.content_type = row->content_type;
  part.size = row->size;
  part.from = std::min(std::max<std::int64_t>(from, 0), row->size);
  const std::int64_t end =
      length > 0 ? std::min(part.from + length, row->size) : row->size;
  part.name =
      open_sealed(key, row->name, "attachment-name:" + id_text(attachment_id)).value_or("file");
  const std::string path = path_of(office, matter_id, attachment_id);
  File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
  std::int64_t begin = 0;
  for (std::uint64_t place = 0; begin < end; ++place) {
    const auto sealed = next_piece(file, path);
    if (!sealed) throw std::runtime_error("attachment was cut: " + path);
    const std::int64_t left = row->size - begin;
    const bool last = left <= static_cast<std::int64_t>(kPiece);
    const std::int64_t next = begin + std::min<std::int64_t>(left, kPiece);
    if (next > part.from) {
      const auto plain = open_sealed(key, *sealed, bound_to(attachment_id, place, last));
      if (!plain) throw std::runtime_error("attachment altered: " + path);
      const std::int64_t skip = std::max<std::int64_t>(part.from - begin, 0);
      const std::int64_t take = std::min(end, next) - begin - skip;
      part.bytes.append(*plain, static_cast<std::size_t>(skip), static_cast<std::size_t>(take));
    }
    begin = next;
  }
  return part;
}

std::string attachment_path(const std::string& folder, Id matter_id, Id attachment_id) {
  return folder + "/" + id_text(matter_id) + "/" + id_text(attachment_id);
}

std::string check_stored_file(const std::string& folder, const NamedAttachment& named) {
  const std::string path = attachment_path(folder, named.matter_id, named.attachment_id);
  try {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC), path);
    Bytes chain;
    while (true) {
      const std::optional<std::string> sealed = next_piece(file, path);
      if (!sealed) break;
      chain = sha256(chain + *sealed);
    }
    return chain == named.digest ? "" : "is not the file that its event names";
  } catch (const std::runtime_error& error) {
    return std::string("cannot be read: ") + error.what();
  }
}

int clear_orphan_attachments(Office& office, int limit) {
  const Instant before = office.clock.now() + -kSubmissionLifeMs;
  int cleared = 0;
  for (const AttachmentRow& row : orphan_attachments(office.database, before, limit)) {
    if (!forget_orphan(office.database, row.matter_id, row.attachment_id)) continue;
    take_away(office, row.matter_id, row.attachment_id);
    ++cleared;
  }
  return cleared;
}

}  // namespace xinfang
