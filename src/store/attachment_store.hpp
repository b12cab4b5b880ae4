// Rows of encrypted files, addressed within their matter. The file itself stands in the attachment
// folder; its row names the key it is sealed under and the digest of the stored bytes.
//
// A file uploaded before its petition is filed has a row with bound 0 under the future matter's id;
// filing binds it. What stays unbound is cleared away by the cleaning job. The event that binds a file
// names its digest, so that neither row nor file can be exchanged unnoticed.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "domain/event.hpp"
#include "store/database.hpp"

namespace xinfang {

struct AttachmentRow {
  Id matter_id = 0;
  Id attachment_id = 0;
  Bytes name;                // sealed under the row's key
  std::string content_type;
  std::int64_t size = 0;     // of the original
  Bytes digest;              // SHA-256 of the stored bytes
  Id key_id = 0;
  Instant uploaded_at;
  bool bound = false;
};

void save_attachment(ChangeSet& changes, const AttachmentRow& row);  // sets the proof when it has none
// Binds the files that the event names in its field "attachments", in that order, and writes their
// digests into it: before append_event.
void bind_attachments(ChangeSet& changes, Event& event, const std::vector<AttachmentRow>& rows);
// A file as its event names it; the digest is empty where the event has none that can be read.
struct NamedAttachment {
  Id matter_id = 0, attachment_id = 0;
  Bytes digest;
};
std::vector<NamedAttachment> attachments_named(const Event& event);

// In order of upload.
std::vector<AttachmentRow> attachments_of(Database& database, Id matter_id);
// The bound ones of matters from after_id on (not itself) to last_id.
std::vector<AttachmentRow> bound_attachments(const Database::Reader& read, Id after_id, Id last_id);
std::optional<AttachmentRow> find_attachment(Database& database, Id matter_id, Id attachment_id);
// Unbound rows uploaded before that instant.
std::vector<AttachmentRow> orphan_attachments(Database& database, Instant before, int limit);
// Removes an unbound row; false when it was bound meanwhile.
bool forget_orphan(Database& database, Id matter_id, Id attachment_id);

}  // namespace xinfang
