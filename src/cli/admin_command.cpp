#include "cli/admin_command.hpp"

#include <filesystem>
#include <istream>
#include <map>
#include <ostream>

#include "base/files.hpp"
#include "base/text.hpp"
#include "cli/command_options.hpp"
#include "services/audit.hpp"
#include "services/organ_service.hpp"
#include "services/people_service.hpp"
#include "services/second_factor.hpp"

namespace xinfang {
namespace {

constexpr std::string_view kUsage = R"(xinfang admin COMMAND
  create-administrators [--system LOGIN] [--security LOGIN] [--audit LOGIN] [--totp-secret-out FILE]
  create-user --login LOGIN --name NAME --organ REGION-CODE --role ROLE [--role ROLE ...]
              [--password-file FILE] [--totp-secret-out FILE]
  reset-password LOGIN [--password-file FILE]
  list-users
  create-organ --code CODE --name NAME --type TYPE --level 1-6 --region REGION
               [--superior REGION-CODE] [--line-superior REGION-CODE] [--review REGION-CODE]
               [--prefix PREFIX] [--address TEXT] [--phone TEXT] [--category CODE ...]
  import-organs FILE.csv
  rotate-master-key --new-key-file FILE
A password file of "-" is standard input. Without one a password is made and printed once.
)";

struct Desk {
  Office& office;
  const CommandOptions& given;
  std::istream& in;
  std::ostream& out;
  std::ostream& err;

  int refused(const Refusal& refusal) const {
    auto facts = refusal.facts;
    facts.emplace_back("field", refusal.field);
    err << office.messages.say(Language::zh, "refusal." + refusal.code, facts) << "\n"
        << office.messages.say(Language::en, "refusal." + refusal.code, facts) << " ["
        << refusal.code << (refusal.field.empty() ? "" : " " + refusal.field) << "]\n";
    return 1;
  }
};

Result<Id> organ_named(const Office& office, const std::string& name, const char* field) {
  if (name.empty()) return Id{0};
  const auto organs = office.organs.now();
  for (const Organ* organ : organs->all())
    if (organ->region_code + "-" + organ->code == name) return organ->organ_id;
  return refuse("organ_unknown").on(field);
}

// The first line of the named file; empty when no file is named.
Result<std::string> given_password(const Desk& desk) {
  const std::string file = desk.given.value("--password-file");
  if (file.empty()) return std::string();
  std::string text;
  if (file == "-") {
    std::getline(desk.in, text);
  } else {
    auto read = read_file(file);
    if (!read) return read.refusal();
    text = read->substr(0, read->find('\n'));
  }
  if (!text.empty() && text.back() == '\r') text.pop_back();
  if (text.empty()) return refuse("password_missing").on("--password-file");
  return text;
}

// Enrols each at once and writes "login otpauth://…" lines, for scripts and demonstrations.
Result<Done> write_secrets(const Desk& desk, const std::vector<CreatedUser>& users) {
  const std::string file = desk.given.value("--totp-secret-out");
  if (file.empty()) return Done{};
  std::string text;
  for (const CreatedUser& each : users) {
    auto secret = enrol_directly(desk.office, each.user.login);
    if (!secret) return secret.refusal();
    text += each.user.login + " " +
            otpauth_url(desk.office.messages.say(Language::en, "product.name"), each.user.login,
                        *secret) +
            "\n";
  }
  return write_file_durably(file, text);
}

int finish(const Desk& desk, const std::vector<CreatedUser>& users) {
  for (const CreatedUser& each : users) {
    desk.out << each.user.login << "\t" << id_text(each.user.user_id);
    if (!each.password.empty()) desk.out << "\t" << each.password;
    desk.out << "\n";
  }
  auto written = write_secrets(desk, users);
  return written ? 0 : desk.refused(written.refusal());
}

int create_three(const Desk& desk) {
  AdministratorLogins logins;
  if (desk.given.has("--system")) logins.system = desk.given.value("--system");
  if (desk.given.has("--security")) logins.security = desk.given.value("--security");
  if (desk.given.has("--audit")) logins.audit = desk.given.value("--audit");
  auto made = create_administrators(desk.office, logins);
  return made ? finish(desk, *made) : desk.refused(made.refusal());
}

int create_one(const Desk& desk) {
  NewUser wanted;
  wanted.login = desk.given.value("--login");
  wanted.name = desk.given.value("--name");
  wanted.roles = desk.given.values("--role");
  auto organ = organ_named(desk.office, desk.given.value("--organ"), "--organ");
  if (!organ) return desk.refused(organ.refusal());
  wanted.organ_id = *organ;
  auto password = given_password(desk);
  if (!password) return desk.refused(password.refusal());
  wanted.password = *password;
  auto created = create_user(desk.office, 0, wanted);
  return created ? finish(desk, {*created}) : desk.refused(created.refusal());
}

int reset_password(const Desk& desk) {
  if (desk.given.words.size() != 2) return desk.refused(refuse("login_missing"));
  const auto user = find_user(desk.office.database, desk.given.words[1]);
  if (!user) return desk.refused(refuse("user_unknown", Refusal::Kind::not_found));
  auto password = given_password(desk);
  if (!password) return desk.refused(password.refusal());
  UserChange change;
  change.reset_password = true;
  change.password = *password;
  auto changed = change_user(desk.office, 0, user->user_id, change);
  if (!changed) return desk.refused(changed.refusal());
  desk.out << changed->user.login << "\t" << id_text(changed->user.user_id);
  if (!changed->password.empty()) desk.out << "\t" << changed->password;
  desk.out << "\n";
  return 0;
}

int list_all(const Desk& desk) {
  const auto organs = desk.office.organs.now();
  for (const User& user : list_users(desk.office.database, 0)) {
    const Organ* organ = organs->find(user.organ_id);
    std::string roles;
    for (const std::string& role : user.roles) roles += (roles.empty() ? "" : ",") + role;
    desk.out << user.login << "\t" << user.name << "\t"
             << (organ ? organ->region_code + "-" + organ->code : "-") << "\t" << roles << "\t"
             << (user.active ? "active" : "closed") << "\t"
             << (user.totp_secret.empty() ? "no-second-factor" : "second-factor") << "\n";
  }
  return 0;
}

int create_organ(const Desk& desk) {
  const CommandOptions& given = desk.given;
  Organ organ;
  organ.code = given.value("--code");
  organ.name = given.value("--name");
  organ.short_name = given.value("--short-name");
  organ.type = given.value("--type");
  const std::string level = given.value("--level");
  organ.level = level.size() == 1 ? level[0] - '0' : 0;
  organ.region_code = given.value("--region");
  organ.document_prefix = given.value("--prefix");
  organ.address = tidy(given.value("--address"));
  organ.phone = tidy(given.value("--phone"));
  organ.categories = given.values("--category");
  organ.valid_from_on = desk.office.clock.today();
  const std::pair<const char*, Id*> uppers[] = {{"--superior", &organ.superior_id},
                                                {"--line-superior", &organ.line_superior_id},
                                                {"--review", &organ.review_organ_id}};
  for (const auto& [option, id] : uppers) {
    auto found = organ_named(desk.office, given.value(option), option);
    if (!found) return desk.refused(found.refusal());
    *id = *found;
  }
  auto written = write_organ(desk.office, 0, std::move(organ));
  if (!written) return desk.refused(written.refusal());
  desk.out << written->region_code << "-" << written->code << "\t" << id_text(written->organ_id)
           << "\n";
  return 0;
}

int import_file(const Desk& desk) {
  if (desk.given.words.size() != 2) return desk.refused(refuse("file_missing"));
  auto csv = read_file(desk.given.words[1]);
  if (!csv) return desk.refused(csv.refusal());
  const OrganImport result = import_organs(desk.office, *csv);
  desk.out << "created " << result.created << ", changed " << result.changed << "\n";
  if (result.refused_line == 0) return 0;
  desk.err << desk.given.words[1] << ":" << result.refused_line << ": ";
  return desk.refused(result.refusal);
}

// The new key is on disk before any key is wrapped under it: a stop in between loses nothing.
int rotate_master_key(const Desk& desk) {
  const std::string file = desk.given.value("--new-key-file");
  if (file.empty()) return desk.refused(refuse("file_missing").on("--new-key-file"));
  if (std::filesystem::exists(file)) return desk.refused(refuse("file_exists").with("path", file));
  Bytes master = random_bytes(32);
  auto written = write_file_durably(file, master);
  if (!written) return desk.refused(written.refusal());
  desk.office.keys.rotate_master(master);
  wipe(master);
  audit(desk.office, 0, "master_key_rotated", Json::object());
  desk.out << file << "\n";
  return 0;
}

}  // namespace

int run_admin(Office& office, const std::vector<std::string>& arguments, std::istream& in,
              std::ostream& out, std::ostream& err) {
  const auto given = read_options(
      arguments, {"--system", "--security", "--audit", "--login", "--name", "--organ", "--role",
                  "--password-file", "--totp-secret-out", "--code", "--short-name", "--type",
                  "--level", "--region", "--superior", "--line-superior", "--review", "--prefix",
                  "--address", "--phone", "--category", "--new-key-file"});
  const CommandOptions options = given ? *given : CommandOptions{};
  const Desk desk{office, options, in, out, err};
  if (!given) return desk.refused(given.refusal());
  static const std::map<std::string, int (*)(const Desk&)> commands = {
      {"create-administrators", create_three}, {"create-user", create_one},
      {"reset-password", reset_password},      {"list-users", list_all},
      {"create-organ", create_organ},          {"import-organs", import_file},
      {"rotate-master-key", rotate_master_key}};
  const auto command =
      options.words.empty() ? commands.end() : commands.find(options.words.front());
  if (command == commands.end()) {
    err << kUsage;
    return 2;
  }
  return command->second(desk);
}

}  // namespace xinfang
