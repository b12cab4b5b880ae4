// Attachments of a matter, for staff: adding and opening.
#include "http/handlers.hpp"
#include "http/matter_access.hpp"
#include "http/petition_body.hpp"
#include "services/attachment_service.hpp"
#include "services/matter_view.hpp"

namespace xinfang {

namespace {

struct Range {
  std::int64_t from = 0, length = 0;
};

// "bytes=0-99" and "bytes=100-"; anything else is answered with the whole.
std::optional<Range> range_of(std::string_view header) {
  if (header.rfind("bytes=", 0) != 0) return std::nullopt;
  const std::string_view text = header.substr(6);
  const std::size_t dash = text.find('-');
  if (dash == std::string_view::npos || dash == 0) return std::nullopt;
  const std::string_view first = text.substr(0, dash), last = text.substr(dash + 1);
  const auto from = first == "0" ? std::optional<Id>(0) : parse_id(first);
  if (!from) return std::nullopt;
  if (last.empty()) return Range{*from, 0};
  const auto to = last == "0" ? std::optional<Id>(0) : parse_id(last);
  if (!to || *to < *from) return std::nullopt;
  return Range{*from, *to - *from + 1};
}

std::string percent(const std::string& name) {
  static const char* const kHex = "0123456789ABCDEF";
  std::string text;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
                       (byte >= 'A' && byte <= 'Z') || byte == '.' || byte == '-' || byte == '_';
    if (plain) {
      text += c;
    } else {
      text += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return text;
}

}  // namespace

Response attachment_response(Call& call, Id matter_id, Id attachment_id) {
  const auto range = range_of(call.request.header("range"));
  const auto part = read_attachment(call.office, matter_id, attachment_id,
                                    range ? range->from : 0, range ? range->length : 0);
  if (!part) return problem(part.refusal(), call);
  Response response;
  if (range && range->from >= part->size) {
    response.status = 416;
    response.set("Content-Range", "bytes */" + std::to_string(part->size));
    return response;
  }
  response.body = part->bytes;
  response.content_type = part->content_type;
  // Never shown in place: what came from outside must not run under our name.
  response.set("Content-Disposition", "attachment; filename*=UTF-8''" + percent(part->name));
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Content-Security-Policy", "sandbox; default-src 'none'");
  response.set("Cache-Control", "private, no-store");
  if (range) {
    response.status = 206;
    const auto last = part->from + static_cast<std::int64_t>(part->bytes.size()) - 1;
    response.set("Content-Range", "bytes " + std::to_string(part->from) + "-" +
                                      std::to_string(last) + "/" + std::to_string(part->size));
  }
  return response;
}

Response get_matter_attachment(Call& call) {
  const auto loaded = matter_of_path(call);
  const auto attachment_id = parse_id(call.request.param("attachment_id"));
  if (!loaded || !attachment_id || has_moved(loaded->matter, *attachment_id)) {
    return matter_unknown(call);
  }
  record_walled_view(call.office, call.viewer, loaded->matter,
                     "attachments[" + id_text(*attachment_id) + "]");
  return attachment_response(call, loaded->matter.matter_id, *attachment_id);
}

Response get_petition_attachment(Call& call) {
  const auto attachment_id = parse_id(call.request.param("attachment_id"));
  if (!attachment_id) return matter_unknown(call);
  return attachment_response(call, call.viewer.matter_id, *attachment_id);
}

Response post_matter_attachments(Call& call) {
  const auto matter_id = matter_id_of_path(call);
  if (!matter_id || !load_matter(call.office.database, call.viewer, *matter_id)) {
    return matter_unknown(call);
  }
  const auto stored =
      store_attachment(call.office, *matter_id, call.request.query_value("name").value_or(""),
                       call.request.upload_path, false);
  if (!stored) return problem(stored.refusal(), call);
  return json_response(201, stored_attachment_json(*stored));
}

}  // namespace xinfang
