#include "base/json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "base/text.hpp"

namespace xinfang {
namespace {

struct Refused {
  std::string text;
  std::string code;
  std::string field;
};

TEST(Json, RefusesWhatHasNoCanonicalForm) {
  for (const Refused& c :
       std::vector<Refused>{{R"({"a":1,"b":{"c":1,"d":0,"c":2}})", "json_duplicate_key", "b.c"},
                            {R"([{"a":1,"\u0061":1}])", "json_duplicate_key", "[0].a"},
                            {R"({"claims":[{"n":1},{"n":1.0}]})", "json_number", "claims[1].n"},
                            {"1e3", "json_number", ""},
                            {"[9007199254740992]", "json_number", "[0]"},
                            {"[-9007199254740992]", "json_number", "[0]"},
                            {"[18446744073709551615]", "json_number", "[0]"},
                            {"[1e999999]", "json_number", "[0]"},
                            {R"(["a\u0000b"])", "json_invalid", "[0]"},
                            {R"({"a\u0000":1})", "json_invalid", ""}}) {
    auto read = Json::parse(c.text);
    ASSERT_FALSE(read) << c.text;
    EXPECT_EQ(read.refusal().code, c.code) << c.text;
    EXPECT_EQ(read.refusal().field, c.field) << c.text;
    EXPECT_EQ(read.refusal().kind, Refusal::Kind::invalid);
  }
}

TEST(Json, RefusesWhatIsNoJson) {
  for (std::string text : {"",
                           " ",
                           "[1",
                           "[1]x",
                           "[1] [2]",
                           "[1,]",
                           "{\"a\":}",
                           "{a:1}",
                           "'a'",
                           "nul",
                           "01",
                           "+1",
                           ".5",
                           "1.",
                           "-",
                           "NaN",
                           "Infinity",
                           "[1]//",
                           "/**/1",
                           "\"\\ud800\"",
                           "\"\\udc00x\"",
                           "\"\\ud800\\u0041\"",
                           "\"\\x\"",
                           "\"a\nb\"",
                           "\xEF\xBB\xBF[]",
                           "[\"\x80\"]",
                           "[\"\xC0\xAF\"]",
                           "[\"\xED\xA0\x80\"]",
                           "[\"\xF5\x80\x80\x80\"]"}) {
    auto read = Json::parse(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.refusal().code, "json_invalid") << text;
    ASSERT_EQ(read.refusal().facts.size(), 1U);
    EXPECT_EQ(read.refusal().facts[0].first, "position");
  }
  EXPECT_FALSE(Json::parse(std::string_view("[1]\0", 4)));
}

TEST(Json, NestsThirtyTwoDeepAndNoDeeper) {
  std::string open(32, '[');
  std::string close(32, ']');
  EXPECT_TRUE(Json::parse(open + close));
  auto deeper = Json::parse('[' + open + close + ']');
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.refusal().code, "json_too_deep");
  EXPECT_EQ(Json::parse(std::string(100'000, '[')).refusal().code, "json_too_deep");
}

TEST(Json, WritesCanonicalBytes) {
  struct Case {
    const char* text;
    const char* expected;
  };
  for (const Case& c :
       {Case{" { \"b\" : [ 1 , true , null , { } , [ ] ] , \"a\" : -0 } ",
             R"({"b":[1,true,null,{},[]],"a":0})"},
        {R"("\u566a\u58f0 \ud83d\ude00 \/")", "\"噪声 😀 /\""},
        {R"("\u0001\b\f\n\r\t\"\\\u007f")", "\"\\u0001\\b\\f\\n\\r\\t\\\"\\\\\x7F\""},
        {"9007199254740991", "9007199254740991"},
        {"-9007199254740991", "-9007199254740991"}}) {
    auto read = Json::parse(c.text);
    ASSERT_TRUE(read) << c.text;
    EXPECT_EQ(read->dump(), c.expected);
  }
}

TEST(Json, ReadersAreLenientAndSettersReplace) {
  Json body;
  body.set("name", "陈敏").set("age", 41).set("name", "陈敏敏");
  body.set("claims", Json::array().push("停止夜间施工").push(2));
  EXPECT_EQ(body.dump(), R"({"name":"陈敏敏","age":41,"claims":["停止夜间施工",2]})");
  EXPECT_EQ(body["age"].as_int(), 41);
  EXPECT_EQ(body["age"].as_string(), "");
  EXPECT_EQ(body["name"].as_int(7), 7);
  EXPECT_TRUE(body["none"]["deeper"].is_null());
  EXPECT_EQ(body.find("none"), nullptr);
  EXPECT_EQ(body["claims"].as_array().size(), 2U);
  EXPECT_TRUE(body["claims"].as_object().empty());
}

TEST(Json, AHundredThousandKeysAreReadWithoutLookingBackAtEach) {
  std::string text = "{";
  for (int i = 0; i < 100'000; ++i) text += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":0";
  auto read = Json::parse(text + "}");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->as_object().size(), 100'000U);
  EXPECT_EQ(Json::parse(text + ",\"k77\":1}").refusal().field, "k77");
}

std::string random_text() {
  std::string text;
  for (std::uint32_t c :
       *rc::gen::container<std::vector<std::uint32_t>>(rc::gen::inRange(1U, 0x30000U))) {
    if (c >= 0xD800 && c < 0xE000) continue;
    if (c < 0x80) {
      text += static_cast<char>(c);
    } else if (c < 0x800) {
      text += {static_cast<char>(0xC0 | (c >> 6)), static_cast<char>(0x80 | (c & 63))};
    } else if (c < 0x10000) {
      text += {static_cast<char>(0xE0 | (c >> 12)), static_cast<char>(0x80 | ((c >> 6) & 63)),
               static_cast<char>(0x80 | (c & 63))};
    } else {
      text += {static_cast<char>(0xF0 | (c >> 18)), static_cast<char>(0x80 | ((c >> 12) & 63)),
               static_cast<char>(0x80 | ((c >> 6) & 63)), static_cast<char>(0x80 | (c & 63))};
    }
  }
  return text;
}

Json random_value(int depth) {
  switch (*rc::gen::inRange(0, depth > 0 ? 6 : 4)) {
    case 0:
      return Json();
    case 1:
      return Json(*rc::gen::arbitrary<bool>());
    case 2:
      return Json(*rc::gen::inRange<std::int64_t>(-(1LL << 53) + 1, 1LL << 53));
    case 3:
      return Json(random_text());
    case 4: {
      Json array = Json::array();
      for (int n = *rc::gen::inRange(0, 5); n > 0; --n) array.push(random_value(depth - 1));
      return array;
    }
    default: {
      Json object = Json::object();
      for (int n = *rc::gen::inRange(0, 5); n > 0; --n)
        object.set(random_text(), random_value(depth - 1));
      return object;
    }
  }
}

RC_GTEST_PROP(JsonProperty, WhatIsWrittenIsReadBackAsTheSame, ()) {
  Json value = random_value(4);
  std::string bytes = value.dump();
  RC_ASSERT(is_utf8(bytes));
  auto read = Json::parse(bytes);
  RC_ASSERT(read.ok());
  RC_ASSERT(read.value() == value);
  RC_ASSERT(read->dump() == bytes);
}

RC_GTEST_PROP(JsonProperty, AnyBytesAreReadOrRefused, (const std::string& bytes)) {
  auto read = Json::parse(bytes);
  if (read) RC_ASSERT(Json::parse(read->dump()).value() == read.value());
}

}  // namespace
}  // namespace xinfang
