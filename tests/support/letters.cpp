#include "tests/support/letters.hpp"

#include <cstdio>
#include <fstream>

namespace xinfang {

std::string letter_text(TestApp& app, const std::string& login, const Json& receipt,
                        const std::string& kind, Id organ) {
  std::int64_t no = 0;
  const Json matter = app.matter(login, receipt);
  for (const Json& one : matter["documents"].as_array()) {
    const bool there = organ == 0 || one["to"].as_string() == "organ:" + id_text(organ);
    if (one["kind"].as_string() == kind && there) no = one["no"].as_int();
  }
  const Answer pdf = app.as(login, "GET", "/api/v1/matters/" + receipt["item_no"].as_string() +
                                              "/letters/" + std::to_string(no));
  EXPECT_EQ(pdf.status, 200) << kind << " " << pdf.response.body.substr(0, 300);
  const std::string path = app.folder() + "/letter.pdf";
  std::ofstream(path, std::ios::binary) << pdf.response.body;
  std::string text;
  FILE* pipe = popen(("pdftotext -enc UTF-8 -raw '" + path + "' -").c_str(), "r");
  for (int c; pipe && (c = std::fgetc(pipe)) != EOF;) {
    if (c != '\n' && c != '\f' && c != ' ') text += static_cast<char>(c);
  }
  EXPECT_EQ(pclose(pipe), 0);
  return text;
}

}  // namespace xinfang
