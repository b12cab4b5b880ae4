// Planted damage is found and named by its row; rebuild says what differed and puts it right.
#include <algorithm>

#include "store/matter_fixture.hpp"
#include "store/log_store.hpp"

namespace xinfang {
namespace {

class VerificationTest : public MatterTest {
 protected:
  // Two matters of three events each with a look, numbered in the log but for the last look.
  void SetUp() override {
    MatterTest::SetUp();
    for (Matter* matter : {&first_, &second_}) {
      *matter = file();
      transfer(*matter, kOrgan, Date::of(2026, 4, 1));
      append(*matter, {}, {{"event[3].opinion", "属实，已责成整改。", "petitioner"}});
    }
    ASSERT_EQ(sequence_log(db(), 100), 6);
    record_look(db(), keys(), next_id(), second_.matter_id, clock().now(), staff_of(kOffice), "核对",
                {"text"});
    ASSERT_EQ(said(findings()), "");
  }

  // Runs a change that no program makes; the row it hits is named by matter and seq.
  void plant(std::string_view sql, std::vector<Param> params) {
    db().write_now(sql, std::move(params));
  }
  std::string row(const Matter& matter, std::int64_t seq, int stream = 0) const {
    return "matter " + id_text(matter.matter_id) + " stream " + std::to_string(stream) + " seq " +
           std::to_string(seq);
  }
  static testing::AssertionResult names(const std::vector<Finding>& found, const std::string& table,
                                        const std::string& row) {
    for (const Finding& finding : found) {
      if (finding.table == table && finding.row == row) return testing::AssertionSuccess();
    }
    return testing::AssertionFailure() << table << ": " << row << " is not among:\n" << said(found);
  }
  // This row is named and no other.
  testing::AssertionResult only(const std::string& table, const std::string& row) {
    const std::vector<Finding> found = findings();
    if (found.size() != 1) {
      return testing::AssertionFailure() << found.size() << " findings:\n" << said(found);
    }
    return names(found, table, row);
  }

  Matter first_, second_;
};
XINFANG_ON_BOTH_ENGINES(VerificationTest);

TEST_P(VerificationTest, ASoundDatabaseIsCleanAndCounted) {
  const VerifyReport report = verify(db(), keys(), law());
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(report.streams, 3u);
  EXPECT_EQ(report.events, 7u);
  EXPECT_EQ(report.vault_values, 8u);
  EXPECT_EQ(report.log_entries, 6u);
}

TEST_P(VerificationTest, FilesAreHeldToTheEventThatNamesThem) {
  const Id matter_id = first_.matter_id;
  std::vector<AttachmentRow> files(2);
  for (AttachmentRow& file : files) {
    file = {.matter_id = matter_id, .attachment_id = next_id(), .name = Bytes(40, 'n'),
            .content_type = "image/png", .size = 3, .digest = Bytes(32, 'd'), .key_id = 1,
            .uploaded_at = clock().now()};
    ChangeSet changes;
    changes.lane = matter_id;
    save_attachment(changes, file);
    ASSERT_TRUE(db().commit(std::move(changes)).committed());
  }
  EXPECT_EQ(said(findings()), "") << "not yet bound, and may be cleared away";
  ASSERT_TRUE(append(first_, {}, {}, files).committed());
  const VerifyReport report = verify(db(), keys(), law());
  EXPECT_EQ(said(report.findings), "");
  ASSERT_EQ(report.attachments.size(), 2u);
  EXPECT_EQ(report.attachments[0].attachment_id, files[0].attachment_id);
  EXPECT_EQ(report.attachments[0].digest, files[0].digest);

  const auto named = [&](std::size_t i) {
    return "matter " + id_text(matter_id) + " attachment " + id_text(files[i].attachment_id);
  };
  plant("UPDATE attachments SET digest = $3 WHERE matter_id = $1 AND attachment_id = $2",
        {matter_id, files[0].attachment_id, Blob{Bytes(32, 'e')}});
  EXPECT_TRUE(only("attachments", named(0)));
  plant("UPDATE attachments SET digest = $3 WHERE matter_id = $1 AND attachment_id = $2",
        {matter_id, files[0].attachment_id, Blob{files[0].digest}});
  plant("DELETE FROM attachments WHERE matter_id = $1 AND attachment_id = $2",
        {matter_id, files[1].attachment_id});
  EXPECT_TRUE(only("attachments", named(1)));
  files[1].attachment_id = next_id();
  files[1].bound = true;
  ChangeSet slipped_in;
  slipped_in.lane = matter_id;
  save_attachment(slipped_in, files[1]);
  ASSERT_TRUE(db().commit(std::move(slipped_in)).committed());
  EXPECT_TRUE(names(findings(), "attachments", named(1)));
}

TEST_P(VerificationTest, AnyChangedTextOfAnEventIsNamed) {
  const Id id = first_.matter_id;
  const auto events = stored_events(db(), id, 0);
  plant("UPDATE events SET public_part = $2 WHERE matter_id = $1 AND stream = 0 AND seq = 2",
        {id, events[1].public_part + " "});
  EXPECT_TRUE(only("events", row(first_, 2)));
  plant("UPDATE events SET public_part = $2 WHERE matter_id = $1 AND stream = 0 AND seq = 2",
        {id, events[1].public_part});
  plant("UPDATE events SET petitioner_part = '{}' WHERE matter_id = $1 AND stream = 0 AND seq = 2",
        {id});
  EXPECT_EQ(said(findings()), "");  // it was {} before
  plant("UPDATE events SET petitioner_part = '{\"x\":1}' "
        "WHERE matter_id = $1 AND stream = 0 AND seq = 2", {id});
  EXPECT_TRUE(only("events", row(first_, 2)));
  plant("UPDATE events SET petitioner_part = '{}' WHERE matter_id = $1 AND stream = 0 AND seq = 2",
        {id});
  plant("UPDATE events SET internal_part = '{\"user\":\"7\"}' "
        "WHERE matter_id = $1 AND stream = 0 AND seq = 3", {id});
  EXPECT_TRUE(only("events", row(first_, 3)));
  plant("UPDATE events SET internal_part = $2 WHERE matter_id = $1 AND stream = 0 AND seq = 3",
        {id, events[2].internal_part});
  plant("UPDATE events SET salts = $2 WHERE matter_id = $1 AND stream = 0 AND seq = 1",
        {id, Blob{Bytes(48, 's')}});
  EXPECT_TRUE(only("events", row(first_, 1)));
}

TEST_P(VerificationTest, AChangedColumnIsNamedThoughTheBytesFit) {
  plant("UPDATE events SET at = at + 1000 WHERE matter_id = $1 AND stream = 0 AND seq = 2",
        {first_.matter_id});
  EXPECT_TRUE(only("events", row(first_, 2)));
}

TEST_P(VerificationTest, AChangedCommitmentIsNamedAndItsNeighboursAreNot) {
  for (const std::int64_t seq : {1, 2, 3}) {
    SCOPED_TRACE(seq);
    const Bytes real = stored_events(db(), first_.matter_id, 0)[seq - 1].commitment;
    plant("UPDATE events SET commitment = $3 WHERE matter_id = $1 AND stream = 0 AND seq = $2",
          {first_.matter_id, seq, Blob{Bytes(32, 'c')}});
    EXPECT_TRUE(only("events", row(first_, seq)));
    plant("UPDATE events SET commitment = $3 WHERE matter_id = $1 AND stream = 0 AND seq = $2",
          {first_.matter_id, seq, Blob{real}});
  }
  EXPECT_EQ(said(findings()), "");
}

TEST_P(VerificationTest, ARemovedEventIsNamedInTheMiddleAndAtTheEnd) {
  plant("DELETE FROM events WHERE matter_id = $1 AND stream = 0 AND seq = 2", {first_.matter_id});
  plant("DELETE FROM events WHERE matter_id = $1 AND stream = 0 AND seq = 3", {second_.matter_id});
  const auto found = findings();
  EXPECT_TRUE(names(found, "events", row(first_, 2)));
  EXPECT_TRUE(names(found, "events", row(second_, 3)));
  EXPECT_FALSE(names(found, "events", row(second_, 2)));
}

TEST_P(VerificationTest, ARemovedMatterIsNamedByTheLog) {
  for (const auto sql : {std::string_view("DELETE FROM events WHERE matter_id = $1"),
                         std::string_view("DELETE FROM vault WHERE matter_id = $1"),
                         std::string_view("DELETE FROM matters WHERE matter_id = $1"),
                         std::string_view("DELETE FROM open_work WHERE matter_id = $1"),
                         std::string_view("DELETE FROM matter_access WHERE matter_id = $1"),
                         std::string_view("DELETE FROM item_number WHERE matter_id = $1")}) {
    plant(sql, {first_.matter_id});
  }
  const auto found = findings();
  EXPECT_EQ(found.size(), 3u) << said(found);
  for (const std::int64_t seq : {1, 2, 3}) EXPECT_TRUE(names(found, "events", row(first_, seq)));
}

TEST_P(VerificationTest, ARemovedLookThatWaitsForItsNumberIsNamed) {
  plant("DELETE FROM events WHERE matter_id = $1 AND stream = 1 AND seq = 1", {second_.matter_id});
  EXPECT_TRUE(only("events", row(second_, 1, 1)));
}

TEST_P(VerificationTest, AnEventPutInPastTheProgramIsNamedThoughItsChainFits) {
  StoredEvent forged = stored_events(db(), first_.matter_id, 0)[2];
  Event event = from_parts(parts_of(forged));
  event.seq = 4;
  event.event_id = next_id();
  const EventParts parts = to_parts(event);
  forged.header = parts.header.dump();
  forged.petitioner_part = "{}";
  const Bytes commitment = [&] {
    StoredEvent next = forged;
    next.seq = 4;
    return commitment_of(CryptoProfile::standard, first_.tip, next);
  }();
  plant("INSERT INTO events (matter_id, stream, seq, event_id, at, header, public_part, "
        "petitioner_part, internal_part, salts, commitment) "
        "VALUES ($1, 0, 4, $2, $3, $4, $5, $6, $7, $8, $9)",
        {first_.matter_id, event.event_id, forged.at.ms, forged.header, forged.public_part,
         forged.petitioner_part, forged.internal_part, Blob{forged.salts}, Blob{commitment}});
  EXPECT_TRUE(names(findings(), "events", row(first_, 4)));
}

TEST_P(VerificationTest, ChangedAndRemovedVaultRowsAreNamed) {
  const std::string name = "matter " + id_text(first_.matter_id) + " field text version 1";
  const Row real = db().read("SELECT ciphertext, salt FROM vault "
                             "WHERE matter_id = $1 AND field = 'text'", {first_.matter_id})[0];
  Bytes changed = real.bytes(0);
  changed.back() = static_cast<char>(changed.back() ^ 1);
  plant("UPDATE vault SET ciphertext = $2 WHERE matter_id = $1 AND field = 'text'",
        {first_.matter_id, Blob{changed}});
  EXPECT_TRUE(only("vault", name));
  EXPECT_THROW(read_vault(db(), keys(), first_.matter_id, {"text"}), std::runtime_error);
  plant("UPDATE vault SET ciphertext = $2, salt = $3 WHERE matter_id = $1 AND field = 'text'",
        {first_.matter_id, Blob{real.bytes(0)}, Blob{Bytes(16, 's')}});
  EXPECT_TRUE(only("vault", name));
  plant("DELETE FROM vault WHERE matter_id = $1 AND field = 'text'", {first_.matter_id});
  EXPECT_TRUE(only("vault", name));
  plant("INSERT INTO vault (matter_id, field, version, key_id, ciphertext, salt) "
        "VALUES ($1, 'text', 9, 1, $2, $3)",
        {first_.matter_id, Blob{real.bytes(0)}, Blob{real.bytes(1)}});
  EXPECT_TRUE(names(findings(), "vault", "matter " + id_text(first_.matter_id) +
                                             " field text version 9"));
}

TEST_P(VerificationTest, AValueMovedToAnotherMatterIsNamed) {
  plant("UPDATE vault SET ciphertext = (SELECT o.ciphertext FROM vault o WHERE o.matter_id = $2 "
        "AND o.field = 'text'), key_id = (SELECT o.key_id FROM vault o WHERE o.matter_id = $2 "
        "AND o.field = 'text') WHERE matter_id = $1 AND field = 'text'",
        {first_.matter_id, second_.matter_id});
  EXPECT_TRUE(only("vault", "matter " + id_text(first_.matter_id) + " field text version 1"));
}

TEST_P(VerificationTest, ChangedAndRemovedLogEntriesAreNamed) {
  plant("UPDATE log_entries SET commitment = $1 WHERE log_index = 1", {Blob{Bytes(32, 'l')}});
  EXPECT_TRUE(only("log_entries", "log_index 1"));
  plant("DELETE FROM log_entries WHERE log_index = 1", {});
  const auto found = findings();
  EXPECT_TRUE(names(found, "log_entries", "log_index 1"));
  EXPECT_TRUE(names(found, "events", row(first_, 2)));
  EXPECT_EQ(found.size(), 2u) << said(found);
}

TEST_P(VerificationTest, ALogEntryThatNamesAnotherSeqOrRepeatsIsNamed) {
  plant("UPDATE log_entries SET seq = 77 WHERE log_index = 4", {});
  EXPECT_TRUE(only("log_entries", "log_index 4"));
  plant("UPDATE log_entries SET seq = 2 WHERE log_index = 4", {});
  plant("INSERT INTO log_entries (log_index, event_id, matter_id, stream, seq, commitment) "
        "SELECT 6, event_id, matter_id, stream, seq, commitment FROM log_entries "
        "WHERE log_index = 2", {});
  EXPECT_TRUE(only("log_entries", "log_index 6"));
}

TEST_P(VerificationTest, ALogCutAtItsEndLeavesEventsOutside) {
  plant("DELETE FROM log_entries WHERE log_index = 5", {});
  EXPECT_TRUE(only("events", row(second_, 3)));
  plant("DELETE FROM log_pending WHERE matter_id = $1", {second_.matter_id});
  EXPECT_TRUE(names(findings(), "events", row(second_, 1, 1)));
}

TEST_P(VerificationTest, DerivedRowsThatDifferAreNamedAndRebuilt) {
  const std::string id = id_text(first_.matter_id);
  const Row work = db().read("SELECT list, due_on FROM open_work WHERE organ_id = $1 "
                             "AND matter_id = $2", {kOrgan, first_.matter_id}).at(0);
  plant("DELETE FROM open_work WHERE matter_id = $1", {first_.matter_id});
  plant("INSERT INTO open_work (organ_id, list, due_on, matter_id, subject_no, clock, wall, "
        "claimed_by) VALUES (30, 'arrived', '2026-01-01', $1, 2, 'C01', 0, 0)",
        {first_.matter_id});
  plant("INSERT INTO matter_access (organ_id, matter_id, open_here, wall) VALUES (30, $1, 1, 0)",
        {first_.matter_id});
  plant("UPDATE matters SET state = 'FILED_ONLY' WHERE matter_id = $1", {first_.matter_id});
  plant("UPDATE item_number SET subject_no = 9 WHERE matter_id = $1", {first_.matter_id});
  plant("INSERT INTO matter_access (organ_id, matter_id, open_here, wall) VALUES (30, 5, 1, 0)", {});

  const std::vector<std::pair<std::string, std::string>> damage = {
      {"open_work", "organ_id 20 list " + work.text(0) + " due_on " + work.text(1) + " matter_id " +
                        id + " subject_no 2"},
      {"open_work", "organ_id 30 list arrived due_on 2026-01-01 matter_id " + id + " subject_no 2"},
      {"matter_access", "organ_id 30 matter_id " + id},
      {"matter_access", "organ_id 30 matter_id 5"},
      {"matters", "matter_id " + id},
      {"item_number", "item_no " + first_.matter_no + " matter_id " + id}};
  const auto found = findings();
  for (const auto& [table, row] : damage) EXPECT_TRUE(names(found, table, row));
  EXPECT_EQ(found.size(), damage.size()) << said(found);

  const RebuildReport told = rebuild(db(), law(), false);
  EXPECT_EQ(told.differed, 2u);
  EXPECT_EQ(told.differences.size(), damage.size()) << said(told.differences);
  EXPECT_EQ(findings().size(), damage.size());  // nothing was written

  EXPECT_EQ(rebuild(db(), law(), true).differences.size(), damage.size());
  EXPECT_EQ(said(findings()), "");
  EXPECT_EQ(rebuild(db(), law(), true).differed, 0u);
}

TEST_P(VerificationTest, ARebuildLeavesClaimsOnWork) {
  const auto page = worklist(db(), staff_of(kOrgan), "arrived", std::nullopt, 10);
  ASSERT_TRUE(claim_work(db(), staff_of(kOrgan), "arrived", key_of(page.at(0)), 2000));
  plant("UPDATE open_work SET clock = 'C99' WHERE matter_id = $1", {page[0].matter.matter_id});
  EXPECT_EQ(rebuild(db(), law(), true).differed, 1u);
  EXPECT_EQ(worklist(db(), staff_of(kOrgan), "arrived", std::nullopt, 10).at(0).claimed_by, 2000);
}

TEST_P(VerificationTest, AnEmptiedDirectoryIsRebuiltWhole) {
  for (const auto sql :
       {std::string_view("DELETE FROM matters"), std::string_view("DELETE FROM open_work"),
        std::string_view("DELETE FROM matter_access"), std::string_view("DELETE FROM item_number")}) {
    plant(sql, {});
  }
  EXPECT_EQ(rebuild(db(), law(), true).differed, 2u);
  EXPECT_EQ(said(findings()), "");
  EXPECT_EQ(worklist(db(), staff_of(kOrgan), "arrived", std::nullopt, 10).size(), 2u);
}

TEST_P(VerificationTest, AKeyMissingFromTheKeyStoreIsNamed) {
  const Id key_id = load_matter(db(), Viewer::system(), first_.matter_id)->key_id;
  shut_keys();
  Database::open(key_options())->write_now("DELETE FROM matter_keys WHERE key_id = $1", {key_id});
  EXPECT_EQ(findings().size(), 4u);
  EXPECT_TRUE(names(findings(), "vault",
                    "matter " + id_text(first_.matter_id) + " field text version 1"));
}

}  // namespace
}  // namespace xinfang
