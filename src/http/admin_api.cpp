// The security administrator's desk (people), the auditor's (what was done), and who one's colleagues are.
#include <algorithm>
#include <set>

#include "http/body_reader.hpp"
#include "http/handlers.hpp"
#include "services/people_service.hpp"

namespace xinfang {
namespace {

Json user_json(const User& user) {
  Json roles = Json::array();
  for (const std::string& role : user.roles) roles.push(role);
  return Json::object()
      .set("user_id", id_text(user.user_id))
      .set("login", user.login)
      .set("name", user.name)
      .set("organ_id", user.organ_id ? Json(id_text(user.organ_id)) : Json())
      .set("roles", std::move(roles))
      .set("active", user.active)
      .set("second_factor", !user.totp_secret.empty())
      .set("must_change_password", user.must_change);
}

// The made password is shown here once and kept nowhere.
Response user_answer(int status, const CreatedUser& created) {
  Json body = user_json(created.user);
  if (!created.password.empty()) body.set("password", created.password);
  return json_response(status, body);
}

}  // namespace

Response get_users(Call& call) {
  Id organ_id = 0;
  if (const auto asked = call.request.query_value("organ_id")) {
    const auto id = parse_id(*asked);
    if (!id) return problem(refuse("field_type").on("organ_id").with("expected", "id"), call);
    organ_id = *id;
  }
  Json list = Json::array();
  for (const User& user : list_users(call.office.database, organ_id)) list.push(user_json(user));
  return json_response(200, Json::object().set("users", std::move(list)));
}

// For steps that name a colleague: no login, and nobody who left.
Response get_colleagues(Call& call) {
  std::vector<User> people = list_users(call.office.database, call.viewer.organ_id);
  std::erase_if(people, [](const User& user) { return !user.active; });
  std::sort(people.begin(), people.end(),
            [](const User& a, const User& b) { return a.name < b.name; });
  Json list = Json::array();
  for (const User& user : people) {
    Json roles = Json::array();
    for (const std::string& role : user.roles) roles.push(role);
    list.push(Json::object()
                  .set("user_id", id_text(user.user_id))
                  .set("name", user.name)
                  .set("roles", std::move(roles)));
  }
  return json_response(200, Json::object().set("colleagues", std::move(list)));
}

Response post_users(Call& call) {
  BodyReader in(call.request);
  NewUser wanted;
  wanted.login = in.text("login", 3, 64);
  wanted.name = in.text("name", 1, 50);
  wanted.organ_id = in.optional_id("organ_id").value_or(0);
  wanted.roles = in.texts("roles", 1, 20, 40);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  auto created = create_user(call.office, call.user->user_id, wanted);
  if (!created) return problem(created.refusal(), call);
  return user_answer(201, *created);
}

Response patch_user(Call& call) {
  BodyReader in(call.request);
  UserChange change;
  if (in.has("name")) change.name = in.text("name", 1, 50);
  if (in.has("organ_id")) change.organ_id = in.optional_id("organ_id").value_or(0);
  if (in.has("roles")) change.roles = in.texts("roles", 1, 20, 40);
  if (!in.raw("active").is_null()) change.active = in.optional_flag("active", true);
  change.reset_password = in.optional_flag("reset_password", false);
  change.reset_second_factor = in.optional_flag("reset_second_factor", false);
  if (auto refusal = in.finish()) return problem(*refusal, call);
  const auto id = parse_id(call.request.param("user_id"));
  auto changed = change_user(call.office, call.user->user_id, id.value_or(0), change);
  if (!changed) return problem(changed.refusal(), call);
  return user_answer(200, *changed);
}

Response get_audit(Call& call) {
  constexpr int kPage = 100;
  std::int64_t before = 0;
  if (const auto asked = call.request.query_value("before")) {
    const auto number = parse_id(*asked);
    if (!number)
      return problem(refuse("field_type").on("before").with("expected", "integer"), call);
    before = *number;
  }
  const std::vector<AuditRow> rows = read_audit(call.office.database, before, kPage);
  std::set<Id> people;
  for (const AuditRow& row : rows) {
    if (row.user_id) people.insert(row.user_id);
  }
  const auto names = user_names(call.office.database, people);
  Json list = Json::array();
  for (const AuditRow& row : rows) {
    const auto name = names.find(row.user_id);
    auto detail = Json::parse(row.detail);
    list.push(Json::object()
                  .set("audit_no", row.audit_no)
                  .set("at", row.at.iso())
                  .set("user_id", row.user_id ? Json(id_text(row.user_id)) : Json())
                  .set("user", name == names.end() ? "" : name->second)
                  .set("act", row.act)
                  .set("detail", detail ? *detail : Json())
                  .set("chain", hex(row.chain)));
  }
  return json_response(200, Json::object().set("audit", std::move(list)));
}

}  // namespace xinfang
