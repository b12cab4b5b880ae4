#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "services/health_service.hpp"
#include "services/office_fixture.hpp"
#include "store/attachment_store.hpp"
#include "store/lock_file.hpp"
#include "store/organ_store.hpp"

namespace xinfang {
namespace {

namespace fs = std::filesystem;

// Region, office, channel and day of an item number.
const std::string kPrefix = "21010200010820240301";

// Each state is planted past the program; the doctor must name it, and nothing else.
class HealthTest : public OfficeTest {
 protected:
  HealthTest() : keys_place_(GetParam()) {}
  void SetUp() override {
    OfficeTest::SetUp();
    data_ = fs::temp_directory_path() / ("xf_health_" + std::to_string(std::random_device{}()));
    fs::create_directories(data_ / "attachments");
    fs::create_directories(data_ / "uploads");
    fs::create_directories(data_ / "keys");
    fs::permissions(data_ / "keys", fs::perms::owner_all);
    places_.data = data_.string();
    office().settings.attachment_folder = (data_ / "attachments").string();
    keys_ = Database::open(keys_place_.options());
    keys_->run_script("CREATE TABLE matter_keys (key_id BIGINT PRIMARY KEY, wrapped BYTEA NOT NULL)");
    plant("INSERT INTO log_entries (log_index, event_id, matter_id, stream, seq, commitment)"
          " VALUES (0, " + id_text(id_of_now()) + ", 1, 0, 1, '')");
    plant_matter();
  }
  void TearDown() override { fs::remove_all(data_); }

  // PostgreSQL takes '' for BYTEA; SQLite's STRICT needs x''.
  void plant(std::string sql) {
    if (GetParam() == Engine::sqlite) {
      for (auto at = sql.find("'')"); at != sql.npos; at = sql.find("'')", at + 4)) {
        sql.insert(at, "x");
      }
    }
    db().run_script(sql);
  }
  Id id_of_now() const {
    return (clock.now().ms - Instant::parse("2020-01-01T00:00:00Z")->ms) << 21;
  }
  // A whole one: matter 1 with one event, its number and its work.
  void plant_matter() {
    plant("INSERT INTO matters VALUES (1, '" + number("000001") + "', 'reg2022', 1, 'registered', 1,"
          " 0, '1', '', '210102', 'ONLINE', 0, 0)");
    db().write_now("INSERT INTO events (matter_id, stream, seq, event_id, at, header, public_part,"
                   " petitioner_part, internal_part, salts, commitment)"
                   " VALUES (1, 0, 1, $3, $1, '', '', '', '', $2, $2)",
                   {clock.now().ms, Blob{"x"}, id_of_now()});
    plant("INSERT INTO item_number (item_no, matter_id, subject_no) VALUES ('" + number("000001") +
          "', 1, 1)");
    plant("INSERT INTO open_work VALUES (" + id_text(organ.organ_id) +
          ", 'screening', '2024-03-16', 1, 1, 'C01', 0, 0)");
    plant("INSERT INTO counters VALUES ('item." + kPrefix + "', 64)");
  }
  static std::string number(const std::string& serial) { return kPrefix + serial + "0"; }

  std::set<std::string> codes() {
    std::set<std::string> found;
    for (const Ailment& one : ailments_of(office(), *keys_, places_)) {
      EXPECT_TRUE(office().messages.has(Language::zh, "doctor." + one.code)) << one.code;
      EXPECT_TRUE(office().messages.has(Language::en, "doctor." + one.code)) << one.code;
      EXPECT_GT(one.count, 0);
      found.insert(one.code);
    }
    // What this machine lacks is not what was planted.
    for (const char* outside : {"disk_low", "fonts_missing", "calendar_missing"}) found.erase(outside);
    return found;
  }
  using Codes = std::set<std::string>;

  ScratchDatabase keys_place_;
  std::unique_ptr<Database> keys_;
  fs::path data_;
  HealthPlaces places_;
};
XINFANG_ON_BOTH_ENGINES(HealthTest);

TEST_P(HealthTest, AHealthyOfficeHasNothing) { EXPECT_EQ(codes(), Codes()); }

TEST_P(HealthTest, AMatterWithoutEventsAndEventsWithoutMatter) {
  plant("UPDATE matters SET matter_id = 2");
  plant("UPDATE open_work SET matter_id = 2; UPDATE item_number SET matter_id = 2");
  EXPECT_EQ(codes(), (Codes{"matter_without_events", "events_without_matter"}));
}

TEST_P(HealthTest, AGapInAStream) {
  plant("UPDATE events SET seq = 3; UPDATE matters SET version = 3");
  EXPECT_TRUE(codes().contains("event_gap"));
}

TEST_P(HealthTest, AVersionThatIsNotTheLastEvent) {
  plant("UPDATE matters SET version = 2");
  EXPECT_EQ(codes(), Codes{"version_behind"});
}

TEST_P(HealthTest, WorkAndMattersThatDoNotMeet) {
  plant("UPDATE matters SET is_open = 0");
  EXPECT_EQ(codes(), Codes()) << "its term still runs";
  plant("UPDATE open_work SET clock = ''");
  EXPECT_EQ(codes(), Codes{"work_of_closed"});
  plant("UPDATE matters SET is_open = 1; UPDATE open_work SET matter_id = 9");
  EXPECT_EQ(codes(), (Codes{"work_without_matter", "open_without_work"}));
  plant("UPDATE open_work SET matter_id = 1, organ_id = 77");
  EXPECT_EQ(codes(), Codes{"work_of_unknown_organ"});
}

TEST_P(HealthTest, TermsThatNoJobLookedAt) {
  plant("INSERT INTO open_work VALUES (0, 'lapse', '2024-02-28', 1, 1, 'C13', 0, 0)");
  plant("INSERT INTO open_work VALUES (0, 'overdue', '2024-02-28', 1, 1, 'C09', 0, 0)");
  EXPECT_EQ(codes(), (Codes{"terms_not_lapsed", "overdue_not_told"}));
  plant("UPDATE open_work SET due_on = '2024-02-29' WHERE organ_id = 0");
  EXPECT_EQ(codes(), Codes()) << "the jobs may look later in the day";
}

TEST_P(HealthTest, NumbersThatLeadNowhereOrComeTwice) {
  plant("INSERT INTO item_number (item_no, matter_id, subject_no) VALUES ('" + number("000002") +
        "', 5, 1)");
  EXPECT_EQ(codes(), Codes{"number_without_matter"});
  plant("UPDATE item_number SET matter_id = 1; UPDATE counters SET value = 1");
  EXPECT_EQ(codes(), Codes{"counter_behind"});
  plant("INSERT INTO counters VALUES ('restored.2024-03-01', 100000)");
  EXPECT_EQ(codes(), Codes()) << "after a restore the numbers of that day are set on";
}

TEST_P(HealthTest, TheLogThatWaitsOrHasAGap) {
  plant("INSERT INTO log_pending (event_id, matter_id, stream, seq, commitment) VALUES (" +
        id_text(id_of_now()) + ", 1, 0, 1, '')");
  EXPECT_EQ(codes(), Codes());
  clock.advance(11 * 60'000);
  EXPECT_EQ(codes(), Codes{"log_waits"});
  plant("DELETE FROM log_pending; UPDATE log_entries SET log_index = 3");
  EXPECT_EQ(codes(), Codes{"log_gap"});
}

TEST_P(HealthTest, CursorsBeyondTheLog) {
  plant("INSERT INTO log_cursors VALUES ('notices', 2)");
  EXPECT_EQ(codes(), Codes{"cursor_ahead"});
  plant("DELETE FROM log_cursors");
  office().search.move_cursor(1);
  EXPECT_EQ(codes(), Codes());
  office().search.move_cursor(2);
  EXPECT_EQ(codes(), Codes{"cursor_ahead"});
}

TEST_P(HealthTest, UsersWhoCanDoNothing) {
  add_user("laowu", {"REGISTRAR"});
  add_user("sysadmin", {"SYS_ADMIN"});
  EXPECT_EQ(codes(), Codes());
  plant("UPDATE users SET organ_id = 99 WHERE login = 'laowu'");
  EXPECT_EQ(codes(), Codes{"user_without_organ"});
  plant("DELETE FROM user_roles WHERE role = 'REGISTRAR'");
  EXPECT_EQ(codes(), Codes{"user_without_role"});
  plant("UPDATE users SET active = 0 WHERE login = 'laowu'");
  EXPECT_EQ(codes(), Codes());
}

TEST_P(HealthTest, WhatTheCleaningShouldHaveTaken) {
  db().write_now("INSERT INTO idempotency (caller, key, body_digest, status, answer, expires_at)"
                 " VALUES ('user:1', 'k', $1, 200, '', $2)",
                 {Blob{}, clock.now().ms - 31 * 3'600'000LL});
  Session session;
  session.token_digest = Bytes(32, 't');
  session.expires_at = clock.now() + -2 * 3'600'000LL;
  save_session(db(), session);
  ChangeSet changes;
  AttachmentRow upload;
  upload.matter_id = upload.attachment_id = 3;
  upload.uploaded_at = clock.now() + -31 * 3'600'000LL;
  keys_->write_now("INSERT INTO matter_keys (key_id, wrapped) VALUES (0, $1)", {Blob{}});
  save_attachment(changes, upload);
  ASSERT_TRUE(db().commit(std::move(changes)).committed());
  EXPECT_EQ(codes(), (Codes{"answers_kept", "sessions_kept", "uploads_kept"}));
}

TEST_P(HealthTest, KeysThatWereNeverThere) {
  db().write_now("INSERT INTO vault (matter_id, field, version, key_id, ciphertext, salt)"
                 " VALUES (1, 'text', 1, 7, $1, $1)", {Blob{"x"}});
  EXPECT_EQ(codes(), Codes{"keys_missing"});
  keys_->write_now("INSERT INTO matter_keys (key_id, wrapped) VALUES (7, $1)", {Blob{}});
  EXPECT_EQ(codes(), Codes()) << "a destroyed key is as it should be";
}

TEST_P(HealthTest, KeysThatOthersMayRead) {
  std::ofstream(data_ / "keys/master.key") << "k";
  ::chmod((data_ / "keys/master.key").c_str(), 0640);
  EXPECT_EQ(codes(), Codes{"keys_readable"});
  ::chmod((data_ / "keys/master.key").c_str(), 0600);
  EXPECT_EQ(codes(), Codes());
}

TEST_P(HealthTest, FilesWithoutRowsAndRowsWithoutFiles) {
  keys_->write_now("INSERT INTO matter_keys (key_id, wrapped) VALUES (0, $1)", {Blob{}});
  ChangeSet changes;
  AttachmentRow row;
  row.matter_id = 1;
  row.attachment_id = 4;
  row.bound = true;
  row.uploaded_at = clock.now();
  save_attachment(changes, row);
  ASSERT_TRUE(db().commit(std::move(changes)).committed());
  EXPECT_EQ(codes(), Codes{"attachment_lost"});
  fs::create_directories(data_ / "attachments/1");
  std::ofstream(data_ / "attachments/1/4") << "sealed";
  EXPECT_EQ(codes(), Codes());
  std::ofstream(data_ / "attachments/1/5") << "sealed";
  std::ofstream(data_ / "attachments/1/4.new-0123") << "half";
  std::ofstream(data_ / "uploads/body") << "half";
  clock.set(SystemClock().now());
  Codes soon = codes();
  EXPECT_FALSE(soon.contains("attachment_unnamed") || soon.contains("temporary_files"));
  clock.advance(25 * 3'600'000LL);
  soon = codes();
  EXPECT_TRUE(soon.contains("attachment_unnamed") && soon.contains("temporary_files"));
}

TEST_P(HealthTest, AClockBehindTheNewestEvent) {
  clock.advance(-2 * 60'000);
  EXPECT_EQ(codes(), Codes{"clock_behind"});
}

TEST_P(HealthTest, ACalendarThatIsMissing) {
  bool told = false;  // the fixture's calendar has no notice of any year
  for (const Ailment& one : ailments_of(office(), *keys_, places_)) {
    told = told || one.code == "calendar_missing";
  }
  EXPECT_TRUE(told);
}

TEST_P(HealthTest, SuperiorsThatGoRoundOrAreUnknown) {
  const std::string id = id_text(organ.organ_id);
  plant("UPDATE organs SET superior_id = " + id);
  EXPECT_EQ(codes(), Codes{"organ_ring"});
  plant("UPDATE organs SET superior_id = 0, line_superior_id = 99");
  EXPECT_EQ(codes(), Codes{"organ_unknown_superior"});
  plant("DELETE FROM organs; DELETE FROM open_work; UPDATE matters SET is_open = 0");
  EXPECT_EQ(codes(), Codes{"no_organs"});
}

TEST_P(HealthTest, TwoServersOnOneSetOfData) {
  places_.sqlite = (data_ / "a").string();
  places_.keys_sqlite = (data_ / "b").string();
  const LockFile one(places_.sqlite + ".lock"), other(places_.keys_sqlite + ".lock");
  EXPECT_EQ(codes(), Codes());
  std::ofstream(places_.keys_sqlite + ".lock") << "99999\n";
  EXPECT_EQ(codes(), Codes{"two_servers"});
}

TEST_P(HealthTest, ALongListIsCutAndCounted) {
  std::vector<Ailment> ailments;
  add_ailment(ailments, "log_waits", std::vector<std::string>(25, "7"));
  add_ailment(ailments, "log_gap", {});
  ASSERT_EQ(ailments.size(), 1u);
  EXPECT_EQ(ailments[0].count, 25);
  EXPECT_EQ(ailments[0].examples.size(), 10u);
}

}  // namespace
}  // namespace xinfang
