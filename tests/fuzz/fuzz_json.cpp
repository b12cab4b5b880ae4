// A request's body: the JSON reader, and the fields read out of it with their limits.
#include "base/text.hpp"
#include "http/body_reader.hpp"
#include "target.hpp"

using namespace xinfang;

namespace {

void check_text(const std::string& text, std::size_t min, std::size_t max) {
  must(is_utf8(text), "a text that was read is UTF-8");
  must(characters(text) >= min && characters(text) <= max, "a text that was read is within its limits");
  must(tidy(text) == text, "a text that was read is tidy");
}

// Reads one field of each kind. Whatever was refused, a value within the limits is given.
void read_fields(BodyReader& in, int depth) {
  const std::string optional = in.optional_text("note", 20);
  check_text(optional, 0, 20);
  const std::int64_t count = in.optional_integer("count", -5, 9999, 7);
  must(count >= -5 && count <= 9999, "an integer that was read is within its limits");
  in.optional_flag("anonymous", false);
  const std::string choice = in.optional_choice("channel", {"VISIT", "LETTER"});
  must(choice.empty() || choice == "VISIT" || choice == "LETTER", "a choice is one of those given");
  if (const auto day = in.optional_date("on")) must(Date::parse(day->iso()) == day, "a day is a day");
  if (const auto id = in.optional_id("organ_id")) must(*id > 0, "an id is positive");
  const auto claims = in.texts("claims", 0, 5, 30);
  must(claims.size() <= 5, "a list is within its limits");
  for (const std::string& claim : claims) check_text(claim, 0, 30);
  const Json raw = tidy_texts(in.raw("fields"));
  must(tidy_texts(raw) == raw, "tidying twice is tidying once");
  if (depth == 0) return;
  for (BodyReader& nested : in.objects("petitioners", 4)) {
    read_fields(nested, depth - 1);
    in.absorb(nested);
  }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = text_of(bytes, size);
  const auto parsed = Json::parse(text);
  if (parsed) {
    const std::string canonical = parsed->dump();
    const auto again = Json::parse(canonical);
    must(again && *again == *parsed, "what was written is read back the same");
    must(again->dump() == canonical, "the same value gives the same bytes");
    must(is_utf8(canonical), "canonical bytes are UTF-8");
  } else {
    must(parsed.refusal().code.starts_with("json_"), "a refusal of the reader names its kind");
  }
  Request request;
  request.body = std::string(text);
  BodyReader in(request);
  read_fields(in, 2);
  const auto refusal = in.finish();
  must(!refusal || !refusal->code.empty(), "a refusal has a code");
  must(refusal || (parsed && parsed->is_object()), "only an object is taken for a body");
  // A required text that nothing was refused of keeps its limits.
  BodyReader strict(request);
  const std::string title = strict.text("title", 2, 20);
  if (strict.has("title") && !title.empty()) check_text(title, 0, 20);
  strict.secret("password", 64);
  strict.integer("version", 0, 1000);
  strict.date("on");
  strict.id("organ_id");
  strict.choice("channel", {"VISIT", "LETTER"});
  (void)strict.finish();
  return 0;
}
