// Setting up the office: parameters, own days of the calendar, and the history of what was changed.
#include <algorithm>
#include <map>

#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "services/own_rules_service.hpp"

namespace xinfang {
namespace {

// Names of people by their ids, each looked up once.
class Names {
 public:
  explicit Names(Database& database) : database_(database) {}
  const std::string& of(Id user_id) {
    const auto known = names_.find(user_id);
    if (known != names_.end()) return known->second;
    const auto user = user_id ? find_user(database_, user_id) : std::nullopt;
    return names_[user_id] = user ? user->name : "";
  }

 private:
  Database& database_;
  std::map<Id, std::string> names_;
};

Json parameter_json(const Call& call, Names& names, const ParameterNow& row) {
  Json own;
  if (row.own) {
    own.set("value", row.own->parameter.value)
        .set("valid_from_on", row.own->parameter.valid_from_on.iso())
        .set("reason", row.own->reason)
        .set("by", names.of(row.own->user_id))
        .set("at", row.own->at.iso());
  }
  return Json::object()
      .set("rule_set", row.rule_set)
      .set("key", row.law.key)
      .set("name", call.office.messages.say(call.language, "parameter." + row.law.key))
      .set("law_value", row.law.value)
      .set("unit", row.unit)
      .set("basis", row.law.basis)
      .set("mark", row.law.mark)
      .set("internal", row.law.mark == "design")
      .set("tighten", row.law.tighten.empty() ? "no" : row.law.tighten)
      .set("value", row.value)
      .set("own", std::move(own));
}

Response parameter_answer(Call& call, const Result<ParameterNow>& row) {
  if (!row) return problem(row.refusal(), call);
  Names names(call.office.database);
  return json_response(200, parameter_json(call, names, *row));
}

// Four digits, 1900 to 2199; 0 for anything else.
int year_of(const std::string& text) {
  const bool digits = text.size() == 4 && text.find_first_not_of("0123456789") == text.npos;
  const int year = digits ? std::stoi(text) : 0;
  return year >= 1900 && year <= 2199 ? year : 0;
}

Refusal no_year() {
  return refuse("field_range").on("year").with("min", "1900").with("max", "2199");
}

Response calendar_answer(Call& call, int year) {
  const auto calendar = call.office.calendar.now();
  Json days = Json::array();
  bool own = false;
  for (const NamedDay& day : calendar->named_days(year)) {
    own = own || day.own;
    days.push(Json::object()
                  .set("on", day.on.iso())
                  .set("kind", day.working ? "workday" : "holiday")
                  .set("name", day.name)
                  .set("own", day.own));
  }
  return json_response(200, Json::object()
                                .set("year", year)
                                .set("provisional", calendar->is_provisional(Date::of(year, 1, 1)))
                                .set("source", own ? own_source(call.office, year) : "")
                                .set("days", std::move(days)));
}

// Who keeps what: the auditor looks at all of it.
std::string_view keeper_of(const std::string& of) {
  if (of == "organ" || of == "user") return "SEC_ADMIN";
  if (of == "parameter" || of == "calendar") return "SYS_ADMIN";
  return "";
}

bool may_see_changes(const User& user, std::string_view keeper) {
  return std::any_of(user.roles.begin(), user.roles.end(), [&](const std::string& role) {
    return role == "AUDITOR" || role == keeper;
  });
}

// Ids are numbers, years and keys like reg2022/c06_working_days.
bool is_change_id(const std::string& id) {
  return id.size() <= 100 && std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '_' || c == '.' ||
                  c == '/';
         });
}

}  // namespace

Response get_parameters(Call& call) {
  Names names(call.office.database);
  Json list = Json::array();
  for (const ParameterNow& row : parameters_now(call.office)) {
    list.push(parameter_json(call, names, row));
  }
  return json_response(200, Json::object().set("parameters", std::move(list)));
}

Response put_parameter(Call& call) {
  BodyReader in(call.request);
  OwnParameter wanted;
  wanted.key = call.request.param("key");
  wanted.value = static_cast<int>(in.integer("value", 1, 1000));
  wanted.valid_from_on = in.date("valid_from_on");
  const std::string reason = in.text("reason", 4, 200);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  return parameter_answer(call, set_own_parameter(call.office, call.user->user_id,
                                                  call.request.param("rule_set"), wanted, reason));
}

Response delete_parameter(Call& call) {
  return parameter_answer(
      call, drop_own_parameter(call.office, call.user->user_id, call.request.param("rule_set"),
                               call.request.param("key")));
}

Response get_calendar(Call& call) {
  const auto asked = call.request.query_value("year");
  const int year = asked ? year_of(*asked) : call.office.clock.today().year();
  return year ? calendar_answer(call, year) : problem(no_year(), call);
}

Response put_calendar(Call& call) {
  const int year = year_of(call.request.param("year"));
  if (!year) return problem(no_year(), call);
  BodyReader in(call.request);
  const std::string source = in.text("source", 4, 200);
  if (in.raw("days").is_null()) in.fail(refuse("field_missing").on("days"));
  std::vector<NamedDay> days;
  for (BodyReader& each : in.objects("days", 100)) {
    const Date on = each.date("on");
    const bool working = each.choice("kind", {"holiday", "workday"}) == "workday";
    days.push_back({on, working, each.text("name", 1, 20), true});
    in.absorb(each);
  }
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto done = set_own_days(call.office, call.user->user_id, year, source, days);
  return done ? calendar_answer(call, year) : problem(done.refusal(), call);
}

Response get_changes(Call& call) {
  constexpr int kPage = 100;
  const std::string of = call.request.query_value("of").value_or("");
  if (of.empty()) return problem(refuse("field_missing").on("of"), call);
  const std::string_view keeper = keeper_of(of);
  if (keeper.empty())
    return problem(
        refuse("field_value").on("of").with("values", "organ, user, parameter, calendar"), call);
  if (!may_see_changes(*call.user, keeper))
    return problem(refuse("not_administrator", Refusal::Kind::forbidden), call);
  const std::string id = call.request.query_value("id").value_or("");
  if (!is_change_id(id))
    return problem(refuse("field_type").on("id").with("expected", "id"), call);
  const auto asked = call.request.query_value("before");
  const auto before = asked ? parse_id(*asked) : 0;
  if (!before)
    return problem(refuse("field_type").on("before").with("expected", "integer"), call);

  Names names(call.office.database);
  Json list = Json::array();
  for (const AuditRow& row : read_audit_about(call.office.database, of, id, *before, kPage)) {
    const Json detail = Json::parse(row.detail).value();
    list.push(Json::object()
                  .set("audit_no", row.audit_no)
                  .set("at", row.at.iso())
                  .set("user", names.of(row.user_id))
                  .set("act", row.act)
                  .set("of", of)
                  .set("id", detail["id"])
                  .set("before", detail["before"])
                  .set("after", detail["after"]));
  }
  return json_response(200, Json::object().set("changes", std::move(list)));
}

}  // namespace xinfang
