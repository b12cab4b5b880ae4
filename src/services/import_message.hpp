// What a record of a file says, as a message from a citizen: which column holds what, and how days
// and hours are written there.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "base/result.hpp"

namespace xinfang {

// Field of a message -> column. Fields: number, user, title, time, text, reply, reply_time, label.
using ImportMap = std::map<std::string, std::string>;

const std::vector<std::string>& import_fields();
// "text=正文" as given on the command line, added to the map. Refusals import_map_form,
// import_field_unknown (fact fields).
Result<Done> add_mapping(ImportMap& map, std::string_view text);
// Columns of usual names for the fields that `map` leaves open; the first usual name that is there
// wins. `columns` empty (JSON lines): each record is asked for them, see message_of().
ImportMap completed(ImportMap map, const std::vector<std::string>& columns);

struct ImportMessage {
  std::string number, user, title, text, reply, label;
  Instant received_at;
  std::optional<Instant> replied_at;
  bool own_title = true;  // false: the title is the beginning of the text
};

// The source's own number of a record, also of one that is refused; empty when it has none.
std::string number_of(const ImportMap& map, const std::map<std::string, std::string>& values);

// Refusals, with the field they are about: import_text_missing, import_time_missing,
// import_time_form (fact value), import_time_future (fact value), import_time_order (the reply is
// earlier than the message's day). `fallback_on`: the day for records without a time; days == 0:
// none, they are refused.
Result<ImportMessage> message_of(const ImportMap& map,
                                 const std::map<std::string, std::string>& values, Instant now,
                                 Date fallback_on);

// 2019-04-24T16:03:40+08:00, 2019-04-24 16:03, 2019/4/24 9:05:01, 2019.4.24, 2019年4月24日16时3分,
// 20190424, 20190424160340. Without a zone: time of China; without an hour: 00:00.
std::optional<Instant> parse_written_time(std::string_view text);

}  // namespace xinfang
