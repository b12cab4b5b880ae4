// Taking in: a petition filed by a citizen, or entered by staff from a letter, a visit, a call (T01).
//
// Filing begins with a signed token that names the future matter: uploads bind to it, and a second
// filing with it gives the first one's receipt. What is acknowledged is on disk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/matter.hpp"
#include "services/answer_key.hpp"
#include "services/office.hpp"
#include "services/submission_token.hpp"
#include "store/event_store.hpp"

namespace xinfang {

constexpr std::int64_t kSubmissionLifeMs = 24 * 3'600'000LL;

SubmissionToken begin_submission(Office& office);

struct NewPetition {
  std::string title, text;
  std::vector<std::string> claims;
  Json petitioners = Json::array();  // [{name, phone, id_number, address, email, id_type}]
  bool anonymous = false, identity_unclear = false;
  bool electronic_service = false, confidential = false;
  std::int64_t person_count = 1;
  std::string region_code;           // where the problem arose
  std::string office_region;         // whose petition office shall have it; empty: region_code
  // Staff only.
  std::string channel = "ONLINE";
  Instant received_at;               // ms == 0: now
  std::string note;
};

struct Filed {
  Id matter_id = 0;
  std::string item_no;
  bool repeated = false;  // the token was used before: this is the first filing
  std::shared_ptr<const LoadedMatter> loaded;
};

// Refusals: those of the token, region_unknown, no_office_for_region, phone_wrong, and decide's.
Result<Filed> file_petition(Office& office, std::string_view token, NewPetition petition);
// Registered by `viewer` for the own organ. The token may be empty: then nothing was uploaded and
// nothing can be repeated but by `answer_key`, with which the matter's id is kept as the answer.
// Refusal besides: changed_meanwhile (conflict).
Result<Filed> register_petition(Office& office, const Viewer& viewer, std::string_view token,
                                NewPetition petition, const AnswerKey* answer_key = nullptr);

// What the petitioner takes home: number, query code, what happens next, and the proof.
Json receipt_json(const Office& office, Language language, const LoadedMatter& loaded,
                  int subject_no);

}  // namespace xinfang
