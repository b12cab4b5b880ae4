// Rows of encrypted files, addressed within their matter. The file itself stands in the attachment
// folder; its row names the key it is sealed under and the digest of the stored bytes.
//
// A file uploaded before its petition is filed has a row with bound 0 under the future matter's id;
// filing binds it. What stays unbound is cleared away by the orphan job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.hpp"
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
void bind_attachment(ChangeSet& changes, Id matter_id, Id attachment_id);
// In order of upload.
std::vector<AttachmentRow> attachments_of(Database& database, Id matter_id);
std::optional<AttachmentRow> find_attachment(Database& database, Id matter_id, Id attachment_id);
// Unbound rows uploaded before that instant.
std::vector<AttachmentRow> orphan_attachments(Database& database, Instant before, int limit);
// Removes an unbound row; false when it was bound meanwhile.
bool forget_orphan(Database& database, Id matter_id, Id attachment_id);

}  // namespace xinfang
