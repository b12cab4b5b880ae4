#include "store/matter_walk.hpp"

#include <limits>

namespace xinfang {
namespace {

// Directories are not kept by matter and are read whole once a chunk; events once a page.
constexpr int kChunk = 20'000;
constexpr std::size_t kPage = 200;

void walk_page(const Database::Reader& read, WithVault with_vault, Id after_id, Id last_id,
               std::map<Id, DirectoryRows>& directories,
               const std::function<void(WalkedMatter&)>& each) {
  std::map<Id, WalkedMatter> page;
  for (StoredEvent& event : stored_events_between(read, after_id, last_id)) {
    page[event.matter_id].events.push_back(std::move(event));
  }
  if (with_vault == WithVault::yes) {
    for (const Row& row :
         read("SELECT matter_id, field, version, key_id, ciphertext, salt FROM vault "
              "WHERE matter_id > $1 AND matter_id <= $2 ORDER BY matter_id, field, version",
              {after_id, last_id})) {
      page[row.integer(0)].vault.push_back(
          {row.text(1), row.integer(2), row.integer(3), row.bytes(4), row.bytes(5)});
    }
    for (AttachmentRow& row : bound_attachments(read, after_id, last_id)) {
      page[row.matter_id].attachments.push_back(std::move(row));
    }
  }
  const auto begin = directories.upper_bound(after_id), end = directories.upper_bound(last_id);
  for (auto rows = begin; rows != end; ++rows) {
    page[rows->first].standing = std::move(rows->second);
  }
  directories.erase(begin, end);
  for (auto& [matter_id, matter] : page) {
    matter.matter_id = matter_id;
    each(matter);
  }
}

}  // namespace

void walk_matters(const Database::Reader& read, WithVault with_vault,
                  const std::function<void(WalkedMatter&)>& each) {
  constexpr Id kEnd = std::numeric_limits<Id>::max();
  Id done = std::numeric_limits<Id>::min();
  while (done != kEnd) {
    std::vector<Id> ids;
    for (const Row& row : read("SELECT DISTINCT matter_id FROM events WHERE matter_id > $1 "
                               "ORDER BY matter_id LIMIT $2",
                               {done, kChunk})) {
      ids.push_back(row.integer(0));
    }
    // The last chunk and page reach to the end, so that rows beyond the last event are seen too.
    const Id chunk_end = ids.size() < static_cast<std::size_t>(kChunk) ? kEnd : ids.back();
    std::map<Id, DirectoryRows> directories = rows_between(read, done, chunk_end);
    for (std::size_t next = kPage; done != chunk_end; next += kPage) {
      const Id page_end = next < ids.size() ? ids[next - 1] : chunk_end;
      walk_page(read, with_vault, done, page_end, directories, each);
      done = page_end;
    }
  }
}

Matter folded(const std::vector<StoredEvent>& events) {
  Matter matter;
  for (const StoredEvent& stored : events) {
    if (stored.stream != kMatterStream) continue;
    matter = apply(std::move(matter), from_parts(parts_of(stored)));
    matter.tip = stored.commitment;
  }
  return matter;
}

}  // namespace xinfang
