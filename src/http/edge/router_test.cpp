#include "http/edge/router.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace xinfang::edge {

namespace {

EdgeRoute line(std::string method, std::string pattern) {
  EdgeRoute route;
  route.method = std::move(method);
  route.pattern = std::move(pattern);
  route.handler = [](const Request&) { return Response(); };
  return route;
}

Router some_router() {
  return Router({line("GET", "/"), line("GET", "/matters/{matter_no}"),
                 line("GET", "/matters/counts"), line("POST", "/matters/{matter_no}"),
                 line("POST", "/matters/{matter_no}/actions/{step}"), line("DELETE", "/session")});
}

std::string pattern_of(const RouteMatch& match) { return match.route ? match.route->pattern : ""; }

}  // namespace

TEST(Router, a_literal_segment_goes_before_a_name) {
  const Router router = some_router();
  EXPECT_EQ(pattern_of(router.match("GET", "/matters/counts")), "/matters/counts");
  EXPECT_EQ(pattern_of(router.match("GET", "/matters/17")), "/matters/{matter_no}");
  EXPECT_EQ(pattern_of(router.match("POST", "/matters/counts")), "/matters/{matter_no}");
}

TEST(Router, names_are_given_by_their_name) {
  const Router router = some_router();
  const RouteMatch match = router.match("POST", "/matters/XF 1/actions/accept");
  EXPECT_EQ(match.params.at("matter_no"), "XF 1");
  EXPECT_EQ(match.params.at("step"), "accept");
}

TEST(Router, what_fits_no_pattern_allows_nothing) {
  const Router router = some_router();
  for (const char* path : {"/matter", "/matters", "/matters/", "/matters/1/", "/session/x", "//"}) {
    const RouteMatch match = router.match("GET", path);
    EXPECT_EQ(match.route, nullptr) << path;
    EXPECT_EQ(match.allow, "") << path;
  }
  EXPECT_EQ(pattern_of(router.match("GET", "/")), "/");
}

TEST(Router, a_wrong_method_is_told_the_right_ones) {
  const Router router = some_router();
  EXPECT_EQ(router.match("PUT", "/matters/1").allow, "GET, HEAD, POST");
  EXPECT_EQ(router.match("GET", "/session").allow, "DELETE");
  EXPECT_EQ(pattern_of(router.match("HEAD", "/matters/1")), "/matters/{matter_no}");
  EXPECT_EQ(router.match("HEAD", "/session").route, nullptr);
}

TEST(Router, routes_that_cannot_be_told_apart_are_refused) {
  EXPECT_THROW(Router({line("GET", "/a/{x}"), line("GET", "/a/{y}")}), std::runtime_error);
  EXPECT_THROW(Router({line("GET", "a")}), std::runtime_error);
  EXPECT_THROW(Router({line("GET", "/a{x}")}), std::runtime_error);
  EXPECT_NO_THROW(Router({line("GET", "/a/{x}"), line("POST", "/a/{y}")}));
}

}  // namespace xinfang::edge
