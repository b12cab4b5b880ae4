#include "http/petition_body.hpp"

#include "services/numbers.hpp"

namespace xinfang {

namespace {

constexpr std::size_t kPeople = 200;

Json read_person(BodyReader& in) {
  Json person = Json::object();
  const auto take = [&](const char* name, std::size_t max) {
    std::string value = in.optional_text(name, max);
    if (!value.empty()) person.set(name, std::move(value));
  };
  take("name", 100);
  take("phone", 40);
  take("id_type", 20);
  take("id_number", 40);
  take("address", 300);
  take("email", 200);
  take("relation", 100);
  take("role", 20);
  return person;
}

}  // namespace

NewPetition read_petition(BodyReader& in) {
  NewPetition petition;
  petition.title = in.text("title", 2, 200);
  petition.text = in.optional_text("text", 20000);
  petition.claims = in.texts("claims", 1, 50, 2000);
  for (BodyReader& nested : in.objects("petitioners", kPeople)) {
    petition.petitioners.push(read_person(nested));
    in.absorb(nested);
  }
  petition.anonymous = in.optional_flag("anonymous", false);
  petition.confidential = in.optional_flag("confidential", false);
  petition.electronic_service = in.optional_flag("electronic_service", false);
  petition.person_count = in.optional_integer("person_count", 1, 9999, 1);
  petition.region_code = in.text("region_code", 6, 12);
  petition.office_region = in.optional_text("office_region", 12);
  return petition;
}

NewPetition read_registration(BodyReader& in) {
  NewPetition petition = read_petition(in);
  petition.channel = in.choice("channel", channel_names());
  petition.identity_unclear = in.optional_flag("identity_unclear", false);
  petition.note = in.optional_text("note", 2000);
  if (const Json& received_at = in.raw("received_at"); !received_at.is_null()) {
    if (const auto at = Instant::parse(received_at.as_string())) {
      petition.received_at = *at;
    } else {
      in.fail(refuse("field_type").on("received_at").with("expected", "instant"));
    }
  }
  return petition;
}

Json stored_attachment_json(const AttachmentRow& row) {
  return Json::object()
      .set("attachment_id", id_text(row.attachment_id))
      .set("content_type", row.content_type)
      .set("size", row.size);
}

}  // namespace xinfang
