// What lists and files say at a glance: titles, whose turn it is, lamps, names beside ids.
#include "services/organ_service.hpp"
#include "tests/support/main_path.hpp"

namespace xinfang {

class GlanceTest : public ApiTest {
 protected:
  // The rows of a list, or of a query, as that person sees them.
  std::vector<Json> rows(const std::string& login, const std::string& query) {
    const Answer page = app.as(login, "GET", "/api/v1/matters", Json(), {{}, query, ""});
    EXPECT_EQ(page.status, 200) << page.response.body;
    return page.body["items"].as_array();
  }
  Json only_row(const std::string& login, const std::string& query) {
    const auto all = rows(login, query);
    EXPECT_EQ(all.size(), 1u) << login << " " << query;
    return all.empty() ? Json() : all[0];
  }
  // Organ and state of each holder that the petitioner is told.
  std::string holders(const Json& receipt) {
    std::string text;
    const Answer own = app.own(receipt, "GET");
    for (const Json& holder : own.body["holders"].as_array()) {
      text += (text.empty() ? "" : "; ") + holder["organ"].as_string() + " " +
              holder["state_name"].as_string() + " " + holder["since_on"].as_string();
      EXPECT_NE(holder["phone"].as_string(), "");
    }
    return text;
  }
};
XINFANG_ON_BOTH_ENGINES(GlanceTest);

TEST_P(GlanceTest, ARowHasTitleHolderAndLamp) {
  const Json receipt = app.file();
  const std::string no = receipt["item_no"].as_string();
  const auto lamp_on = [&](const std::string& day) {
    app.set_day(day);
    return only_row("laowu", "list=to_screen")["lamp"].as_string();
  };
  EXPECT_EQ(lamp_on("2026-03-02"), "green");
  EXPECT_EQ(lamp_on("2026-03-12"), "yellow");
  EXPECT_EQ(lamp_on("2026-03-15"), "orange");
  EXPECT_EQ(lamp_on("2026-03-18"), "red");
  app.set_day("2026-03-02");
  for (const std::string query : {std::string("list=to_screen"), "query=" + no,
                                  std::string("list=all")}) {
    const Json row = only_row("laowu", query);
    EXPECT_EQ(row["title"].as_string(), "安澜建筑公司拖欠工资") << query;
    EXPECT_EQ(row["holder"].as_string(), "县信访局") << query;
    EXPECT_EQ(row["lamp"].as_string(), query == "list=to_screen" ? "green" : "") << query;
  }
}

TEST_P(GlanceTest, TheHolderFollowsTheMatterUntilNobodyHasAnythingToDo) {
  const Json receipt = app.file();
  EXPECT_EQ(holders(receipt), "安澜县信访局 已登记 2026-03-02");
  std::string desk, told;
  for (const PathStep& step : main_path(app)) {
    app.set_day(step.day);
    const Answer done = app.act(step.login, receipt, step.deed, step.fields);
    ASSERT_EQ(done.status, 200) << step.deed << " " << done.response.body;
    desk += only_row("laowu", "list=all")["holder"].as_string() + ",";
    told += holders(receipt) + ",";
  }
  EXPECT_EQ(desk, "县信访局,县人社局,县人社局,县人社局,县人社局,县人社局,,");
  EXPECT_EQ(told,
            "安澜县信访局 已甄别 2026-03-03,"
            "安澜县人力资源和社会保障局 转办中 2026-03-03,"
            "安澜县人力资源和社会保障局 转办中 2026-03-03,"
            "安澜县人力资源和社会保障局 已受理 2026-03-09,"
            "安澜县人力资源和社会保障局 办理中 2026-03-09,"
            "安澜县人力资源和社会保障局 已出具意见 2026-04-01,,");
}

TEST_P(GlanceTest, TwoOrgansThatHaveItAreBothNamed) {
  Organ housing = *app.office().organs.now()->find(app.organ("0202"));
  housing.categories.clear();  // competent for everything
  ASSERT_TRUE(write_organ(app.office(), 0, housing).ok());
  const Json receipt = app.file();
  ASSERT_EQ(app.act("laowu", receipt, "screening", screening_fields()).status, 200);
  Json targets = Json::array().push(id_text(app.organ("0201"))).push(id_text(app.organ("0202")));
  const Answer sent = app.act("laowu", receipt, "transfer",
                              Json::object().set("targets", std::move(targets)));
  ASSERT_EQ(sent.status, 200) << sent.response.body;
  const std::string desk = only_row("laowu", "list=all")["holder"].as_string();
  EXPECT_TRUE(desk == "县人社局、县住建局" || desk == "县住建局、县人社局") << desk;
  EXPECT_EQ(holders(receipt), "安澜县人力资源和社会保障局 转办中 2026-03-02; "
                              "安澜县住房和城乡建设局 转办中 2026-03-02");
}

TEST_P(GlanceTest, AWalledRowShowsItsTitleOnlyBehindTheWall) {
  const Json receipt = app.file();
  ASSERT_EQ(app.act("laowu", receipt, "screening", screening_fields("2")).status, 200);
  EXPECT_TRUE(rows("laowu", "list=to_dispose").empty());
  EXPECT_EQ(only_row("fanglian", "list=to_dispose")["title"].as_string(), "安澜建筑公司拖欠工资");
  EXPECT_EQ(app.own(receipt, "GET").response.body.find("方联"), std::string::npos);
}

TEST_P(GlanceTest, EachViewBehindTheWallIsOnRecord) {
  const Json receipt = app.file(), open = app.file();
  ASSERT_EQ(app.act("laowu", receipt, "screening", screening_fields("2")).status, 200);
  ASSERT_EQ(app.act("laowu", open, "screening", screening_fields()).status, 200);
  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string();
  const auto looks = [&](const Json& of) {
    const std::string at = "/api/v1/matters/" + of["item_no"].as_string() + "/looks";
    return app.as("fanglian", "GET", at).body["looks"];
  };
  EXPECT_EQ(app.as("laowu", "GET", path).status, 404);  // not his, so nothing was seen
  EXPECT_TRUE(looks(receipt).as_array().empty());
  ASSERT_EQ(app.as("fanglian", "GET", path).status, 200);
  ASSERT_EQ(app.as("fanglian", "GET", path + "/letters/1").status, 200);
  const Json seen = looks(receipt);
  ASSERT_EQ(seen.as_array().size(), 2u);
  EXPECT_EQ(seen.as_array()[0]["user"].as_string(), "方联");
  EXPECT_EQ(seen.as_array()[0]["fields"].as_array()[0].as_string(), "file");
  EXPECT_EQ(seen.as_array()[1]["fields"].as_array()[0].as_string(), "documents[1]");
  // The persons stayed masked: to the petitioner nobody has looked at them.
  EXPECT_TRUE(app.own(receipt, "GET").body["looks"].as_array().empty());
  app.matter("fanglian", open);
  EXPECT_TRUE(looks(open).as_array().empty());
}

TEST_P(GlanceTest, HistoryAndLooksNameThePersonAndTheOrgan) {
  const Json receipt = app.file();
  ASSERT_EQ(app.act("laowu", receipt, "screening", screening_fields()).status, 200);
  const Json matter = app.matter("laowu", receipt);
  EXPECT_EQ(matter["history"].as_array()[0]["user"].as_string(), "") << "the petitioner filed";
  EXPECT_EQ(matter["history"].as_array()[1]["user"].as_string(), "老吴");

  const std::string path = "/api/v1/matters/" + receipt["item_no"].as_string() + "/looks";
  ASSERT_EQ(app.as("laowu", "POST", path,
                   Json::object()
                       .set("reason", "电话联系信访人核实情况")
                       .set("fields", Json::array().push("petitioners[0].phone")))
                .status,
            200);
  const Json looks = app.as("zhouju", "GET", path).body["looks"];
  ASSERT_EQ(looks.as_array().size(), 1u);
  EXPECT_EQ(looks.as_array()[0]["organ"].as_string(), "安澜县信访局");
  EXPECT_EQ(looks.as_array()[0]["user"].as_string(), "老吴");
  EXPECT_EQ(app.own(receipt, "GET").response.body.find("老吴"), std::string::npos)
      << "the petitioner learns the organ, never the person";
}

}  // namespace xinfang
