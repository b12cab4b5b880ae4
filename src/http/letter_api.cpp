// Letters as PDF, for staff.
#include <algorithm>

#include "http/handlers.hpp"
#include "http/matter_access.hpp"
#include "services/letter_service.hpp"
#include "services/matter_view.hpp"

namespace xinfang {

Response pdf_response(const std::string& pdf, const std::string& name) {
  Response response;
  response.content_type = "application/pdf";
  response.body = pdf;
  response.set("Content-Disposition", "inline; filename=\"" + name + "\"");
  response.set("Cache-Control", "private, no-store");
  return response;
}

Response get_matter_letter(Call& call) {
  const auto loaded = matter_of_path(call);
  const auto number = parse_id(call.request.param("document_no"));
  if (!loaded || !number) return matter_unknown(call);
  const auto letter = open_letter(call.office, call.viewer, loaded->matter,
                                  static_cast<int>(std::min<Id>(*number, 1'000'000)));
  if (!letter) return problem(letter.refusal(), call);
  record_walled_view(call.office, call.viewer, loaded->matter,
                     "documents[" + id_text(*number) + "]");
  return pdf_response(letter->pdf, letter->name);
}

}  // namespace xinfang
