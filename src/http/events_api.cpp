// Server-sent events: an open desk is told that something of its organ changed, never what it says.
#include "http/handlers.hpp"

namespace xinfang {

Response get_events(Call& call) {
  Response response;
  response.content_type = "text/event-stream";
  response.topics = {"organ:" + id_text(call.viewer.organ_id)};
  return response;
}

}  // namespace xinfang
