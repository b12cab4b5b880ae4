#include "store/verification.hpp"

#include <map>
#include <optional>
#include <stdexcept>

#include "base/ahead.hpp"
#include "store/log_check.hpp"
#include "store/matter_walk.hpp"

namespace xinfang {
namespace {

constexpr std::size_t kPage = 100;  // matters

// The header is inside the commitment, the row's columns are not.
std::string check_header(const StoredEvent& event, const std::optional<EventParts>& parts) {
  const Result<Json> parsed = parts ? Result<Json>(parts->header) : Json::parse(event.header);
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
    read_events(matter);
    for (std::size_t begin = 0, end = 0; begin < matter.events.size(); begin = end) {
      while (end < matter.events.size() && matter.events[end].stream == matter.events[begin].stream) {
        ++end;
      }
      ++report_.streams;
      check_stream(matter.events, begin, end);
    }
    check_vault(matter);
    check_attachments(matter);
    if (sound_) check_directories(matter);
  }

 private:
  // A row as it was read: nothing where it is no JSON, or no event that a version of the program wrote.
  struct ReadEvent {
    std::optional<EventParts> parts;
    std::optional<Event> event;
    std::string problem;  // why there is no event
  };

  void read_events(const WalkedMatter& matter) {
    read_.clear();
    for (const StoredEvent& stored : matter.events) {
      ReadEvent& read = read_.emplace_back();
      try {
        read.parts = parts_of(stored);
        if (stored.stream == kMatterStream) read.event = from_parts(*read.parts);
      } catch (const std::exception& error) {
        read.problem = error.what();
      }
    }
  }

  void wrong(const StoredEvent& event, const std::string& problem) {
    findings_.add("events", event_row(event.matter_id, event.stream, event.seq), problem);
    if (event.stream == kMatterStream) sound_ = false;
  }

  // A row fits when it follows the stored commitment before it, or the one worked out from the
  // row before: then it was that row's commitment which was changed, and it is named already.
  void check_stream(const std::vector<StoredEvent>& events, std::size_t begin, std::size_t end) {
    std::int64_t next = 1;
    Bytes stored, computed;
    bool before_known = true;
    for (std::size_t i = begin; i < end; ++i) {
      const StoredEvent& event = events[i];
      ++report_.events;
      if (event.seq < next) wrong(event, "has a seq that no stream begins with");
      for (; next < event.seq && !findings_.full(); ++next) {
        StoredEvent missing = event;
        missing.seq = next;
        wrong(missing, "is missing");
        before_known = false;
      }
      next = event.seq + 1;
      const std::string problem = check_header(event, read_[i].parts);
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
    for (std::size_t i = 0; i < read_.size(); ++i) {
      if (!read_[i].parts) {
        wrong(matter.events[i], "has a part that is not JSON");
        continue;
      }
      for (VaultEntry& entry : vault_entries(*read_[i].parts)) {
        named[{entry.field, entry.version}] = std::move(entry.commitment);
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
    for (const ReadEvent& read : read_) {
      if (!read.event) continue;  // of another stream, or named by check_vault or check_directories
      for (NamedAttachment& one : attachments_named(*read.event)) {
        named[one.attachment_id] = one.digest;
        report_.attachments.push_back(std::move(one));
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
      const Matter fold = fold_of(matter);
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

  Matter fold_of(const WalkedMatter& matter) const {
    Matter fold;
    for (std::size_t i = 0; i < read_.size(); ++i) {
      if (matter.events[i].stream != kMatterStream) continue;
      if (!read_[i].event) throw std::runtime_error(read_[i].problem);
      fold = apply(std::move(fold), *read_[i].event);
      fold.tip = matter.events[i].commitment;
    }
    return fold;
  }

  VerifyReport& report_;
  Findings& findings_;
  KeyStore& keys_;
  const Law& law_;
  bool sound_ = true;
  std::vector<ReadEvent> read_;  // of the matter that is checked, by its events
};

// What a page of matters gave.
VerifyReport check_page(const std::vector<WalkedMatter>& page, KeyStore& keys, const Law& law) {
  VerifyReport report;
  Findings findings(report.findings);
  MatterCheck check(report, findings, keys, law);
  for (const WalkedMatter& matter : page) check.check(matter);
  return report;
}

void add_to(VerifyReport& all, Findings& findings, VerifyReport page) {
  all.streams += page.streams;
  all.events += page.events;
  all.vault_values += page.vault_values;
  for (NamedAttachment& one : page.attachments) all.attachments.push_back(std::move(one));
  for (Finding& one : page.findings) {
    findings.add(std::move(one.table), std::move(one.row), std::move(one.problem));
  }
}

}  // namespace

// One thread reads, the others check what it has read.
VerifyReport verify(Database& database, KeyStore& keys, const Law& law,
                    const std::function<void(const VerifyReport&)>& progress) {
  VerifyReport report;
  Findings findings(report.findings);
  Ahead<VerifyReport> pages([&](VerifyReport page) {
    add_to(report, findings, std::move(page));
    if (progress) progress(report);
  });
  database.read_together([&](const Database::Reader& read) {
    std::vector<WalkedMatter> page;
    const auto hand_on = [&] {
      pages.put([page = std::move(page), &keys, &law] { return check_page(page, keys, law); });
      page.clear();
    };
    walk_matters(read, WithVault::yes, [&](WalkedMatter& matter) {
      page.push_back(std::move(matter));
      if (page.size() == kPage) hand_on();
    });
    hand_on();
    pages.finish();
    report.log_entries = check_log(read, findings);
  });
  return report;
}

}  // namespace xinfang
