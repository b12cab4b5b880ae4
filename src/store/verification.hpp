// verify: walks every stream and says which row is wrong. rebuild: derives again and says what
// differed.
//
// Both read one snapshot, so that a running server raises no false alarm; large chunks of matters
// bound the memory. What verify can prove: any change of a stored byte, a row taken out, a row put
// in past the program. What it cannot: a whole stream rewritten together with the log, which only
// receipts and witnesses show.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domain/organ.hpp"
#include "domain/rulebook.hpp"
#include "store/attachment_store.hpp"
#include "store/database.hpp"
#include "store/key_store.hpp"

namespace xinfang {

struct Finding {
  std::string table, row;  // "events", "matter 123 stream 0 seq 4"
  std::string problem;     // what is wrong, as a sentence
};
struct VerifyReport {
  std::uint64_t streams = 0, events = 0, vault_values = 0, log_entries = 0;
  std::vector<NamedAttachment> attachments;  // files that events name: to be held to their digests
  std::vector<Finding> findings;             // at most 1,000
  bool clean() const { return findings.empty(); }
};
// Chains (each commitment from the stored bytes and the one before), holes in seq, vault values
// against their commitments, rows of attachments against the events that name them, log entries
// against events, holes in log_index, pending rows without event, events neither pending nor in the
// log, directories against events (of matters whose stream is sound).
// `progress` is told now and then how far it is, without the log.
VerifyReport verify(Database& database, KeyStore& keys, const Law& law,
                    const std::function<void(const VerifyReport&)>& progress = {});

struct RebuildReport {
  std::uint64_t matters = 0, differed = 0;
  std::vector<Finding> differences;  // at most 1,000
};
// Derives matters, open_work, matter_access and item_number again from the events; writes only when
// `write`, and then only what differed: claims on work stay. Write while nobody files. A matter that
// cannot be folded is named and left as it is.
RebuildReport rebuild(Database& database, const Law& law, bool write);

}  // namespace xinfang
