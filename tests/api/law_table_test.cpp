// The law's table tells beforehand what a step will do and what a ground leads to.
#include "tests/support/test_app.hpp"

namespace xinfang {

class LawTableTest : public ApiTest {
 protected:
  Json law() {
    return app.send("GET", "/api/v1/law/reg2022", "", {{{"accept-language", "zh-CN"}}, "", ""}).body;
  }
  static Json row_of(const Json& list, const char* key, const std::string& value) {
    for (const Json& one : list.as_array()) {
      if (one[key].as_string() == value) return one;
    }
    return {};
  }
};
XINFANG_ON_BOTH_ENGINES(LawTableTest);

TEST_P(LawTableTest, AStepNamesItsLettersAndItsClocks) {
  const Json objection = row_of(law()["steps"], "step", "T18");
  EXPECT_EQ(objection["letters"].dump(), R"([{"kind":"D08","title":"信访事项异议书","to":"sender"}])");
  EXPECT_EQ(objection["starts"].dump(), R"(["C06"])");
  EXPECT_EQ(objection["stops"].dump(), R"(["C05"])");
  const Json refusal = row_of(law()["steps"], "step", "T14");
  EXPECT_EQ(refusal["letters"].dump(), R"([{"kind":"","title":"","to":"petitioner"}])");
}

TEST_P(LawTableTest, AGroundNamesWhomItBindsAndTheRightDoor) {
  const Json visit = row_of(law()["grounds"], "ground", "NA11");
  EXPECT_EQ(visit["door"].as_string(), "请先向省级有权机关提出，或者等待其在期限内答复。");
  EXPECT_EQ(visit["binds"].dump(), R"(["petition_office"])");
  EXPECT_EQ(visit["channels"].dump(), R"(["VISIT","VISIT_JOINT","VISIT_LEADER"])");
  EXPECT_EQ(visit["kinds"].dump(), "[]");
  EXPECT_EQ(visit["signers"].dump(), R"(["OFFICE_HEAD"])");
}

}  // namespace xinfang
