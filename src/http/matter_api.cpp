// One matter for staff: what it is, what may be done now, doing it, and looking at a person.
#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "http/matter_access.hpp"
#include "services/case_service.hpp"
#include "services/matter_view.hpp"
#include "services/repeat_service.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

std::optional<Id> matter_id_of_path(Call& call) {
  const auto place = find_item(call.office.database, call.request.param("matter_no"));
  if (!place) return std::nullopt;
  return place->matter_id;
}

std::shared_ptr<const LoadedMatter> matter_of_path(Call& call) {
  const auto matter_id = matter_id_of_path(call);
  if (!matter_id) return nullptr;
  return load_matter(call.office.database, call.viewer, *matter_id);
}

Response matter_unknown(Call& call) {
  return problem(refuse("matter_unknown", Refusal::Kind::not_found), call);
}

Response get_matter(Call& call) {
  const auto loaded = matter_of_path(call);
  if (!loaded) return matter_unknown(call);
  record_walled_view(call.office, call.viewer, loaded->matter, "file");
  return json_response(200, matter_json(call.office, call.language, call.viewer, *loaded));
}

Response post_matter_action(Call& call) {
  BodyReader in(call.request);
  StepRequest request;
  request.step = call.request.param("step");
  request.subject_no = static_cast<int>(in.integer("subject", 1, 100'000));
  const std::int64_t version = in.integer("version", 1, 1'000'000'000);
  const Json& fields = in.raw("fields");
  if (!fields.is_null() && !fields.is_object()) {
    in.fail(refuse("field_type").on("fields").with("expected", "object"));
  }
  if (auto refusal = in.finish()) return problem(*refusal, call);
  if (fields.is_object()) request.fields = tidy_texts(fields);
  const auto matter_id = matter_id_of_path(call);
  if (!matter_id) return matter_unknown(call);
  const auto taken = take_step(call.office, call.viewer, *matter_id, request, version,
                               call.answer_key ? &*call.answer_key : nullptr);
  if (!taken) return problem(taken.refusal(), call);
  call.answer_kept = true;
  Response response;
  response.body = taken->answer;
  return response;
}

Response get_matter_repeats(Call& call) {
  const auto loaded = matter_of_path(call);
  if (!loaded) return matter_unknown(call);
  return json_response(200, repeats_json(call.office, call.language, call.viewer, *loaded));
}

Response post_matter_looks(Call& call) {
  BodyReader in(call.request);
  const std::string reason = in.text("reason", 4, 500);
  const std::vector<std::string> fields = in.texts("fields", 1, 50, 60);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  const auto loaded = matter_of_path(call);
  if (!loaded) return matter_unknown(call);
  const auto looks = look_at_persons(call.office, call.viewer, loaded->matter.matter_id, reason,
                                     fields);
  if (!looks) return problem(looks.refusal(), call);
  Json values = Json::array();
  for (const PersonLook& look : *looks) {
    values.push(Json::object().set("field", look.field).set("value", look.value));
  }
  Response response = json_response(200, Json::object().set("values", std::move(values)));
  response.set("Cache-Control", "no-store");
  return response;
}

Response get_matter_looks(Call& call) {
  const auto matter_id = matter_id_of_path(call);
  if (!matter_id || !find_matter(call.office.database, call.viewer, *matter_id)) {
    return matter_unknown(call);
  }
  const auto looks = looks_at(call.office.database, call.viewer, *matter_id);
  return json_response(200, Json::object().set("looks", looks_json(call.office, looks)));
}

}  // namespace xinfang
