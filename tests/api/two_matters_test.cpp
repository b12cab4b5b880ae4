// Steps that touch a second matter, and what the system does by itself: repeats joined and parted, an
// accusation split off, a query code issued anew, clocks moved by a calendar, late duties told.
#include <sys/inotify.h>
#include <unistd.h>

#include "jobs/jobs.hpp"
#include "services/query_code.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {

namespace {

// Which files come into being in a folder, by name; folders are none.
class FolderWatch {
 public:
  explicit FolderWatch(const std::string& folder) : events_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    if (inotify_add_watch(events_, folder.c_str(), IN_CREATE | IN_MOVED_TO) < 0) {
      throw std::runtime_error("cannot watch " + folder);
    }
  }
  ~FolderWatch() { close(events_); }
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // Since the last time it was asked.
  void seen(std::vector<std::string>& files, int& folders) {
    alignas(inotify_event) char block[8192];
    for (ssize_t got; (got = read(events_, block, sizeof block)) > 0;) {
      for (const char* at = block; at < block + got;) {
        const auto* event = reinterpret_cast<const inotify_event*>(at);
        if (event->mask & IN_ISDIR) {
          ++folders;
        } else {
          files.emplace_back(event->name);
        }
        at += sizeof(inotify_event) + event->len;
      }
    }
  }

 private:
  int events_;
};

}  // namespace

class TwoMattersTest : public ApiTest {
 protected:
  void act(const std::string& login, const Json& receipt, const std::string& deed,
           Json fields = Json::object(), int subject = 0) {
    const Answer done = app.act(login, receipt, deed, std::move(fields), subject);
    EXPECT_EQ(done.status, 200) << deed << ": " << done.response.body;
  }
  int run(const char* job) {
    int done = 0;
    for (int part = 1; part > 0;) {
      part = find_job(job)->run_once(app.office());
      done += part;
    }
    return done;
  }
  Json joining(const Json& earlier) {
    return Json::object()
        .set("joined_to", earlier["item_no"])
        .set("same_person", true)
        .set("same_matter", true)
        .set("progress", "您先前反映的事项正在县人社局办理。");
  }
  static std::string fact(const Json& matter, const char* name) {
    return matter["facts"][name].as_string();
  }
};

TEST_P(TwoMattersTest, ARepeatJoinsTheEarlierMatterAndCanBeParted) {
  app.set_day("2026-03-02");
  const Json first = app.file();
  act("laowu", first, "screening", screening_fields());
  app.set_day("2026-03-09");
  Json again = app.petition();
  again.set("text", "补充：工头的电话已经停机，工资条附后。");
  const Json second = app.file(again);
  EXPECT_EQ(app.act("laowu", second, "joining", joining(second)).code(), "other_matter_self");
  Json unknown = joining(first);
  unknown.set("joined_to", "990121000104202603020000000");
  EXPECT_EQ(app.act("laowu", second, "joining", unknown).code(), "other_matter_missing");

  const Answer repeats = app.as("laowu", "GET", "/api/v1/matters/" +
                                                    second["item_no"].as_string() + "/repeats");
  ASSERT_EQ(repeats.status, 200) << repeats.response.body;
  ASSERT_EQ(repeats.body["repeats"].as_array().size(), 1u);
  const Json& found = repeats.body["repeats"].as_array()[0];
  EXPECT_EQ(found["matter_no"], first["item_no"]);
  EXPECT_EQ(found["same_by"].as_string(), "phone_and_name");
  EXPECT_EQ(found["title"], Json("安澜建筑公司拖欠工资"));
  EXPECT_EQ(found["organ"].as_string(), "安澜县信访局");
  EXPECT_EQ(found["advice"]["what"].as_string(), "join");
  EXPECT_EQ(found["advice"]["step"].as_string(), "joining");

  act("laowu", second, "joining", joining(first));
  EXPECT_EQ(app.matter("laowu", second)["state"].as_string(), "MERGED");
  const Json earlier = app.matter("laowu", first);
  ASSERT_EQ(earlier["facts"]["joined_items"].as_array().size(), 1u);
  EXPECT_EQ(earlier["facts"]["joined_items"].as_array()[0], second["item_no"]);
  EXPECT_NE(earlier["history"].dump().find("工头的电话已经停机"), std::string::npos)
      << "what it brings goes to who handles the earlier one";
  const Answer own = app.own(second, "GET");
  EXPECT_EQ(own.body["joined_to"]["matter_no"], first["item_no"]);
  EXPECT_EQ(own.body["joined_to"]["state"].as_string(), "SCREENED");

  act("laowu", second, "unjoining", Json::object().set("reason", "不是同一件事"));
  EXPECT_EQ(app.matter("laowu", second)["state"].as_string(), "REGISTERED");
  EXPECT_TRUE(app.matter("laowu", first)["facts"]["joined_items"].as_array().empty());
  EXPECT_EQ(fact(app.matter("laowu", second), "joined_to"), "");
}

TEST_P(TwoMattersTest, OfARepeatElsewhereOnlyItsPlaceAndStateAreTold) {
  app.set_day("2026-03-02");
  const Json first = app.file();
  const Answer filed = app.as("xiaolin", "POST", "/api/v1/registrations",
                              app.petition().set("channel", "LETTER"));
  ASSERT_EQ(filed.status, 201) << filed.response.body;
  const Answer repeats = app.as("xiaolin", "GET", "/api/v1/matters/" +
                                                      filed.body["item_no"].as_string() + "/repeats");
  ASSERT_EQ(repeats.status, 200) << repeats.response.body;
  ASSERT_EQ(repeats.body["repeats"].as_array().size(), 1u);
  const Json& found = repeats.body["repeats"].as_array()[0];
  EXPECT_EQ(found["matter_no"], first["item_no"]);
  EXPECT_FALSE(found["readable"].as_bool());
  EXPECT_EQ(found["title"].as_string(), "");
  EXPECT_EQ(found["organ"].as_string(), "");
}

TEST_P(TwoMattersTest, TheEarlierMatterIsNotShownOnceItIsBehindTheWall) {
  app.set_day("2026-03-02");
  const Json first = app.file();
  act("laowu", first, "screening", screening_fields());
  const Json second = app.file();
  act("laowu", second, "joining", joining(first));
  EXPECT_EQ(app.own(second, "GET").body["joined_to"]["matter_no"], first["item_no"]);
  act("laowu", first, "marking_accusation",
      Json::object()
          .set("kind", "2")
          .set("accused", screening_fields("2")["accused"]));
  const Answer own = app.own(second, "GET");
  EXPECT_EQ(own.status, 200);
  EXPECT_TRUE(own.body["joined_to"].is_null()) << own.body["joined_to"].dump();
}

// What joins is written into the earlier matter, whose organs must not learn of the accusation.
TEST_P(TwoMattersTest, WhatHoldsAnAccusationIsSplitBeforeItJoins) {
  app.set_day("2026-03-02");
  const Json first = app.file();
  act("laowu", first, "screening", screening_fields());
  const Json second = app.file();
  act("laowu", second, "screening", screening_fields().set("contains_accusation", true));
  EXPECT_EQ(app.act("laowu", second, "joining", joining(first)).code(), "split_accusation_first");
  act("laowu", second, "splitting",
      Json::object()
          .set("claims", Json::array().push(2))
          .set("remaining_title", "拖欠工资")
          .set("remaining_text", "拖欠三个月工资。")
          .set("new_title", "反映干部收受红包")
          .set("new_text", "人社局局长收受包工头红包。")
          .set("accusation", true));
  EXPECT_EQ(app.act("laowu", second, "joining", joining(first)).field(), "no_accusation");
  act("laowu", second, "joining", joining(first).set("no_accusation", true));
  EXPECT_EQ(app.matter("laowu", second)["state"].as_string(), "MERGED");
}

// 5.2 no. 2: nothing of the accusation is left for whom the rest is sent to.
TEST_P(TwoMattersTest, AnAccusationIsSplitOffBeforeTheRestGoesOut) {
  app.set_day("2026-03-02");
  Json petition = app.petition();
  petition.set("title", "拖欠工资，且局长收受红包");
  petition.set("text", "拖欠三个月工资。人社局局长收受包工头红包，所以不管。");
  petition.set("claims", Json::array().push("支付工资").push("查处局长收受红包"));
  const Json receipt = app.file(petition);
  act("laowu", receipt, "screening", screening_fields().set("contains_accusation", true));
  const Json to_labour = target_fields(app.organ("0201"));
  EXPECT_EQ(app.act("laowu", receipt, "transfer", to_labour).code(), "split_accusation_first");

  Json split = Json::object()
                   .set("claims", Json::array().push(2))
                   .set("remaining_title", "拖欠工资")
                   .set("remaining_text", "拖欠三个月工资。")
                   .set("new_title", "反映干部收受红包")
                   .set("new_text", "人社局局长收受包工头红包。")
                   .set("accusation", true);
  EXPECT_EQ(app.act("laowu", receipt, "splitting",
                    Json(split).set("claims", Json::array().push(1).push(2)))
                .code(),
            "claims_must_stay");
  act("laowu", receipt, "splitting", split);
  EXPECT_EQ(app.act("laowu", receipt, "transfer", to_labour).field(), "no_accusation");
  act("laowu", receipt, "transfer", Json(to_labour).set("no_accusation", true));

  const Json seen = app.matter("hanju", receipt);
  EXPECT_EQ(seen["title"].as_string(), "拖欠工资");
  for (const char* word : {"红包", "收受", "splitting", "accusation", "contains_accusation"}) {
    EXPECT_EQ(seen.dump().find(word), std::string::npos) << word;
  }
  for (const Json& paper : seen["documents"].as_array()) {
    const Answer pdf = app.as("hanju", "GET", "/api/v1/matters/" + receipt["item_no"].as_string() +
                                                  "/letters/" + std::to_string(paper["no"].as_int()));
    EXPECT_EQ(pdf.status, 200);
  }
  const Answer slip = app.as("hanju", "GET", "/api/v1/matters/" + receipt["item_no"].as_string() +
                                                 "/letters/1");
  EXPECT_EQ(slip.status, 404) << "the slip of registration still has the old title";

  // The office finds the accusation as a matter of its own, received when the whole was.
  Json other;
  const Answer list = app.as("laowu", "GET", "/api/v1/matters", Json(), {{}, "list=to_screen", ""});
  ASSERT_EQ(list.status, 200) << list.response.body;
  for (const Json& row : list.body["items"].as_array()) {
    if (row["matter"]["matter_no"] != receipt["item_no"]) other = row["matter"];
  }
  ASSERT_FALSE(other.is_null());
  EXPECT_EQ(other["received_at"], app.matter("laowu", receipt)["received_at"]);
  Json as_receipt = Json::object().set("item_no", other["matter_no"]);
  Json accused = Json::array().push(Json::object()
                                        .set("name", "某局长")
                                        .set("organ_id", id_text(app.organ("0201")))
                                        .set("leads", true)
                                        .set("cadre_level", 4));
  act("laowu", as_receipt, "screening",
      Json::object().set("kind", "2").set("category", "160100").set("accused", accused));
  EXPECT_EQ(app.as("hanju", "GET", "/api/v1/matters/" + other["matter_no"].as_string()).status, 404);
  EXPECT_EQ(app.as("laowu", "GET", "/api/v1/matters/" + other["matter_no"].as_string()).status, 404)
      << "the wall closes for who screened it too";
}

// 5.2 no. 2: no word of the accusation finds the rest, before the index has followed and after.
TEST_P(TwoMattersTest, WhatWasSplitOffIsFoundNoMoreByWhomTheRestIsSentTo) {
  app.set_day("2026-03-02");
  Json petition = app.petition();
  petition.set("title", "拖欠工资，且局长收受红包");
  petition.set("text", "拖欠三个月工资。人社局局长收受包工头红包，所以不管。");
  petition.set("claims", Json::array().push("支付工资").push("查处局长收受红包"));
  const Json receipt = app.file(petition);
  app.own(receipt, "POST", "/supplements", Json::object().set("text", "补充：局长还有一辆新轿车。"));
  act("laowu", receipt, "screening",
      screening_fields().set("contains_accusation", true).set("note", "先核实新轿车一事"));
  run("log");
  run("search");
  const auto finds = [&](const char* login, const std::string& word) {
    const Answer found = app.as(login, "GET", "/api/v1/matters", Json(), {{}, "query=" + word, ""});
    EXPECT_EQ(found.status, 200) << found.response.body;
    for (const Json& row : found.body["items"].as_array()) {
      if (row["matter"]["matter_no"] == receipt["item_no"]) return true;
    }
    return false;
  };
  EXPECT_TRUE(finds("laowu", "红包")) << "before the split the office may still find all of it";
  EXPECT_TRUE(finds("laowu", "轿车"));
  act("laowu", receipt, "splitting",
      Json::object()
          .set("claims", Json::array().push(2))
          .set("remaining_title", "拖欠工资")
          .set("remaining_text", "拖欠三个月工资。")
          .set("new_title", "反映干部收受红包")
          .set("new_text", "人社局局长收受包工头红包。")
          .set("accusation", true));
  act("laowu", receipt, "transfer",
      target_fields(app.organ("0201")).set("no_accusation", true).set("note", "请依法办理欠薪"));
  for (const bool followed : {false, true}) {
    for (const char* word : {"红包", "收受", "轿车"}) {
      EXPECT_FALSE(finds("hanju", word)) << word << (followed ? " indexed" : " before");
    }
    run("log");
    run("search");
  }
  EXPECT_TRUE(finds("hanju", "三个月")) << "the rest is found";
  EXPECT_TRUE(finds("hanju", "依法办理")) << "and what was written with it";
}

// What an organ below filed and screened as an accusation, the office above must be able to work on.
TEST_P(TwoMattersTest, TheLiaisonAboveReadsWhomTheAccusationIsAimedAt) {
  app.set_day("2026-03-02");
  const Answer filed = app.as("xiaolin", "POST", "/api/v1/registrations",
                              app.petition().set("channel", "LETTER"));
  ASSERT_EQ(filed.status, 201) << filed.response.body;
  act("xiaolin", filed.body, "screening",
      screening_fields("2").set("accused", Json::array().push(
                                               Json::object().set("name", "甘主任").set("outside", true))));
  EXPECT_EQ(app.as("xiaolin", "GET", "/api/v1/matters/" + filed.body["item_no"].as_string()).status, 404);
  const Json seen = app.matter("fanglian", filed.body);
  ASSERT_FALSE(seen["history"].as_array().empty());
  const Json& screened = seen["history"].as_array().back();
  EXPECT_EQ(screened["deed"].as_string(), "screening");
  EXPECT_NE(screened["texts"].dump().find("甘主任"), std::string::npos) << screened.dump();
}

// Files that leave are kept under the new matter's key; in between they are nowhere in plain.
TEST_P(TwoMattersTest, AFileThatLeavesIsNeverWrittenInPlain) {
  app.set_day("2026-03-02");
  const Json receipt = app.file();
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  const Answer sent =
      app.as("laowu", "POST", path + "/attachments", Json(), {{}, "name=note.txt", "另一件事的材料"});
  ASSERT_EQ(sent.status, 201) << sent.response.body;
  const std::string file = sent.body["attachment_id"].as_string();
  act("laowu", receipt, "supplement",
      Json::object().set("text", "附材料。").set("attachments", Json::array().push(file)));
  FolderWatch watch(app.office().settings.attachment_folder);
  act("laowu", receipt, "splitting",
      Json::object()
          .set("claims", Json::array().push(2))
          .set("remaining_title", "拖欠工资")
          .set("remaining_text", "拖欠三个月工资。")
          .set("new_title", "夜间施工扰民")
          .set("new_text", "工地夜间施工。")
          .set("leaving_files", Json::array().push(file)));
  std::vector<std::string> files;
  int folders = 0;
  watch.seen(files, folders);
  EXPECT_EQ(folders, 1) << "the new matter's own";
  EXPECT_EQ(files, std::vector<std::string>());

  const Answer list = app.as("laowu", "GET", "/api/v1/matters", Json(), {{}, "list=to_screen", ""});
  std::string other;
  for (const Json& row : list.body["items"].as_array()) {
    if (row["matter"]["matter_no"] != receipt["item_no"]) other = row["matter"]["matter_no"].as_string();
  }
  const Json files_there = app.as("laowu", "GET", "/api/v1/matters/" + other).body["attachments"];
  ASSERT_EQ(files_there.as_array().size(), 1u);
  EXPECT_EQ(app.as("laowu", "GET", "/api/v1/matters/" + other + "/attachments/" +
                                       files_there.as_array()[0]["attachment_id"].as_string())
                .response.body,
            "另一件事的材料");
  EXPECT_TRUE(app.matter("laowu", receipt)["attachments"].as_array().empty());
}

TEST_P(TwoMattersTest, ANewQueryCodeEndsTheOldOne) {
  app.set_day("2026-03-02");
  const Json receipt = app.file();
  EXPECT_EQ(app.own(receipt, "GET").status, 200);
  for (const int issue : {1, 2}) {
    act("laowu", receipt, "query_code_reissued", Json::object().set("identity_checked", true));
    EXPECT_EQ(app.matter("laowu", receipt)["facts"]["code_issue"].as_int(), issue);
    Json renewed = receipt;
    renewed.set("query_code", query_code_of(app.office().keys, receipt["item_no"].as_string(), issue));
    EXPECT_EQ(app.own(renewed, "GET").status, 200);
    EXPECT_EQ(app.own(receipt, "GET").status, 401);
  }
  const Json matter = app.matter("laowu", receipt);
  const auto& documents = matter["documents"].as_array();
  EXPECT_EQ(documents.back()["kind"].as_string(), "D32");
}

// A notice of holidays after the clocks began: each that runs is counted again, on record.
TEST_P(TwoMattersTest, ANewCalendarMovesRunningClocksAndTells) {
  app.set_day("2026-12-28");
  const Json receipt = app.file();
  act("laowu", receipt, "screening", screening_fields());
  const auto due = [&](const char* clock) {
    const Json matter = app.matter("laowu", receipt);
    for (const Json& one : matter["clocks"].as_array()) {
      if (one["clock"].as_string() == clock) return one["due_legal_on"].as_string();
    }
    return std::string();
  };
  run("recounts");
  EXPECT_EQ(due("C01"), "2027-01-12");
  const std::size_t events = app.matter("laowu", receipt)["history"].as_array().size();
  app.office().calendar.update([](const WorkCalendar& before) {
    return before.with_own({{Date::of(2027, 1, 12), false, "虚构节", true},
                            {Date::of(2027, 1, 13), false, "虚构节", true}});
  });
  EXPECT_GT(run("recounts"), 0);
  EXPECT_EQ(due("C01"), "2027-01-14");
  const Json matter = app.matter("laowu", receipt);
  ASSERT_EQ(matter["history"].as_array().size(), events + 1);
  const Json& line = matter["history"].as_array().back();
  EXPECT_EQ(line["deed"].as_string(), "calendar_changed");
  EXPECT_EQ(line["actor"].as_string(), "system");
  EXPECT_NE(matter["clocks"].dump().find("\"why\":\"moved\""), std::string::npos);
  EXPECT_EQ(matter["documents"].as_array().back()["kind"].as_string(), "D34");
  EXPECT_EQ(run("recounts"), 0) << "once for each calendar";
  EXPECT_EQ(app.matter("laowu", receipt)["history"].as_array().size(), events + 1);
  // The days entered are taken back: the calendar is one by which it was counted before.
  app.office().calendar.update([](const WorkCalendar& before) { return before.with_own({}); });
  EXPECT_GT(run("recounts"), 0);
  EXPECT_EQ(due("C01"), "2027-01-12");
  EXPECT_EQ(run("recounts"), 0);
}

TEST_P(TwoMattersTest, ALateDutyIsToldToTheSupervisingOffice) {
  app.set_day("2026-03-02");
  const Json receipt = app.file();
  act("laowu", receipt, "screening", screening_fields());
  act("laowu", receipt, "transfer", target_fields(app.organ("0201")));
  app.set_day("2026-03-17");
  EXPECT_EQ(run("overdue"), 0) << "the fifteenth day is in time";
  app.set_day("2026-03-18");
  EXPECT_EQ(run("overdue"), 1);
  EXPECT_EQ(run("overdue"), 0) << "told once";
  const Json matter = app.matter("zhouju", receipt);
  ASSERT_EQ(matter["triggers"].as_array().size(), 1u);
  EXPECT_EQ(matter["triggers"].as_array()[0]["code"].as_string(), "SV03");
  EXPECT_EQ(matter["triggers"].as_array()[0]["clock"].as_string(), "C04");
  EXPECT_TRUE(app.matter("hanju", receipt)["triggers"].as_array().empty());
  act("zhouju", receipt, "trigger_dismissed", Json::object().set("reasons", "已电话催办，当日受理"));
  EXPECT_FALSE(app.matter("zhouju", receipt)["triggers"].as_array()[0]["open"].as_bool());
}

XINFANG_ON_BOTH_ENGINES(TwoMattersTest);

}  // namespace xinfang
