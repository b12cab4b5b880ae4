#include "services/import_file.hpp"

#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "services/import_message.hpp"

namespace xinfang {
namespace {

class ImportFileTest : public ::testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directory(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
  }
  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("xf_file_" + std::to_string(std::random_device{}()));
};

TEST_F(ImportFileTest, AFileThatCannotBeImportedIsNamed) {
  for (const auto& [name, bytes, code] :
       std::vector<std::tuple<std::string, std::string, std::string>>{
           {"a.xlsx", "PK", "import_format_unknown"},
           {"b.csv", "", "import_empty"},
           {"c.jsonl", "\n \n", "import_empty"},
           {"d.csv", "\"id,text\n1,2\n", "import_header"}}) {
    const auto file = ImportFile::open(write(name, bytes));
    ASSERT_FALSE(file.ok()) << name;
    EXPECT_EQ(file.refusal().code, code);
  }
  EXPECT_EQ(ImportFile::open((folder_ / "none.csv").string()).refusal().code, "file_unreadable");
  std::filesystem::create_directory(folder_ / "folder.csv");
  EXPECT_EQ(ImportFile::open((folder_ / "folder.csv").string()).refusal().code, "file_unreadable");
}

TEST_F(ImportFileTest, AGzipCutShortIsReadAsFarAsItGoesAndToldDamaged) {
  std::string text;
  std::mt19937 random(5);
  for (int i = 0; i < 20000; ++i) {
    text += "{\"id\":\"" + std::to_string(i) + "\",\"text\":\"" + std::to_string(random()) + "\"}\n";
  }
  const std::string whole = (folder_ / "whole.jsonl.gz").string();
  gzFile gz = gzopen(whole.c_str(), "wb");
  gzwrite(gz, text.data(), static_cast<unsigned>(text.size()));
  gzclose(gz);
  std::ifstream in(whole, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  auto file = ImportFile::open(write("cut.jsonl.gz", bytes.substr(0, bytes.size() / 2)));
  ASSERT_TRUE(file.ok());
  ImportRecord record;
  int count = 0;
  while (file->next(record)) ++count;
  EXPECT_GT(count, 1000);
  EXPECT_LT(count, 20000);
  EXPECT_NE(file->damage(), "");

  auto sound = ImportFile::open(whole);
  count = 0;
  while (sound->next(record)) count += !record.refusal;
  EXPECT_EQ(count, 20000);
  EXPECT_EQ(sound->damage(), "");
}

TEST(ImportTime, IsReadInTheSpellingsOfChineseFiles) {
  for (const auto& [written, iso] : std::vector<std::pair<std::string, std::string>>{
           {"2019-04-24T16:03:40", "2019-04-24T08:03:40.000Z"},
           {"2019-04-24T16:03:40+08:00", "2019-04-24T08:03:40.000Z"},
           {"2019-04-24T08:03:40Z", "2019-04-24T08:03:40.000Z"},
           {"2019-04-24 16:03:40", "2019-04-24T08:03:40.000Z"},
           {"2019-04-24 16:03:40.250", "2019-04-24T08:03:40.000Z"},
           {"2019/4/24 16:03", "2019-04-24T08:03:00.000Z"},
           {"2019.4.4 9:05", "2019-04-04T01:05:00.000Z"},
           {"2019年4月24日16时3分", "2019-04-24T08:03:00.000Z"},
           {"2019年4月24日 16:03:40", "2019-04-24T08:03:40.000Z"},
           {"2019年4月24日", "2019-04-23T16:00:00.000Z"},
           {"2019/4/24", "2019-04-23T16:00:00.000Z"},
           {"20190424", "2019-04-23T16:00:00.000Z"},
           {"20190424160340", "2019-04-24T08:03:40.000Z"},
           {"　2019-04-24 16:03　", "2019-04-24T08:03:00.000Z"}}) {
    const auto at = parse_written_time(written);
    ASSERT_TRUE(at) << written;
    EXPECT_EQ(at->iso(), iso) << written;
  }
}

TEST(ImportTime, IsNotGuessed) {
  for (const std::string written :
       {"", "gestern", "2019-02-30", "24/4/2019", "2019-04", "2019-04-24 25:00", "2019-04-24 16",
        "2019-4-24-16", "201904", "2019042416", "99999999", "0", "2019--04--24", "-2019-04-24",
        "2019-04-24 16:03:40:11:12", "2019-004-24", "43579.67", "2019年4月24日下午4点"}) {
    EXPECT_FALSE(parse_written_time(written)) << written;
  }
}

TEST(ImportMapping, TakesUsualNamesWhereNothingIsSaid) {
  ImportMap map;
  EXPECT_TRUE(add_mapping(map, "text=正文").ok());
  EXPECT_EQ(add_mapping(map, "text").refusal().code, "import_map_form");
  EXPECT_EQ(add_mapping(map, "colour=x").refusal().code, "import_field_unknown");
  map = completed(map, {"留言编号", "留言时间", "正文", "答复意见", "留言详情"});
  EXPECT_EQ(map["text"], "正文");
  EXPECT_EQ(map["number"], "留言编号");
  EXPECT_EQ(map["time"], "留言时间");
  EXPECT_EQ(map["reply"], "答复意见");
  EXPECT_FALSE(map.contains("label"));
}

}  // namespace
}  // namespace xinfang
