// What happened. Nothing about a matter changes except by appending one.
//
// An event carries what was resolved - row, subject, from, to, clocks with length, basis and due
// dates, documents - so that yesterday's events never depend on today's table. Its three parts
// (public, petitioner, internal) are stored, hashed and disclosed apart; personal values and texts
// go to the vault and leave a commitment in their part.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/date.hpp"
#include "base/id.hpp"
#include "base/json.hpp"
#include "domain/matter.hpp"

namespace xinfang {

struct SubjectChange {
  Subject after;      // whole subject as it is afterwards
  std::string from;   // state before; empty: new
};

struct ClockChange {
  std::string op;     // start | stop | extend | suspend | resume | move | record
  Deadline after;     // whole clock as it is afterwards
};

// What apply() reads, the same on every floor.
struct Changes {
  std::vector<SubjectChange> subjects;
  std::vector<ClockChange> clocks;
  std::vector<Claim> claims;        // as they are afterwards
  std::vector<Document> documents;  // new ones
  std::vector<Rating> ratings;      // new or replaced
  Json facts = Json::object();      // merged into the matter's
  std::vector<Trigger> triggers;    // as they are afterwards
  std::vector<Handler> handlers;    // new ones
  std::vector<Id> recused;          // new ones
  std::optional<Wall> wall;         // as it is afterwards
};

// A personal value or free text on its way into the vault. `field` is a path within the matter:
// "text", "petitioners[0].name", "claims[1]", "document[3]", "event[7].opinion".
struct VaultText {
  std::string field;
  std::string value;
  std::string part;   // public | petitioner | internal: where its commitment stands
};

struct Event {
  Id event_id = 0;            // given by the service
  Id matter_id = 0;
  std::int64_t seq = 0;       // 1, 2, ... within the stream
  Instant at;
  std::string step;           // T06
  std::string deed;           // transfer
  std::string rule_set;
  int subject_no = 0;         // the part it acted on, or the first it made
  std::string actor_kind;     // staff | petitioner | system
  Id actor_organ_id = 0;
  Id actor_user_id = 0;       // internal part only
  Changes changes;
  Json public_fields = Json::object();      // field values of the step, by part
  Json petitioner_fields = Json::object();
  Json internal_fields = Json::object();
};

struct Decision {
  Event event;
  std::vector<VaultText> texts;
};

// The stored form: header and three parts as Json, and back. event_from_json throws
// std::runtime_error on bytes that no version of the program wrote.
struct EventParts {
  Json header, public_part, petitioner_part, internal_part;
};
EventParts to_parts(const Event& event);
Event from_parts(const EventParts& parts);

// Mechanical: the matter after the event. Throws std::logic_error when its number, or that of a part
// in it, does not follow.
Matter apply(Matter matter, const Event& event);

}  // namespace xinfang
