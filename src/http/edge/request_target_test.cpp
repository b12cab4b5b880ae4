#include "http/edge/request_target.hpp"

#include <gtest/gtest.h>

namespace xinfang::edge {

TEST(RequestTarget, paths_and_queries_are_decoded_once) {
  const auto target = parse_target("/a%20b/%E4%BF%A1?q=1+2%2B&q=%26&empty&also=&&x=%0A");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/a b/信");
  const std::vector<std::pair<std::string, std::string>> query = {
      {"q", "1 2+"}, {"q", "&"}, {"empty", ""}, {"also", ""}, {"x", "\n"}};
  EXPECT_EQ(target->query, query);
  EXPECT_EQ(parse_target("/%252e%252e")->path, "/%2e%2e");
  EXPECT_EQ(parse_target("/a+b")->path, "/a+b");
  EXPECT_EQ(parse_target("/")->path, "/");
  EXPECT_EQ(parse_target("/a//b/")->path, "/a//b/");
  EXPECT_EQ(parse_target("/...")->path, "/...");
}

TEST(RequestTarget, what_could_be_read_in_two_ways_is_refused) {
  for (const char* raw : {"",
                          "a",
                          "*",
                          "http://localhost/",
                          "localhost:80",
                          "//../x",
                          "/..",
                          "/.",
                          "/a/../b",
                          "/%2e%2e/b",
                          "/%2E",
                          "/a%2fb",
                          "/a%5cb",
                          "/a\\b",
                          "/a%00",
                          "/a%0d%0ab",
                          "/a%7f",
                          "/%",
                          "/%4",
                          "/%zz",
                          "/a b",
                          "/\xe4\xbf\xa1",
                          "/%c0%ae",
                          "/%ff",
                          "/%ed%a0%80",
                          "/a#b",
                          "/a\tb",
                          "/?q=%",
                          "/?q=%00",
                          "/?%ff",
                          "/?q=%1b"}) {
    EXPECT_FALSE(parse_target(raw)) << raw;
  }
}

TEST(RequestTarget, the_number_of_query_pairs_is_bounded) {
  std::string raw = "/?";
  for (int i = 0; i < 201; ++i) raw += "a&";
  EXPECT_FALSE(parse_target(raw));
}

}  // namespace xinfang::edge
