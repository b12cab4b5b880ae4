// What everyone may look up, health, and the files and letters of one petition on both sides.
#include "tests/support/test_app.hpp"

namespace xinfang {

class DirectoryTest : public ApiTest {
 protected:
  Answer get(const std::string& path, const std::string& query = "",
             const std::string& language = "zh-CN") {
    return app.send("GET", path, "", {{{"accept-language", language}}, query, ""});
  }
};
XINFANG_ON_BOTH_ENGINES(DirectoryTest);

namespace {

const std::string kPdf = "%PDF-1.4\n" + std::string(500, ' ') + "\n%%EOF\n";

const Json* row_of(const Json& list, const char* key, const std::string& value) {
  for (const Json& one : list.as_array()) {
    if (one[key].as_string() == value) return &one;
  }
  return nullptr;
}

}  // namespace

TEST_P(DirectoryTest, TheLawTellsItsStepsInBothLanguages) {
  for (const std::string set : {"reg2005", "reg2022"}) {
    const Answer law = get("/api/v1/law/" + set);
    ASSERT_EQ(law.status, 200) << law.response.body;
    const Json* transfer = row_of(law.body["steps"], "deed", "transfer");
    ASSERT_TRUE(transfer) << set;
    EXPECT_EQ((*transfer)["name"].as_string(), "转送");
    EXPECT_TRUE(row_of(law.body["clocks"], "clock", "C09"));
  }
  const Json english = get("/api/v1/law/reg2022", "", "en").body;
  EXPECT_EQ((*row_of(english["steps"], "deed", "rating"))["name"].as_string(), "rate");
  EXPECT_EQ(get("/api/v1/law/reg1999").code(), "rule_set_unknown");
}

TEST_P(DirectoryTest, PlacesOrgansCategoriesAndToday) {
  const Json organs =
      get("/api/v1/organs/public", "region=" + std::string(kDemoRegion)).body["organs"];
  EXPECT_EQ(organs.as_array().size(), 5u);
  EXPECT_TRUE((*row_of(organs, "name", "安澜县信访局"))["petition_office"].as_bool());
  EXPECT_EQ(get("/api/v1/organs/public", "region=110101").body["organs"].as_array().size(), 0u);

  const Json provinces = get("/api/v1/divisions").body["divisions"];
  ASSERT_TRUE(row_of(provinces, "name", "河南省"));
  const Json cities = get("/api/v1/divisions", "parent=410000").body["divisions"];
  EXPECT_TRUE(row_of(cities, "name", "郑州市"));
  EXPECT_TRUE(row_of(get("/api/v1/categories").body["categories"], "code", "040200"));

  app.set_day("2026-05-04");
  const Json about = get("/api/v1/about").body;
  EXPECT_EQ(about["today"].as_string(), "2026-05-04");
  EXPECT_EQ(about["rule_sets"].as_array().size(), 2u);
  EXPECT_FALSE(about["demonstration"].as_bool(true));
  app.office().settings.demonstration = "演示系统，请勿填写真实信息。";
  EXPECT_EQ(get("/api/v1/about").body["notice"].as_string(), "演示系统，请勿填写真实信息。");
}

TEST_P(DirectoryTest, PlacesAreFoundByNameAndByInitialsDownToTheVillage) {
  const auto found = [&](const std::string& query) {
    return get("/api/v1/divisions", query).body["divisions"].as_array();
  };
  const Json first = found("query=HPQ&within=210000").at(0);
  EXPECT_EQ(first["code"].as_string(), "210102");
  EXPECT_EQ(first["initials"].as_string(), "hpq");
  EXPECT_EQ(first["path"].as_string(), "辽宁省沈阳市和平区");
  EXPECT_EQ(found("query=和平&within=210100").at(0)["code"].as_string(), "210102");
  EXPECT_EQ(found("query=街道").size(), 50u);

  const std::string township = found("parent=210102").at(0)["code"].as_string();
  const Json village = found("parent=" + township).at(0);
  EXPECT_EQ(village["level"].as_int(), 5);
  EXPECT_EQ(village["code"].as_string().size(), 12u);
  const auto same = found("query=" + village["name"].as_string() + "&within=" + township);
  ASSERT_EQ(same.size(), 1u);
  EXPECT_EQ(same[0]["path"].as_string(),
            "辽宁省沈阳市和平区" + found("parent=210102").at(0)["name"].as_string() +
                village["name"].as_string());
  EXPECT_TRUE(found("query=街道&within=999999").empty());

  EXPECT_EQ(get("/api/v1/divisions", "query=街道&within=nowhere").field(), "within");
  EXPECT_EQ(get("/api/v1/divisions", "parent=2101").field(), "parent");
  EXPECT_EQ(get("/api/v1/divisions", "query= ").code(), "field_missing");
  EXPECT_EQ(get("/api/v1/divisions", "query=" + std::string(41, 'a')).code(), "field_long");
  EXPECT_EQ(get("/api/v1/divisions", "query=" + std::string(40, 'a')).status, 200);
}

TEST_P(DirectoryTest, OrgansAndCategoriesHaveInitials) {
  const Json organs = get("/api/v1/organs/public").body["organs"];
  const Json* office = row_of(organs, "name", "安澜县信访局");
  ASSERT_TRUE(office);
  EXPECT_EQ((*office)["short_name"].as_string(), "县信访局");
  EXPECT_EQ((*office)["initials"].as_string(), "xxfj");
  const Json categories = get("/api/v1/categories").body["categories"];
  EXPECT_EQ((*row_of(categories, "name", "劳动和社会保障"))["initials"].as_string(), "ldhshbz");
}

TEST_P(DirectoryTest, HealthIsForEveryoneAndFiguresForTheirAddresses) {
  EXPECT_EQ(get("/healthz").response.body, "ok\n");
  EXPECT_EQ(get("/readyz").status, 200);
  EXPECT_EQ(get("/metrics").code(), "metrics_not_for_you");
  app.office().settings.metrics_from = {"192.0.2.7"};
  app.file();
  const std::string figures = get("/metrics").response.body;
  EXPECT_NE(figures.find("\nxinfang_log_backlog 1\n"), std::string::npos) << figures;
}

TEST_P(DirectoryTest, FilesAndLettersAreTheSameOnBothSides) {
  const Json receipt = app.file();
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  const Answer sent = app.own(receipt, "POST", "/attachments", Json(), {{}, "name=清单.pdf", kPdf});
  ASSERT_EQ(sent.status, 201) << sent.response.body;
  const std::string file = sent.body["attachment_id"].as_string();
  const Answer added = app.own(
      receipt, "POST", "/supplements",
      Json::object().set("text", "附工资清单。").set("attachments", Json::array().push(file)));
  ASSERT_EQ(added.status, 200) << added.response.body;
  const Answer noted =
      app.as("laowu", "POST", path + "/attachments", Json(), {{}, "name=note.txt", "来访记录"});
  ASSERT_EQ(noted.status, 201) << noted.response.body;
  EXPECT_EQ(noted.body["content_type"].as_string(), "text/plain");

  const auto part = [&](const std::string& range) {
    return app.as("laowu", "GET", path + "/attachments/" + file, Json(),
                  {{{"range", range}}, "", ""});
  };
  EXPECT_EQ(part("bytes=0-").response.body, kPdf);
  EXPECT_EQ(part("bytes=1-3").response.body, "PDF");
  EXPECT_EQ(part("bytes=99999-").status, 416);
  EXPECT_EQ(app.as("xiaolin", "GET", path + "/attachments/" + file).status, 404)
      << "not on its path";

  const Answer letter = app.as("laowu", "GET", path + "/letters/1");
  ASSERT_EQ(letter.status, 200);
  EXPECT_EQ(letter.response.body, app.own(receipt, "GET", "/letters/1").response.body);
  EXPECT_EQ(app.as("laowu", "GET", path + "/letters/9").status, 404);
  EXPECT_EQ(app.as("laowu", "GET", path + "/looks").body["looks"].as_array().size(), 0u);
}

TEST_P(DirectoryTest, EventsAreThoseOfTheOwnOrgan) {
  const Answer office = app.as("laowu", "GET", "/api/v1/events");
  EXPECT_EQ(office.status, 200);
  EXPECT_EQ(office.response.content_type, "text/event-stream");
  EXPECT_EQ(office.response.topics,
            std::vector<std::string>{"organ:" + id_text(app.organ("0001"))});
  EXPECT_EQ(app.send("GET", "/api/v1/events", "").status, 401);
}

}  // namespace xinfang
