// The body of a petition, the same for a citizen's form and a registrar's.
#pragma once

#include "http/api.hpp"
#include "http/body_reader.hpp"
#include "services/submission_service.hpp"
#include "store/attachment_store.hpp"

namespace xinfang {

// Reads all members but the token; what staff alone may give is read by read_registration().
NewPetition read_petition(BodyReader& in);
NewPetition read_registration(BodyReader& in);

// The receipt; 201, or 200 when it was filed before.
Response filed_response(Call& call, const Filed& filed);
Json stored_attachment_json(const AttachmentRow& row);

}  // namespace xinfang
