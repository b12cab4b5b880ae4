// The petitioner's own petition, by item number and query code.
#include <algorithm>

#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "http/petition_body.hpp"
#include "services/attachment_service.hpp"
#include "services/case_service.hpp"
#include "services/letter_service.hpp"
#include "services/petitioner_view.hpp"

namespace xinfang {

namespace {

struct Own {
  std::shared_ptr<const LoadedMatter> loaded;
  int subject_no = 0;  // the intake of the item whose code was shown
};

std::optional<Own> own_petition(Call& call) {
  auto loaded = load_matter(call.office.database, call.viewer, call.viewer.matter_id);
  if (!loaded) return std::nullopt;
  for (const Subject& part : loaded->matter.subjects) {
    if (part.item_no == call.viewer.item_no) return Own{std::move(loaded), part.no};
  }
  return std::nullopt;
}

Response unknown(Call& call) {
  return problem(refuse("matter_unknown", Refusal::Kind::not_found), call);
}

// A petitioner's step: then the petition as it is afterwards.
Response step(Call& call, const StepRequest& request, std::optional<std::int64_t> version) {
  const auto taken = take_step(call.office, call.viewer, call.viewer.matter_id, request, version,
                               call.answer_key ? &*call.answer_key : nullptr);
  if (!taken) return problem(taken.refusal(), call);
  const auto own = own_petition(call);
  if (!own) return unknown(call);
  return json_response(200, petition_json(call.office, call.language, call.viewer, *own->loaded,
                                          own->subject_no));
}

// A step on the petitioner's own part, once its fields are read: the version they saw is left.
Response own_step(Call& call, BodyReader& in, StepRequest request) {
  const std::int64_t version = in.optional_integer("version", 0, 1'000'000'000, 0);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  const auto own = own_petition(call);
  if (!own) return unknown(call);
  request.subject_no = own->subject_no;
  return step(call, request, version ? std::optional(version) : std::nullopt);
}

}  // namespace

Response get_petition(Call& call) {
  const auto own = own_petition(call);
  if (!own) return unknown(call);
  return json_response(200, petition_json(call.office, call.language, call.viewer, *own->loaded,
                                          own->subject_no));
}

Response get_petition_receipt(Call& call) {
  const auto own = own_petition(call);
  if (!own) return unknown(call);
  return json_response(200, receipt_json(call.office, call.language, *own->loaded, own->subject_no));
}

Response get_petition_letter(Call& call) {
  const auto own = own_petition(call);
  const auto number = parse_id(call.request.param("document_no"));
  if (!own || !number) return unknown(call);
  const auto letter = open_letter(call.office, call.viewer, own->loaded->matter,
                                  static_cast<int>(std::min<Id>(*number, 1'000'000)));
  if (!letter) return problem(letter.refusal(), call);
  return pdf_response(letter->pdf, letter->name);
}

Response post_petition_attachments(Call& call) {
  const auto own = own_petition(call);
  if (!own) return unknown(call);
  const auto stored = store_attachment(call.office, call.viewer.matter_id,
                                       call.request.query_value("name").value_or(""),
                                       call.request.upload_path, false);
  if (!stored) return problem(stored.refusal(), call);
  return json_response(201, stored_attachment_json(*stored));
}

Response post_petition_supplements(Call& call) {
  BodyReader in(call.request);
  StepRequest request;
  request.step = "supplement";
  request.fields.set("text", in.text("text", 1, 20000));
  if (in.has("attachments")) {
    Json files = Json::array();
    for (std::string& id : in.texts("attachments", 0, 20, 20)) files.push(std::move(id));
    request.fields.set("attachments", std::move(files));
  }
  return own_step(call, in, std::move(request));
}

Response post_petition_withdrawal(Call& call) {
  BodyReader in(call.request);
  StepRequest request;
  request.step = "withdrawal";
  const std::string reason = in.optional_text("reason", 2000);
  if (!reason.empty()) request.fields.set("reason", reason);
  request.fields.set("free_will", in.optional_flag("free_will", false));
  return own_step(call, in, std::move(request));
}

Response post_petition_evaluations(Call& call) {
  BodyReader in(call.request);
  StepRequest request;
  request.step = "rating";
  const std::string target = in.choice("target", {"office", "organ"});
  request.fields.set("value", in.text("value", 1, 40));
  const std::string comment = in.optional_text("comment", 2000);
  if (!comment.empty()) request.fields.set("comment", comment);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  const auto own = own_petition(call);
  if (!own) return unknown(call);
  request.subject_no = rated_part(call.office, call.viewer, own->loaded->matter, target);
  if (request.subject_no == 0) {
    return problem(refuse("rating_not_open", Refusal::Kind::conflict).on("target"), call);
  }
  return step(call, request, std::nullopt);
}

}  // namespace xinfang
