#include "store/attachment_store.hpp"

#include "base/crypto.hpp"

namespace xinfang {

namespace {

constexpr std::string_view kDigests = "attachment_digests";

AttachmentRow row_of(const Row& row) {
  AttachmentRow attachment;
  attachment.matter_id = row.integer(0);
  attachment.attachment_id = row.integer(1);
  attachment.name = row.bytes(2);
  attachment.content_type = row.text(3);
  attachment.size = row.integer(4);
  attachment.digest = row.bytes(5);
  attachment.key_id = row.integer(6);
  attachment.uploaded_at = Instant{row.integer(7)};
  attachment.bound = row.integer(8) != 0;
  return attachment;
}

std::vector<AttachmentRow> rows_of(const Rows& rows) {
  std::vector<AttachmentRow> attachments;
  attachments.reserve(rows.size());
  for (const Row& row : rows) attachments.push_back(row_of(row));
  return attachments;
}

}  // namespace

void save_attachment(ChangeSet& changes, const AttachmentRow& row) {
  changes.add(
      "INSERT INTO attachments (matter_id, attachment_id, name, content_type, size, digest, key_id,"
      " uploaded_at, bound) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
      {row.matter_id, row.attachment_id, Blob{row.name}, row.content_type, row.size,
       Blob{row.digest}, row.key_id, row.uploaded_at.ms, std::int64_t{row.bound}});
  if (changes.proof.sql.empty()) {
    changes.proof = {"SELECT 1 FROM attachments WHERE matter_id = $1 AND attachment_id = $2",
                     {row.matter_id, row.attachment_id}};
  }
}

void bind_attachments(ChangeSet& changes, Event& event, const std::vector<AttachmentRow>& rows) {
  if (rows.empty()) return;
  Json digests = Json::array();
  for (const AttachmentRow& row : rows) {
    digests.push(hex(row.digest));
    changes.add("UPDATE attachments SET bound = 1 WHERE matter_id = $1 AND attachment_id = $2",
                {row.matter_id, row.attachment_id});
  }
  event.petitioner_fields.set(std::string(kDigests), std::move(digests));
}

std::vector<NamedAttachment> attachments_named(const Event& event) {
  std::vector<NamedAttachment> named;
  const Json::Array& ids = event.petitioner_fields["attachments"].as_array();
  const Json::Array& digests = event.petitioner_fields[kDigests].as_array();
  for (std::size_t i = 0; i < ids.size(); ++i) {
    NamedAttachment one{event.matter_id, parse_id(ids[i].as_string()).value_or(0), {}};
    if (i < digests.size()) one.digest = unhex(digests[i].as_string()).value_or(Bytes());
    named.push_back(std::move(one));
  }
  return named;
}

std::vector<AttachmentRow> attachments_of(Database& database, Id matter_id) {
  return rows_of(database.read(
      "SELECT matter_id, attachment_id, name, content_type, size, digest, key_id, uploaded_at,"
      " bound FROM attachments WHERE matter_id = $1 ORDER BY attachment_id",
      {matter_id}));
}

std::vector<AttachmentRow> bound_attachments(const Database::Reader& read, Id after_id,
                                             Id last_id) {
  return rows_of(
      read("SELECT matter_id, attachment_id, name, content_type, size, digest, key_id, uploaded_at,"
           " bound FROM attachments WHERE matter_id > $1 AND matter_id <= $2 AND bound = 1"
           " ORDER BY matter_id, attachment_id",
           {after_id, last_id}));
}

std::optional<AttachmentRow> find_attachment(Database& database, Id matter_id, Id attachment_id) {
  const Rows rows = database.read(
      "SELECT matter_id, attachment_id, name, content_type, size, digest, key_id, uploaded_at,"
      " bound FROM attachments WHERE matter_id = $1 AND attachment_id = $2",
      {matter_id, attachment_id});
  if (rows.empty()) return std::nullopt;
  return row_of(rows.front());
}

std::vector<AttachmentRow> orphan_attachments(Database& database, Instant before, int limit) {
  return rows_of(database.read(
      "SELECT matter_id, attachment_id, name, content_type, size, digest, key_id, uploaded_at,"
      " bound FROM attachments WHERE matter_id > 0 AND bound = 0 AND uploaded_at < $1"
      " ORDER BY matter_id, attachment_id LIMIT $2",
      {before.ms, std::int64_t{limit}}));
}

bool forget_orphan(Database& database, Id matter_id, Id attachment_id) {
  return !database
              .write_now(
                  "DELETE FROM attachments WHERE matter_id = $1 AND attachment_id = $2"
                  " AND bound = 0 RETURNING attachment_id",
                  {matter_id, attachment_id})
              .empty();
}

}  // namespace xinfang
