// A letter, a visit, a call entered by staff for the own organ.
#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "http/petition_body.hpp"

namespace xinfang {

Response post_registrations(Call& call) {
  BodyReader in(call.request);
  const std::string token = in.optional_text("token", 200);
  NewPetition petition = read_registration(in);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  const auto filed = register_petition(call.office, call.viewer, token, std::move(petition),
                                       call.answer_key ? &*call.answer_key : nullptr);
  if (!filed) return problem(filed.refusal(), call);
  return filed_response(call, *filed);
}

Response registered_again(Call& call) {
  Filed filed;
  filed.matter_id = parse_id(call.kept_answer).value_or(0);
  filed.loaded = load_matter(call.office.database, Viewer::system(), filed.matter_id);
  if (!filed.loaded) throw std::runtime_error("a registered matter is not there");
  return filed_response(call, filed);
}

}  // namespace xinfang
