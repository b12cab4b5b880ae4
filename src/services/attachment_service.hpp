// Attachments: kept encrypted in pieces, one file each, one folder a matter.
//
// Stored form: pieces of at most 1 MiB, each 4 bytes of length (little-endian) and the sealed bytes,
// bound to attachment, place and whether it is the last, so that pieces can be neither swapped nor
// cut off. The file is durable before its row, the row before the answer. A piece at a time is in
// memory when storing; reading gives one file of at most the limit, or a part of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "services/office.hpp"
#include "store/attachment_store.hpp"

namespace xinfang {

// Refusals: attachment_empty, attachment_too_large (too_large; fact "limit"), attachment_type
// (field "name"), attachments_too_many (fact "limit"), matter_filed (conflict: the petition under
// this token was filed; add it as a supplement).
Result<AttachmentRow> store_attachment(Office& office, Id matter_id, std::string_view name,
                                       const std::string& upload_path, bool before_filing);

struct AttachmentPart {
  std::string bytes;
  std::string name, content_type;
  std::int64_t size = 0, from = 0;  // of the whole; first byte of `bytes` in it
};
// Bytes [from, from + length) of the original; length 0: to the end. Throws std::runtime_error when
// the file was altered. Refusals: attachment_unknown, attachment_destroyed (not_found).
Result<AttachmentPart> read_attachment(Office& office, Id matter_id, Id attachment_id,
                                       std::int64_t from = 0, std::int64_t length = 0);

// What is wrong with the file, kept below `folder`, of an attachment that an event names; empty: it is
// the one that was stored. Reads the whole file.
std::string check_stored_file(const std::string& folder, const NamedAttachment& named);
std::string attachment_path(const std::string& folder, Id matter_id, Id attachment_id);

// Removes files uploaded for petitions that were not filed within the token's life. Returns how many.
int clear_orphan_attachments(Office& office, int limit);

}  // namespace xinfang
