#include "demo/demo_office.hpp"

#include <toml++/toml.h>

#include <map>
#include <stdexcept>

#include "services/audit.hpp"
#include "services/demonstration_door.hpp"
#include "services/organ_service.hpp"
#include "services/people_service.hpp"
#include "services/role.hpp"
#include "services/second_factor.hpp"

namespace xinfang {

namespace {

constexpr std::int64_t kCountyLevel = 4;

using Made = std::map<std::string, Organ>;  // by code

std::string text(const toml::table& row, std::string_view key) {
  return row[key].value_or(std::string());
}

std::vector<std::string> texts(const toml::table& row, std::string_view key) {
  std::vector<std::string> list;
  if (const auto* array = row[key].as_array()) {
    for (const auto& item : *array) list.push_back(item.value_or(std::string()));
  }
  return list;
}

Id id_of(const Made& made, const std::string& code) {
  if (code.empty()) return 0;
  const auto organ = made.find(code);
  if (organ == made.end()) throw std::invalid_argument("no organ " + code + " stands above");
  return organ->second.organ_id;
}

// What stands above an organ of the small office may stand outside it.
Id above(const Made& made, const std::string& code, DemoScope scope) {
  return scope == DemoScope::core && !made.contains(code) ? 0 : id_of(made, code);
}

Organ organ_of(const toml::table& row, const Made& made, DemoScope scope) {
  Organ organ;
  organ.code = text(row, "code");
  organ.name = text(row, "name");
  organ.short_name = text(row, "short_name");
  organ.type = text(row, "type");
  organ.level = static_cast<int>(row["level"].value_or(kCountyLevel));
  organ.region_code = row["region"].value_or(std::string(kDemoRegion));
  organ.superior_id = above(made, text(row, "superior"), scope);
  organ.line_superior_id = above(made, text(row, "line_superior"), scope);
  organ.review_organ_id = above(made, text(row, "review_organ"), scope);
  organ.document_prefix = text(row, "prefix");
  organ.address = text(row, "address");
  organ.phone = "0000-0000" + organ.code;
  organ.categories = texts(row, "categories");
  organ.valid_from_on = Date::of(2020, 1, 1);
  return organ;
}

// One hash for all: the password is known anyway, and hashing takes its time by design.
Result<DemoPerson> make_person(Office& office, const toml::table& row, const Made& made,
                               const std::string& password_hash) {
  User user;
  user.user_id = office.ids.next();
  user.login = text(row, "login");
  user.name = text(row, "name");
  user.organ_id = id_of(made, text(row, "organ"));
  user.roles = texts(row, "roles");
  Result<Done> good = check_roles(user.roles);
  if (good && user.organ_id) {
    good = check_roles_fit(user.roles, made.at(text(row, "organ")).type);
  }
  if (!good) return good.refusal();
  DemoPerson person;
  person.login = user.login;
  person.name = user.name;
  person.organ = user.organ_id ? made.at(text(row, "organ")).short_name : std::string();
  person.password = kKnownPassword;
  person.totp_secret = known_second_factor(user.login);
  person.core = row["core"].value_or(false);
  user.password_hash = password_hash;
  user.totp_secret = seal_totp_secret(office.keys, user.user_id, person.totp_secret);
  Result<Done> written = write_user(office, user);
  if (!written) return written.refusal();
  audit(office, 0, "user_created",
        Json::object()
            .set("user_id", id_text(user.user_id))
            .set("organ_id", id_text(user.organ_id)));
  return person;
}

Result<std::vector<DemoPerson>> make(Office& office, const toml::table& file, DemoScope scope) {
  const auto wanted = [scope](const toml::table& row) {
    return scope == DemoScope::county || row["core"].value_or(false);
  };
  const auto* organs = file["organ"].as_array();
  const auto* rows = file["people"].as_array();
  if (!organs || !rows) throw std::invalid_argument("organ or people is missing");
  Made made;
  for (const auto& node : *organs) {
    const toml::table& row = *node.as_table();
    if (!wanted(row)) continue;
    Result<Organ> organ = write_organ(office, 0, organ_of(row, made, scope));
    if (!organ) return organ.refusal();
    made[organ->code] = *organ;
  }
  const std::string password_hash = hash_password(std::string(kKnownPassword));
  std::vector<DemoPerson> people;
  for (const auto& node : *rows) {
    const toml::table& row = *node.as_table();
    if (!wanted(row)) continue;
    Result<DemoPerson> person = make_person(office, row, made, password_hash);
    if (!person) return person.refusal();
    people.push_back(std::move(*person));
  }
  return people;
}

}  // namespace

Result<std::vector<DemoPerson>> make_demo_office(Office& office, std::string_view office_toml,
                                                 DemoScope scope) {
  if (!office.organs.now()->all().empty()) {
    return refuse("demo_office_there", Refusal::Kind::conflict);
  }
  const auto refused = [](std::string detail) {
    return refuse("demo_texts_invalid").with("detail", std::move(detail));
  };
  try {
    return make(office, toml::parse(office_toml, std::string_view("office.toml")), scope);
  } catch (const toml::parse_error& error) {
    return refused("line " + std::to_string(error.source().begin.line) + ": " +
                   std::string(error.description()));
  } catch (const std::invalid_argument& error) {
    return refused(error.what());
  }
}

}  // namespace xinfang
