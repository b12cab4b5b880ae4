// Filing by a citizen: a token, files under it, the petition.
#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "http/petition_body.hpp"
#include "services/attachment_service.hpp"
#include "services/submission_service.hpp"
#include "store/matter_store.hpp"

namespace xinfang {

Response filed_response(Call& call, const Filed& filed) {
  const Json receipt = receipt_json(call.office, call.language, *filed.loaded,
                                    filed.loaded->events.front().subject_no);
  return json_response(filed.repeated ? 200 : 201, receipt);
}

Response post_submissions(Call& call) {
  const SubmissionToken token = begin_submission(call.office);
  return json_response(201, Json::object()
                                .set("token", token.token)
                                .set("expires_at", token.expires_at.iso()));
}

Response post_submission_attachments(Call& call) {
  const auto matter_id =
      read_submission_token(call.office.keys, call.request.header("x-submission-token"),
                            call.office.clock.now());
  if (!matter_id) return problem(matter_id.refusal(), call);
  const auto stored =
      store_attachment(call.office, *matter_id, call.request.query_value("name").value_or(""),
                       call.request.upload_path, true);
  if (!stored) return problem(stored.refusal(), call);
  return json_response(201, stored_attachment_json(*stored));
}

Response post_petitions(Call& call) {
  BodyReader in(call.request);
  const std::string token = in.text("token", 1, 200);
  NewPetition petition = read_petition(in);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  const auto filed = file_petition(call.office, token, std::move(petition));
  if (!filed) return problem(filed.refusal(), call);
  return filed_response(call, *filed);
}

}  // namespace xinfang
