// A stored event: four lines of JSON - header, public, petitioner, internal part - as they come back
// from a database or a backup that somebody may have altered.
#include <stdexcept>

#include "domain/event.hpp"
#include "target.hpp"

using namespace xinfang;

namespace {

bool same(const EventParts& a, const EventParts& b) {
  return a.header == b.header && a.public_part == b.public_part &&
         a.petitioner_part == b.petitioner_part && a.internal_part == b.internal_part;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest = text_of(bytes, size);
  EventParts parts;
  for (Json* part : {&parts.header, &parts.public_part, &parts.petitioner_part, &parts.internal_part}) {
    auto read = Json::parse(take_until(rest, "\n"));
    *part = read ? std::move(*read) : Json::object();
  }
  Event event;
  try {
    event = from_parts(parts);
  } catch (const std::runtime_error&) {
    return 0;  // promised for bytes that no version of the program wrote
  }
  const EventParts written = to_parts(event);
  Event again;
  try {
    again = from_parts(written);
  } catch (const std::runtime_error&) {
    must(false, "an event that was read can be written and read again");
  }
  must(same(to_parts(again), written), "an event is stored the same each time");
  Matter before;
  before.version = event.seq - 1;
  try {
    must(apply(before, event).version == event.seq, "a matter has the number of its last event");
  } catch (const std::logic_error&) {  // promised for parts whose numbers do not follow
  }
  return 0;
}
