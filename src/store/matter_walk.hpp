// Every matter with its events, vault rows and derived rows, in order, out of one snapshot.
#pragma once

#include <functional>
#include <vector>

#include "store/attachment_store.hpp"
#include "store/directory_check.hpp"
#include "store/event_store.hpp"

namespace xinfang {

struct WalkedMatter {
  Id matter_id = 0;
  std::vector<StoredEvent> events;  // of all streams, in order; empty: only other rows name it
  std::vector<VaultRow> vault;
  std::vector<AttachmentRow> attachments;  // bound ones; empty where the vault is
  DirectoryRows standing;
};

enum class WithVault { no, yes };
void walk_matters(const Database::Reader& read, WithVault with_vault,
                  const std::function<void(WalkedMatter&)>& each);

// The matter by its events. Throws std::exception when they cannot be read or do not follow.
Matter folded(const std::vector<StoredEvent>& events);

}  // namespace xinfang
