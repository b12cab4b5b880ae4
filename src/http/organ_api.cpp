// The organ tree: everybody signed in reads it, the security administrator changes it.
#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "services/organ_service.hpp"

namespace xinfang {
namespace {

// Sets what the body names and leaves the rest as it is.
void read_into(BodyReader& in, Organ& organ) {
  if (in.has("code")) organ.code = in.text("code", 4, 4);
  if (in.has("name")) organ.name = in.text("name", 2, 100);
  if (in.has("short_name")) organ.short_name = in.text("short_name", 1, 100);
  if (in.has("type")) organ.type = in.choice("type", organ_types());
  if (in.has("level")) organ.level = static_cast<int>(in.integer("level", 1, 6));
  if (in.has("region_code")) organ.region_code = in.text("region_code", 6, 12);
  if (in.has("superior_id")) organ.superior_id = in.optional_id("superior_id").value_or(0);
  if (in.has("line_superior_id"))
    organ.line_superior_id = in.optional_id("line_superior_id").value_or(0);
  if (in.has("review_organ_id"))
    organ.review_organ_id = in.optional_id("review_organ_id").value_or(0);
  if (in.has("document_prefix")) organ.document_prefix = in.optional_text("document_prefix", 20);
  if (in.has("address")) organ.address = in.optional_text("address", 200);
  if (in.has("phone")) organ.phone = in.optional_text("phone", 40);
  if (in.has("postal_code")) organ.postal_code = in.optional_text("postal_code", 6);
  if (in.has("letter_head")) organ.letter_head = in.optional_text("letter_head", 100);
  if (in.has("categories")) organ.categories = in.texts("categories", 0, 200, 12);
  if (in.has("valid_from_on"))
    organ.valid_from_on = in.optional_date("valid_from_on").value_or(organ.valid_from_on);
  if (in.has("valid_to_on")) organ.valid_to_on = in.optional_date("valid_to_on").value_or(Date{});
}

Response save(Call& call, BodyReader& in, Organ organ, int status) {
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto written = write_organ(call.office, call.user->user_id, std::move(organ));
  if (!written) return problem(written.refusal(), call);
  return json_response(status, organ_json(*written));
}

}  // namespace

Response get_organs(Call& call) {
  const auto organs = call.office.organs.now();
  Json list = Json::array();
  for (const Organ* organ : organs->all()) list.push(organ_json(*organ));
  return json_response(200, Json::object().set("organs", std::move(list)));
}

Response post_organs(Call& call) {
  BodyReader in(call.request);
  for (const char* needed : {"code", "name", "type", "level", "region_code"}) {
    if (!in.has(needed)) in.fail(refuse("field_missing").on(needed));
  }
  Organ organ;
  organ.valid_from_on = call.office.clock.today();
  read_into(in, organ);
  if (organ.short_name.empty()) organ.short_name = organ.name;
  return save(call, in, std::move(organ), 201);
}

Response patch_organ(Call& call) {
  take_organs(call.office);  // another server may have changed it a moment ago
  const auto id = parse_id(call.request.param("organ_id"));
  const auto organs = call.office.organs.now();
  const Organ* organ = id ? organs->find(*id) : nullptr;
  if (!organ) return problem(refuse("organ_unknown", Refusal::Kind::not_found), call);
  BodyReader in(call.request);
  Organ changed = *organ;
  read_into(in, changed);
  return save(call, in, std::move(changed), 200);
}

}  // namespace xinfang
