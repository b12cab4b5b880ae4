#include "store/verification.hpp"

#include <map>
#include <stdexcept>

#include "store/log_check.hpp"
#include "store/matter_walk.hpp"

namespace xinfang {
namespace {

// The header is inside the commitment, the row's columns are not.
std::string check_header(const StoredEvent& event) {
  const Result<Json> parsed = Json::parse(event.header);
  if (!parsed) return "has a header that is not JSON";
  const Json& header = *parsed;
  const bool same = header["event_id"].as_string() == id_text(event.event_id) &&
                    header["matter_id"].as_string() == id_text(event.matter_id) &&
                    header["stream"].as_int(-1) == event.stream &&
                    header["seq"].as_int() == event.seq &&
                    header["at"].as_string() == event.at.iso();
  return same ? "" : "has a header that speaks of another event: a column or the row was changed";
}

class MatterCheck {
 public:
  MatterCheck(VerifyReport& report, Findings& findings, KeyStore& keys, const Law& law)
      : report_(report), findings_(findings), keys_(keys), law_(law) {}

  void check(const WalkedMatter& matter) {
    sound_ = true;
    auto begin = matter.events.begin();
    while (begin != matter.events.end()) {
      auto end = begin;
      while (end != matter.events.end() && end->stream == begin->stream) ++end;
      ++report_.streams;
      check_stream({begin, end});
      begin = end;
    }
    check_vault(matter);
    check_attachments(matter);
    if (sound_) check_directories(matter);
  }

 private:
  void wrong(const StoredEvent& event, const std::string& problem) {
    findings_.add("events", event_row(event.matter_id, event.stream, event.seq), problem);
    if (event.stream == kMatterStream) sound_ = false;
  }

  // A row fits when it follows the stored commitment before it, or the one worked out from the
  // row before: then it was that row's commitment which was changed, and it is named already.
  void check_stream(const std::vector<StoredEvent>& events) {
    std::int64_t next = 1;
    Bytes stored, computed;
    bool before_known = true;
    for (const StoredEvent& event : events) {
      ++report_.events;
      if (event.seq < next) wrong(event, "has a seq that no stream begins with");
      for (; next < event.seq && !findings_.full(); ++next) {
        StoredEvent missing = event;
        missing.seq = next;
        wrong(missing, "is missing");
        before_known = false;
      }
      next = event.seq + 1;
      const std::string problem = check_header(event);
      if (!problem.empty()) wrong(event, problem);
      const Bytes follows = commitment_of(keys_.profile(), stored, event);
      const bool fits = follows == event.commitment ||
                        commitment_of(keys_.profile(), computed, event) == event.commitment;
      if (before_known && !fits) {
        wrong(event,
              "does not fit its commitment: a part, the salts, the commitment or the order was "
              "changed");
      }
      before_known = true;
      stored = event.commitment;
      computed = fits ? event.commitment : follows;
    }
  }

  void check_vault(const WalkedMatter& matter) {
    std::map<std::pair<std::string, std::int64_t>, Bytes> named;
    for (const StoredEvent& event : matter.events) {
      try {
        for (VaultEntry& entry : vault_entries(parts_of(event))) {
          named[{entry.field, entry.version}] = std::move(entry.commitment);
        }
      } catch (const std::runtime_error&) {
        wrong(event, "has a part that is not JSON");
      }
    }
    for (const VaultRow& row : matter.vault) {
      ++report_.vault_values;
      const auto entry = named.find({row.field, row.version});
      const std::string problem =
          entry == named.end() ? "is named by no event"
                               : check_vault_row(keys_, matter.matter_id, row, entry->second);
      if (!problem.empty()) findings_.add("vault", name_of(matter, row.field, row.version), problem);
      if (entry != named.end()) named.erase(entry);
    }
    for (const auto& [field, commitment] : named) {
      findings_.add("vault", name_of(matter, field.first, field.second), "is missing");
    }
  }

  void check_attachments(const WalkedMatter& matter) {
    std::map<Id, Bytes> named;
    for (const StoredEvent& event : matter.events) {
      if (event.stream != kMatterStream) continue;
      try {
        for (NamedAttachment& one : attachments_named(from_parts(parts_of(event)))) {
          named[one.attachment_id] = one.digest;
          report_.attachments.push_back(std::move(one));
        }
      } catch (const std::exception&) {
        continue;  // named by check_vault or check_directories
      }
    }
    for (const AttachmentRow& row : matter.attachments) {
      const auto entry = named.find(row.attachment_id);
      if (entry == named.end()) {
        findings_.add("attachments", file_of(matter, row.attachment_id), "is named by no event");
        continue;
      }
      if (entry->second != row.digest) {
        findings_.add("attachments", file_of(matter, row.attachment_id),
                      "has another digest than the event that names it");
      }
      named.erase(entry);
    }
    for (const auto& [attachment_id, digest] : named) {
      findings_.add("attachments", file_of(matter, attachment_id), "is missing");
    }
  }

  static std::string file_of(const WalkedMatter& matter, Id attachment_id) {
    return "matter " + id_text(matter.matter_id) + " attachment " + id_text(attachment_id);
  }
  static std::string name_of(const WalkedMatter& matter, const std::string& field,
                             std::int64_t version) {
    return "matter " + id_text(matter.matter_id) + " field " + field + " version " +
           std::to_string(version);
  }

  void check_directories(const WalkedMatter& matter) {
    DirectoryRows derived;
    try {
      const Matter fold = folded(matter.events);
      if (fold.version > 0) derived = derived_rows(law_, fold);
    } catch (const std::exception& error) {
      findings_.add("events", event_row(matter.matter_id, kMatterStream, 1),
                    std::string("begins a stream that cannot be folded: ") + error.what());
      return;
    }
    for (Difference& difference : differences(derived, matter.standing)) {
      findings_.add(difference.finding.table, difference.finding.row, difference.finding.problem);
    }
  }

  VerifyReport& report_;
  Findings& findings_;
  KeyStore& keys_;
  const Law& law_;
  bool sound_ = true;
};

}  // namespace

VerifyReport verify(Database& database, KeyStore& keys, const Law& law) {
  VerifyReport report;
  Findings findings(report.findings);
  database.read_together([&](const Database::Reader& read) {
    MatterCheck check(report, findings, keys, law);
    walk_matters(read, WithVault::yes, [&](const WalkedMatter& matter) { check.check(matter); });
    report.log_entries = check_log(read, findings);
  });
  return report;
}

}  // namespace xinfang
