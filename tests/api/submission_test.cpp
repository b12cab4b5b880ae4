// Filing, what it refuses, and what the petitioner holds afterwards.
#include "tests/support/test_app.hpp"

#include <filesystem>
#include <fstream>
#include <latch>
#include <set>
#include <thread>

#include "services/attachment_service.hpp"
#include "store/verification.hpp"

namespace xinfang {

class SubmissionApiTest : public ApiTest {};
XINFANG_ON_BOTH_ENGINES(SubmissionApiTest);

namespace {

const std::string kPng = std::string("\x89PNG\r\n\x1a\n", 8) + std::string(3000, 'x');

std::string token_of(TestApp& app) {
  return app.send("POST", "/api/v1/submissions", "").body["token"].as_string();
}

Answer upload(TestApp& app, const std::string& token, const std::string& name,
              const std::string& bytes) {
  return app.send("POST", "/api/v1/submissions/attachments", "",
                  {{{"x-submission-token", token}}, "name=" + name, bytes});
}

}  // namespace

TEST_P(SubmissionApiTest, FiledTwiceWithOneTokenGivesTheFirstReceipt) {
  Json body = app.petition().set("token", token_of(app));
  const Answer first = app.send("POST", "/api/v1/petitions", body.dump());
  const Answer second = app.send("POST", "/api/v1/petitions", body.dump());
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(first.body["item_no"], second.body["item_no"]);
  EXPECT_EQ(first.body["proof"], second.body["proof"]);
}

TEST_P(SubmissionApiTest, EachMissingFieldIsNamed) {
  const auto refused = [&](Json body) {
    return app.send("POST", "/api/v1/petitions", body.set("token", token_of(app)).dump());
  };
  EXPECT_EQ(refused(app.petition().set("title", Json())).field(), "title");
  EXPECT_EQ(refused(app.petition().set("claims", Json::array())).field(), "claims");
  EXPECT_EQ(refused(app.petition().set("text", Json())).code(), "text_or_scan_needed");
  EXPECT_EQ(refused(app.petition().set("petitioners", Json::array())).code(),
            "person_or_anonymous");
  EXPECT_EQ(refused(app.petition().set("region_code", "889999")).code(), "region_unknown");
  EXPECT_EQ(refused(app.petition().set("colour", "red")).code(), "field_unknown");
  EXPECT_EQ(refused(app.petition().set("petitioners", Json::array().push(Json::object()
                        .set("name", "陈敏").set("id_number", "110101199003070019")))).field(),
            "petitioners[0].id_number");
  const Answer forged =
      app.send("POST", "/api/v1/petitions", app.petition().set("token", "s1.5.9.x").dump());
  EXPECT_EQ(forged.code(), "token_invalid");
  const Json late = app.petition().set("token", token_of(app));
  app.clock.advance(25 * 3'600'000LL);
  EXPECT_EQ(app.send("POST", "/api/v1/petitions", late.dump()).code(), "token_expired");
}

TEST_P(SubmissionApiTest, ThePetitionerSeesOnlyTheOwnPetition) {
  const Json receipt = app.file(), other = app.file();
  EXPECT_EQ(app.own(receipt, "GET").body["title"].as_string(), "安澜建筑公司拖欠工资");
  Json wrong = receipt;
  wrong.set("query_code", other["query_code"]);
  EXPECT_EQ(app.own(wrong, "GET").status, 401);
  EXPECT_EQ(app.send("GET", "/api/v1/matters/" + receipt["item_no"].as_string(), "").status, 401);
  const Answer shown = app.own(receipt, "GET");
  EXPECT_EQ(shown.response.body.find("user_id"), std::string::npos);
  EXPECT_EQ(app.own(receipt, "GET", "/receipt").body["proof"], receipt["proof"]);
}

TEST_P(SubmissionApiTest, AttachmentsAreKeptSealedAndGivenBack) {
  const std::string token = token_of(app);
  EXPECT_EQ(upload(app, token, "a.exe", "MZ-program").code(), "attachment_type");
  const Answer stored = upload(app, token, "../工资条.png", kPng);
  ASSERT_EQ(stored.status, 201) << stored.response.body;
  const Answer filed =
      app.send("POST", "/api/v1/petitions",
               app.petition().set("token", token).set("text", Json()).dump());
  ASSERT_EQ(filed.status, 201) << "a scan stands in for the text: " << filed.response.body;
  const Json shown = app.own(filed.body, "GET").body;
  ASSERT_EQ(shown["attachments"].as_array().size(), 1u);
  EXPECT_EQ(shown["attachments"].as_array()[0]["name"].as_string(), "工资条.png");
  const std::string below = "/attachments/" + stored.body["attachment_id"].as_string();
  EXPECT_EQ(app.own(filed.body, "GET", below).response.body, kPng);
  const Answer part = app.own(filed.body, "GET", below, Json(), {{{"range", "bytes=8-11"}}, "", ""});
  EXPECT_EQ(part.status, 206);
  EXPECT_EQ(part.response.body, "xxxx");
  for (const auto& file : std::filesystem::recursive_directory_iterator(app.folder())) {
    if (!file.is_regular_file() || file.path().filename() == "upload") continue;
    std::string bytes(kPng.size() + 4000, '\0');
    FILE* opened = std::fopen(file.path().c_str(), "rb");
    bytes.resize(std::fread(bytes.data(), 1, bytes.size(), opened));
    std::fclose(opened);
    EXPECT_EQ(bytes.find(std::string(100, 'x')), std::string::npos) << file.path();
  }
  EXPECT_EQ(upload(app, token, "b.png", kPng).code(), "matter_filed");
}

TEST_P(SubmissionApiTest, AFileThatWasExchangedIsNoticed) {
  const std::string token = token_of(app);
  ASSERT_EQ(upload(app, token, "工资条.png", kPng).status, 201);
  const Answer filed = app.send("POST", "/api/v1/petitions",
                                app.petition().set("token", token).dump());
  ASSERT_EQ(filed.status, 201) << filed.response.body;
  const Answer added = app.own(filed.body, "POST", "/attachments", Json(),
                               {{}, "name=补充.png", kPng + "y"});
  ASSERT_EQ(app.own(filed.body, "POST", "/supplements",
                    Json::object().set("text", "见附件").set(
                        "attachments", Json::array().push(added.body["attachment_id"]))).status,
            200);
  Office& office = app.office();
  const VerifyReport report = verify(office.database, office.keys, *office.law.now());
  EXPECT_TRUE(report.clean());
  ASSERT_EQ(report.attachments.size(), 2u);
  const std::string folder = app.folder() + "/attachments";
  for (const NamedAttachment& one : report.attachments) {
    const std::string path = attachment_path(folder, one.matter_id, one.attachment_id);
    EXPECT_EQ(check_stored_file(folder, one), "");
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(-1, std::ios::end);
    const char last = static_cast<char>(file.peek() ^ 1);
    file.seekp(-1, std::ios::end);
    file.put(last);
    file.close();
    EXPECT_EQ(check_stored_file(folder, one), "is not the file that its event names");
    std::filesystem::resize_file(path, 100);
    EXPECT_NE(check_stored_file(folder, one).find("was cut"), std::string::npos);
    std::filesystem::remove(path);
    EXPECT_NE(check_stored_file(folder, one).find("cannot be read"), std::string::npos);
  }
}

TEST_P(SubmissionApiTest, AttachmentsAreSeenByThoseOnThePathOnly) {
  const Json receipt = app.file(), other = app.file();
  const std::string matter = "/api/v1/matters/" + receipt["item_no"].as_string();
  const Answer added = app.own(receipt, "POST", "/attachments", Json(), {{}, "name=补充.png", kPng});
  ASSERT_EQ(added.status, 201) << added.response.body;
  const Json id = added.body["attachment_id"];
  EXPECT_EQ(app.own(receipt, "GET").body["attachments"].as_array().size(), 0u) << "not named yet";
  const Json body = Json::object().set("text", "见附件").set("attachments", Json::array().push(id));
  EXPECT_EQ(app.own(other, "POST", "/supplements", body).code(), "attachment_unknown");
  EXPECT_EQ(app.own(other, "GET").body["version"].as_int(), 1);
  ASSERT_EQ(app.own(receipt, "POST", "/supplements", body).status, 200);
  EXPECT_EQ(app.own(receipt, "GET").body["attachments"].as_array().size(), 1u);

  const std::string below = "/attachments/" + id.as_string();
  EXPECT_EQ(app.own(other, "GET", below).status, 404);
  EXPECT_EQ(app.as("laowu", "GET", matter + below).response.body, kPng);
  EXPECT_EQ(app.as("xiaolin", "GET", matter + below).status, 404);
  EXPECT_EQ(app.as("xiaolin", "POST", matter + "/attachments", Json(), {{}, "name=a.png", kPng}).status,
            404);
  const Answer scan =
      app.as("laowu", "POST", matter + "/attachments", Json(), {{}, "name=a.png", kPng});
  EXPECT_EQ(scan.status, 201) << scan.response.body;
}

TEST_P(SubmissionApiTest, OneTokenAtOnceFilesOnce) {
  constexpr int kPeople = 6;
  for (int round = 0; round < 4; ++round) {
    const std::string body = app.petition().set("token", token_of(app)).dump();
    std::vector<Answer> answers(kPeople);
    std::latch start(kPeople);
    std::vector<std::thread> threads;
    for (int i = 0; i < kPeople; ++i) {
      threads.emplace_back([&, i] {
        start.arrive_and_wait();
        answers[i] = app.send("POST", "/api/v1/petitions", body);
      });
    }
    for (std::thread& thread : threads) thread.join();
    int first = 0;
    for (const Answer& answer : answers) {
      first += answer.status == 201;
      EXPECT_TRUE(answer.status == 200 || answer.status == 201) << answer.response.body;
      EXPECT_EQ(answer.body["item_no"], answers[0].body["item_no"]);
    }
    EXPECT_EQ(first, 1);
  }
}

TEST_P(SubmissionApiTest, AnAnonymousPetitionGetsNoLetterButAReceipt) {
  const Json receipt =
      app.file(app.petition().set("anonymous", true).set("petitioners", Json::array()));
  const Json shown = app.own(receipt, "GET").body;
  EXPECT_EQ(shown["letters"].as_array().size(), 0u);
}

TEST_P(SubmissionApiTest, SupplementAndWithdrawal) {
  const Json receipt = app.file();
  const Answer added = app.own(receipt, "POST", "/supplements",
                               Json::object().set("text", "补充：还有两位工友。"));
  ASSERT_EQ(added.status, 200) << added.response.body;
  EXPECT_NE(added.response.body.find("两位工友"), std::string::npos);
  EXPECT_NE(app.own(receipt, "POST", "/withdrawal", Json::object()).status, 200)
      << "not without saying that it is of free will";
  const Answer gone =
      app.own(receipt, "POST", "/withdrawal", Json::object().set("free_will", true));
  ASSERT_EQ(gone.status, 200) << gone.response.body;
  EXPECT_EQ(gone.body["state"].as_string(), "WITHDRAWN");
  EXPECT_FALSE(gone.body["open"].as_bool());
  for (const Json& clock : gone.body["clocks"].as_array()) {
    EXPECT_NE(clock["state"].as_string(), "running") << clock.dump();
  }
}

TEST_P(SubmissionApiTest, ManyAtOnceGetDifferentNumbersAndAllAreThere) {
  constexpr int kThreads = 6, kEach = 4;
  std::vector<Json> receipts(kThreads * kEach);
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kEach; ++i) receipts[t * kEach + i] = app.file();
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> numbers;
  for (const Json& receipt : receipts) numbers.insert(receipt["item_no"].as_string());
  EXPECT_EQ(numbers.size(), receipts.size());
  app.reopen();
  for (const Json& receipt : receipts) EXPECT_EQ(app.own(receipt, "GET").status, 200);
}

TEST_P(SubmissionApiTest, RegisteredByStaffFromALetter) {
  Json letter = app.petition();
  letter.set("channel", "LETTER").set("received_at", "2026-02-27T10:00:00+08:00");
  const Answer entered = app.as("laowu", "POST", "/api/v1/registrations", letter);
  ASSERT_EQ(entered.status, 201) << entered.response.body;
  // 15 days from receipt, not from entry: Feb 27 + 15 = Mar 14, a Saturday.
  EXPECT_EQ(entered.body["next"].as_array()[0]["due_strict_on"].as_string(), "2026-03-14");
  EXPECT_EQ(entered.body["next"].as_array()[0]["due_legal_on"].as_string(), "2026-03-16");
  letter.set("received_at", "2026-03-20T10:00:00+08:00");
  EXPECT_EQ(app.as("laowu", "POST", "/api/v1/registrations", letter).code(), "received_in_future");
  EXPECT_EQ(app.as("hanju", "POST", "/api/v1/registrations", app.petition().set("channel", "LETTER"))
                .code(),
            "step_not_yours");
}

}  // namespace xinfang
