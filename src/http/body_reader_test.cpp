#include "http/body_reader.hpp"

#include <gtest/gtest.h>

namespace xinfang {
namespace {

Request with_body(std::string body) {
  Request request;
  request.method = "POST";
  request.body = std::move(body);
  return request;
}

// title 1-5 characters, count 0-9, kind a or b, flag, on, id, words 1-2, people of a name each.
std::optional<Refusal> read(const std::string& body) {
  BodyReader in(with_body(body));
  in.text("title", 1, 5);
  in.optional_integer("count", 0, 9, 3);
  in.optional_choice("kind", {"a", "b"});
  in.optional_flag("flag", true);
  in.optional_date("on");
  in.optional_id("id");
  if (in.has("words")) in.texts("words", 1, 2, 3);
  for (BodyReader& person : in.objects("people", 2)) {
    person.text("name", 2, 4);
    in.absorb(person);
  }
  return in.finish();
}

TEST(BodyReaderTest, EachBadBodyIsRefusedWithItsCodeAndField) {
  const struct {
    const char *body, *code, *field;
  } cases[] = {
      {"", "body_missing", ""},
      {"[]", "body_not_object", ""},
      {"null", "body_not_object", ""},
      {"{\"title\":", "json_invalid", ""},
      {"{\"title\":\"a\"} x", "json_invalid", ""},
      {"{\"title\":\"a\",\"title\":\"b\"}", "json_duplicate_key", "title"},
      {"{\"title\":\"\xff\"}", "json_invalid", ""},
      {"{\"title\":\"a\",\"count\":1.5}", "json_number", "count"},
      {"{}", "field_missing", "title"},
      {"{\"title\":null}", "field_missing", "title"},
      {"{\"title\":\"  \"}", "field_missing", "title"},
      {"{\"title\":7}", "field_type", "title"},
      {"{\"title\":\"六个字太长了\"}", "field_long", "title"},
      {"{\"title\":\"a\",\"count\":\"1\"}", "field_type", "count"},
      {"{\"title\":\"a\",\"count\":10}", "field_range", "count"},
      {"{\"title\":\"a\",\"count\":-1}", "field_range", "count"},
      {"{\"title\":\"a\",\"kind\":\"c\"}", "field_value", "kind"},
      {"{\"title\":\"a\",\"kind\":1}", "field_type", "kind"},
      {"{\"title\":\"a\",\"flag\":\"yes\"}", "field_type", "flag"},
      {"{\"title\":\"a\",\"on\":\"2024-02-30\"}", "field_type", "on"},
      {"{\"title\":\"a\",\"id\":7}", "field_type", "id"},
      {"{\"title\":\"a\",\"id\":\"-7\"}", "field_type", "id"},
      {"{\"title\":\"a\",\"words\":[]}", "list_short", "words"},
      {"{\"title\":\"a\",\"words\":[\"a\",\"b\",\"c\"]}", "list_long", "words"},
      {"{\"title\":\"a\",\"words\":[\"a\",2]}", "field_type", "words[1]"},
      {"{\"title\":\"a\",\"words\":\"a\"}", "field_type", "words"},
      {"{\"title\":\"a\",\"people\":[{\"name\":\"陈敏\"},{\"name\":\"陈\"}]}", "field_short",
       "people[1].name"},
      {"{\"title\":\"a\",\"people\":[3]}", "field_type", "people[0]"},
      {"{\"title\":\"a\",\"people\":[{\"name\":\"陈敏\",\"age\":1}]}", "field_unknown",
       "people[0].age"},
      {"{\"title\":\"a\",\"colour\":\"red\"}", "field_unknown", "colour"},
  };
  for (const auto& each : cases) {
    const auto refusal = read(each.body);
    ASSERT_TRUE(refusal) << each.body;
    EXPECT_EQ(refusal->code, each.code) << each.body;
    EXPECT_EQ(refusal->field, each.field) << each.body;
  }
}

TEST(BodyReaderTest, AGoodBodyIsReadAndTextIsTidied) {
  BodyReader in(with_body("{\"title\":\"\\u3000夜间 施工 \",\"count\":4,\"on\":\"2024-02-29\","
                          "\"id\":\"12\",\"flag\":false,\"words\":[\"一\",\"二\"]}"));
  EXPECT_EQ(in.text("title", 1, 10), "夜间 施工");
  EXPECT_EQ(in.integer("count", 0, 9), 4);
  EXPECT_EQ(in.optional_date("on")->iso(), "2024-02-29");
  EXPECT_EQ(in.id("id"), 12);
  EXPECT_FALSE(in.optional_flag("flag", true));
  EXPECT_EQ(in.texts("words", 0, 9, 9), (std::vector<std::string>{"一", "二"}));
  EXPECT_EQ(in.optional_integer("absent", 0, 9, 7), 7);
  EXPECT_FALSE(in.finish());
}

TEST(BodyReaderTest, TheFirstRefusalIsKept) {
  BodyReader in(with_body("{\"b\":1}"));
  in.text("a", 1, 5);
  in.text("b", 1, 5);
  EXPECT_EQ(in.finish()->field, "a");
}

}  // namespace
}  // namespace xinfang
