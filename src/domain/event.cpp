#include "domain/event.hpp"

#include <stdexcept>

namespace xinfang {
namespace {

// Days are ISO text, ids are text, all else strings and integers: canonical bytes (event.hpp).
std::string day_text(Date on) { return on.days == 0 ? "" : on.iso(); }

Date day_of(const Json& value) { return Date::parse(value.as_string()).value_or(Date{}); }

Id id_of(const Json& value) { return parse_id(value.as_string()).value_or(0); }

template <class Enum>
Enum required(std::optional<Enum> value, const char* what) {
  if (!value) throw std::runtime_error(std::string("event holds an unknown ") + what);
  return *value;
}

Json numbers(const std::vector<int>& values) {
  Json list = Json::array();
  for (int value : values) list.push(value);
  return list;
}

std::vector<int> numbers_of(const Json& list) {
  std::vector<int> values;
  for (const Json& value : list.as_array()) values.push_back(static_cast<int>(value.as_int()));
  return values;
}

Json subject_json(const SubjectChange& change) {
  const Subject& subject = change.after;
  Json json = Json::object();
  json
      .set("no", subject.no)
      .set("kind", name_of(subject.kind))
      .set("from", change.from)
      .set("to", subject.state)
      .set("organ", id_text(subject.organ_id))
      .set("sender", id_text(subject.sender_id))
      .set("parent", subject.parent_no)
      .set("mode", subject.mode)
      .set("claims", numbers(subject.claims))
      .set("round", subject.round)
      .set("way", subject.way)
      .set("item_no", subject.item_no)
      .set("since_on", day_text(subject.since_on));
  // Few parts have these; an event says nothing of what is not.
  if (subject.review_organ_id) json.set("reviewer", id_text(subject.review_organ_id));
  if (subject.re_review_organ_id) json.set("re_reviewer", id_text(subject.re_review_organ_id));
  if (!subject.result.empty()) json.set("result", subject.result);
  if (subject.redo_by.days != 0) json.set("redo_by", subject.redo_by.iso());
  if (subject.simple) json.set("simple", true);
  return json;
}

SubjectChange subject_of(const Json& json) {
  SubjectChange change;
  Subject& subject = change.after;
  subject.no = static_cast<int>(json["no"].as_int());
  subject.kind = required(subject_kind_of(json["kind"].as_string()), "kind of part");
  change.from = json["from"].as_string();
  subject.state = json["to"].as_string();
  subject.organ_id = id_of(json["organ"]);
  subject.sender_id = id_of(json["sender"]);
  subject.parent_no = static_cast<int>(json["parent"].as_int());
  subject.mode = json["mode"].as_string();
  subject.claims = numbers_of(json["claims"]);
  subject.round = static_cast<int>(json["round"].as_int(1));
  subject.way = json["way"].as_string();
  subject.review_organ_id = id_of(json["reviewer"]);
  subject.re_review_organ_id = id_of(json["re_reviewer"]);
  subject.result = json["result"].as_string();
  subject.redo_by = day_of(json["redo_by"]);
  subject.simple = json["simple"].as_bool();
  subject.item_no = json["item_no"].as_string();
  subject.since_on = day_of(json["since_on"]);
  return change;
}

Json clock_json(const ClockChange& change) {
  const Deadline& clock = change.after;
  Json json = Json::object();
  json
      .set("op", change.op)
      .set("no", clock.no)
      .set("clock", clock.clock)
      .set("subject", clock.subject_no)
      .set("organ", id_text(clock.organ_id))
      .set("nature", name_of(clock.nature))
      .set("start_step", clock.start_step)
      .set("started_on", day_text(clock.started_on))
      .set("length", clock.length)
      .set("unit", name_of(clock.unit))
      .set("due_strict_on", day_text(clock.due_strict_on))
      .set("due_legal_on", day_text(clock.due_legal_on))
      .set("state", name_of(clock.state))
      .set("ended_on", day_text(clock.ended_on))
      .set("extended_days", clock.extended_days)
      .set("internal", clock.internal)
      .set("basis", clock.basis)
      .set("derivation", clock.derivation);
  if (clock.suspended_on.days != 0) json.set("suspended_on", clock.suspended_on.iso());
  if (clock.suspended_days != 0) json.set("suspended_days", clock.suspended_days);
  return json;
}

ClockChange clock_of(const Json& json) {
  ClockChange change;
  Deadline& clock = change.after;
  change.op = json["op"].as_string();
  clock.no = static_cast<int>(json["no"].as_int());
  clock.clock = json["clock"].as_string();
  clock.subject_no = static_cast<int>(json["subject"].as_int());
  clock.organ_id = id_of(json["organ"]);
  clock.nature = required(nature_of(json["nature"].as_string()), "nature of a clock");
  clock.start_step = json["start_step"].as_string();
  clock.started_on = day_of(json["started_on"]);
  clock.length = static_cast<int>(json["length"].as_int());
  clock.unit = required(unit_of(json["unit"].as_string()), "unit of a clock");
  clock.due_strict_on = day_of(json["due_strict_on"]);
  clock.due_legal_on = day_of(json["due_legal_on"]);
  clock.state = required(clock_state_of(json["state"].as_string()), "state of a clock");
  clock.ended_on = day_of(json["ended_on"]);
  clock.extended_days = static_cast<int>(json["extended_days"].as_int());
  clock.suspended_on = day_of(json["suspended_on"]);
  clock.suspended_days = static_cast<int>(json["suspended_days"].as_int());
  clock.internal = json["internal"].as_bool();
  clock.basis = json["basis"].as_string();
  clock.derivation = json["derivation"];
  return change;
}

Json document_json(const Document& document) {
  return Json::object()
      .set("no", document.no)
      .set("kind", document.kind)
      .set("subject", document.subject_no)
      .set("to", document.to)
      .set("number", document.number)
      .set("issued_on", day_text(document.issued_on));
}

Document document_of(const Json& json) {
  Document document;
  document.no = static_cast<int>(json["no"].as_int());
  document.kind = json["kind"].as_string();
  document.subject_no = static_cast<int>(json["subject"].as_int());
  document.to = json["to"].as_string();
  document.number = json["number"].as_string();
  document.issued_on = day_of(json["issued_on"]);
  return document;
}

Json rating_json(const Rating& rating) {
  return Json::object()
      .set("target", rating.target)
      .set("subject", rating.subject_no)
      .set("round", rating.round)
      .set("value", rating.value)
      .set("rated_on", day_text(rating.rated_on));
}

Rating rating_of(const Json& json) {
  Rating rating;
  rating.target = json["target"].as_string();
  rating.subject_no = static_cast<int>(json["subject"].as_int());
  rating.round = static_cast<int>(json["round"].as_int(1));
  rating.value = json["value"].as_string();
  rating.rated_on = day_of(json["rated_on"]);
  return rating;
}

Json claim_json(const Claim& claim) {
  return Json::object().set("no", claim.no).set("way", claim.way).set("outcome", claim.outcome);
}

template <class Item, class Make>
void put_list(Json& part, std::string name, const std::vector<Item>& items, Make make) {
  if (items.empty()) return;
  Json list = Json::array();
  for (const Item& item : items) list.push(make(item));
  part.set(std::move(name), std::move(list));
}

// Field values of a step stand apart from what apply() reads.
bool is_field_holder(const Json& part, std::string_view name) { return part.find(name) != nullptr; }

void replace_rating(Matter& matter, const Rating& rating) {
  for (Rating& earlier : matter.ratings) {
    bool same = earlier.target == rating.target && earlier.subject_no == rating.subject_no &&
                earlier.round == rating.round;
    if (!same) continue;
    earlier = rating;
    return;
  }
  matter.ratings.push_back(rating);
}

Json trigger_json(const Trigger& trigger) {
  return Json::object()
      .set("no", trigger.no)
      .set("code", trigger.code)
      .set("subject", trigger.subject_no)
      .set("clock", trigger.clock_no)
      .set("organ", id_text(trigger.organ_id))
      .set("open", trigger.open)
      .set("raised_on", day_text(trigger.raised_on));
}

Trigger trigger_of(const Json& json) {
  return {static_cast<int>(json["no"].as_int()),      json["code"].as_string(),
          static_cast<int>(json["subject"].as_int()), static_cast<int>(json["clock"].as_int()),
          id_of(json["organ"]),                       json["open"].as_bool(),
          day_of(json["raised_on"])};
}

Json handler_json(const Handler& handler) {
  return Json::object()
      .set("subject", handler.subject_no)
      .set("stage", handler.stage)
      .set("user", id_text(handler.user_id));
}

Handler handler_of(const Json& json) {
  return {static_cast<int>(json["subject"].as_int()), json["stage"].as_string(),
          id_of(json["user"])};
}

Json accused_json(const Accused& accused) {
  return Json::object()
      .set("organ", id_text(accused.organ_id))
      .set("user", id_text(accused.user_id))
      .set("is_unit", accused.is_unit)
      .set("leads", accused.leads)
      .set("cadre_level", accused.cadre_level)
      .set("resolved", accused.resolved);
}

Json wall_json(const Wall& wall) {
  Json accused = Json::array();
  for (const Accused& one : wall.accused) accused.push(accused_json(one));
  Json files = Json::array();
  for (const Id file : wall.moved_files) files.push(id_text(file));
  return Json::object()
      .set("inside", wall.inside)
      .set("split", wall.split)
      .set("accused", std::move(accused))
      .set("moved_files", std::move(files))
      .set("split_seq", wall.split_seq)
      .set("split_papers", wall.split_papers);
}

Wall wall_of(const Json& json) {
  Wall wall;
  wall.inside = json["inside"].as_bool();
  wall.split = json["split"].as_bool();
  wall.split_seq = json["split_seq"].as_int();
  wall.split_papers = static_cast<int>(json["split_papers"].as_int());
  for (const Json& file : json["moved_files"].as_array()) wall.moved_files.push_back(id_of(file));
  for (const Json& one : json["accused"].as_array()) {
    wall.accused.push_back({id_of(one["organ"]), id_of(one["user"]), one["is_unit"].as_bool(),
                            one["leads"].as_bool(),
                            static_cast<int>(one["cadre_level"].as_int()),
                            one["resolved"].as_bool()});
  }
  return wall;
}

Json internal_json(const Event& event) {
  Json inner = Json::object().set("user", id_text(event.actor_user_id));
  if (!event.internal_fields.as_object().empty()) inner.set("fields", event.internal_fields);
  put_list(inner, "triggers", event.changes.triggers, trigger_json);
  put_list(inner, "handlers", event.changes.handlers, handler_json);
  if (!event.changes.recused.empty()) {
    Json recused = Json::array();
    for (const Id user : event.changes.recused) recused.push(id_text(user));
    inner.set("recused", std::move(recused));
  }
  if (event.changes.wall) inner.set("wall", wall_json(*event.changes.wall));
  return inner;
}

void read_internal(const Json& inner, Event& event) {
  event.actor_user_id = id_of(inner["user"]);
  if (is_field_holder(inner, "fields")) event.internal_fields = inner["fields"];
  for (const Json& one : inner["triggers"].as_array()) {
    event.changes.triggers.push_back(trigger_of(one));
  }
  for (const Json& one : inner["handlers"].as_array()) {
    event.changes.handlers.push_back(handler_of(one));
  }
  for (const Json& one : inner["recused"].as_array()) event.changes.recused.push_back(id_of(one));
  if (is_field_holder(inner, "wall")) event.changes.wall = wall_of(inner["wall"]);
}

template <class Item>
void put_numbered(std::vector<Item>& items, const Item& item) {
  auto index = static_cast<std::size_t>(item.no) - 1;
  if (item.no < 1 || index > items.size()) {
    throw std::logic_error("event numbers a part that does not follow");
  }
  if (index == items.size()) {
    items.push_back(item);
  } else {
    items[index] = item;
  }
}

void take_identity(Matter& matter, const Event& event) {
  if (event.seq != 1) return;
  matter.matter_id = event.matter_id;
  matter.rule_set = event.rule_set;
  matter.registered_at = event.at;
}

}  // namespace

EventParts to_parts(const Event& event) {
  EventParts parts;
  parts.header = Json::object()
                     .set("event_id", id_text(event.event_id))
                     .set("matter_id", id_text(event.matter_id))
                     .set("stream", 0)
                     .set("seq", event.seq)
                     .set("at", event.at.iso())
                     .set("step", event.step)
                     .set("deed", event.deed)
                     .set("rule_set", event.rule_set)
                     .set("subject", event.subject_no)
                     .set("organ", id_text(event.actor_organ_id))
                     .set("actor", event.actor_kind);
  Json& open = parts.public_part;
  open = Json::object();
  if (!event.public_fields.as_object().empty()) open.set("fields", event.public_fields);
  put_list(open, "subjects", event.changes.subjects, subject_json);
  put_list(open, "clocks", event.changes.clocks, clock_json);
  if (!event.changes.facts.as_object().empty()) open.set("facts", event.changes.facts);
  Json& theirs = parts.petitioner_part;
  theirs = Json::object();
  if (!event.petitioner_fields.as_object().empty()) theirs.set("fields", event.petitioner_fields);
  put_list(theirs, "claims", event.changes.claims, claim_json);
  put_list(theirs, "documents", event.changes.documents, document_json);
  put_list(theirs, "ratings", event.changes.ratings, rating_json);
  parts.internal_part = internal_json(event);
  return parts;
}

Event from_parts(const EventParts& parts) {
  Event event;
  const Json& header = parts.header;
  event.event_id = id_of(header["event_id"]);
  event.matter_id = id_of(header["matter_id"]);
  event.seq = header["seq"].as_int();
  auto at = Instant::parse(header["at"].as_string());
  if (!at || event.seq < 1) throw std::runtime_error("event header without time or number");
  event.at = *at;
  event.step = header["step"].as_string();
  event.deed = header["deed"].as_string();
  event.rule_set = header["rule_set"].as_string();
  event.subject_no = static_cast<int>(header["subject"].as_int());
  event.actor_organ_id = id_of(header["organ"]);
  event.actor_kind = header["actor"].as_string();
  const Json& open = parts.public_part;
  if (is_field_holder(open, "fields")) event.public_fields = open["fields"];
  for (const Json& one : open["subjects"].as_array()) {
    event.changes.subjects.push_back(subject_of(one));
  }
  for (const Json& one : open["clocks"].as_array()) event.changes.clocks.push_back(clock_of(one));
  if (is_field_holder(open, "facts")) event.changes.facts = open["facts"];
  const Json& theirs = parts.petitioner_part;
  if (is_field_holder(theirs, "fields")) event.petitioner_fields = theirs["fields"];
  for (const Json& one : theirs["claims"].as_array()) {
    event.changes.claims.push_back(
        {static_cast<int>(one["no"].as_int()), one["way"].as_string(), one["outcome"].as_string()});
  }
  for (const Json& one : theirs["documents"].as_array()) {
    event.changes.documents.push_back(document_of(one));
  }
  for (const Json& one : theirs["ratings"].as_array()) {
    event.changes.ratings.push_back(rating_of(one));
  }
  read_internal(parts.internal_part, event);
  return event;
}

Matter apply(Matter matter, const Event& event) {
  if (event.seq != matter.version + 1) {
    throw std::logic_error("event " + std::to_string(event.seq) + " does not follow version " +
                           std::to_string(matter.version));
  }
  take_identity(matter, event);
  for (const auto& [name, value] : event.changes.facts.as_object()) matter.facts.set(name, value);
  if (event.seq == 1) {
    matter.matter_no = matter.fact("matter_no");
    matter.received_at = event.at;
  }
  if (event.changes.facts.find("received_at")) {
    matter.received_at = Instant::parse(matter.fact("received_at")).value_or(matter.received_at);
  }
  for (const SubjectChange& change : event.changes.subjects) {
    put_numbered(matter.subjects, change.after);
  }
  for (const ClockChange& change : event.changes.clocks) {
    put_numbered(matter.deadlines, change.after);
  }
  for (const Claim& claim : event.changes.claims) put_numbered(matter.claims, claim);
  for (const Document& document : event.changes.documents) {
    put_numbered(matter.documents, document);
  }
  for (const Rating& rating : event.changes.ratings) replace_rating(matter, rating);
  for (const Trigger& trigger : event.changes.triggers) put_numbered(matter.triggers, trigger);
  for (const Handler& handler : event.changes.handlers) matter.handlers.push_back(handler);
  for (const Id user : event.changes.recused) matter.recused.push_back(user);
  if (event.changes.wall) matter.wall = *event.changes.wall;
  matter.version = event.seq;
  matter.changed_at = event.at;
  return matter;
}

}  // namespace xinfang
